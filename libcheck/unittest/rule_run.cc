#include "libcheck/unittest/rule_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "libcheck/model/names.h"

namespace check::unittest {

RuleRun::RuleRun(const PreparedGroup& group, const PreparedRule& rule, World& world)
    : group_(group), rule_(rule), world_(world), writer_(world.store, world.batches) {}

bool RuleRun::Bind() {
  if (query_) return true;
  problem_ = rule_.unusable;
  if (!problem_.empty()) return false;
  promql::EngineOptions engine = world_.engine;
  if (world_.observer != nullptr) engine.operands = world_.observer->operands();
  Result<promql::Query> query = promql::Query::Bind(*rule_.expr, world_.store, engine);
  if (query) {
    query_ = std::move(*query);
  } else {
    problem_ = query.error().message;
  }
  return query_.has_value();
}

std::optional<promql::Ahead> RuleRun::Steps() const {
  std::optional<promql::Ahead> ahead = world_.ahead;
  if (ahead) ahead->last -= group_.query_offset_ms;
  return ahead;
}

std::optional<std::string> RuleRun::Run(std::int64_t time, promql::Vector& vector) {
  if (!Bind()) return problem_;
  const std::optional<promql::Ahead> ahead = Steps();
  Result<promql::Vector> result =
      AsVector(query_->RunInstant(time - group_.query_offset_ms, ahead ? &*ahead : nullptr),
               world_.store.labels());
  if (!result) return result.error().message;
  vector = std::move(*result);
  return std::nullopt;
}

bool RuleRun::RunAhead(std::int64_t time) {
  const std::optional<promql::Ahead> ahead = Steps();
  if (!ahead || time < retry_at_ || !Bind()) return false;
  const auto result = query_->RunAhead(time - group_.query_offset_ms, *ahead);
  if (!result || !UseAhead(*result)) {
    patience_ = std::clamp<std::int64_t>(patience_ * 4, 4, 1'000'000);
    retry_at_ = time + patience_ * ahead->interval;
    return false;
  }
  patience_ = 0;
  written_until_ = time + static_cast<std::int64_t>(result->width - 1) * result->interval;
  return true;
}

std::optional<std::string> RuleRun::Evaluate(std::int64_t time, bool text_wanted) {
  if (written_until_ && time <= *written_until_) return std::nullopt;
  if (may_write_ahead_ && RunAhead(time)) return std::nullopt;
  promql::Vector vector;
  std::optional<std::string> error = Run(time, vector);
  if (world_.observer != nullptr) {
    world_.observer->RuleEvaluated(rule_, time, vector, error ? &*error : nullptr);
    text_wanted = text_wanted || world_.observer->WantsEverything();
  }
  if (!error) error = Use(vector, time, text_wanted);
  return error;
}

model::Labels RecordingRun::OutputOf(model::Labels labels) {
  model::LabelTable& table = world_.store.labels();
  model::Labels output = table.With(labels, model::kMetricName, rule_.name);
  for (const auto& [name, value] : rule_.labels) output = table.With(output, name, value);
  return output;
}

std::size_t RecordingRun::SeriesFor(model::Labels labels, std::size_t position) {
  if (position < by_position_.size() && by_position_[position].from == labels) {
    return by_position_[position].series;
  }
  const auto [at, is_new] = by_labels_.try_emplace(labels, 0);
  if (is_new) at->second = world_.store.SeriesIndex(OutputOf(labels));
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

bool RecordingRun::UseAhead(const promql::AheadResult& result) {
  if (limit() > 0) return false;
  // Series are made in the order of their first samples; what has none is not made at all.
  struct Column {
    std::size_t first = 0;
    std::size_t index = 0;
    std::size_t series = 0;
  };
  std::vector<Column> columns;
  for (std::size_t i = 0; i < result.series.size(); ++i) {
    const auto present = result.PresentOf(i);
    const auto first = std::find(present.begin(), present.end(), 1);
    if (first == present.end()) continue;
    columns.push_back({static_cast<std::size_t>(first - present.begin()), i});
  }
  {
    // Two that differ in nothing but what the rule's labels cover are a mistake to be told of.
    std::unordered_set<model::Labels> outputs;
    for (const Column& column : columns) {
      if (!outputs.insert(OutputOf(result.series[column.index])).second) return false;
    }
  }
  std::stable_sort(columns.begin(), columns.end(),
                   [](const Column& a, const Column& b) { return a.first < b.first; });
  writer_.BeginColumns();
  for (Column& column : columns) {
    column.series = SeriesFor(result.series[column.index], column.index);
    writer_.WriteColumn(column.series, result.start, result.interval, result.ValuesOf(column.index),
                        result.PresentOf(column.index));
  }
  writer_.EndColumns(result.start);
  world_.store.SetComplete(
      rule_.name, result.start + static_cast<std::int64_t>(result.width - 1) * result.interval);
  return true;
}

}  // namespace check::unittest
