#include "tools/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/edit_distance.h"

namespace tools {
namespace {

using check::Error;

enum class Value : unsigned char { kNone, kOptional, kRequired };

Value ValueOf(const OptionModel& flag) {
  if (flag.value.empty()) return Value::kNone;
  return flag.value_is_optional ? Value::kOptional : Value::kRequired;
}

bool Contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// `name` has its dashes. Null if there is none.
const OptionModel* FindFlag(std::span<const OptionModel> flags, std::string_view name) {
  const bool is_long = name.starts_with("--");
  const auto found = std::find_if(flags.begin(), flags.end(), [&](const OptionModel& flag) {
    return is_long ? Contains(flag.long_names, name.substr(2))
                   : Contains(flag.short_names, name.substr(1));
  });
  return found == flags.end() ? nullptr : &*found;
}

bool IsGiven(const Arguments& arguments, const OptionModel* flag) {
  return std::any_of(arguments.flags.begin(), arguments.flags.end(),
                     [&](const GivenFlag& given) { return given.flag == flag; });
}

class Reader {
 public:
  Reader(std::span<const std::string> words, std::span<const OptionModel> flags,
         std::span<const OptionModel> positionals)
      : words_(words), flags_(flags), positionals_(positionals) {}

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
    const OptionModel* flag = FindFlag(flags_, name);
    if (flag == nullptr) return UnknownFlag(name, word);
    if (equals == std::string::npos) return AddFlagWithoutValue(flag, name);
    if (ValueOf(*flag) == Value::kNone) return Error{fmt::format("`{}` takes no value", name)};
    if (equals + 1 == word.size()) return EmptyValue(name);
    return AddFlag(flag, name, word.substr(equals + 1));
  }

  std::optional<Error> ReadShortFlags(const std::string& word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const std::string name = fmt::format("-{}", word[i]);
      const OptionModel* flag = FindFlag(flags_, name);
      // `-lint`: a long name with one dash.
      if (flag == nullptr) return UnknownFlag(i == 1 ? word : name, word);
      if (ValueOf(*flag) == Value::kRequired && i + 1 < word.size()) {
        return AddFlag(flag, name, word.substr(i + 1));
      }
      if (auto error = AddFlagWithoutValue(flag, name)) return error;
    }
    return std::nullopt;
  }

  // A flag behind which nothing stands in its own word.
  std::optional<Error> AddFlagWithoutValue(const OptionModel* flag, const std::string& name) {
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

  std::optional<Error> AddFlag(const OptionModel* flag, const std::string& name,
                               std::string value) {
    // Repeating a switch says nothing new; of two values, one would be ignored.
    const bool once = ValueOf(*flag) != Value::kNone && !flag->repeatable;
    if (once && IsGiven(arguments_, flag)) {
      return Error{fmt::format("`{}` cannot be given twice", name)};
    }
    arguments_.flags.push_back({flag, name, std::move(value)});
    return std::nullopt;
  }

  // `word` is all of the word that the flag is in.
  Error UnknownFlag(const std::string& name, const std::string& word) const {
    std::vector<std::string> names;
    for (const OptionModel& flag : flags_) {
      for (const std::string& each : flag.long_names) names.push_back("--" + each);
    }
    std::string hint = DidYouMean(name, names);
    if (hint.empty() && !positionals_.empty()) {
      hint = fmt::format("; write `-- {}` if it is an argument", word);
    }
    return Error{fmt::format("unknown flag `{}`{}", name, hint)};
  }

  std::optional<Error> AddPositional(const std::string& word) {
    const bool takes_all = std::any_of(positionals_.begin(), positionals_.end(),
                                       [](const OptionModel& each) { return each.repeatable; });
    if (!takes_all && arguments_.positionals.size() >= positionals_.size()) {
      return Error{fmt::format("unexpected argument `{}`", word)};
    }
    arguments_.positionals.push_back(word);
    return std::nullopt;
  }

  std::span<const std::string> words_;
  std::span<const OptionModel> flags_;
  std::span<const OptionModel> positionals_;
  Arguments arguments_;
};

}  // namespace

bool Arguments::AsksForHelp() const {
  return std::any_of(flags.begin(), flags.end(), [](const GivenFlag& given) {
    return Contains(given.flag->long_names, "help");
  });
}

bool IsFlagWord(std::string_view word) {
  // `-1h` is a time, and `-(1 + x)` an expression.
  constexpr std::string_view kOfValues = "0123456789.(+ ";
  return word.size() > 1 && word[0] == '-' && kOfValues.find(word[1]) == word.npos;
}

bool NeedsNextWord(std::span<const OptionModel> flags, std::string_view word) {
  if (word.starts_with("--")) {
    const OptionModel* flag = FindFlag(flags, word);
    return flag != nullptr && ValueOf(*flag) == Value::kRequired;
  }
  for (std::size_t i = 1; i < word.size(); ++i) {
    const OptionModel* flag = FindFlag(flags, fmt::format("-{}", word[i]));
    if (flag == nullptr) return false;
    if (ValueOf(*flag) == Value::kRequired) return i + 1 == word.size();
  }
  return false;
}

check::Result<Arguments> ReadArguments(std::span<const std::string> words,
                                       std::span<const OptionModel> flags,
                                       std::span<const OptionModel> positionals) {
  return Reader(words, flags, positionals).Read();
}

std::string DidYouMean(std::string_view word, std::span<const std::string> names) {
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const auto match = check::ClosestMatch(word, candidates);
  return match ? fmt::format("; did you mean `{}`?", *match) : std::string();
}

}  // namespace tools
