#include "tools/cli_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "libcheck/files/go_paths.h"
#include "tools/arguments.h"
#include "tools/output.h"
#include "tools/progress.h"
#include "tools/value_kinds.h"

namespace tools {

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
    {"alert", "List, send and trace alerts of an Alertmanager"},
    {"am", "Manage Alertmanager configurations in Mimir or Cortex, and test receivers"},
    {"am config", "Compare, load and print Alertmanager configurations in Mimir or Cortex"},
    {"am receivers", "Test the receivers of an Alertmanager"},
    {"cluster", "Show the status of an Alertmanager cluster"},
    {"context", "Choose the servers that commands connect to"},
    {"debug", "Save profiles and metrics of a server, for debugging"},
    {"dev", "Commands for the development of pronoia"},
    {"promql", "Format, edit and explain PromQL expressions"},
    {"promql label-matchers", "Set or delete label matchers in a PromQL expression"},
    {"push", "Push metrics with remote write or to a Pushgateway"},
    {"query", "Query a Prometheus server, or files of samples"},
    {"routes", "Show, test, explain and compare Alertmanager routes"},
    {"rules", "Compare and synchronize rule groups with a Mimir or Cortex ruler"},
    {"silence", "List, create, plan and expire silences"},
    {"slo", "Check, generate, simulate and backtest service level objectives"},
    {"template", "Render notification templates"},
    {"test", "Run unit tests of rules, routes and PromQL"},
};

std::string_view GroupSummary(std::string_view path) {
  const auto* group = std::find_if(std::begin(kGroups), std::end(kGroups),
                                   [&](const Group& g) { return g.path == path; });
  return group == std::end(kGroups) ? std::string_view() : group->summary;
}

std::string PositionalText(const OptionModel& positional) {
  const std::string dots = positional.repeatable ? "..." : "";
  const std::string name = Placeholder(positional.positional);
  return positional.required ? name + dots : "[" + name + "]" + dots;
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
  const std::string value = Placeholder(option.value);
  return out + (option.value_is_optional ? "[=" + value + "]" : " " + value);
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

  // Those that are indented are shown as they are.
  void Paragraphs(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find("\n\n");
      std::string paragraph(text.substr(0, end));
      if (paragraph.starts_with("    ")) {
        Line(paragraph);
      } else {
        std::replace(paragraph.begin(), paragraph.end(), '\n', ' ');
        for (const std::string& line : Wrap(paragraph, width_)) Line(line);
      }
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
  std::string doc = option.doc + ValuesText(option.value);
  if (!option.default_value.empty()) doc += " (default: " + option.default_value + ")";
  if (option.repeatable && option.positional.empty()) doc += " (may be given several times)";
  return doc;
}

// What a command is busy with that may take more than a moment; empty for others, and for those
// that ask questions.
std::string WhatTakesLong(std::string_view path) {
  struct Work {
    std::string_view first_words;
    std::string_view what;
  };
  constexpr Work kWork[] = {
      {"backtest", "evaluating"},    {"check", "checking"},       {"fmt", "formatting"},
      {"push", "pushing"},           {"query range", "querying"}, {"query instant", "querying"},
      {"query record", "recording"}, {"rules", "comparing"},      {"slo", "calculating"},
      {"test", "testing"},
  };
  const auto* const work = std::find_if(std::begin(kWork), std::end(kWork), [&](const Work& w) {
    return path == w.first_words || path.starts_with(std::string(w.first_words) + " ");
  });
  return work == std::end(kWork) ? std::string() : std::string(work->what);
}

// Not while a person types the input, nor where the command runs until it is stopped.
bool MayShowProgress(const std::vector<std::string>& words) {
  return std::none_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "-" || word == "--quiet" || word == "-q" || word.starts_with("--watch");
  });
}

// Takes the first word off `path`, which spaces separate.
std::string_view TakeWord(std::string_view& path) {
  const std::string_view word = path.substr(0, path.find(' '));
  path.remove_prefix(std::min(path.size(), word.size() + 1));
  return word;
}

}  // namespace

struct CommandLine::Node {
  std::string name;
  std::string path;  // "pronoia check rules"
  std::string_view summary;
  const Command* command = nullptr;  // Null for a group.
  FlagSet flags = {};
  std::function<Exit()> run = nullptr;
  std::vector<std::unique_ptr<Node>> below = {};

  // Null if there is no command of that name.
  Node* Find(std::string_view word) const {
    const auto found = std::find_if(below.begin(), below.end(),
                                    [&](const auto& node) { return node->name == word; });
    return found == below.end() ? nullptr : found->get();
  }

  // A group that only holds what is hidden is hidden too.
  bool IsHidden() const {
    if (command != nullptr) return command->hidden;
    return std::all_of(below.begin(), below.end(),
                       [](const auto& node) { return node->IsHidden(); });
  }

  void AppendFlags(std::vector<OptionModel>& all) const {
    for (OptionModel& flag : flags.Flags()) all.push_back(std::move(flag));
    for (const auto& node : below) node->AppendFlags(all);
  }

  void AppendLeaves(std::vector<CommandModel>& all) const {
    if (command != nullptr) all.push_back(Model());
    for (const auto& node : below) node->AppendLeaves(all);
  }

