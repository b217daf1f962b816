#include "libcheck/rules/eval/recording_evaluator.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "libcheck/model/names.h"

namespace check::rules {

model::Labels RecordingEvaluator::OutputOf(model::Labels labels) {
  model::LabelTable& table = context_.store.labels();
  model::Labels output = table.With(labels, model::kMetricName, rule_.name);
  for (const PreparedText& label : rule_.labels) {
    output = table.With(output, label.name(), label.value());
  }
  return output;
}

std::size_t RecordingEvaluator::SeriesFor(model::Labels labels, std::size_t position) {
  if (position < by_position_.size() && by_position_[position].from == labels) {
    return by_position_[position].series;
  }
  const auto [at, is_new] = by_labels_.try_emplace(labels, 0);
  if (is_new) at->second = context_.store.SeriesIndex(OutputOf(labels));
  if (position >= by_position_.size()) by_position_.resize(position + 1);
  by_position_[position] = {labels, at->second};
  return at->second;
}

std::optional<std::string> RecordingEvaluator::Use(promql::Vector& vector, std::int64_t time,
                                                   bool /*annotate*/) {
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

bool RecordingEvaluator::UseAhead(const promql::AheadResult& result) {
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
  context_.store.SetComplete(
      rule_.name, result.start + static_cast<std::int64_t>(result.width - 1) * result.interval);
  return true;
}

}  // namespace check::rules
