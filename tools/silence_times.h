#ifndef TOOLS_SILENCE_TIMES_H_
#define TOOLS_SILENCE_TIMES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/base/time_span.h"
#include "tools/flag_set.h"

namespace tools {

/// When a silence begins and ends, as a person says it.
struct SilenceTimes {
  std::string length;  ///< --for
  std::string until;
  std::string at;  ///< A start, or a start and an end with `..` between them.

  void Declare(FlagSet& flags, std::string_view default_length);
  bool is_empty() const { return length.empty() && until.empty() && at.empty(); }

  /// What they come to for a silence that begins at `start_ms` unless they say otherwise. Without
  /// an end, it lasts `default_length`. The error names the flag.
  check::Result<check::TimeSpan> Read(std::int64_t start_ms, std::int64_t now_ms,
                                      std::string_view zone, std::string_view default_length) const;
};

}  // namespace tools

#endif  // TOOLS_SILENCE_TIMES_H_
