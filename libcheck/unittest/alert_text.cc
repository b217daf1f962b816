#include "libcheck/unittest/alert_text.h"

#include <utility>

namespace check::unittest {

Result<promql::Vector> AsVector(promql::QueryResult result, model::LabelTable& labels) {
  if (result.error) return Error{std::move(*result.error)};
  if (auto* vector = std::get_if<promql::Vector>(&result.value)) return std::move(*vector);
  if (const auto* scalar = std::get_if<promql::Scalar>(&result.value)) {
    promql::Vector vector(1);
    vector[0].labels = labels.Empty();
    vector[0].time = scalar->time;
    vector[0].value = scalar->value;
    return vector;
  }
  return Error{"rule result is not a vector or scalar"};
}

TextQueries::Bound& TextQueries::Find(const std::string& text) {
  std::unique_ptr<Bound>& bound = bound_[text];
  if (bound) return *bound;
  bound = std::make_unique<Bound>(text);
  Diagnostics diagnostics;
  bound->expr = promql::ParseExpr(bound->source, parser_, bound->arena, diagnostics);
  if (bound->expr == nullptr) {
    bound->problem = diagnostics.found().front().upstream;
    return *bound;
  }
  Result<promql::Query> query = promql::Query::Bind(*bound->expr, store_, engine_);
  if (query) {
    bound->query = std::move(*query);
  } else {
    bound->problem = query.error().message;
  }
  return *bound;
}

Result<promql::Vector> TextQueries::Run(const std::string& text, std::int64_t time) {
  Bound& bound = Find(text);
  if (!bound.query) return Error{bound.problem};
  return AsVector(bound.query->RunInstant(time), store_.labels());
}

AlertText::AlertText(const TestGroup& group, TextQueries& queries,
                     gotemplate::BranchObserver* branches)
    : group_(group), queries_(queries), branches_(branches) {
  for (const Pair& label : group.external_labels) {
    // Of names given twice, through merge keys, the last one counts.
    if (!external_labels_.empty() && external_labels_.back().name == label.name) {
      external_labels_.pop_back();
    }
    external_labels_.push_back({label.name, label.value});
  }
}

std::string AlertText::Expand(const gotemplate::PrometheusTemplate& text,
                              const AlertSample& sample) {
  if (text.is_plain()) return text.text();
  labels_.clear();
  for (const model::Label& label : sample.labels.list()) {
    labels_.push_back({label.name->text, label.value->text});
  }
  Result<std::string> expanded = text.Expand({.labels = labels_,
                                              .external_labels = external_labels_,
                                              .external_url = group_.external_url,
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

Result<std::span<const gotemplate::QuerySample>> AlertText::Query(std::string_view expression,
                                                                  std::int64_t time_ms) {
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

}  // namespace check::unittest
