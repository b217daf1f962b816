#include "tools/compat/kingpin.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/error_text.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/url.h"
#include "libcheck/base/utf8.h"
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

void CheckUrl(const std::string& text) {
  const auto url = check::ParseUrl(text);
  if (!url) throw UsageError{fmt::format("invalid URL: {}", url.error().message)};
}

void EmptyFile(const std::string& path) {
  std::FILE* const file = std::fopen(path.c_str(), "w");
  if (file == nullptr) {
    throw UsageError{fmt::format("open {}: {}", path, check::SystemErrorText(errno))};
  }
  std::fclose(file);
}

// Kingpin: `@file` stands for the lines of the file.
std::vector<std::string> ReadArgumentsFile(const std::string& path) {
  if (path.empty()) throw UsageError{"expected @ file to expand arguments from"};
  errno = 0;
  std::ifstream file(path);
  if (!file) {
    throw UsageError{fmt::format("failed to open arguments file {}: open {}: {}",
                                 check::GoQuote(path), path, check::SystemErrorText(errno))};
  }
  const auto unreadable = [&](const std::string& why) {
    return UsageError{
        fmt::format("failed to read arguments from {}: {}", check::GoQuote(path), why)};
  };
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    constexpr std::size_t kLongest = 64 * 1024;  // Of Go's bufio.Scanner.
    if (line.size() >= kLongest) throw unreadable("bufio.Scanner: token too long");
    if (line.ends_with('\r')) line.pop_back();
    const bool is_blank = line.find_first_not_of(" \t\v\f\r") == std::string::npos;
    if (!is_blank && line[0] != '#') lines.push_back(line);
  }
  if (file.bad()) {
    throw unreadable(fmt::format("read {}: {}", path, check::SystemErrorText(errno)));
  }
  return lines;
}

struct Token {
  enum class Kind : std::uint8_t { kLong, kShort, kWord, kEnd } kind = Kind::kEnd;
  std::string text;  ///< Without dashes.
};

std::string Shown(const Token& flag) {
  return (flag.kind == Token::Kind::kLong ? "--" : "-") + flag.text;
}

// Cuts the command line into tokens. Which flags have a value in the same word depends on what is
// known of them so far.
class Tokens {
 public:
  explicit Tokens(std::vector<std::string> words) : original_(std::move(words)) {
    rest_.assign(original_.rbegin(), original_.rend());
  }

  const Token& Peek(const std::vector<const Flag*>& flags) {
    if (peeked_.empty()) {
      Token token = Cut(flags);
      peeked_.push_back(std::move(token));
    }
    return peeked_.back();
  }

  Token Next(const std::vector<const Flag*>& flags) {
    Peek(flags);
    Token token = std::move(peeked_.back());
    peeked_.pop_back();
    return token;
  }

 private:
  Token Cut(const std::vector<const Flag*>& flags) {
    for (;;) {
      if (rest_.empty()) return {};
      // Kingpin: the place is counted in the words as they came from the shell, so that `--` is not
      // found any more where the lines of a file have moved it.
      only_words_ = only_words_ ||
                    (taken_ > 0 && taken_ <= original_.size() && original_[taken_ - 1] == "--");
      std::string word = std::move(rest_.back());
      rest_.pop_back();
      ++taken_;
      if (only_words_) return {Token::Kind::kWord, word};
      if (word == "--") continue;
      if (word.starts_with("--")) return CutLong(word.substr(2));
      if (word.starts_with('-')) return CutShort(word.substr(1), flags);
      if (!word.starts_with('@')) return {Token::Kind::kWord, word};
      std::vector<std::string> lines = ReadArgumentsFile(word.substr(1));
      std::move(lines.rbegin(), lines.rend(), std::back_inserter(rest_));
    }
  }

  Token CutLong(const std::string& text) {
    const std::size_t equals = text.find('=');
    // Kingpin: the value of a switch becomes an argument.
    if (equals != std::string::npos) {
      peeked_.push_back({Token::Kind::kWord, text.substr(equals + 1)});
    }
    return {Token::Kind::kLong, text.substr(0, equals)};
  }

  Token CutShort(const std::string& text, const std::vector<const Flag*>& flags) {
    // Kingpin: a lone `-` is an empty word.
    if (text.empty()) return {Token::Kind::kWord, ""};
    const std::string letter = text.substr(0, check::DecodeRune(text).size);
    const std::string following = text.substr(letter.size());
    const bool has_value = std::any_of(flags.begin(), flags.end(), [&](const Flag* flag) {
      return std::string(1, flag->short_name) == letter && flag->kind != Flag::Kind::kSwitch;
    });
    if (!following.empty() && has_value) peeked_.push_back({Token::Kind::kWord, following});
    if (!following.empty() && !has_value) rest_.push_back("-" + following);
    return {Token::Kind::kShort, letter};
  }

  const std::vector<std::string> original_;
  std::vector<std::string> rest_;  // Reversed: the next word is the last.
  std::size_t taken_ = 0;
  bool only_words_ = false;
  std::vector<Token> peeked_;  // Reversed, too.
};

