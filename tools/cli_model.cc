#include "tools/cli_model.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "tools/arguments.h"
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

std::vector<CLI::App*> Subcommands(CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

// Null if there is none with that name.
CLI::App* Subcommand(CLI::App& app, std::string_view name) {
  const auto found = app.get_subcommands([&](const CLI::App* a) { return a->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

std::string UnknownCommand(CLI::App& app, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* sub : Subcommands(app)) {
    if (!sub->get_group().empty()) names.push_back(sub->get_name());
  }
  return fmt::format("unknown command `{}`{}", word, DidYouMean(word, names));
}

std::string PathOf(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name()
                                     : PathOf(*app.get_parent()) + " " + app.get_name();
}

// The command that is named, and the other words.
struct Selection {
  CLI::App* app = nullptr;
  std::vector<std::string> rest;
  std::optional<std::string> unknown;  // A word that should be a command below `app`.
};

Selection SelectCommand(CLI::App& root, std::span<const std::string> words) {
  Selection selection = {&root, {}, {}};
  bool only_words = false;
  while (!words.empty() && !Subcommands(*selection.app).empty()) {
    const std::string& word = words.front();
    const bool is_flag = !only_words && IsFlagWord(word);
    const std::size_t taken = is_flag && NeedsNextWord(root, word) && words.size() > 1 ? 2 : 1;
    if (is_flag) {
      only_words = word == "--";
      selection.rest.insert(selection.rest.end(), words.begin(), words.begin() + taken);
    } else {
      CLI::App* found = Subcommand(*selection.app, word);
      if (found == nullptr) {
        selection.unknown = word;
        return selection;
      }
      selection.app = found;
    }
    words = words.subspan(taken);
  }
  selection.rest.insert(selection.rest.end(), words.begin(), words.end());
  return selection;
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
    Leaf& leaf = leaves_.emplace_back(Leaf{&app, command, nullptr});
    if (command->declare != nullptr) leaf.run = command->declare(app);
    // CLI11: otherwise a value in brackets is taken for a list.
    for (CLI::Option* option : app.get_options()) option->allow_extra_args(false);
  }
}

CommandLine::~CommandLine() = default;

int CommandLine::Run(const std::vector<std::string>& words) {
  Selection selected = SelectCommand(*root_, words);
  CLI::App& app = *selected.app;
  const auto fail = [&app](const std::string& message) {
    WriteError(message);
    WriteErr("try `" + PathOf(app) + " --help`\n");
    return static_cast<int>(Exit::kFailed);
  };
  if (selected.unknown) return fail(UnknownCommand(app, *selected.unknown));
  const auto leaf =
      std::find_if(leaves_.begin(), leaves_.end(), [&](const Leaf& l) { return l.app == &app; });
  if (leaf != leaves_.end() && leaf->command->run_words != nullptr) {
    return static_cast<int>(leaf->command->run_words(std::move(selected.rest)));
  }
  const auto arguments = ReadArguments(selected.rest, app);
  if (!arguments) return fail(arguments.error().message);
  if (arguments->AsksForHelp() || words.empty()) {
    WriteOut(HelpText(ModelOf(app, PathOf(app)), UseColor(ColorWhen::kAuto), TerminalWidth()));
    return static_cast<int>(Exit::kOk);
  }
  if (const auto error = StoreArguments(*arguments, app)) return fail(error->message);
  if (wants_version_) {
    WriteOut(fmt::format("{} {}\n", kName, kVersion));
    return static_cast<int>(Exit::kOk);
  }
  if (leaf == leaves_.end()) return fail("`" + PathOf(app) + "` needs a command");
  return static_cast<int>(leaf->run());
}

CommandModel CommandLine::Model() const { return ModelOf(*root_, std::string(kName)); }

std::vector<CommandModel> CommandLine::Leaves() const {
  std::vector<CommandModel> models;
  for (const Leaf& leaf : leaves_) models.push_back(ModelOf(*leaf.app, PathOf(*leaf.app)));
  return models;
}

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
