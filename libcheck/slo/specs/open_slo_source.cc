#include "libcheck/slo/specs/open_slo_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/slo/codes.h"

namespace check::slo {
namespace {

using schema::Values;

constexpr auto kDialect = yaml::Dialect::kGoYamlV2;

// Systems that answer PromQL.
constexpr std::string_view kPrometheusTypes[] = {"prometheus", "cortex", "mimir", "thanos",
                                                 "victoriametrics"};

bool SpeaksPromql(std::string_view type) {
  return std::ranges::find(kPrometheusTypes, LowerAscii(type)) != std::end(kPrometheusTypes);
}

}  // namespace

std::string OpenSloSource::TextOf(const Values& section, const yaml::Node& node) {
  if (node.IsScalar()) return std::string(section.TextOf(node));
  std::string text;
  for (const yaml::Node& item : node.items()) {
    if (!text.empty()) text += ',';
    text += section.TextOf(item);
  }
  return text;
}

Values OpenSloSource::Of(const SpecDocument& document) {
  return {document.root, inputs_.emplace_back(document.input()), kDialect};
}

const SpecDocument* OpenSloSource::FindObject(std::string_view kind, std::string_view name) const {
  const auto text = [](const yaml::Node* node) {
    return node == nullptr ? std::string_view() : node->scalar();
  };
  for (const SpecDocument& document : document_.all) {
    const yaml::Node* metadata = document.root.Find("metadata");
    if (metadata == nullptr || text(metadata->Find("name")) != name) continue;
    if (text(document.root.Find("kind")) == kind &&
        text(document.root.Find("apiVersion")) == ToString(version_)) {
      return &document;
    }
  }
  return nullptr;
}

std::optional<Values> OpenSloSource::Find(std::string_view kind, const Values& section,
                                          const yaml::Entry& entry) {
  const std::string_view name = section.TextOf(entry.value);
  if (const SpecDocument* found = FindObject(kind, name)) return Of(*found).Sub("spec");
  if (reported_.insert(&entry).second) {
    diagnostics_.Report(kUnknownReference, At(section, entry.value),
                        fmt::format("no {} `{}` in the given files", kind, name));
  }
  return std::nullopt;
}

std::optional<Values> OpenSloSource::Resolve(std::string_view kind, const Values& section,
                                             std::string_view reference) {
  if (section.Has("spec")) return section.Sub("spec");
  const yaml::Entry* entry = section.Find(reference);
  return entry == nullptr ? std::nullopt : Find(kind, section, *entry);
}

Query OpenSloSource::ReadQuery(const Values& section, const yaml::Node& node,
                               ReadSeries series) const {
  const schema::Input& input = section.input();
  const SourceFile* source = yaml::Embed(input.file, node, input.arena);
  return {OverWindow(node.scalar(), series),
          {source, {0, static_cast<std::uint32_t>(source->text().size())}}};
}

bool OpenSloSource::IsPrometheus(const Values& metric) {
  if (metric.Has("dataSourceSpec")) return SpeaksPromql(metric.Sub("dataSourceSpec").Text("type"));
  if (metric.IsSet("type")) return SpeaksPromql(metric.Text("type"));
  for (const std::string_view field : {"metricSourceRef", "dataSourceRef"}) {
    const yaml::Entry* reference = metric.FindSet(field);
    if (reference == nullptr) continue;
    const std::string_view name = metric.TextOf(reference->value);
    if (const SpecDocument* source = FindObject("DataSource", name)) {
      return SpeaksPromql(Of(*source).Sub("spec").Text("type"));
    }
    return LowerAscii(name).find("prometheus") != std::string::npos;
  }
  return metric.Sub("spec").Has("promql");
}

void OpenSloSource::ReportSource(const Values& metric, std::string message) {
  // Several objectives may have the same indicator.
  if (!reported_.insert(&metric.entries().front()).second) return;
  const yaml::Entry* type = metric.Find("type");
  if (type == nullptr) type = metric.Find("source");
  diagnostics_
      .Report(kUnsupportedSource,
              At(metric, type != nullptr ? type->value : metric.entries().front().key),
              std::move(message))
      .notes.emplace_back("nothing can be computed from data, and no rules can be generated");
}

// Nothing: it is not a query of Prometheus.
std::optional<Query> OpenSloSource::ReadMetric(const Values& section, ReadSeries series) {
  const Values metric = section.Has("metricSource") ? section.Sub("metricSource") : section;
  if (metric.entries().empty()) return std::nullopt;  // That has been reported.
  if (!IsPrometheus(metric)) {
    ReportSource(metric, "the metric source is not known to be Prometheus");
    return std::nullopt;
  }
  const Values spec = metric.Sub("spec");
  for (const std::string_view field : {"query", "promql"}) {
    const yaml::Entry* entry = spec.FindSet(field);
    if (entry != nullptr && entry->value.IsScalar()) return ReadQuery(spec, entry->value, series);
  }
  ReportSource(metric, "the metric source has no `query` for Prometheus");
  return std::nullopt;
}

Indicator OpenSloSource::ReadIndicator(const Values& spec, const Values& objective) {
  Indicator indicator = {.kind = Indicator::Kind::kUnknown};
  if (spec.Has("thresholdMetric")) {
    const auto metric = ReadMetric(spec.Sub("thresholdMetric"), ReadSeries::kRatios);
    if (!metric || !objective.Has("op") || !objective.Has("value")) return indicator;
    indicator.kind = Indicator::Kind::kThreshold;
    indicator.total = *metric;
    indicator.total.text = metric->where.file->text();
    indicator.op = objective.Text("op");
    indicator.threshold = objective.Float("value");
    return indicator;
  }
  const Values ratio = spec.Sub("ratioMetric");
  if (ratio.Has("raw")) {
    const auto raw = ReadMetric(ratio.Sub("raw"), ReadSeries::kRatios);
    if (!raw) return indicator;
    indicator.kind = Indicator::Kind::kRatio;
    indicator.errors = *raw;
    if (ratio.Text("rawType") == "success") {
      indicator.errors.text = fmt::format("1 - ({})", raw->text);
    }
    return indicator;
  }
  const ReadSeries series = ratio.Bool("counter") ? ReadSeries::kCounters : ReadSeries::kCounts;
  const auto total = ReadMetric(ratio.Sub("total"), series);
  const bool counts_bad = ratio.Has("bad");
  const auto part = ReadMetric(ratio.Sub(counts_bad ? "bad" : "good"), series);
  if (!total || !part) return indicator;
  indicator.kind = Indicator::Kind::kEvents;
  indicator.total = *total;
  Query& counted = counts_bad ? indicator.errors : indicator.good;
  counted = *part;
  MatchForms(counted, indicator.total);
  return indicator;
}

}  // namespace check::slo
