#include "tools/flags.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "libcheck/base/duration_advice.h"
#include "libcheck/base/text.h"
#include "libcheck/promql/features.h"

namespace tools {

void ColorFlag::Declare(FlagSet& flags) {
  flags.Option("--color", &when, "WHEN", "When to use colours");
}

bool ColorFlag::Use() const {
  return UseColor(when == "always"  ? ColorWhen::kAlways
                  : when == "never" ? ColorWhen::kNever
                                    : ColorWhen::kAuto);
}

void FeatureFlag::Declare(FlagSet& flags) {
  flags.Option("--enable-feature", &features, "FEATURE", "Feature flags of the Prometheus server");
}

check::promql::ParseOptions FeatureFlag::ParseOptions() const {
  check::promql::ParseOptions options;
  // The flag's values have been validated already.
  for (const std::string& list : features) EnableFeatures(list, options, [](std::string_view) {});
  return options;
}

void FeatureFlag::Apply(check::promql::EngineOptions& options) const {
  for (const std::string& list : features) EnableFeatures(list, options);
}

void EnableFeatures(std::string_view list, check::promql::ParseOptions& options,
                    const std::function<void(std::string_view)>& unknown) {
  check::ForEachWord(list, [&](std::string_view name) {
    if (!check::promql::EnableFeature(name, options)) unknown(name);
  });
}

void EnableFeatures(std::string_view list, check::promql::EngineOptions& options) {
  check::ForEachWord(list, [&](std::string_view name) {
    if (name == "promql-delayed-name-removal") options.delayed_name_removal = true;
    if (name == "type-and-unit-labels") options.type_and_unit_labels = true;
    if (name == "use-start-timestamps") options.start_timestamps = true;
  });
}

std::chrono::milliseconds TimeoutOf(check::Duration duration) {
  using std::chrono::milliseconds;
  // curl counts milliseconds in 31 bits.
  constexpr check::Duration kMost = std::chrono::weeks(3);
  return std::clamp(std::chrono::ceil<milliseconds>(std::min(duration, kMost)),
                    milliseconds::zero(), milliseconds(kMost / milliseconds(1)));
}

check::Result<check::Duration> ReadDurationFlag(std::string_view flag, std::string_view value) {
  const check::Result<check::Duration> duration = check::ParseFlagDuration(value);
  if (!duration) {
    return check::Error{
        fmt::format("{}: invalid duration `{}`; {}", flag, value, check::DurationAdvice(value))};
  }
  if (*duration <= check::Duration::zero()) {
    return check::Error{fmt::format("{}: `{}` must be more than zero", flag, value)};
  }
  return duration;
}

std::string ReadStandardInput() {
  std::string text;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
  }
}

}  // namespace tools