// A flag or an argument with its value.
struct Element {
  const Flag* flag = nullptr;
  const Argument* argument = nullptr;
  std::string value;
};

class Parser {
 public:
  explicit Parser(const Program& program) : program_(program) {
    AddFlags(kHelpFlags);
    AddFlags(program.flags);
  }

  // Finds out what each word is. Throws at the first that is nothing.
  void Parse(std::vector<std::string> words) {
    Tokens tokens(std::move(words));
    while (tokens.Peek(flags_).kind != Token::Kind::kEnd) {
      const Token token = tokens.Next(flags_);
      if (token.kind == Token::Kind::kWord) {
        ReadWord(token.text);
      } else {
        ReadFlag(token, tokens);
      }
    }
  }

  // Kingpin: values are looked at only when the whole command line makes sense.
  Parsed TakeValues() {
    for (Element& element : elements_) {
      if (element.flag != nullptr) {
        SetFlag(*element.flag, std::move(element.value));
      } else {
        if (element.argument->existing_file) CheckFile(element.value);
        if (element.argument->url) CheckUrl(element.value);
        parsed_.arguments[element.argument->name].push_back(std::move(element.value));
      }
    }
    if (command_ != nullptr && command_->run == nullptr) {
      throw UsageError{fmt::format("must select a subcommand of '{}'", command_->path)};
    }
    CheckFlags();
    if (command_ != nullptr) CheckArguments();
    for (const Flag* flag : flags_) {
      if (!flag->default_value.empty() && !parsed_.flags.contains(flag->name)) {
        parsed_.flags[flag->name] = {std::string(flag->default_value)};
      }
    }
    return std::move(parsed_);
  }

  const std::vector<Element>& elements() const { return elements_; }
  const KingpinCommand* command() const { return command_; }
  // The words behind `help`; nothing if that was not the command.
  const std::optional<std::vector<std::string>>& help_words() const { return help_words_; }

 private:
  void AddFlags(std::span<const Flag> flags) {
    for (const Flag& flag : flags) flags_.push_back(&flag);
  }

  const Flag* FindFlag(const Token& token) const {
    const auto flag = std::find_if(flags_.begin(), flags_.end(), [&](const Flag* f) {
      return token.kind == Token::Kind::kLong ? f->name == token.text
                                              : std::string(1, f->short_name) == token.text;
    });
    return flag == flags_.end() ? nullptr : *flag;
  }

  void ReadFlag(const Token& token, Tokens& tokens) {
    const Flag* flag = FindFlag(token);
    const bool is_long = token.kind == Token::Kind::kLong;
    const bool inverted = flag == nullptr && is_long && token.text.starts_with("no-");
    if (inverted) flag = FindFlag({Token::Kind::kLong, token.text.substr(3)});
    const bool is_switch = flag != nullptr && flag->kind == Flag::Kind::kSwitch;
    if (flag == nullptr || (inverted && !is_switch)) {
      throw UsageError{
          fmt::format("unknown {} flag '{}'", is_long ? "long" : "short", Shown(token))};
    }
    if (is_switch) {
      elements_.push_back({flag, nullptr, inverted ? "false" : "true"});
      return;
    }
    if (tokens.Peek(flags_).kind != Token::Kind::kWord) {
      throw UsageError{fmt::format("expected argument for flag '{}'", Shown(token))};
    }
    elements_.push_back({flag, nullptr, tokens.Next(flags_).text});
  }

  void ReadWord(const std::string& word) {
    if (help_words_) {
      help_words_->push_back(word);
      return;
    }
    if (command_ == nullptr || command_->run == nullptr) {
      SelectCommand(word);
      return;
    }
    const std::span<const Argument> all = command_->arguments;
    if (argument_ >= all.size()) throw UsageError{"unexpected " + word};
    elements_.push_back({nullptr, &all[argument_], word});
    if (!all[argument_].repeated) ++argument_;
  }

  void SelectCommand(const std::string& word) {
    if (word == "help" && command_ == nullptr) {
      help_words_.emplace();
      return;
    }
    const std::string path = command_ == nullptr ? word : std::string(command_->path) + " " + word;
    const auto found = std::find_if(program_.commands.begin(), program_.commands.end(),
                                    [&](const KingpinCommand& c) { return c.path == path; });
    if (found == program_.commands.end()) {
      throw UsageError{"expected command but got " + check::GoQuote(word)};
    }
    command_ = &*found;
    AddFlags(command_->flags);
  }

