#include "libcheck/lint/surroundings.h"

#include <algorithm>
#include <optional>

#include "libcheck/base/arena.h"
#include "libcheck/base/duration.h"
#include "libcheck/yaml/parse.h"

namespace check::lint {
namespace {

constexpr CodeInfo kBadScrapeInterval = {
    .code = "bad-scrape-interval",
    .severity = Severity::kWarning,
    .summary = "a scrape interval that is no duration",
    .explanation = R"(
The `prometheus.yml` that was given to learn scrape intervals from holds one that cannot be read as
a duration such as `15s`. Prometheus would refuse that file, and checks that depend on the interval
cannot be trusted until it is put right.
)",
};

std::optional<Duration> IntervalIn(const SourceFile& file, const yaml::Node* section,
                                   Diagnostics& diagnostics) {
  const yaml::Node* node = section == nullptr ? nullptr : section->Find("scrape_interval");
  if (node == nullptr || node->IsNull()) return std::nullopt;
  const auto interval = ParsePrometheusDuration(node->scalar());
  if (!interval) {
    diagnostics.Report(kBadScrapeInterval, {&file, node->span}, interval.error().message);
    return std::nullopt;
  }
  // Prometheus: zero means unset.
  return *interval == Duration::zero() ? std::nullopt : std::optional(*interval);
}

}  // namespace

std::span<const CodeInfo* const> SurroundingsCodes() {
  static constexpr const CodeInfo* kCodes[] = {&kBadScrapeInterval};
  return kCodes;
}

Surroundings ReadSurroundings(const SourceFile& prometheus_yml, Diagnostics& diagnostics) {
  Arena arena;
  const yaml::Stream stream = yaml::Parse(prometheus_yml, arena, diagnostics);
  if (stream.documents.empty() || stream.documents.front().root == nullptr) return {};
  const yaml::Node& root = *stream.documents.front().root;

  // Prometheus: scrapes happen every minute unless something else is said.
  const Duration global = IntervalIn(prometheus_yml, root.Find("global"), diagnostics)
                              .value_or(std::chrono::minutes(1));
  Surroundings surroundings;
  const yaml::Node* jobs = root.Find("scrape_configs");
  for (const yaml::Node& job : jobs == nullptr ? std::span<const yaml::Node>() : jobs->items()) {
    const Duration interval = IntervalIn(prometheus_yml, &job, diagnostics).value_or(global);
    surroundings.scrape_interval =
        std::min(surroundings.scrape_interval.value_or(interval), interval);
  }
  if (!surroundings.scrape_interval) surroundings.scrape_interval = global;
  return surroundings;
}

}  // namespace check::lint