  CommandModel Model() const {
    CommandModel model;
    model.path = path;
    model.summary = summary;
    if (command != nullptr) {
      model.description = command->description;
      if (!command->ending.empty()) model.description += "\n\n" + std::string(command->ending);
      model.runs = true;
      model.examples = command->examples;
    }
    model.options = flags.Flags();
    model.positionals = flags.Positionals();
    for (const auto& node : below) {
      if (!node->IsHidden()) model.subcommands.push_back(node->Model());
    }
    return model;
  }

  // What a word that names no command may have been meant for.
  std::string Meant(const std::string& word) const {
    std::vector<std::string> names;
    for (const auto& node : below) {
      if (!node->IsHidden()) names.push_back(node->name);
    }
    return DidYouMean(word, names);
  }

  // Whether `word`, which names no command below, is for this one: not if it is a command's name
  // with a slip of the pen.
  bool TakesAsArgument(const std::string& word) const {
    if (command == nullptr || flags.Positionals().empty()) return false;
    return Meant(word).empty() || !check::StatError(check::Disk(), word);
  }

  std::string UnknownCommand(const std::string& word) const {
    return fmt::format("unknown command `{}`{}", word, Meant(word));
  }
};

CommandLine::CommandLine()
    : root_(new Node{.name = std::string(kName), .path = std::string(kName), .summary = kSummary}) {
  root_->flags.Switch("-V,--version", &wants_version_, "Print the version and exit");
  for (const Command* command : AllCommands()) {
    Node* node = root_.get();
    for (std::string_view rest = command->path; !rest.empty();) {
      const std::string_view word = TakeWord(rest);
      Node* found = node->Find(word);
      if (found == nullptr) {
        const std::size_t length = command->path.size() - (rest.empty() ? 0 : rest.size() + 1);
        node->below.emplace_back(
            new Node{.name = std::string(word),
                     .path = fmt::format("{} {}", node->path, word),
                     .summary = GroupSummary(command->path.substr(0, length))});
        found = node->below.back().get();
      }
      node = found;
    }
    node->command = command;
    node->summary = command->summary;
    if (command->declare != nullptr) node->run = command->declare(node->flags);
    if (command->kind != nullptr) {
      node->run = command->declare_for_kind(node->flags, *command->kind);
    }
  }
}

CommandLine::~CommandLine() = default;

int CommandLine::Run(const std::vector<std::string>& words) {
  Node* node = root_.get();
  const auto fail = [&node](const std::string& message) {
    WriteError(message);
    WriteErr("try `" + node->path + " --help`\n");
    return static_cast<int>(Exit::kFailed);
  };
  // The first words that are no flags name the command; the others are left for it.
  std::vector<std::string> rest;
  std::vector<OptionModel> all_flags;
  bool only_words = false;
  std::size_t next = 0;
  while (next < words.size() && !node->below.empty()) {
    const std::string& word = words[next++];
    if (!only_words && IsFlagWord(word)) {
      only_words = word == "--";
      rest.push_back(word);
      if (all_flags.empty()) root_->AppendFlags(all_flags);
      if (NeedsNextWord(all_flags, word) && next < words.size()) rest.push_back(words[next++]);
    } else if (Node* found = node->Find(word)) {
      node = found;
    } else if (node->TakesAsArgument(word)) {
      rest.push_back(word);
      break;
    } else {
      return fail(node->UnknownCommand(word));
    }
  }
  rest.insert(rest.end(), words.begin() + static_cast<std::ptrdiff_t>(next), words.end());

  const Command* command = node->command;
  if (command != nullptr && command->run_words != nullptr) {
    return static_cast<int>(command->run_words(std::move(rest)));
  }
  const std::vector<OptionModel> flags = node->flags.Flags();
  const auto arguments = ReadArguments(rest, flags, node->flags.Positionals());
  if (!arguments) return fail(arguments.error().message);
  if (arguments->AsksForHelp() || words.empty()) {
    WriteOut(HelpText(node->Model(), UseColor(ColorWhen::kAuto), TerminalWidth()));
    return static_cast<int>(Exit::kOk);
  }
  if (const auto error = node->flags.Store(*arguments)) return fail(error->message);
  if (wants_version_) {
    WriteOut(fmt::format("{} {}\n", kName, kVersion));
    return static_cast<int>(Exit::kOk);
  }
  if (command == nullptr) return fail("`" + node->path + "` needs a command");
  std::optional<Busy> busy;
  if (std::string what = WhatTakesLong(command->path); !what.empty() && MayShowProgress(words)) {
    busy.emplace(std::move(what));
  }
  return static_cast<int>(node->run());
}

CommandModel CommandLine::Model() const { return root_->Model(); }

std::vector<CommandModel> CommandLine::Leaves() const {
  std::vector<CommandModel> models;
  root_->AppendLeaves(models);
  return models;
}

std::string Usage(const CommandModel& command) {
  std::string out = command.path;
  if (!command.options.empty()) out += " [OPTIONS]";
  if (!command.subcommands.empty()) out += command.runs ? " [COMMAND]" : " COMMAND";
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
