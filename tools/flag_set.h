#ifndef TOOLS_FLAG_SET_H_
#define TOOLS_FLAG_SET_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "libcheck/base/result.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name.
class App;
}

namespace tools {

struct Arguments;

/// A flag or a positional argument as help, the manual and completions show it.
struct OptionModel {
  std::vector<std::string> short_names;  ///< Without dashes.
  std::vector<std::string> long_names;   ///< Without dashes.
  std::string positional;                ///< "FILE", or empty for a flag.
  std::string value;                     ///< Placeholder, or empty for a switch.
  bool value_is_optional = false;        ///< `--flag` or `--flag=VALUE`, in one word.
  std::string default_value;
  std::string doc;
  bool repeatable = false;
  bool required = false;
};

/// Where a value is stored. A vector takes several: `--flag A --flag B`. What the variable holds
/// when the flag is declared is shown as the default, unless that is empty or 0.
using FlagTarget =
    std::variant<std::string*, std::vector<std::string>*, std::size_t*, std::int64_t*, double*>;

struct FlagTraits {
  bool required = false;
  std::string_view excludes = {};  ///< A flag that was declared before: "--config".
  bool shows_default = true;
  bool accepts_any = false;  ///< Any value, even if the kind of value says otherwise.
};

/// The flags and positional arguments of one command. CLI11 holds the table, and converts and
/// validates values; only flag_set.cc compiles it. Targets have to outlive the set.
class FlagSet {
 public:
  /// Has `-h,--help` only.
  FlagSet();
  ~FlagSet();

  /// A flag without value. `names`: "--list" or "-l,--list".
  void Switch(std::string_view names, bool* target, std::string_view doc,
              std::string_view excludes = {});
  /// A flag with a value. `kind` is its placeholder; if it is one of ValueKinds(), values that are
  /// of another kind are refused.
  void Option(std::string_view names, FlagTarget target, std::string_view kind,
              std::string_view doc, const FlagTraits& traits = {});
  /// A flag whose value may be omitted, and is `implied` then: `--flag` or `--flag=VALUE`.
  void OptionalValue(std::string_view name, std::string* target, std::string_view kind,
                     std::string_view implied, std::string_view doc);
  /// A word without dashes, in the order of declaration. `name` is what errors call it. A vector
  /// takes all words that are left.
  void Argument(std::string_view name, FlagTarget target, std::string_view kind,
                std::string_view doc, const FlagTraits& traits = {});

  /// In the order of declaration.
  std::vector<OptionModel> Flags() const;
  std::vector<OptionModel> Positionals() const;

  /// Writes values to their targets. An error if one is invalid, if flags exclude each other, or if
  /// something required is missing.
  std::optional<check::Error> Store(const Arguments& arguments);

 private:
  std::vector<OptionModel> Models(bool positional) const;

  std::unique_ptr<CLI::App> app_;
};

}  // namespace tools

#endif  // TOOLS_FLAG_SET_H_
