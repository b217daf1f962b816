#include "tools/compat/kingpin.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/error_text.h"
#include "libcheck/base/quote.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

constexpr int kUsageStatus = 1;

constexpr Flag kHelpFlags[] = {
    {.name = "help", .short_name = 'h', .help = "Print this help."},
    {.name = "help-long", .help = "Print this help.", .hidden = true},
    {.name = "version", .help = "Print the version."},
};

struct UsageError {
  std::string message;
};

void CheckFile(const std::string& path) {
  struct stat info = {};
  if (::stat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) throw UsageError{fmt::format("path '{}' does not exist", path)};
    throw UsageError{fmt::format("stat {}: {}", path, check::SystemErrorText(errno))};
  }
  if (S_ISDIR(info.st_mode)) {
    throw UsageError{fmt::format("'{}' is a directory", path.substr(path.find_last_of('/') + 1))};
  }
}

class Parser {
 public:
  Parser(const Program& program, std::vector<std::string> arguments)
      : program_(program), rest_(std::move(arguments)) {
    std::reverse(rest_.begin(), rest_.end());
    AddFlags(kHelpFlags);
    AddFlags(program.flags);
  }

  void Parse() {
    bool only_arguments = false;
    while (!rest_.empty()) {
      const std::string word = Take();
      if (only_arguments) {
        Positional(word);
      } else if (word == "--") {
        only_arguments = true;
      } else if (word.starts_with('@')) {
        Expand(word.substr(1));
      } else if (word.starts_with("--")) {
        LongFlag(word.substr(2));
      } else if (word.size() > 1 && word[0] == '-') {
        ShortFlag(word.substr(1));
      } else {
        Positional(word);
      }
    }
  }

  // Throws unless a command with all its arguments was named.
  void CheckComplete() const {
    if (command_ == nullptr) throw UsageError{"command not specified"};
    if (command_->run == nullptr) {
      throw UsageError{fmt::format("must select a subcommand of '{}'", command_->path)};
    }
    for (const Argument& argument : command_->arguments) {
      const auto given = parsed_.arguments.find(argument.name);
      if (argument.required && given == parsed_.arguments.end()) {
        throw UsageError{fmt::format("required argument '{}' not provided", argument.name)};
      }
      if (!argument.existing_file || given == parsed_.arguments.end()) continue;
      for (const std::string& path : given->second) CheckFile(path);
    }
  }

  Parsed TakeParsed() {
    for (const Flag* flag : flags_) {
      if (!flag->default_value.empty() && !parsed_.flags.contains(flag->name)) {
        parsed_.flags[flag->name] = {std::string(flag->default_value)};
      }
    }
    return std::move(parsed_);
  }

  const Parsed& parsed() const { return parsed_; }
  const KingpinCommand* command() const { return command_; }
  std::string_view path() const { return command_ == nullptr ? "" : command_->path; }
  bool asked_for_help() const { return asked_for_help_; }

 private:
  std::string Take() {
    std::string word = std::move(rest_.back());
    rest_.pop_back();
    return word;
  }

  void AddFlags(std::span<const Flag> flags) {
    for (const Flag& flag : flags) flags_.push_back(&flag);
  }

  const Flag* FindFlag(std::string_view name) const {
    const auto flag =
        std::find_if(flags_.begin(), flags_.end(), [&](const Flag* f) { return f->name == name; });
    return flag == flags_.end() ? nullptr : *flag;
  }

