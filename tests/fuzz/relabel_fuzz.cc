#include <algorithm>
#include <string>

#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/config/prometheus/relabel_trace.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

using namespace config;

void RequireSorted(const LabelPairs& labels) {
  const auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
  Require(std::is_sorted(labels.begin(), labels.end(), before), "labels are sorted");
  for (const auto& [name, value] : labels) {
    Require(!value.empty(), "a label without a value is none");
  }
}

// Each step goes on from what the one before left, up to the one that drops.
void RequireChain(const RelabelTrace& trace, std::size_t rules) {
  RequireSorted(trace.before);
  Require(trace.steps.size() <= rules, "each rule is one step");
  const LabelPairs* last = &trace.before;
  for (const RelabelStep& step : trace.steps) {
    Require(step.before == *last, "a step begins where the last one ended");
    RequireSorted(step.after);
    Require(!step.Describe().empty(), "a step can be told");
    Require(step.kept || &step == &trace.steps.back(), "nothing follows a drop");
    last = &step.after;
  }
  const bool is_dropped = !trace.steps.empty() && !trace.steps.back().kept;
  Require(!is_dropped || trace.dropped(), "what a rule drops is dropped");
  Require(!trace.result || trace.refused.empty(), "what is refused has no labels");
  if (trace.result) RequireSorted(*trace.result);
}

LabelPairs Relabel(RelabelLabels labels, const std::vector<WrittenRelabelRule>& rules,
                   RelabelStage stage) {
  RelabelTrace trace = TraceRelabelling(std::move(labels), rules, stage);
  RequireChain(trace, rules.size());
  return trace.result.value_or(LabelPairs());
}

}  // namespace

// `bytes` are a configuration: its targets, a sample of each and an alert go through its rules.
void FuzzRelabel(std::string_view bytes) {
  const auto config = prometheus::ReadPrometheusConfig(
      "fuzz.yml", std::string(bytes),
      {.follow_files = false, .checked = prometheus::Checked::kRelabelling});
  for (const Diagnostic& diagnostic : config->diagnostics.found()) {
    Require(diagnostic.where.span.end <= bytes.size(), "a fault is inside the text");
  }
  const LabelPairs alert = {{"alertname", "Down"}, {"job", "db"}};
  Relabel(AlertLabels(alert, config->external_labels), config->alert_relabel->rules(),
          RelabelStage::kAlert);
  const LabelPairs sample = {{"__name__", "up"}, {"instance", "x"}, {"job", "y"}, {"le", "+Inf"}};
  for (const prometheus::ScrapeJob& job : config->jobs) {
    for (const prometheus::TargetGroup& group : job.ListedTargets()) {
      for (const prometheus::Target& target : group.targets) {
        LabelPairs labels = group.labels;
        labels.emplace_back("__address__", target.address);
        const LabelPairs scraped = Relabel(DiscoveredLabels(job.settings, labels),
                                           job.relabel.rules(), RelabelStage::kScrape);
        Relabel(SampleLabels(sample, scraped, job.settings.honor_labels),
                job.metric_relabel.rules(), RelabelStage::kMetric);
      }
    }
  }
}

}  // namespace check::fuzz
