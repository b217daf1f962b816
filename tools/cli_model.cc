#include "tools/cli_model.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "libcheck/base/edit_distance.h"
#include "tools/output.h"

namespace tools {

struct CommandLine::Leaf {
  CLI::App* app = nullptr;
  const Command* command = nullptr;
  std::function<Exit()> run;
};

namespace {

constexpr std::string_view kName = "pronoia";
constexpr std::string_view kSummary =
    "Checks, formats and explains what Prometheus and Alertmanager read";
constexpr std::string_view kVersion = PRONOIA_VERSION;

// Groups of commands have no file of their own to say what they hold.
struct Group {
  std::string_view path;
  std::string_view summary;
};
constexpr Group kGroups[] = {
    {"check", "Say whether Prometheus would accept files, and what is wrong with them"},
    {"promql", "Format, edit and explain PromQL expressions"},
    {"test", "Say whether rules and expressions give what their tests expect"},
    {"promql label-matchers", "Set or delete label matchers in a PromQL expression"},
    {"dev", "For those who work on pronoia itself"},
};

std::string_view GroupSummary(std::string_view path) {
  const auto* group = std::find_if(std::begin(kGroups), std::end(kGroups),
                                   [&](const Group& g) { return g.path == path; });
  return group == std::end(kGroups) ? std::string_view() : group->summary;
}

void AddHelp(CLI::App& app) { app.set_help_flag("-h,--help", "Print this help and exit"); }

// The app at `path` below `root`, made on the way if need be.
CLI::App& AppAt(CLI::App& root, std::string_view path) {
  CLI::App* app = &root;
  std::string so_far;
  for (std::string_view rest = path; !rest.empty();) {
    const std::string word(rest.substr(0, rest.find(' ')));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    so_far += (so_far.empty() ? "" : " ") + word;
    const auto children =
        app->get_subcommands([&](const CLI::App* a) { return a->get_name() == word; });
    CLI::App* child = children.empty() ? nullptr : children.front();
    if (child == nullptr) {
      child = app->add_subcommand(word, std::string(GroupSummary(so_far)));
      AddHelp(*child);
    }
    app = child;
  }
  return *app;
}

OptionModel ModelOfOption(const CLI::Option& option) {
  OptionModel model;
  model.short_names = option.get_snames();
  model.long_names = option.get_lnames();
  if (option.get_positional()) model.positional = option.get_type_name();
  model.value = option.get_type_name();
  // A switch that has a type can be given a value.
  model.value_is_optional = !model.value.empty() && option.get_items_expected_max() == 0;
  model.default_value = option.get_default_str();
  model.doc = option.get_description();
  model.repeatable = option.get_items_expected_max() > 1;
  model.required = option.get_required();
  return model;
}

std::string PositionalText(const OptionModel& positional) {
  const std::string dots = positional.repeatable ? "..." : "";
  return positional.required ? positional.positional + dots
                             : "[" + positional.positional + "]" + dots;
}

// "-t, --type TYPE"
std::string FlagText(const OptionModel& option) {
  std::string out;
  for (const std::string& name : option.short_names) out += (out.empty() ? "-" : ", -") + name;
  // Long names line up whether or not a short one stands in front.
  if (out.empty())
    out = "    ";
  else
    out += ", ";
  std::string longs;
  for (const std::string& name : option.long_names) longs += (longs.empty() ? "--" : ", --") + name;
  out += longs;
  if (option.value.empty()) return out;
  return out + (option.value_is_optional ? "[=" + option.value + "]" : " " + option.value);
}

// Breaks `text` into lines of at most `width` columns.
std::vector<std::string> Wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines = {""};
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width) {
      lines.emplace_back();
    }
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

class HelpWriter {
 public:
  HelpWriter(bool colour, unsigned width) : colour_(colour), width_(std::clamp(width, 60U, 100U)) {}

  void Line(std::string_view text) { out_ += std::string(text) + "\n"; }

  void Paragraphs(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find("\n\n");
      std::string paragraph(text.substr(0, end));
      std::replace(paragraph.begin(), paragraph.end(), '\n', ' ');
      for (const std::string& line : Wrap(paragraph, width_)) Line(line);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
      Line("");
    }
  }

