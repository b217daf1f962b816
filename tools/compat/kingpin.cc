#include "tools/compat/kingpin.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "libcheck/base/quote.h"
#include "tools/compat/kingpin_tokens.h"
#include "tools/compat/kingpin_usage.h"
#include "tools/compat/kingpin_values.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

constexpr int kUsageStatus = 1;

// Of all programs.
constexpr Flag kHelpFlags[] = {
    {.name = "help", .short_name = 'h', .help = "Print this help."},
    {.name = "help-long", .help = "Print the help of all commands.", .hidden = true},
    {.name = "help-man", .help = "Print a manual page.", .hidden = true},
    {.name = "completion-bash", .help = "Print completions of the next word.", .hidden = true},
    {.name = "completion-script-bash", .help = "Print a script for bash.", .hidden = true},
    {.name = "completion-script-zsh", .help = "Print a script for zsh.", .hidden = true},
};

constexpr int kMissingStatus = 2;

struct UsageError {
  std::string message;
  bool is_missing = false;  // The command is not there, though the other program has it.
};

// A word of the command line that has been understood: one of the three.
struct Element {
  const Flag* flag = nullptr;
  const Argument* argument = nullptr;
  const KingpinCommand* command = nullptr;
  std::string value = {};
};

// Finds out what each word of a command line is.
class Parser {
 public:
  // `takes_defaults`: whether groups stand for the commands that are their defaults.
  Parser(const Program& program, std::vector<std::string> words, bool takes_defaults)
      : program_(program), tokens_(std::move(words)), takes_defaults_(takes_defaults) {
    AddFlags(kHelpFlags);
    AddFlags(program.flags);
  }

  // Throws at the first word that is nothing.
  void Parse() {
    while (ReadNext()) continue;
    while (SelectDefault()) continue;
    const Token& token = tokens_.Peek(flags_);
    if (token.kind == Token::Kind::kError) throw UsageError{token.text};
    if (token.kind != Token::Kind::kEnd) throw UsageError{"unexpected " + token.shown()};
  }

  // What has been understood, be it that the rest was not.
  const std::vector<Element>& elements() const { return elements_; }
  const KingpinCommand* command() const { return command_; }
  const std::vector<const Flag*>& flags() const { return flags_; }

  bool Gives(std::string_view flag) const {
    return std::any_of(elements_.begin(), elements_.end(), [&](const Element& element) {
      return element.flag != nullptr && element.flag->name == flag;
    });
  }

 private:
  void AddFlags(std::span<const Flag> flags) {
    for (const Flag& flag : flags) flags_.push_back(&flag);
  }

  bool IsGroup() const { return command_ == nullptr || command_->run == nullptr; }

  bool ReadNext() {
    const Token& token = tokens_.Peek(flags_);
    if (token.is_flag()) {
      try {
        ReadFlag();
      } catch (const UsageError&) {
        // Kingpin: it may be a flag of the default.
        if (!SelectDefault()) throw;
      }
      return true;
    }
    if (token.kind != Token::Kind::kWord) return false;
    if (IsGroup()) {
      SelectCommand(token.text);
      return true;
    }
    const std::span<const Argument> all = command_->arguments;
    if (argument_ >= all.size()) return false;
    const Argument& argument = all[argument_];
    if (!argument.repeated) ++argument_;
    elements_.push_back({.argument = &argument, .value = tokens_.Next(flags_).text});
    return true;
  }

  const Flag* FindFlag(const Token& token) const {
    const auto flag = std::find_if(flags_.begin(), flags_.end(), [&](const Flag* f) {
      return token.kind == Token::Kind::kLong ? f->name == token.text
                                              : std::string(1, f->short_name) == token.text;
    });
    return flag == flags_.end() ? nullptr : *flag;
  }

  void ReadFlag() {
    const Token token = tokens_.Peek(flags_);
    const Flag* flag = FindFlag(token);
    const bool is_long = token.kind == Token::Kind::kLong;
    const bool inverted = flag == nullptr && is_long && token.text.starts_with("no-");
    if (inverted) flag = FindFlag({Token::Kind::kLong, token.text.substr(3)});
    const bool is_switch = flag != nullptr && flag->kind == Flag::Kind::kSwitch;
    if (flag == nullptr || (inverted && !is_switch)) {
      throw UsageError{
          fmt::format("unknown {} flag '{}'", is_long ? "long" : "short", token.shown())};
    }
    tokens_.Next(flags_);
    if (is_switch) {
      elements_.push_back({.flag = flag, .value = inverted ? "false" : "true"});
      return;
    }
    const Token value = tokens_.Peek(flags_);
    if (value.kind != Token::Kind::kWord) {
      tokens_.PutBack(value);  // Kingpin: what follows is there twice then.
      throw UsageError{fmt::format("expected argument for flag '{}'", token.shown())};
    }
    elements_.push_back({.flag = flag, .value = tokens_.Next(flags_).text});
  }

