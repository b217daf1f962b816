#ifndef LIBCHECK_CONFIG_PROMETHEUS_RELABEL_REASONS_H_
#define LIBCHECK_CONFIG_PROMETHEUS_RELABEL_REASONS_H_

#include <string>

#include "libcheck/config/prometheus/relabel_trace.h"

/// Why a relabelling rule did what it did, for people.
namespace check::config {

/// Of a rule that dropped the whole: `dropped because "a" matches "a|b"`.
std::string WhyDropped(const RelabelRule& rule, const LabelPairs& labels);

/// Of a rule that left all labels as they were: what it looked at, and why that had no effect.
std::string WhyUnchanged(const RelabelRule& rule, const LabelPairs& labels);

/// Of a `labelmap` that maps labels with different values to one name: which ones. Else empty.
std::string MappedTogether(const RelabelRule& rule, const LabelPairs& labels);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_PROMETHEUS_RELABEL_REASONS_H_
