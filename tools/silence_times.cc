#include "tools/silence_times.h"

#include <fmt/format.h>

#include <chrono>

#include "libcheck/base/time_expression.h"
#include "tools/flags.h"

namespace tools {

using check::Error;
using check::Result;
using check::TimeSpan;

void SilenceTimes::Declare(FlagSet& flags, std::string_view default_length) {
  const std::string unless =
      default_length.empty() ? "" : fmt::format(" (default {})", default_length);
  flags.Option("-d,--for,--duration", &length, "DURATION",
               fmt::format("Duration, from the start{}", unless));
  flags.Option("--until", &until, "TIME",
               "End: `18:30`, `tomorrow 06:00`, `saturday 22:00`, RFC 3339", {.excludes = "--for"});
  flags.Option("--at", &at, "TIME",
               "Start, or start and end: `saturday 22:00`, `saturday 22:00..+2h`");
}

Result<TimeSpan> SilenceTimes::Read(std::int64_t start_ms, std::int64_t now_ms,
                                    std::string_view zone, std::string_view default_length) const {
  const auto in_flag = [](std::string_view flag, const Error& error) {
    return Error{fmt::format("{}: {}", flag, error.message)};
  };
  TimeSpan span = {.start = start_ms};
  if (at.find("..") != at.npos) {
    if (!until.empty() || !length.empty()) {
      return Error{"--at: the end is given twice: after `..`, and with --for or --until"};
    }
    const Result<TimeSpan> both = check::ParseTimeSpan(at, now_ms, zone);
    return both ? both : in_flag("--at", both.error());
  }
  if (!at.empty()) {
    const Result<std::int64_t> start = check::ParseTime(at, now_ms, zone, check::Toward::kFuture);
    if (!start) return in_flag("--at", start.error());
    span.start = *start;
  }
  if (!until.empty()) {
    const Result<std::int64_t> end = check::ParseTime(until, now_ms, zone, check::Toward::kFuture);
    if (!end) return in_flag("--until", end.error());
    span.end = *end;
  } else {
    const Result<check::Duration> duration =
        ReadDurationFlag("--for", length.empty() ? default_length : length);
    if (!duration) return duration.error();
    span.end =
        span.start + std::chrono::duration_cast<std::chrono::milliseconds>(*duration).count();
  }
  if (span.end <= span.start) {
    return Error{fmt::format("the silence would end at {}, which is not after its start at {}",
                             check::FormatTime(span.end, zone, check::TimeStyle::kDateTime),
                             check::FormatTime(span.start, zone, check::TimeStyle::kDateTime))};
  }
  return span;
}

}  // namespace tools
