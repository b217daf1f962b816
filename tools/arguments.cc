#include "tools/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "libcheck/base/edit_distance.h"

namespace tools {
namespace {

using check::Error;

enum class Value : unsigned char { kNone, kOptional, kRequired };

// A switch that has a type can be given a value.
Value ValueOf(const CLI::Option& flag) {
  if (flag.get_items_expected_max() > 0) return Value::kRequired;
  return flag.get_type_name().empty() ? Value::kNone : Value::kOptional;
}

CLI::Option* FindFlag(CLI::App& app, const std::string& name) {
  for (CLI::Option* option : app.get_options()) {
    if (!option->get_positional() && option->check_name(name)) return option;
  }
  return nullptr;
}

// A flag of `app` or of any command below it.
const CLI::Option* FindFlagBelow(CLI::App& app, const std::string& name) {
  if (const CLI::Option* flag = FindFlag(app, name)) return flag;
  for (CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (const CLI::Option* flag = FindFlagBelow(*sub, name)) return flag;
  }
  return nullptr;
}

// `word` is all of the word that the flag is in.
Error UnknownFlag(CLI::App& app, const std::string& name, const std::string& word) {
  std::vector<std::string> names;
  bool takes_arguments = false;
  for (const CLI::Option* option : app.get_options()) {
    takes_arguments = takes_arguments || option->get_positional();
    for (const std::string& each : option->get_lnames()) names.push_back("--" + each);
  }
  std::string hint = DidYouMean(name, names);
  if (hint.empty() && takes_arguments) {
    hint = fmt::format("; write `-- {}` if it is an argument", word);
  }
  return Error{fmt::format("unknown flag `{}`{}", name, hint)};
}

bool IsGiven(const Arguments& arguments, const CLI::Option* flag) {
  return std::any_of(arguments.flags.begin(), arguments.flags.end(),
                     [&](const GivenFlag& given) { return given.flag == flag; });
}

class Reader {
 public:
  Reader(std::span<const std::string> words, CLI::App& app) : words_(words), app_(app) {}

  check::Result<Arguments> Read() {
    bool only_positionals = false;
    while (!words_.empty()) {
      const std::string word = Take();
      std::optional<Error> error;
      if (only_positionals || !IsFlagWord(word)) {
        error = AddPositional(word);
      } else if (word == "--") {
        only_positionals = true;
      } else {
        error = word.starts_with("--") ? ReadLongFlag(word) : ReadShortFlags(word);
      }
      if (error) return *error;
    }
    return std::move(arguments_);
  }

 private:
  std::string Take() {
    std::string word = words_.front();
    words_ = words_.subspan(1);
    return word;
  }

  std::optional<Error> ReadLongFlag(const std::string& word) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    CLI::Option* flag = FindFlag(app_, name);
    if (flag == nullptr) return UnknownFlag(app_, name, word);
    if (equals == std::string::npos) return AddFlagWithoutValue(flag, name);
    if (ValueOf(*flag) == Value::kNone) return Error{fmt::format("`{}` takes no value", name)};
    if (equals + 1 == word.size()) return EmptyValue(name);
    return AddFlag(flag, name, word.substr(equals + 1));
  }

  std::optional<Error> ReadShortFlags(const std::string& word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const std::string name = fmt::format("-{}", word[i]);
      CLI::Option* flag = FindFlag(app_, name);
      // `-lint`: a long name with one dash.
      if (flag == nullptr) return UnknownFlag(app_, i == 1 ? word : name, word);
      if (ValueOf(*flag) == Value::kRequired && i + 1 < word.size()) {
        return AddFlag(flag, name, word.substr(i + 1));
      }
      if (auto error = AddFlagWithoutValue(flag, name)) return error;
    }
    return std::nullopt;
  }

  // A flag behind which nothing stands in its own word.
  std::optional<Error> AddFlagWithoutValue(CLI::Option* flag, const std::string& name) {
    if (ValueOf(*flag) != Value::kRequired) return AddFlag(flag, name, "");
    if (words_.empty()) return Error{fmt::format("`{}` needs a value", name)};
    if (words_.front().empty()) return EmptyValue(name);
    if (IsFlagWord(words_.front())) {
      return Error{fmt::format("`{0}` needs a value; write `{0}{1}{2}` if it is `{2}`", name,
                               name.starts_with("--") ? "=" : "", words_.front())};
    }
    return AddFlag(flag, name, Take());
  }

