#ifndef LIBCHECK_SLO_SPECS_ALERT_WINDOWS_H_
#define LIBCHECK_SLO_SPECS_ALERT_WINDOWS_H_

#include <cstdint>
#include <optional>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/slo/policy.h"
#include "libcheck/source/source_file.h"

namespace check::slo {

/// What a file of Sloth's `--slo-period-windows-path` says: the windows of the alerts of objectives
/// with a certain period, and which share of the budget may be spent in each.
struct AlertWindows {
  std::int64_t period_ms = 0;
  Policy policy;
};

/// Reads such a file, and reports all that is wrong with it. Nothing if it cannot be used.
std::optional<AlertWindows> ReadAlertWindows(const SourceFile& file, Arena& arena,
                                             Diagnostics& diagnostics);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_ALERT_WINDOWS_H_