  // Kingpin: `@file` stands for the lines of the file.
  void Expand(const std::string& path) {
    std::ifstream file(path);
    if (!file) {
      throw UsageError{fmt::format("failed to open arguments file {}: open {}: {}",
                                   check::GoQuote(path), path, check::SystemErrorText(errno))};
    }
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
      if (line.ends_with('\r')) line.pop_back();
      if (!line.empty() && line[0] != '#') lines.push_back(line);
    }
    std::move(lines.rbegin(), lines.rend(), std::back_inserter(rest_));
  }

  void LongFlag(const std::string& text) {
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    const Flag* flag = FindFlag(name);
    bool value = true;
    if (flag == nullptr && name.starts_with("no-")) {
      flag = FindFlag(std::string_view(name).substr(3));
      value = false;
      if (flag != nullptr && flag->kind != Flag::Kind::kSwitch) flag = nullptr;
    }
    if (flag == nullptr) throw UsageError{fmt::format("unknown long flag '--{}'", name)};
    if (flag->kind == Flag::Kind::kSwitch) {
      // Kingpin: a switch takes no value; what follows `=` becomes an argument.
      if (equals != std::string::npos) rest_.push_back(text.substr(equals + 1));
      Set(*flag, value ? "true" : "false");
    } else if (equals != std::string::npos) {
      Set(*flag, text.substr(equals + 1));
    } else {
      SetFromNext(*flag, "--" + name);
    }
  }

  void ShortFlag(const std::string& letters) {
    const auto found = std::find_if(flags_.begin(), flags_.end(),
                                    [&](const Flag* f) { return f->short_name == letters[0]; });
    if (found == flags_.end()) {
      throw UsageError{fmt::format("unknown short flag '-{}'", letters[0])};
    }
    const std::string following = letters.substr(1);
    if ((*found)->kind == Flag::Kind::kSwitch) {
      if (!following.empty()) rest_.push_back("-" + following);
      Set(**found, "true");
    } else if (!following.empty()) {
      Set(**found, following);
    } else {
      SetFromNext(**found, fmt::format("-{}", letters[0]));
    }
  }

  void SetFromNext(const Flag& flag, const std::string& shown) {
    while (!rest_.empty() && rest_.back().starts_with('@')) Expand(Take().substr(1));
    const bool is_value = !rest_.empty() && !(rest_.back().size() > 1 && rest_.back()[0] == '-');
    if (!is_value) throw UsageError{fmt::format("expected argument for flag '{}'", shown)};
    Set(flag, Take());
  }

  void Set(const Flag& flag, std::string value) {
    if (flag.name == "help" || flag.name == "help-long") asked_for_help_ = true;
    if (flag.kind == Flag::Kind::kEnum &&
        std::find(flag.choices.begin(), flag.choices.end(), value) == flag.choices.end()) {
      throw UsageError{fmt::format("enum value must be one of {}, got '{}'",
                                   fmt::join(flag.choices, ","), value)};
    }
    if (flag.kind == Flag::Kind::kDuration) {
      // Kingpin: days and weeks too.
      const auto duration = check::ParseGoDuration(value);
      if (!duration && !check::ParsePrometheusDuration(value))
        throw UsageError{duration.error().message};
    }
    std::vector<std::string>& values = parsed_.flags[flag.name];
    if (!values.empty() && flag.kind != Flag::Kind::kList) {
      throw UsageError{fmt::format("flag '{}' cannot be repeated", flag.name)};
    }
    values.push_back(std::move(value));
  }

  void Positional(const std::string& word) {
    if (command_ == nullptr || command_->run == nullptr) {
      SelectCommand(word);
      return;
    }
    for (const Argument& argument : command_->arguments) {
      if (parsed_.arguments.contains(argument.name) && !argument.repeated) continue;
      parsed_.arguments[argument.name].push_back(word);
      return;
    }
    throw UsageError{"unexpected " + word};
  }

  void SelectCommand(const std::string& word) {
    if (word == "help" && command_ == nullptr) {
      asked_for_help_ = true;
      return;
    }
    const std::string path = command_ == nullptr ? word : std::string(command_->path) + " " + word;
    const auto* found =
        std::find_if(program_.commands.begin().base(), program_.commands.end().base(),
                     [&](const KingpinCommand& c) { return c.path == path; });
    if (found == program_.commands.end().base()) {
      throw UsageError{"expected command but got " + check::GoQuote(word)};
    }
    command_ = found;
    AddFlags(command_->flags);
  }

  const Program& program_;
  std::vector<std::string> rest_;  // Reversed: the next word is the last.
  std::vector<const Flag*> flags_;
  const KingpinCommand* command_ = nullptr;
  Parsed parsed_;
  bool asked_for_help_ = false;
};