  void SelectCommand(const std::string& word) {
    const KingpinCommand* found = nullptr;
    if (command_ == nullptr && word == kKingpinHelp.path) found = &kKingpinHelp;
    for (const KingpinCommand& command : program_.commands) {
      const bool is_it = command.path == word || command.path.ends_with(" " + word);
      if (is_it && IsBelow(command, command_)) found = &command;
    }
    if (found == nullptr) {
      if (SelectDefault()) return;
      const auto& missing = program_.missing;
      if (command_ == nullptr && std::find(missing.begin(), missing.end(), word) != missing.end()) {
        throw UsageError{fmt::format("pronoia does not have `{} {}` yet", program_.name, word),
                         /*is_missing=*/true};
      }
      throw UsageError{"expected command but got " + check::GoQuote(word)};
    }
    tokens_.Next(flags_);
    Select(*found);
  }

  bool SelectDefault() {
    if (!takes_defaults_ || command_ == nullptr || !IsGroup()) return false;
    for (const KingpinCommand& command : program_.commands) {
      if (!command.is_default || !IsBelow(command, command_)) continue;
      Select(command);
      return true;
    }
    return false;
  }

  void Select(const KingpinCommand& command) {
    command_ = &command;
    elements_.push_back({.command = &command});
    AddFlags(command.flags);
  }

  const Program& program_;
  Tokens tokens_;
  const bool takes_defaults_;
  std::vector<const Flag*> flags_;
  std::vector<Element> elements_;
  const KingpinCommand* command_ = nullptr;
  std::size_t argument_ = 0;  // Of the command's, the one that takes the next word.
};

// One call of a program.
class Call {
 public:
  Call(const Program& program, std::vector<std::string> words)
      : program_(program), words_(std::move(words)), parser_(program, words_, true) {}

  // Gives the exit status.
  int Run() {
    if (program_.defaults != nullptr) {
      check::Result<FlagValues> defaults = program_.defaults();
      if (!defaults) return Fail(defaults.error().message + std::string(program_.error_end));
      defaults_ = *std::move(defaults);
    }
    std::optional<UsageError> line_error = Try([&] { parser_.Parse(); });
    if (line_error && program_.checks_line_first) return FailAtLine(*line_error);
    FindDefaults();
    if (const auto error = Try([&] { SetDefaults(); })) return FailAtLine(*error);
    const std::optional<UsageError> value_error = Try([&] { SetValues(); });
    if (parsed_.Switch("completion-bash")) return Print(UsageOf(parser_).Words(words_));
    if (const auto status = Anticipate()) return *status;
    if (line_error) return FailAtLine(*line_error);
    if (parser_.Gives("help")) return PrintHelp();
    if (value_error) return FailAtLine(*value_error);
    if (const auto error = Try([&] { CheckRequired(); })) return FailAtLine(*error);
    const bool begins =
        program_.before != nullptr && (parser_.command() != nullptr || program_.checks_line_first);
    if (const int status = begins ? program_.before(parsed_) : 0; status != 0) return status;
    if (parser_.command() == nullptr) return Print(UsageOf(parser_).Short());
    return parser_.command()->run(parsed_);
  }

 private:
  template <typename Step>
  static std::optional<UsageError> Try(const Step& step) {
    try {
      step();
    } catch (UsageError& error) {
      return std::move(error);
    }
    return std::nullopt;
  }

  int Fail(std::string_view message) const {
    WriteErr(fmt::format("{}: error: {}\n", program_.name, message));
    return kUsageStatus;
  }
  int FailAtLine(const UsageError& error) const {
    if (error.is_missing) {
      Fail(error.message);
      return kMissingStatus;
    }
    return Fail(error.message + std::string(program_.error_end));
  }
  static int Print(const std::string& text) {
    WriteOut(text);
    return 0;
  }

  Usage UsageOf(const Parser& parser) const {
    return {program_, parser.command(), parser.flags(), bound_};
  }

  // Kingpin: the line is read once more, without what groups stand for.
  int PrintHelp() const {
    Parser parser(program_, words_, false);
    Try([&] { parser.Parse(); });
    return Print(UsageOf(parser).Short());
  }

