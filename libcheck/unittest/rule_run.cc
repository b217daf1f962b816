#include "libcheck/unittest/rule_run.h"

#include <fmt/format.h>

#include "libcheck/model/names.h"

namespace check::unittest {

RuleRun::RuleRun(const PreparedGroup& group, const PreparedRule& rule, World& world)
    : group_(group), rule_(rule), world_(world), writer_(world.store, world.batches) {}

std::optional<std::string> RuleRun::Run(std::int64_t time, promql::Vector& vector) {
  if (!rule_.unusable.empty()) return rule_.unusable;
  if (!query_) {
    promql::EngineOptions engine = world_.engine;
    if (world_.observer != nullptr) engine.operands = world_.observer->operands();
    Result<promql::Query> query = promql::Query::Bind(*rule_.expr, world_.store, engine);
    if (!query) return query.error().message;
    query_ = std::move(*query);
  }
  std::optional<promql::Ahead> ahead = world_.ahead;
  if (ahead) ahead->last -= group_.query_offset_ms;
  Result<promql::Vector> result =
      AsVector(query_->RunInstant(time - group_.query_offset_ms, ahead ? &*ahead : nullptr),
               world_.store.labels());
  if (!result) return result.error().message;
  vector = std::move(*result);
  return std::nullopt;
}

std::optional<std::string> RuleRun::Evaluate(std::int64_t time, bool text_wanted) {
  promql::Vector vector;
  std::optional<std::string> error = Run(time, vector);
  if (world_.observer != nullptr) {
    world_.observer->RuleEvaluated(rule_, time, vector, error ? &*error : nullptr);
    text_wanted = text_wanted || world_.observer->WantsEverything();
  }
  if (!error) error = Use(vector, time, text_wanted);
  return error;
}

std::size_t RecordingRun::SeriesFor(model::Labels labels, std::size_t position) {
  if (position < by_position_.size() && by_position_[position].from == labels) {
    return by_position_[position].series;
  }
  const auto [at, is_new] = by_labels_.try_emplace(labels, 0);
  if (is_new) {
    model::LabelTable& table = world_.store.labels();
    model::Labels output = table.With(labels, model::kMetricName, rule_.name);
    for (const auto& [name, value] : rule_.labels) output = table.With(output, name, value);
    at->second = world_.store.SeriesIndex(output);
  }
  if (position >= by_position_.size()) by_position_.resize(position + 1);
  by_position_[position] = {labels, at->second};
  return at->second;
}

std::optional<std::string> RecordingRun::Use(promql::Vector& vector, std::int64_t time,
                                             bool /*text_wanted*/) {
  outputs_.clear();
  distinct_.Next();
  bool same = false;
  for (std::size_t i = 0; i < vector.size(); ++i) {
    outputs_.push_back(SeriesFor(vector[i].labels, i));
    same = distinct_.Touch(outputs_.back()) || same;
  }
  if (same) return "vector contains metrics with the same labelset after applying rule labels";
  if (limit() > 0 && vector.size() > static_cast<std::size_t>(limit())) {
    return fmt::format("exceeded limit of {} with {} series", limit(), vector.size());
  }
  const std::int64_t at = time - group_.query_offset_ms;
  std::optional<std::string> error;
  writer_.Begin();
  for (std::size_t i = 0; i < vector.size(); ++i) {
    auto problem = writer_.Write(outputs_[i], at, vector[i].value, std::move(vector[i].histogram));
    if (problem) error = std::move(problem);
  }
  writer_.End(at);
  return error;
}

}  // namespace check::unittest