std::string FlagColumn(const Flag& flag) {
  std::string lead = flag.short_name == '\0' ? "    " : fmt::format("-{}, ", flag.short_name);
  switch (flag.kind) {
    case Flag::Kind::kSwitch:
      return lead + fmt::format("--[no-]{}", flag.name);
    case Flag::Kind::kList:
      return lead + fmt::format("--{}= ...", flag.name);
    case Flag::Kind::kDuration:
    case Flag::Kind::kEnum:
      return lead + fmt::format("--{}={}", flag.name, flag.default_value);
    case Flag::Kind::kText:
      return lead + fmt::format("--{}=\"{}\"", flag.name, flag.default_value);
  }
  return lead;
}

void AppendFlags(std::string& out, std::span<const Flag> flags) {
  for (const Flag& flag : flags) {
    if (flag.hidden) continue;
    fmt::format_to(std::back_inserter(out), "  {:<27} {}\n", FlagColumn(flag), flag.help);
  }
}

std::string UsageLine(const KingpinCommand& command) {
  std::string out(command.path);
  if (!command.flags.empty()) out += " [<flags>]";
  for (const Argument& argument : command.arguments) {
    out += argument.required ? fmt::format(" <{}>", argument.name)
                             : fmt::format(" [<{}>]", argument.name);
    if (argument.repeated) out += "...";
  }
  return out;
}

std::string Help(const Program& program, const KingpinCommand* command) {
  const bool is_leaf = command != nullptr && command->run != nullptr;
  const std::string_view path = command == nullptr ? std::string_view() : command->path;
  const std::string usage = is_leaf              ? UsageLine(*command)
                            : command != nullptr ? std::string(path) + " <command> [<args> ...]"
                                                 : "[<flags>] <command> [<args> ...]";
  std::string out = fmt::format("usage: {} {}\n\n{}\n\n\nFlags:\n", program.name, usage,
                                command == nullptr ? program.help : command->help);
  AppendFlags(out, kHelpFlags);
  AppendFlags(out, program.flags);
  for (const KingpinCommand& other : program.commands) {
    const std::string below = std::string(other.path) + " ";
    if (path == other.path || path.starts_with(below)) AppendFlags(out, other.flags);
  }
  if (is_leaf) {
    if (!command->arguments.empty()) out += "\nArgs:\n";
    for (const Argument& argument : command->arguments) {
      const std::string shown = argument.required ? fmt::format("<{}>", argument.name)
                                                  : fmt::format("[<{}>]", argument.name);
      fmt::format_to(std::back_inserter(out), "  {:<14}  {}\n", shown, argument.help);
    }
    return out;
  }
  out += command == nullptr ? "\nCommands:\n" : "\nSubcommands:\n";
  for (const KingpinCommand& other : program.commands) {
    if (other.run == nullptr || !other.path.starts_with(path)) continue;
    fmt::format_to(std::back_inserter(out), "{}\n    {}\n\n", UsageLine(other), other.help);
  }
  return out;
}

}  // namespace

bool Parsed::Switch(std::string_view name) const { return Text(name) == "true"; }

std::string Parsed::Text(std::string_view name) const {
  const auto flag = flags.find(name);
  return flag == flags.end() || flag->second.empty() ? std::string() : flag->second.back();
}

std::span<const std::string> Parsed::List(std::string_view name) const {
  const auto flag = flags.find(name);
  return flag == flags.end() ? std::span<const std::string>() : std::span(flag->second);
}

std::span<const std::string> Parsed::Arguments(std::string_view name) const {
  const auto argument = arguments.find(name);
  return argument == arguments.end() ? std::span<const std::string>() : std::span(argument->second);
}

int Run(const Program& program, std::vector<std::string> arguments) {
  const bool nothing_asked = arguments.empty();
  Parser parser(program, std::move(arguments));
  try {
    parser.Parse();
    if (parser.parsed().Switch("version")) {
      WriteOut(program.version);
      return 0;
    }
    if (nothing_asked || parser.asked_for_help()) {
      WriteOut(Help(program, parser.command()));
      return 0;
    }
    parser.CheckComplete();
  } catch (const UsageError& e) {
    WriteErr(fmt::format("{}: error: {}, try --help\n", program.name, e.message));
    return kUsageStatus;
  }
  const KingpinCommand* command = parser.command();
  return command->run(parser.TakeParsed());
}

}  // namespace tools::compat