  static Error EmptyValue(const std::string& name) {
    return Error{fmt::format("the value of `{}` is empty", name)};
  }

  std::optional<Error> AddFlag(CLI::Option* flag, const std::string& name, std::string value) {
    // Repeating a switch says nothing new; of two values, one would be ignored.
    const bool once = ValueOf(*flag) != Value::kNone && flag->get_items_expected_max() <= 1;
    if (once && IsGiven(arguments_, flag)) {
      return Error{fmt::format("`{}` cannot be given twice", name)};
    }
    arguments_.flags.push_back({flag, name, std::move(value)});
    return std::nullopt;
  }

  std::optional<Error> AddPositional(const std::string& word) {
    std::size_t most = 0;
    for (const CLI::Option* option : app_.get_options()) {
      if (!option->get_positional()) continue;
      most = option->get_items_expected_max() > 1 ? ~std::size_t{0} : most + 1;
    }
    if (arguments_.positionals.size() >= most) {
      return Error{fmt::format("unexpected argument `{}`", word)};
    }
    arguments_.positionals.push_back(word);
    return std::nullopt;
  }

  std::span<const std::string> words_;
  CLI::App& app_;
  Arguments arguments_;
};

std::optional<Error> FindConflict(const Arguments& arguments) {
  for (const GivenFlag& given : arguments.flags) {
    for (const CLI::Option* other : given.flag->get_excludes()) {
      if (!IsGiven(arguments, other)) continue;
      return Error{fmt::format("`{}` and `{}` exclude each other", given.name, other->get_name())};
    }
  }
  return std::nullopt;
}

}  // namespace

bool Arguments::AsksForHelp() const {
  return std::any_of(flags.begin(), flags.end(),
                     [](const GivenFlag& given) { return given.flag->check_lname("help"); });
}

bool IsFlagWord(std::string_view word) { return word.size() > 1 && word[0] == '-'; }

bool NeedsNextWord(CLI::App& app, std::string_view word) {
  if (word.starts_with("--")) {
    const CLI::Option* flag = FindFlagBelow(app, std::string(word));
    return flag != nullptr && ValueOf(*flag) == Value::kRequired;
  }
  for (std::size_t i = 1; i < word.size(); ++i) {
    const CLI::Option* flag = FindFlagBelow(app, fmt::format("-{}", word[i]));
    if (flag == nullptr) return false;
    if (ValueOf(*flag) == Value::kRequired) return i + 1 == word.size();
  }
  return false;
}

check::Result<Arguments> ReadArguments(std::span<const std::string> words, CLI::App& app) {
  return Reader(words, app).Read();
}

std::optional<Error> StoreArguments(const Arguments& arguments, CLI::App& app) {
  if (auto conflict = FindConflict(arguments)) return conflict;
  for (const GivenFlag& given : arguments.flags) {
    const bool is_switch = given.flag->get_items_expected_max() == 0;
    given.flag->add_result(
        is_switch ? given.flag->get_flag_value(given.name.substr(given.name.find_first_not_of('-')),
                                               given.value)
                  : given.value);
  }
  auto next = arguments.positionals.begin();
  for (CLI::Option* option : app.get_options()) {
    if (option->get_positional()) {
      const bool takes_all = option->get_items_expected_max() > 1;
      while (next != arguments.positionals.end() && (takes_all || option->count() == 0)) {
        option->add_result(*next++);
      }
    }
    if (option->get_required() && option->count() == 0) {
      return Error{fmt::format("missing argument `{}`", option->get_type_name())};
    }
  }
  for (CLI::Option* option : app.get_options()) {
    if (option->count() == 0) continue;
    try {
      option->run_callback();
    } catch (const CLI::ParseError& e) {
      return Error{e.what()};
    }
  }
  return std::nullopt;
}

std::string DidYouMean(std::string_view word, std::span<const std::string> names) {
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const auto match = check::ClosestMatch(word, candidates);
  return match ? fmt::format("; did you mean `{}`?", *match) : std::string();
}

}  // namespace tools
