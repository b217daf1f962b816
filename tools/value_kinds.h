#ifndef TOOLS_VALUE_KINDS_H_
#define TOOLS_VALUE_KINDS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class Option;
}

namespace tools {

/// What the placeholder of a flag's value stands for. Flags are declared with one of these as their
/// type name; validation, "did you mean", completion and the manual all read this table.
struct ValueKind {
  std::string_view name;  ///< "FORMAT"
  std::string_view doc;   ///< "an output format"
  enum class Completion : unsigned char { kNothing, kFiles, kWords } completion;
  std::vector<std::string> (*words)() = nullptr;  ///< For kWords.
  bool may_be_list = false;                       ///< Several words, separated by commas.
  /// Why a value is refused, or nothing. Where it is set, `words` are only suggestions.
  std::string (*problem)(std::string_view value) = nullptr;
};

std::span<const ValueKind> ValueKinds();
/// Null if `type_name` is not in the table.
const ValueKind* FindValueKind(std::string_view type_name);

/// Names the kind of value `option` takes and has it refuse anything else. Gives the option back.
CLI::Option* TakesValue(CLI::Option* option, std::string_view kind);

}  // namespace tools

#endif  // TOOLS_VALUE_KINDS_H_
