#include "libcheck/rules/eval/text_queries.h"

#include <utility>

namespace check::rules {

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
  UpstreamTexts texts;
  Diagnostics diagnostics(&texts);
  bound->expr = promql::ParseExpr(bound->source, parser_, bound->arena, diagnostics);
  if (bound->expr == nullptr) {
    bound->problem = diagnostics.found().front().upstream.str();
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

}  // namespace check::rules
