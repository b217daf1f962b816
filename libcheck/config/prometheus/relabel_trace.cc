#include "libcheck/config/prometheus/relabel_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/config/common/relabel_size.h"
#include "libcheck/config/prometheus/relabel_reasons.h"

namespace check::config {
std::string_view LabelValue(const LabelPairs& labels, std::string_view name) {
  const auto at = std::find_if(labels.begin(), labels.end(),
                               [&](const auto& label) { return label.first == name; });
  return at == labels.end() ? std::string_view() : std::string_view(at->second);
}

LabelPairs SeriesLabels(LabelPairs labels) {
  std::erase_if(labels, [](const auto& label) { return label.first.starts_with("__"); });
  return labels;
}

std::size_t RelabelStep::line() const {
  return rule->file->PositionOf(rule->node->span.begin).line;
}

std::string RelabelStep::Describe() const {
  if (!kept) return WhyDropped(rule->rule, before);
  std::string text;
  const auto add = [&](const std::string& what) { text += (text.empty() ? "" : ", ") + what; };
  auto a = before.begin();
  auto b = after.begin();
  while (a != before.end() || b != after.end()) {
    if (b == after.end() || (a != before.end() && a->first < b->first)) {
      add("without " + a++->first);
    } else if (a == before.end() || b->first < a->first) {
      add(fmt::format("{}={}", b->first, GoQuote(b->second)));
      ++b;
    } else {
      if (a->second != b->second) {
        add(fmt::format("{}={} instead of {}", b->first, GoQuote(b->second), GoQuote(a->second)));
      }
      ++a;
      ++b;
    }
  }
  if (text.empty()) return WhyUnchanged(rule->rule, before);
  const std::string together = MappedTogether(rule->rule, before);
  return together.empty() ? text : fmt::format("{} ({})", text, together);
}

RelabelTrace TraceRelabelling(RelabelLabels labels, std::span<const WrittenRelabelRule> rules,
                              RelabelStage stage) {
  RelabelTrace trace;
  LabelPairs now = labels.Sorted();
  trace.before = now;
  for (const WrittenRelabelRule& rule : rules) {
    if (Outgrows(rule.rule, labels)) {
      trace.refused =
          fmt::format("the rule in line {} makes the labels larger than {} MiB",
                      rule.file->PositionOf(rule.node->span.begin).line, kMostLabelBytes >> 20U);
      return trace;
    }
    const bool kept = Relabel(rule.rule, labels);
    LabelPairs after = labels.Sorted();
    trace.steps.push_back({.rule = &rule, .before = std::move(now), .after = after, .kept = kept});
    if (!kept) return trace;
    now = std::move(after);
  }
  if (stage == RelabelStage::kScrape) {
    Result<LabelPairs> target = TargetLabels(labels);
    if (target) {
      trace.result = std::move(*target);
    } else {
      trace.refused = "Prometheus refuses the target: " + target.error().message;
    }
    return trace;
  }
  // Prometheus: a sample that has no labels left counts as dropped, but one without a name makes
  // the scrape fail.
  if (stage == RelabelStage::kMetric && now.empty()) return trace;
  if (stage == RelabelStage::kMetric && labels.Get("__name__").empty()) {
    trace.refused = "Prometheus refuses the scrape: missing metric name (__name__ label)";
    return trace;
  }
  trace.result = std::move(now);
  return trace;
}

LabelPairs WithoutSettings(LabelPairs labels) {
  std::erase_if(labels, [](const auto& label) {
    return label.second == "false" && label.first.find("_histograms_") != std::string::npos;
  });
  return labels;
}

}  // namespace check::config
