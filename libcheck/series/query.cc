#include "libcheck/series/query.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_set>
#include <utility>

namespace check::series {
namespace {

bool HasSampleIn(const storage::TimeColumn& times, storage::TimeRange range) {
  const bool is_open = range.begin == std::numeric_limits<std::int64_t>::min();
  const std::size_t next = is_open ? 0 : times.CountUpTo(range.begin - 1);
  return next < times.size() && times[next] <= range.end;
}

bool HasSampleIn(const storage::Series& series, storage::TimeRange range) {
  return HasSampleIn(series.float_times, range) || HasSampleIn(series.histogram_times, range) ||
         HasSampleIn(series.stale_times, range);
}

}  // namespace

promql::ParseOptions WholeLanguage() {
  return {.experimental_functions = true, .extended_range_selectors = true, .fill_modifiers = true};
}

promql::QueryResult RunQuery(const promql::Expr& expr, storage::Queryable& store,
                             const QueryTimes& times, const promql::EngineOptions& options) {
  promql::QueryResult refused;
  const bool is_steppable =
      expr.type == promql::ValueType::kScalar || expr.type == promql::ValueType::kVector;
  if (times.step != 0 && !is_steppable) {
    refused.error = fmt::format(
        "invalid expression type \"{}\" for range query, must be Scalar or instant Vector",
        promql::ToString(expr.type));
    return refused;
  }
  auto query = promql::Query::Bind(expr, store, options);
  if (!query) {
    refused.error = query.error().message;
    return refused;
  }
  return times.step == 0 ? query->RunInstant(times.start)
                         : query->RunRange(times.start, times.end, times.step);
}

Result<std::vector<model::Labels>> FindSeries(storage::Queryable& store,
                                              std::span<const Selector> selectors,
                                              storage::TimeRange range) {
  static const Selector kAll;
  if (selectors.empty()) selectors = {&kAll, 1};
  std::unordered_set<model::Labels> chosen;
  for (const Selector& selector : selectors) {
    std::vector<storage::CompiledMatcher> matchers;
    for (const model::Matcher& matcher : selector) {
      auto compiled = storage::CompiledMatcher::Compile(matcher);
      if (!compiled) return compiled.error();
      matchers.push_back(std::move(*compiled));
    }
    std::vector<const storage::Series*> found;
    const auto selected = store.Select(matchers, range, 0, found);
    if (!selected) return selected.error();
    for (const storage::Series* series : found) {
      if (HasSampleIn(*series, range)) chosen.insert(series->labels);
    }
  }
  std::vector<model::Labels> sorted(chosen.begin(), chosen.end());
  std::sort(sorted.begin(), sorted.end(),
            [](model::Labels a, model::Labels b) { return model::Compare(a, b) < 0; });
  return sorted;
}

Result<std::vector<std::string>> LabelNames(storage::Queryable& store,
                                            std::span<const Selector> selectors,
                                            storage::TimeRange range) {
  const auto series = FindSeries(store, selectors, range);
  if (!series) return series.error();
  std::set<std::string_view> names;
  for (const model::Labels labels : *series) {
    for (const model::Label& label : labels.list()) names.insert(label.name->text);
  }
  return std::vector<std::string>(names.begin(), names.end());
}

Result<std::vector<std::string>> LabelValues(storage::Queryable& store, std::string_view name,
                                             std::span<const Selector> selectors,
                                             storage::TimeRange range) {
  const auto series = FindSeries(store, selectors, range);
  if (!series) return series.error();
  std::set<std::string_view> values;
  for (const model::Labels labels : *series) {
    if (labels.Has(name)) values.insert(labels.Get(name));
  }
  return std::vector<std::string>(values.begin(), values.end());
}

}  // namespace check::series
