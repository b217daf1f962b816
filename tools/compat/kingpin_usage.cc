#include "tools/compat/kingpin_usage.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

constexpr std::size_t kIndent = 2;

std::size_t Width() {
  const char* columns = std::getenv("COLUMNS");
  const std::string_view text = columns == nullptr ? "" : columns;
  std::size_t width = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), width);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  return !text.empty() && is_number ? width : TerminalWidth();
}

// Lines of no more than `width` bytes, but for words that are longer. Lines that are indented are
// left as they are.
std::vector<std::string> Wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  bool goes_on = false;  // The last line.
  while (!text.empty()) {
    std::string_view line = check::TakeUpTo(text, '\n');
    if (line.empty() || check::IsSpace(line.front())) {
      lines.emplace_back(line);
      goes_on = false;
      continue;
    }
    while (!line.empty()) {
      const std::string_view word = check::TakeUpTo(line, ' ');
      if (word.empty()) continue;
      if (goes_on && lines.back().size() + 1 + word.size() <= width) {
        lines.back().append(" ").append(word);
      } else {
        lines.emplace_back(word);
      }
      goes_on = true;
    }
  }
  return lines;
}

std::string Wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string out;
  for (const std::string& line : Wrap(text, width - std::min(width, indent))) {
    if (!line.empty()) out.append(indent, ' ').append(line);
    out += '\n';
  }
  return out;
}

using Rows = std::vector<std::pair<std::string, std::string_view>>;

std::string TwoColumns(const Rows& rows, std::size_t indent, std::size_t width) {
  constexpr std::size_t kLong = 30;  // Has a line to itself.
  std::size_t left = 0;
  for (const auto& [first, second] : rows) {
    if (first.size() < kLong) left = std::max(left, first.size());
  }
  const std::size_t used = left + kIndent + indent;
  std::string out;
  for (const auto& [first, second] : rows) {
    const std::vector<std::string> lines = Wrap(second, width - std::min(width, used));
    out += fmt::format("{:{}}{:<{}}{:{}}", "", indent, first, left, "", kIndent);
    if (first.size() >= kLong) out += fmt::format("\n{:{}}", "", used);
    out += (lines.empty() ? "" : lines.front()) + "\n";
    for (std::size_t i = 1; i < lines.size(); ++i) {
      out += fmt::format("{:{}}{}\n", "", used, lines[i]);
    }
  }
  return out;
}

std::string_view NameOf(const KingpinCommand& command) {
  return command.path.substr(command.path.find_last_of(' ') + 1);
}

std::vector<const KingpinCommand*> AllCommands(const Program& program) {
  std::vector<const KingpinCommand*> commands = {&kKingpinHelp};
  for (const KingpinCommand& command : program.commands) commands.push_back(&command);
  return commands;
}

// What stands for the value: `placeholder`, the default, or the name in capitals.
std::string PlaceholderOf(const Usage& usage, const Flag& flag) {
  if (!flag.placeholder.empty()) return std::string(flag.placeholder);
  const auto other = usage.values.find(&flag);
  const std::optional<std::string> known =
      other != usage.values.end() ? std::optional(other->second) : flag.Default();
  if (!known) return check::UpperAscii(flag.name);
  return flag.kind == Flag::Kind::kText ? check::GoQuote(*known) : *known;
}

std::string FlagColumn(const Usage& usage, const Flag& flag, bool has_short) {
  std::string text = flag.short_name != '\0' ? fmt::format("-{}, --", flag.short_name)
                     : has_short             ? "    --"
                                             : "--";
  if (flag.kind == Flag::Kind::kSwitch) return text + fmt::format("[no-]{}", flag.name);
  text += fmt::format("{}={}", flag.name, PlaceholderOf(usage, flag));
  return flag.is_repeatable() ? text + " ..." : text;
}

template <typename Flags>  // A range of `const Flag*`.
Rows FlagRows(const Usage& usage, const Flags& flags) {
  const bool has_short = std::any_of(flags.begin(), flags.end(),
                                     [](const Flag* flag) { return flag->short_name != '\0'; });
  Rows rows;
  for (const Flag* flag : flags) {
    if (!flag->hidden) rows.emplace_back(FlagColumn(usage, *flag, has_short), flag->help);
  }
  return rows;
}

std::vector<const Flag*> FlagsOf(const KingpinCommand& command) {
  std::vector<const Flag*> flags;
  for (const Flag& flag : command.flags) flags.push_back(&flag);
  return flags;
}

