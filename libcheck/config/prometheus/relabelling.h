#ifndef LIBCHECK_CONFIG_PROMETHEUS_RELABELLING_H_
#define LIBCHECK_CONFIG_PROMETHEUS_RELABELLING_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/base/result.h"
#include "libcheck/config/common/relabel.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/model/names.h"
#include "libcheck/schema/reader.h"

/// What Prometheus does to the labels of targets, samples and alerts.
namespace check::config {

using LabelPairs = std::vector<RelabelLabels::Pair>;

/// What scrape configurations take from `global`. The members begin with the defaults of the
/// tables.
struct ScrapeDefaults {
  Duration interval = schema::DefaultTime(prometheus::kGlobal, "scrape_interval");
  Duration timeout = schema::DefaultTime(prometheus::kGlobal, "scrape_timeout");
  bool convert_classic_histograms = false;
  bool always_scrape_classic_histograms = false;
  bool scrape_native_histograms = false;
  model::NameValidation names = model::NameValidation::kUtf8;
};

/// A job as far as the labels of its targets and samples go.
struct JobSettings : ScrapeDefaults {
  std::string name;
  std::string metrics_path{schema::DefaultText(prometheus::kScrapeConfig, "metrics_path")};
  std::string scheme{schema::DefaultText(prometheus::kScrapeConfig, "scheme")};
  bool honor_labels = false;
  LabelPairs params;          ///< The first value of each.
  LabelPairs further_params;  ///< All other values.
};

/// What `job` says, a section that has been validated, and what it takes from `global`.
JobSettings ReadJobSettings(const schema::Values& job, const ScrapeDefaults& defaults);

/// The labels of a target before relabelling: those it was discovered with, and the job's.
RelabelLabels DiscoveredLabels(const JobSettings& job, LabelPairs labels);

/// What Prometheus does with a target after relabelling: drops `__meta_` labels, adds `instance`.
/// The error says in its words why it does not scrape the target.
/// `target_version`: the release that scrapes it; empty for the current one.
Result<LabelPairs> TargetLabels(const RelabelLabels& relabelled,
                                std::string_view target_version = {});

/// The labels of a sample before relabelling: those it was exposed with, and the target's. Labels
/// that both have are the target's, unless `honor_labels`; the others are renamed to `exported_`.
RelabelLabels SampleLabels(LabelPairs exposed, LabelPairs target, bool honor_labels);

/// The labels of an alert before relabelling: its own, and external ones that it does not have.
RelabelLabels AlertLabels(LabelPairs labels, LabelPairs external);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_PROMETHEUS_RELABELLING_H_