  int PrintHelpOf(std::span<const std::string> words) const {
    Parser parser(program_, {words.begin(), words.end()}, false);
    if (const auto error = Try([&] { parser.Parse(); })) return Fail(error->message);
    return Print(UsageOf(parser).Short());
  }

  // Values from elsewhere go to flags of all commands, and of the one that is called.
  void FindDefaults() {
    const auto bind = [&](std::span<const Flag> flags) {
      for (const Flag& flag : flags) {
        const auto value = defaults_.find(std::string(flag.name));
        if (value != defaults_.end()) bound_[&flag] = value->second;
      }
    };
    bind(kHelpFlags);
    bind(program_.flags);
    if (parser_.command() != nullptr) bind(parser_.command()->flags);
  }

  void SetDefaults() {
    if (parser_.Gives("help") || parser_.Gives("version")) return;
    for (const Flag* flag : parser_.flags()) {
      const auto bound = bound_.find(flag);
      const std::optional<std::string> value =
          bound != bound_.end() ? std::optional(bound->second) : flag->Default();
      if (!value || parser_.Gives(flag->name)) continue;
      if (auto problem = ValueProblem(*flag, *value)) throw UsageError{*std::move(problem)};
      parsed_.flags[flag->name] = {*value};
    }
  }

  // In the order of the line, up to the first that cannot be.
  void SetValues() {
    for (const Element& element : parser_.elements()) {
      if (element.flag != nullptr) SetFlag(*element.flag, element.value);
      if (element.argument == nullptr) continue;
      if (auto problem = ValueProblem(*element.argument, element.value)) {
        throw UsageError{*std::move(problem)};
      }
      parsed_.arguments[element.argument->name].push_back(element.value);
    }
    const KingpinCommand* command = parser_.command();
    if (command != nullptr && command->run == nullptr) {
      throw UsageError{fmt::format("must select a subcommand of '{}'", command->path)};
    }
  }

  void SetFlag(const Flag& flag, const std::string& value) {
    std::vector<std::string>& values = parsed_.flags[flag.name];
    if (!values.empty() && !flag.is_repeatable()) {
      throw UsageError{fmt::format("flag '{}' cannot be repeated", flag.name)};
    }
    if (auto problem = ValueProblem(flag, value)) {
      if (values.empty()) parsed_.flags.erase(flag.name);
      throw UsageError{*std::move(problem)};
    }
    values.push_back(value);
  }

  // Kingpin: these act before it is said what is wrong, in the order of the line.
  std::optional<int> Anticipate() const {
    for (const Element& element : parser_.elements()) {
      if (element.flag != nullptr) {
        const std::string_view name = element.flag->name;
        if (name == "version") return Print(std::string(program_.version));
        if (name == "help-long") return Print(UsageOf(parser_).Long());
        if (name == "help-man") return Print(UsageOf(parser_).Man());
        if (name == "completion-script-bash") return Print(BashScript(program_));
        if (name == "completion-script-zsh") return Print(ZshScript(program_));
      }
      if (element.command == &kKingpinHelp) return PrintHelpOf(parsed_.Arguments("command"));
      const std::string_view needed = element.command == nullptr ? "" : element.command->needs;
      const bool is_for_help =
          parser_.Gives("help") || parser_.Gives("help-long") || parser_.Gives("help-man");
      if (!needed.empty() && !is_for_help && !parsed_.flags.contains(needed)) {
        return Fail(fmt::format("required flag --{} not provided", needed));
      }
    }
    return std::nullopt;
  }

  // Kingpin: those that are missing come in any order.
  void CheckRequired() const {
    std::set<std::string> missing;
    for (const Flag* flag : parser_.flags()) {
      if (flag->required && !parsed_.flags.contains(flag->name)) {
        missing.insert(fmt::format("'--{}'", flag->name));
      }
    }
    if (!missing.empty()) {
      throw UsageError{fmt::format("required flag(s) {} not provided", fmt::join(missing, ", "))};
    }
    if (parser_.command() == nullptr) return;
    for (const Argument& argument : parser_.command()->arguments) {
      if (argument.required && !parsed_.arguments.contains(argument.name)) {
        throw UsageError{fmt::format("required argument '{}' not provided", argument.name)};
      }
    }
  }

  const Program& program_;
  const std::vector<std::string> words_;
  Parser parser_;
  FlagValues defaults_;
  std::map<const Flag*, std::string> bound_;
  Parsed parsed_;
};

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
  return Call(program, std::move(words)).Run();
}

}  // namespace tools::compat