// " --required=REQUIRED [<flags>] <argument> [<argument>...]"
std::string Summary(const Usage& usage, const KingpinCommand& command) {
  std::string out;
  std::size_t required = 0;
  for (const Flag& flag : command.flags) {
    if (!flag.required) continue;
    ++required;
    out += fmt::format(" --{}={}", flag.name, PlaceholderOf(usage, flag));
  }
  if (required < command.flags.size()) out += " [<flags>]";
  for (const Argument& argument : command.arguments) {
    const std::string text = fmt::format("<{}>{}", argument.name, argument.repeated ? "..." : "");
    out += argument.required ? " " + text : fmt::format(" [{}]", text);
  }
  return out;
}

std::string Heading(const Usage& usage) {
  const bool is_group = usage.command == nullptr || usage.command->run == nullptr;
  return fmt::format("{}{}{}", usage.program.name,
                     usage.command == nullptr ? " [<flags>]"
                                              : fmt::format(" {}{}", usage.command->path,
                                                            Summary(usage, *usage.command)),
                     is_group ? " <command> [<args> ...]" : "");
}

std::string CommandTree(const Usage& usage) {
  std::string out;
  if (usage.command != nullptr) out += fmt::format("  {}\n", usage.command->path);
  for (const KingpinCommand* command : AllCommands(usage.program)) {
    const bool is_shown = usage.command == nullptr ||
                          command->path.starts_with(std::string(usage.command->path) + " ");
    if (!is_shown) continue;
    out += fmt::format("{:{}}{}{}{}\n", "", kIndent * DepthOf(*command), NameOf(*command),
                       command->is_default ? "*" : "", Summary(usage, *command));
  }
  return out;
}

std::string CommandList(const Usage& usage, bool with_flags, std::size_t width) {
  std::string out;
  for (const KingpinCommand* command : AllCommands(usage.program)) {
    const bool is_below = usage.command == nullptr || with_flags ||
                          command->path.starts_with(std::string(usage.command->path) + " ");
    if (command->run == nullptr || !is_below) continue;
    out += fmt::format("{}{}{}\n{}\n", command->path, command->is_default && !with_flags ? "*" : "",
                       Summary(usage, *command), Wrapped(command->help, 4, width));
    const Rows rows = FlagRows(usage, FlagsOf(*command));
    if (with_flags && !rows.empty()) out += TwoColumns(rows, 4, width) + "\n";
  }
  return out;
}

void AppendMan(std::string& out, const Usage& usage, std::span<const Flag> flags) {
  for (const Flag& flag : flags) {
    if (flag.hidden) continue;
    const std::string lead = flag.short_name == '\0' ? "" : fmt::format("-{}, ", flag.short_name);
    const std::string value =
        flag.kind == Flag::Kind::kSwitch ? "" : "=" + PlaceholderOf(usage, flag);
    out += fmt::format(".TP\n\\fB{}--{}{}\\fR\n{}\n", lead, flag.name, value, flag.help);
  }
}

}  // namespace

constexpr Argument kHelpArguments[] = {
    {.name = "command", .help = "A command.", .repeated = true},
};
const KingpinCommand kKingpinHelp = {
    .path = "help",
    .help = "Print the help of a command.",
    .arguments = kHelpArguments,
    .run = [](const Parsed&) { return 0; },  // Run does it before it comes to that.
};

std::size_t DepthOf(const KingpinCommand& command) {
  return 1 + static_cast<std::size_t>(std::count(command.path.begin(), command.path.end(), ' '));
}

bool IsBelow(const KingpinCommand& command, const KingpinCommand* group) {
  if (group == nullptr) return DepthOf(command) == 1;
  return DepthOf(command) == DepthOf(*group) + 1 &&
         command.path.starts_with(std::string(group->path) + " ");
}

std::string Usage::Short() const {
  const std::size_t width = Width();
  std::string out =
      fmt::format("usage: {}\n\n{}\n", Heading(*this),
                  Wrapped(command == nullptr ? program.help : command->help, 0, width));
  if (!program.lists_compactly) out += "\n";
  out += "Flags:\n" + TwoColumns(FlagRows(*this, flags), kIndent, width) + "\n";
  if (command != nullptr && !command->arguments.empty()) {
    Rows rows;
    for (const Argument& argument : command->arguments) {
      const std::string text = fmt::format("<{}>", argument.name);
      rows.emplace_back(argument.required ? text : fmt::format("[{}]", text), argument.help);
    }
    out += "Args:\n" + TwoColumns(rows, kIndent, width) + "\n";
  }
  if (command != nullptr && command->run != nullptr) return out;
  if (program.lists_compactly) return out + "Commands:\n" + CommandTree(*this) + "\n";
  return out + (command == nullptr ? "Commands:\n" : "Subcommands:\n") +
         CommandList(*this, false, width);
}