  void Heading(std::string_view text) { Line(Bold(std::string(text) + ":")); }

  // Two columns; the right one is wrapped.
  void Rows(const std::vector<std::pair<std::string, std::string>>& rows) {
    std::size_t left = 0;
    for (const auto& [name, doc] : rows) left = std::max(left, name.size());
    left = std::min<std::size_t>(left, 30);
    for (const auto& [name, doc] : rows) {
      const std::vector<std::string> lines = Wrap(doc, width_ - left - 4);
      const std::string shown = Bold(name);
      std::size_t next = 0;
      if (name.size() > left) {
        Line("  " + shown);
      } else {
        Line("  " + shown + std::string(left - name.size() + 2, ' ') + lines[next++]);
      }
      for (; next < lines.size(); ++next) Line(std::string(left + 4, ' ') + lines[next]);
    }
    Line("");
  }

  std::string Bold(const std::string& text) const {
    return colour_ ? "\033[1m" + text + "\033[0m" : text;
  }

  std::string Take() {
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  bool colour_;
  unsigned width_;
  std::string out_;
};

// What a flag's help says beyond its sentence.
std::string DocOf(const OptionModel& option) {
  std::string doc = option.doc;
  if (!option.default_value.empty()) doc += " (default: " + option.default_value + ")";
  if (option.repeatable && option.positional.empty()) doc += " (may be given several times)";
  return doc;
}

// The word on the command line that names no command, and what may have been meant by it.
std::string UnknownWord(const CLI::App& app, const std::string& word) {
  std::vector<std::string_view> names;
  std::vector<std::string> storage;
  const bool is_flag = word.starts_with("-");
  if (is_flag) {
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& name : option->get_lnames()) storage.push_back("--" + name);
    }
  } else {
    for (const CLI::App* sub : app.get_subcommands(
             [](const CLI::App* a) { return !a->get_name().empty() && !a->get_group().empty(); })) {
      storage.push_back(sub->get_name());
    }
  }
  names.assign(storage.begin(), storage.end());
  const std::string flag = word.substr(0, word.find('='));
  std::string message = is_flag           ? "unknown flag `" + flag + "`"
                        : storage.empty() ? "unexpected argument `" + word + "`"
                                          : "unknown command `" + word + "`";
  if (const auto match = check::ClosestMatch(flag, names)) {
    message += "; did you mean `" + std::string(*match) + "`?";
  }
  return message;
}

std::string PathOf(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name()
                                     : PathOf(*app.get_parent()) + " " + app.get_name();
}

// The deepest command that the arguments named.
const CLI::App& ParsedApp(const CLI::App& root) {
  const CLI::App* app = &root;
  for (;;) {
    const auto parsed = app->get_subcommands([](const CLI::App* a) { return a->parsed(); });
    if (parsed.empty()) return *app;
    app = parsed.front();
  }
}

}  // namespace

CommandLine::CommandLine()
    : root_(std::make_unique<CLI::App>(std::string(kSummary), std::string(kName))) {
  AddHelp(*root_);
  root_->add_flag("-V,--version", wants_version_, "Print the version and exit");
  leaves_.reserve(AllCommands().size());
  for (const Command* command : AllCommands()) {
    CLI::App& app = AppAt(*root_, command->path);
    app.description(std::string(command->summary));
    if (command->hidden) {
      app.group("");
      // A group that only holds what is hidden is hidden too.
      if (app.get_parent() != root_.get()) app.get_parent()->group("");
    }
    leaves_.push_back({&app, command, command->declare(app)});
  }
}

CommandLine::~CommandLine() = default;

