#ifndef LIBCHECK_SLO_WINDOW_QUERY_H_
#define LIBCHECK_SLO_WINDOW_QUERY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/promql/parse.h"
#include "libcheck/source/source_file.h"

/// Expressions that leave the window open, as Sloth's do: `rate(errors_total[{{.window}}])`.
namespace check::slo {

/// The first place from `from` on where `text` says `{{.window}}`, with blanks or without.
std::optional<Span> FindWindow(std::string_view text, std::size_t from = 0);

/// `text` with `window` ("5m") in each such place.
std::string WithWindow(std::string_view text, std::string_view window);
std::string WithWindow(std::string_view text, std::int64_t window_ms);

/// The same as a file of its own, in whose places one can point at those of `source`.
const SourceFile* EmbedWithWindow(const SourceFile& source, std::string_view window, Arena& arena);

/// The window that expressions are parsed with, where none is meant.
inline constexpr std::string_view kParseWindow = "1m";

/// A range that does not follow the window, as in `rate(errors_total[30d])`, in `parsed`, which
/// EmbedWithWindow made with kParseWindow.
std::optional<Span> FindFixedRange(const promql::Expr& expr, const SourceFile& parsed);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_WINDOW_QUERY_H_
