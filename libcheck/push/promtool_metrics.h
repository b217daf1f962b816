#ifndef LIBCHECK_PUSH_PROMTOOL_METRICS_H_
#define LIBCHECK_PUSH_PROMTOOL_METRICS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/push/request_source.h"

namespace check::push {

/// Makes the one request of `text` that `promtool push metrics` does: families by name, histograms
/// and summaries with all their series, samples without a time at `now` (in milliseconds). Or why
/// the text cannot be read, in promtool's words. `text` and `labels` have to live as long as
/// `request`.
std::optional<std::string> ReadAsPromtool(std::string_view text, const ExtraLabels& labels,
                                          std::int64_t now, WriteRequest& request);

}  // namespace check::push

#endif  // LIBCHECK_PUSH_PROMTOOL_METRICS_H_
