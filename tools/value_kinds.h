#ifndef TOOLS_VALUE_KINDS_H_
#define TOOLS_VALUE_KINDS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// What the placeholder of a flag's value stands for. Flags are declared with one of these names;
/// validation, "did you mean", completion and the manual all read this table.
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

/// Why `value` is not of that kind, or nothing.
std::string Refusal(const ValueKind& kind, std::string_view value);

}  // namespace tools

#endif  // TOOLS_VALUE_KINDS_H_
