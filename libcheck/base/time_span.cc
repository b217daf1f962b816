#include "libcheck/base/time_span.h"

#include <string>

#include "libcheck/base/time_expression.h"

namespace check {

Result<TimeSpan> ParseTimeSpan(std::string_view text, std::int64_t now_ms, std::string_view zone) {
  const std::size_t dots = text.find("..");
  if (dots == text.npos) {
    return Error{"invalid times `" + std::string(text) +
                 "`: expected two with `..` between them, such as `saturday 22:00..+2h`"};
  }
  const Result<std::int64_t> start = ParseTime(text.substr(0, dots), now_ms, zone, Toward::kFuture);
  if (!start) return start.error();
  const Result<std::int64_t> end = ParseTime(text.substr(dots + 2), *start, zone, Toward::kFuture);
  if (!end) return end.error();
  if (*end > *start) return TimeSpan{*start, *end};
  return Error{"invalid times `" + std::string(text) + "`: the second must be after the first"};
}

}  // namespace check
