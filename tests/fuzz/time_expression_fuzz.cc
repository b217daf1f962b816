#include <string>

#include "libcheck/base/time_expression.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

// The first line is a time, what follows a zone.
void FuzzTimeExpression(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  const std::string_view text = bytes.substr(0, end);
  const std::string_view given = end == std::string_view::npos ? "" : bytes.substr(end + 1);
  const std::string_view zone = CheckTimeZone(given) ? "Europe/Berlin" : given;
  for (const std::int64_t now : {std::int64_t{0}, std::int64_t{1'710'079'205'123}}) {
    const auto time = ParseTime(text, now, zone);
    if (!time) continue;
    const std::string shown = FormatTime(*time, zone, TimeStyle::kRfc3339);
    const auto again = ParseTime(shown, now, "UTC");
    Require(again.ok(), "a time that is shown can be read");
    // The first years of a zone had offsets with seconds, which RFC 3339 cannot show.
    Require(UtcOffset(*time, zone) % 60'000 != 0 || *again == *time, "it is the same time");
  }
}

}  // namespace check::fuzz
