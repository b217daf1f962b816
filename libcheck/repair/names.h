#ifndef LIBCHECK_REPAIR_NAMES_H_
#define LIBCHECK_REPAIR_NAMES_H_

#include <optional>
#include <string_view>

#include "libcheck/repair/repair.h"

namespace check::repair {

/// What is in the quotes of a scalar; `text` itself if it has none.
std::string_view Unquoted(std::string_view text);

/// Whether `text` means the same in YAML with and without quotes, but for its type: letters,
/// digits, and a few signs between them.
bool IsPlainWord(std::string_view text);

/// Whether `word` is `meant` with a slip of the pen: other signs between its words, or one letter
/// that is wrong, or two in long words.
bool IsSlip(std::string_view word, std::string_view meant);

/// Whether `word` is how people write the duration `meant`: "5mins" or "5 m" for "5m".
bool IsSameDuration(std::string_view word, std::string_view meant);

/// Gives the key that is marked another name. Nothing if the mapping has that already.
std::optional<Fix> RenameKey(const Spot& spot, std::string_view name);

}  // namespace check::repair

#endif  // LIBCHECK_REPAIR_NAMES_H_
