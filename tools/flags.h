#ifndef TOOLS_FLAGS_H_
#define TOOLS_FLAGS_H_

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/promql/engine.h"
#include "libcheck/promql/parse.h"
#include "tools/flag_set.h"
#include "tools/output.h"

/// Flags that several commands share, declared in one place so that they mean the same everywhere.
namespace tools {

/// --color
struct ColorFlag {
  std::string when = "auto";

  void Declare(FlagSet& flags);
  bool Use() const;
};

/// --enable-feature
struct FeatureFlag {
  std::vector<std::string> features;

  void Declare(FlagSet& flags);
  check::promql::ParseOptions ParseOptions() const;
  /// Applies those that concern evaluation.
  void Apply(check::promql::EngineOptions& options) const;
};

/// Applies the value of one --enable-feature, which may list several, to `options`. Calls
/// `unknown` for each name that Prometheus does not know.
void EnableFeatures(std::string_view list, check::promql::ParseOptions& options,
                    const std::function<void(std::string_view)>& unknown);

/// The same for evaluation; what concerns only parsing is ignored.
void EnableFeatures(std::string_view list, check::promql::EngineOptions& options);

/// How long to wait, for what counts in milliseconds: rounded up, and no longer than three weeks.
/// Not at all if `duration` is negative.
std::chrono::milliseconds TimeoutOf(check::Duration duration);

/// The value of `flag`, a duration of more than zero. The error says how to write one.
check::Result<check::Duration> ReadDurationFlag(std::string_view flag, std::string_view value);

/// All of standard input.
std::string ReadStandardInput();

}  // namespace tools

#endif  // TOOLS_FLAGS_H_