int CommandLine::Run(int argc, char** argv) {
  const auto fail = [](const CLI::App& app, const std::string& message) {
    WriteError(message);
    WriteErr("try `" + PathOf(app) + " --help`\n");
    return static_cast<int>(Exit::kFailed);
  };
  const auto help = [this](const CLI::App& app) {
    WriteOut(HelpText(ModelOf(app, PathOf(app)), UseColor(ColorWhen::kAuto), TerminalWidth()));
  };

  if (argc == 1) {
    help(*root_);
    return static_cast<int>(Exit::kOk);
  }
  try {
    root_->allow_extras();
    root_->parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    help(ParsedApp(*root_));
    return static_cast<int>(Exit::kOk);
  } catch (const CLI::ExtrasError& e) {
    const CLI::App& app = ParsedApp(*root_);
    const std::vector<std::string> extras = app.remaining(true);
    return fail(app, extras.empty() ? e.what() : UnknownWord(app, extras.front()));
  } catch (const CLI::ParseError& e) {
    return fail(ParsedApp(*root_), e.what());
  }

  if (wants_version_) {
    WriteOut(fmt::format("{} {}\n", kName, kVersion));
    return static_cast<int>(Exit::kOk);
  }
  const CLI::App& app = ParsedApp(*root_);
  if (const auto extras = app.remaining(true); !extras.empty()) {
    return fail(app, UnknownWord(app, extras.front()));
  }
  const auto leaf =
      std::find_if(leaves_.begin(), leaves_.end(), [&](const Leaf& l) { return l.app == &app; });
  if (leaf == leaves_.end()) {
    if (const auto extras = root_->remaining(true); !extras.empty()) {
      return fail(app, UnknownWord(app, extras.front()));
    }
    return fail(app, "`" + PathOf(app) + "` needs a command");
  }
  return static_cast<int>(leaf->run());
}

CommandModel CommandLine::Model() const { return ModelOf(*root_, std::string(kName)); }

CommandModel CommandLine::ModelOf(const CLI::App& app, std::string path) const {
  CommandModel model;
  model.summary = app.get_description();
  for (const Leaf& leaf : leaves_) {
    if (leaf.app != &app) continue;
    model.description = leaf.command->description;
    model.examples = leaf.command->examples;
  }
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    (option->get_positional() ? model.positionals : model.options)
        .push_back(ModelOfOption(*option));
  }
  for (const CLI::App* sub : app.get_subcommands(
           [](const CLI::App* a) { return !a->get_name().empty() && !a->get_group().empty(); })) {
    model.subcommands.push_back(ModelOf(*sub, path + " " + sub->get_name()));
  }
  model.path = std::move(path);
  return model;
}

std::string Usage(const CommandModel& command) {
  std::string out = command.path;
  if (!command.options.empty()) out += " [OPTIONS]";
  if (!command.subcommands.empty()) out += " COMMAND";
  for (const OptionModel& positional : command.positionals) out += " " + PositionalText(positional);
  return out;
}

std::string HelpText(const CommandModel& command, bool colour, unsigned width) {
  HelpWriter out(colour, width);
  out.Line(command.summary + ".");
  out.Line("");
  out.Line(out.Bold("Usage:") + " " + Usage(command));
  out.Line("");
  out.Paragraphs(command.description);

  if (!command.subcommands.empty()) {
    out.Heading("Commands");
    std::vector<std::pair<std::string, std::string>> rows;
    for (const CommandModel& sub : command.subcommands) {
      rows.emplace_back(sub.path.substr(command.path.size() + 1), sub.summary);
    }
    out.Rows(rows);
  }
  if (!command.positionals.empty()) {
    out.Heading("Arguments");
    std::vector<std::pair<std::string, std::string>> rows;
    for (const OptionModel& positional : command.positionals) {
      rows.emplace_back(PositionalText(positional), DocOf(positional));
    }
    out.Rows(rows);
  }
  if (!command.options.empty()) {
    out.Heading("Options");
    std::vector<std::pair<std::string, std::string>> rows;
    for (const OptionModel& option : command.options) {
      rows.emplace_back(FlagText(option), DocOf(option));
    }
    out.Rows(rows);
  }
  if (!command.examples.empty()) {
    out.Heading("Examples");
    for (const Example& example : command.examples) {
      out.Line("  # " + std::string(example.purpose));
      out.Line("  " + std::string(example.command));
      out.Line("");
    }
  }
  if (!command.subcommands.empty()) {
    out.Line("`" + command.path + " COMMAND --help` says more about each.");
  }
  return out.Take();
}

}  // namespace tools
