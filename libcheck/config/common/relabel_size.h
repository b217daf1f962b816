#ifndef LIBCHECK_CONFIG_COMMON_RELABEL_SIZE_H_
#define LIBCHECK_CONFIG_COMMON_RELABEL_SIZE_H_

#include <cstddef>

#include "libcheck/config/common/relabel.h"

namespace check::config {

/// Bytes that the names and values of labels may take together, since rules can double a value
/// again and again. Prometheus has no such limit.
inline constexpr std::size_t kMostLabelBytes = std::size_t{1} << 20;

/// Whether `rule` could make the labels larger than that. Relabel() then leaves them as they are.
bool Outgrows(const RelabelRule& rule, const RelabelLabels& labels);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_COMMON_RELABEL_SIZE_H_
