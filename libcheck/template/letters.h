#ifndef LIBCHECK_TEMPLATE_LETTERS_H_
#define LIBCHECK_TEMPLATE_LETTERS_H_

#include <cstdint>

#include "libcheck/base/ascii.h"

namespace check::gotemplate {

/// Whether a code point may be part of a name: an underscore, or what Go's unicode.IsLetter and
/// unicode.IsDigit take (Unicode 15).
bool IsNameCharacter(std::uint32_t code_point);

/// The same for ASCII, quickly.
constexpr bool IsAsciiNameCharacter(char c) { return IsNamePart(c); }

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_LETTERS_H_
