#ifndef TOOLS_VALUE_KINDS_H_
#define TOOLS_VALUE_KINDS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// A kind of value. Flags are declared with the name of one; validation, "did you mean", help,
/// completions and the manual all read this table.
struct ValueKind {
  std::string_view name;         ///< "RESULTS": what flags are declared with.
  std::string_view placeholder;  ///< "FORMAT": what help shows.
  std::string_view doc;          ///< "a format for test results"
  enum class Completion : unsigned char { kNothing, kFiles, kWords } completion;
  std::vector<std::string> (*words)() = nullptr;  ///< For kWords.
  bool may_be_list = false;                       ///< Several words, separated by commas.
  /// Why a value is refused, or nothing. Where it is set, `words` are only suggestions.
  std::string (*problem)(std::string_view value) = nullptr;
  /// What help says if the words are too many for it: which command lists them.
  std::string_view listed_by = {};
};

std::span<const ValueKind> ValueKinds();
/// Null if `type_name` is not in the table.
const ValueKind* FindValueKind(std::string_view type_name);

/// What help shows for a value that a flag was declared with: `type_name` itself if that is not in
/// the table.
std::string Placeholder(std::string_view type_name);

/// Which values are accepted, for help and manual: "; one of text, json". Empty if they are not
/// words from a list.
std::string ValuesText(std::string_view type_name);

/// Why `value` is not of that kind, or nothing.
std::string Refusal(const ValueKind& kind, std::string_view value);

}  // namespace tools

#endif  // TOOLS_VALUE_KINDS_H_
