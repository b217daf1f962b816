#ifndef LIBCHECK_BASE_NUMBER_H_
#define LIBCHECK_BASE_NUMBER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Numbers as Go's strconv and fmt packages read and write them, because Prometheus's output and
/// its error messages are defined by those.
namespace check {

/// strconv.ParseFloat(text, 64) where an out-of-range value is still an infinity: decimal and hex
/// floats, "inf", "infinity" and "nan" in any case, underscores between
/// digits. Nothing if the whole of `text` is not a number.
std::optional<double> ParseGoFloat(std::string_view text);

/// strconv.ParseInt(text, base, 64). Base 0 reads the prefixes 0x, 0o, 0b and 0, and underscores
/// between digits. Nothing on a syntax error or an overflow.
std::optional<std::int64_t> ParseGoInt(std::string_view text, int base);

/// strconv.FormatFloat(value, format, precision, 64) for the formats 'f', 'g', 'e' and 'E'.
/// Precision -1 asks for the fewest digits that read back as the same value. Infinities print as
/// "+Inf" and "-Inf".
std::string FormatGoFloat(double value, char format, int precision);

/// Room for any number as WriteGoFloat writes it.
inline constexpr std::size_t kGoFloatSize = 352;

/// FormatGoFloat(value, 'f', -1) into `out`, for texts with millions of numbers. Returns the end.
char* WriteGoFloat(char* out, double value);

}  // namespace check

#endif  // LIBCHECK_BASE_NUMBER_H_
