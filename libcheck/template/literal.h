#ifndef LIBCHECK_TEMPLATE_LITERAL_H_
#define LIBCHECK_TEMPLATE_LITERAL_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/source/source_file.h"
#include "libcheck/template/ast.h"

/// Go's literals, read as text/template reads them.
namespace check::gotemplate {

/// strconv.Unquote for a literal in double quotes or backquotes. Nothing if it is malformed. The
/// result views `literal` where nothing had to be decoded, and is made in `arena` otherwise.
std::optional<std::string_view> Unquote(std::string_view literal, Arena& arena);

/// What Unquote stumbles over in a malformed literal.
Span FindBadEscape(std::string_view literal);

/// Which bytes of `literal` each byte of what Unquote returns was decoded from. `offset` is added
/// to the outer spans.
std::vector<Segment> UnquotedSegments(std::string_view literal, std::uint32_t offset);

/// Fills in `number` from `number.text`. Nothing if all is well, or else the fault in Go's words.
std::optional<std::string> ReadNumber(Number& number);
std::optional<std::string> ReadComplex(Number& number);
/// 'x': number.text has the quotes.
std::optional<std::string> ReadCharConstant(Number& number);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_LITERAL_H_
