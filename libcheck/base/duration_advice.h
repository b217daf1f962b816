#ifndef LIBCHECK_BASE_DURATION_ADVICE_H_
#define LIBCHECK_BASE_DURATION_ADVICE_H_

#include <string>
#include <string_view>

namespace check {

/// What to write instead of `text`, which ParsePrometheusDuration() refuses: "did you mean `5m`?"
/// for `5mins`, "no space is allowed: write `30s`" for `30 s`. Where nothing tells what was meant,
/// how durations are written.
std::string DurationAdvice(std::string_view text);

/// The same for ParseGoDuration(), which knows no days: "did you mean `24h`?" for `1d`.
std::string GoDurationAdvice(std::string_view text);

}  // namespace check

#endif  // LIBCHECK_BASE_DURATION_ADVICE_H_
