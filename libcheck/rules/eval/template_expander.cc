#include "libcheck/rules/eval/template_expander.h"

#include <utility>

namespace check::rules {

std::string TemplateExpander::Expand(const gotemplate::PrometheusTemplate& text,
                                     const AlertSample& sample) {
  if (text.is_plain()) return text.text();
  labels_.clear();
  for (const model::Label& label : sample.labels.list()) {
    labels_.push_back({label.name->text, label.value->text});
  }
  Result<std::string> expanded = text.Expand({.labels = labels_,
                                              .external_labels = server_.external_labels,
                                              .external_url = server_.external_url,
                                              .value = sample.value,
                                              .histogram = sample.histogram.get(),
                                              .time_ms = sample.time,
                                              .queries = this,
                                              .observer = branches_},
                                             memory_);
  results_.clear();
  if (expanded) return std::move(*expanded);
  faults_.try_emplace(&text, expanded.error().message);
  return gotemplate::ExplainedError(expanded.error());
}

Result<std::span<const gotemplate::QuerySample>> TemplateExpander::Query(
    std::string_view expression, std::int64_t time_ms) {
  const std::string text(expression);
  if (guarded_) {
    const promql::Expr* expr = queries_.Parse(text);
    looked_ahead_ = looked_ahead_ || (expr != nullptr && !AheadPlan::IsUnaware(*expr));
  }
  Result<promql::Vector> result = queries_.Run(text, time_ms);
  if (!result) return result.error();
  const promql::Vector& vector = results_.emplace_back(std::move(*result));
  std::size_t count = 0;
  for (const promql::VectorSample& sample : vector) count += sample.labels.list().size();
  found_.clear();
  found_labels_.clear();
  found_labels_.reserve(count);
  for (const promql::VectorSample& sample : vector) {
    const std::size_t first = found_labels_.size();
    for (const model::Label& label : sample.labels.list()) {
      found_labels_.push_back({label.name->text, label.value->text});
    }
    found_.push_back(
        {std::span(found_labels_).subspan(first), sample.value, sample.histogram.get()});
  }
  return std::span<const gotemplate::QuerySample>(found_);
}

}  // namespace check::rules
