#ifndef LIBCHECK_CONFIG_PROMETHEUS_RELABEL_TRACE_H_
#define LIBCHECK_CONFIG_PROMETHEUS_RELABEL_TRACE_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/config/common/relabel_config.h"
#include "libcheck/config/prometheus/relabelling.h"

/// Labels as they go through the rules of a configuration, for people to see.
namespace check::config {

/// What one rule did.
struct RelabelStep {
  const WrittenRelabelRule* rule = nullptr;
  LabelPairs before;  ///< Sorted by name, as all labels here.
  LabelPairs after;
  bool kept = true;  ///< Otherwise the rule dropped the whole of it.

  std::size_t line() const;
  /// `host="db"`, `without tmp`; of what is dropped, kept or left unchanged, why.
  std::string Describe() const;
};

struct RelabelTrace {
  LabelPairs before;
  std::vector<RelabelStep> steps;  ///< Up to the one that drops.
  /// What came out; nothing if it was dropped or refused.
  std::optional<LabelPairs> result;
  std::string refused;  ///< Why Prometheus takes it for a mistake; empty if it does not.

  bool dropped() const { return !result && refused.empty(); }
};

/// Sends labels through the rules, which have to last as long as the trace. At kScrape the labels
/// are those of DiscoveredLabels, at kMetric of SampleLabels, at kAlert of AlertLabels.
RelabelTrace TraceRelabelling(RelabelLabels labels, std::span<const WrittenRelabelRule> rules,
                              RelabelStage stage);

/// Empty if there is no label `name`.
std::string_view LabelValue(const LabelPairs& labels, std::string_view name);

/// Those of a target that its series get: without names that begin with `__`.
LabelPairs SeriesLabels(LabelPairs labels);

/// Leaves out three labels that say how to scrape histograms, where they are as usual: every target
/// has them, and nobody looks for them.
LabelPairs WithoutSettings(LabelPairs labels);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_PROMETHEUS_RELABEL_TRACE_H_