std::string Usage::Long() const {
  const std::size_t width = Width();
  Usage whole = *this;
  whole.command = nullptr;
  return fmt::format("usage: {}\n\n{}\n\nFlags:\n{}\nCommands:\n{}\n", Heading(whole),
                     Wrapped(program.help, 0, width),
                     TwoColumns(FlagRows(*this, flags), kIndent, width),
                     CommandList(*this, true, width));
}

std::string Usage::Man() const {
  std::string_view version = program.version;
  std::string out = fmt::format(
      ".TH {0} 1 \"{1}\" \"\"\n.SH \"NAME\"\n{0}\n.SH \"SYNOPSIS\"\n.TP\n"
      "\\fB{0} [<flags>] <command> [<args> ...]\\fR\n.SH \"DESCRIPTION\"\n{2}\n.SH \"OPTIONS\"\n",
      program.name, check::TakeUpTo(version, '\n'), program.help);
  AppendMan(out, *this, program.flags);
  out += ".SH \"COMMANDS\"\n";
  for (const KingpinCommand* each : AllCommands(program)) {
    if (each->run == nullptr) continue;
    out +=
        fmt::format(".SS\n\\fB{}{}\\fR\n.PP\n{}\n", each->path, Summary(*this, *each), each->help);
    AppendMan(out, *this, each->flags);
  }
  return out;
}

// The flags that can be given, those of the command first, or the values of the one that is called
// `flag`. `is_complete`: it has its value, and something else follows.
std::vector<std::string> Usage::FlagsFor(std::string_view flag, std::string_view value,
                                         bool& is_complete) const {
  // Kingpin: those of the groups that a command is in are left out.
  const auto is_of = [](std::span<const Flag> all, const Flag* one) {
    return std::any_of(all.begin(), all.end(), [&](const Flag& each) { return &each == one; });
  };
  std::vector<const Flag*> all;
  for (const Flag* each : flags) {
    if (command != nullptr && is_of(command->flags, each)) all.push_back(each);
  }
  // Those that all programs have stand first among the others.
  for (const Flag* each : flags) {
    bool is_of_group = false;
    for (const KingpinCommand& other : program.commands) {
      is_of_group = is_of_group || is_of(other.flags, each);
    }
    if (!is_of_group) all.push_back(each);
  }
  std::vector<std::string> words;
  for (const Flag* each : all) {
    if (each->name != flag) {
      if (!each->hidden) words.push_back(fmt::format("--{}", each->name));
      continue;
    }
    words.assign(each->choices.begin(), each->choices.end());
    const bool is_value = std::find(words.begin(), words.end(), value) != words.end();
    const bool begins_other = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return word != value && word.starts_with(value);
    });
    is_complete = words.empty() || (is_value && !begins_other);
    return words;
  }
  return words;
}

std::string Usage::Words(std::span<const std::string> line) const {
  const std::string_view now = line.size() > 1 ? std::string_view(line.back()) : "";
  const std::string_view before = line.size() > 2 ? std::string_view(line[line.size() - 2]) : "";
  if (now.starts_with("--") || before.starts_with("--")) {
    bool is_complete = false;
    const std::vector<std::string> found = now.starts_with("--")
                                               ? FlagsFor(now.substr(2), "", is_complete)
                                               : FlagsFor(before.substr(2), now, is_complete);
    if (!is_complete) return fmt::format("{}", fmt::join(found, "\n"));
  }
  // Beside a command that its group stands for, others could be named.
  std::string group(command == nullptr || command->run == nullptr || !command->is_default
                        ? ""
                        : command->path.substr(0, command->path.find_last_of(' ')));
  if (command != nullptr && command->run == nullptr) group = command->path;
  const bool is_leaf = command != nullptr && group.empty();
  std::vector<std::string_view> words;
  for (const KingpinCommand* each : AllCommands(program)) {
    const std::size_t end = each->path.find_last_of(' ');
    const std::string_view around =
        end == std::string_view::npos ? std::string_view() : each->path.substr(0, end);
    if (!is_leaf && around == group) words.push_back(NameOf(*each));
  }
  return fmt::format("{}", fmt::join(words, "\n"));
}

std::string BashScript(const Program& program) {
  return fmt::format(R"script(_{0}_words() {{
  local words
  words=$("${{COMP_WORDS[0]}}" --completion-bash "${{COMP_WORDS[@]:1:COMP_CWORD}}" 2>/dev/null)
  COMPREPLY=($(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -o default -F _{0}_words {0}
)script",
                     program.name);
}

std::string ZshScript(const Program& program) {
  return fmt::format(R"script(#compdef {0}
_{0}() {{
  local -a found
  found=(${{(f)"$(${{words[1]}} --completion-bash ${{words[2,CURRENT]}} 2>/dev/null)"}})
  compadd -a found || _files
}}
compdef _{0} {0}
)script",
                     program.name);
}

}  // namespace tools::compat