  void SetFlag(const Flag& flag, std::string value) {
    std::vector<std::string>& values = parsed_.flags[flag.name];
    if (!values.empty() && flag.kind != Flag::Kind::kList && flag.kind != Flag::Kind::kMap) {
      throw UsageError{fmt::format("flag '{}' cannot be repeated", flag.name)};
    }
    if (flag.kind == Flag::Kind::kEnum &&
        std::find(flag.choices.begin(), flag.choices.end(), value) == flag.choices.end()) {
      throw UsageError{fmt::format("enum value must be one of {}, got '{}'",
                                   fmt::join(flag.choices, ","), value)};
    }
    if (flag.kind == Flag::Kind::kDuration) {
      const auto duration = check::ParseKingpinDuration(value);
      if (!duration) throw UsageError{duration.error().message};
    }
    if (flag.kind == Flag::Kind::kMap && value.find_first_of("=:") == std::string::npos) {
      throw UsageError{fmt::format("expected KEY=VALUE got '{}'", value)};
    }
    if (flag.kind == Flag::Kind::kUrl) CheckUrl(value);
    if (flag.kind == Flag::Kind::kFile) CheckFile(value);
    if (flag.kind == Flag::Kind::kOutputFile) EmptyFile(value);
    values.push_back(std::move(value));
  }

  // Kingpin: those that are missing come in any order.
  void CheckFlags() const {
    std::set<std::string> missing;
    for (const Flag* flag : flags_) {
      if (flag->required && !parsed_.flags.contains(flag->name)) {
        missing.insert(fmt::format("'--{}'", flag->name));
      }
    }
    if (!missing.empty()) {
      throw UsageError{fmt::format("required flag(s) {} not provided", fmt::join(missing, ", "))};
    }
  }

  void CheckArguments() const {
    for (const Argument& argument : command_->arguments) {
      if (argument.required && !parsed_.arguments.contains(argument.name)) {
        throw UsageError{fmt::format("required argument '{}' not provided", argument.name)};
      }
    }
  }

  const Program& program_;
  std::vector<const Flag*> flags_;
  std::vector<Element> elements_;
  const KingpinCommand* command_ = nullptr;
  std::size_t argument_ = 0;  // Of the command's, the one that takes the next word.
  std::optional<std::vector<std::string>> help_words_;
  Parsed parsed_;
};

std::string FlagColumn(const Flag& flag) {
  std::string lead = flag.short_name == '\0' ? "    " : fmt::format("-{}, ", flag.short_name);
  switch (flag.kind) {
    case Flag::Kind::kSwitch:
      return lead + fmt::format("--[no-]{}", flag.name);
    case Flag::Kind::kList:
    case Flag::Kind::kMap:
      return lead + fmt::format("--{}= ...", flag.name);
    case Flag::Kind::kDuration:
    case Flag::Kind::kEnum:
    case Flag::Kind::kUrl:
      return lead + fmt::format("--{}={}", flag.name, flag.default_value);
    case Flag::Kind::kText:
    case Flag::Kind::kFile:
    case Flag::Kind::kOutputFile:
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
  const auto is_required = [](const Flag& flag) { return flag.required; };
  for (const Flag& flag : command.flags) {
    if (flag.required) out += fmt::format(" --{}={}", flag.name, check::UpperAscii(flag.name));
  }
  if (!std::all_of(command.flags.begin(), command.flags.end(), is_required)) out += " [<flags>]";
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

std::map<std::string, std::string> Parsed::Map(std::string_view name) const {
  std::map<std::string, std::string> map;
  for (const std::string& text : List(name)) {
    const std::size_t at = text.find_first_of("=:");
    map[text.substr(0, at)] = text.substr(at + 1);
  }
  return map;
}

std::span<const std::string> Parsed::Arguments(std::string_view name) const {
  const auto argument = arguments.find(name);
  return argument == arguments.end() ? std::span<const std::string>() : std::span(argument->second);
}

check::Duration Parsed::Time(std::string_view name) const {
  const auto duration = check::ParseKingpinDuration(Text(name));
  return duration ? *duration : check::Duration::zero();
}

int Run(const Program& program, std::vector<std::string> words) {
  const auto fail = [&](const std::string& message) {
    WriteErr(fmt::format("{}: error: {}\n", program.name, message));
    return kUsageStatus;
  };
  const auto help = [&](const KingpinCommand* command) {
    WriteOut(Help(program, command));
    return 0;
  };
  Parser parser(program);
  std::optional<UsageError> error;
  try {
    parser.Parse(std::move(words));
  } catch (const UsageError& e) {
    error = e;
  }
  const auto gives = [&](std::string_view name) {
    return std::any_of(parser.elements().begin(), parser.elements().end(),
                       [&](const Element& e) { return e.flag != nullptr && e.flag->name == name; });
  };
  // Kingpin: these act whatever else is wrong.
  if (gives("version")) {
    WriteOut(program.version);
    return 0;
  }
  if (gives("help-long")) return help(parser.command());
  if (parser.help_words()) {
    Parser named(program);
    try {
      named.Parse(*parser.help_words());
    } catch (const UsageError& e) {
      return fail(e.message);
    }
    return help(named.command());
  }
  if (!error && gives("help")) return help(parser.command());
  Parsed parsed;
  try {
    if (!error) parsed = parser.TakeValues();
  } catch (const UsageError& e) {
    error = e;
  }
  if (error) return fail(error->message + ", try --help");
  if (parser.command() == nullptr) return help(nullptr);
  if (program.before != nullptr) program.before(parsed);
  return parser.command()->run(parsed);
}

}  // namespace tools::compat
