#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/engine.h"
#include "libcheck/promql/functions.h"
#include "libcheck/promql/parse.h"
#include "libcheck/promql/series_description.h"
#include "libcheck/storage/memory.h"
#include "tests/fuzz/random_query.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

using namespace promql;

constexpr std::int64_t kMinute = 60'000;

// Small enough that thousands of inputs can be tried.
EngineOptions Limits() {
  EngineOptions options;
  options.max_samples = 20'000;
  options.max_steps = 20'000;
  options.max_label_bytes = 1 << 20;
  options.timeout = std::chrono::seconds(5);
  return options;
}

class Subject {
 public:
  Subject(const std::vector<std::string>& series, std::string expression)
      : expression_(std::move(expression)) {
    parse_.experimental_functions = true;
    parse_.extended_range_selectors = true;
    parse_.fill_modifiers = true;
    parse_.max_depth = 100;
    for (const std::string& text : series) Load(text);
  }

  const std::string& expression() const { return expression_; }

  const Expr* Parse(const std::string& text) {
    kept_.push_back(std::make_unique<Kept>(text));
    Kept& kept = *kept_.back();
    return ParseExpr(kept.source, parse_, kept.arena, kept.diagnostics);
  }

  QueryResult At(const std::string& text, std::int64_t time, const EngineOptions& options) {
    return Run(text, options, [&](Query& query) { return query.RunInstant(time); });
  }
  // Whether asking step by step gives the same if the steps are announced.
  void CheckAhead(std::int64_t start, std::int64_t step, std::int64_t count) {
    const Expr* expr = Parse(expression_);
    if (expr == nullptr) return;
    const EngineOptions options = Limits();
    Result<Query> announced = Query::Bind(*expr, store_, options);
    Result<Query> plain = Query::Bind(*expr, store_, options);
    if (!announced || !plain) return;
    const Ahead ahead = {.interval = step, .last = start + count * step};
    for (std::int64_t at = start; at <= ahead.last; at += step) {
      const QueryResult one = plain->RunInstant(at);
      const QueryResult other = announced->RunInstant(at, &ahead);
      Require(one.error == other.error, "announcing steps makes no error");
      if (one.error) return;
      Require(ToString(one.value) == ToString(other.value), "announcing steps makes no difference");
    }
  }
  QueryResult Over(const std::string& text, std::int64_t start, std::int64_t end,
                   std::int64_t step) {
    return Run(text, Limits(), [&](Query& query) { return query.RunRange(start, end, step); });
  }

 private:
  struct Kept {
    explicit Kept(std::string text) : source("fuzz", std::move(text)) {}
    SourceBuffer source;
    Arena arena;
    Diagnostics diagnostics;
  };

  template <typename Evaluate>
  QueryResult Run(const std::string& text, const EngineOptions& options, Evaluate&& evaluate) {
    const Expr* expr = Parse(text);
    QueryResult result;
    if (expr == nullptr) {
      result.error = "cannot be parsed";
      return result;
    }
    Result<Query> query = Query::Bind(*expr, store_, options);
    if (query) {
      result = evaluate(*query);
    } else {
      result.error = query.error().message;
    }
    for (const Annotation& annotation : result.annotations.list()) {
      Require(!annotation.Message(text).empty(), "a remark says something");
    }
    return result;
  }

  void Load(const std::string& text) {
    SeriesDescription series;
    if (text.size() > 4'000 || ParseSeriesDescription(text, series)) return;
    std::vector<std::pair<std::string_view, std::string_view>> labels;
    for (const auto& [name, value] : series.labels) {
      for (const auto& [known, unused] : labels) {
        if (known == name) return;
      }
      labels.emplace_back(name, value);
    }
    const std::size_t index = store_.SeriesIndex(store_.labels().Make(labels));
    std::int64_t time = 0;
    for (const SequenceValue& value : series.values) {
      if (time > 200 * kMinute) break;
      if (value.stale) {
        (void)store_.AppendStale(index, time).ok();
      } else if (!value.omitted) {
        (void)store_.AppendAt(index, time, value.value, value.histogram).ok();
      }
      time += kMinute;
    }
    // Of one metric nobody knows when its series are complete.
    const std::string_view metric = store_.series(index).labels.metric_name();
    if (metric != "classic_bucket") store_.SetComplete(metric, 150 * kMinute);
  }

  std::string expression_;
  ParseOptions parse_;
  storage::MemoryStore store_;
  std::vector<std::unique_ptr<Kept>> kept_;
};

// Whether the result at a time depends on nothing but that time and the order of series: not on
// the query's own times, nor, by rounding or among equals, on the order in which its parts give
// their series.
bool DependsOnQuery(const Expr& expr) {
  if (const auto* call = TryAs<Call>(&expr)) {
    if (call->function->time == TimeUse::kQuery) return true;
  }
  if (const auto* selector = TryAs<VectorSelector>(&expr)) {
    if (selector->shift.at == AtModifier::kStart || selector->shift.at == AtModifier::kEnd) {
      return true;
    }
    if (selector->shift.offset_expr != nullptr) return true;
  }
  if (const auto* subquery = TryAs<SubqueryExpr>(&expr)) {
    if (subquery->shift.at == AtModifier::kStart || subquery->shift.at == AtModifier::kEnd) {
      return true;
    }
    if (subquery->range_expr != nullptr || subquery->step_expr != nullptr) return true;
  }
  if (const auto* matrix = TryAs<MatrixSelector>(&expr)) {
    if (matrix->range_expr != nullptr) return true;
  }
  if (const auto* aggregate = TryAs<AggregateExpr>(&expr)) {
    const std::string_view name = aggregate->aggregation->name;
    const bool any_order = name == "count" || name == "group" || name == "min" || name == "max" ||
                           name == "count_values" || name == "limit_ratio";
    const Expr* child = StripParens(aggregate->expr);
    if (!any_order && child->kind != ExprKind::kVectorSelector) return true;
  }
  bool depends = false;
  ForEachChild(expr, [&](const Expr& child) { depends = depends || DependsOnQuery(child); });
  return depends;
}

bool SameNumber(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool SameSample(const VectorSample& a, double value, const model::HistogramPtr& histogram) {
  if ((a.histogram != nullptr) != (histogram != nullptr)) return false;
  if (a.histogram == nullptr) return SameNumber(a.value, value);
  return SameNumber(a.histogram->count, histogram->count) &&
         SameNumber(a.histogram->sum, histogram->sum) && a.histogram->schema == histogram->schema;
}

void CheckRange(Subject& subject, const Expr& expr) {
  if (expr.type != ValueType::kVector || DependsOnQuery(expr)) return;
  const std::int64_t start = 90'000;
  const std::int64_t step = 50'000;
  const std::int64_t end = start + 9 * step;
  const QueryResult range = subject.Over(subject.expression(), start, end, step);
  if (!range.ok()) return;
  std::map<std::int64_t, std::vector<VectorSample>> by_time;
  for (const ResultSeries& series : std::get<Matrix>(range.value)) {
    for (const FloatPoint& point : series.floats) {
      by_time[point.time].push_back({.labels = series.labels, .value = point.value});
    }
    for (const HistogramPoint& point : series.histograms) {
      by_time[point.time].push_back({.labels = series.labels, .histogram = point.histogram});
    }
  }
  for (std::int64_t time = start; time <= end; time += step) {
    const QueryResult instant = subject.At(subject.expression(), time, Limits());
    Require(instant.ok(), "what can be evaluated over a range can be at each step");
    const auto& vector = std::get<Vector>(instant.value);
    Require(vector.size() == by_time[time].size(), "a step has as many samples as the instant");
    for (const VectorSample& sample : by_time[time]) {
      bool found = false;
      for (const VectorSample& other : vector) {
        if (other.labels != sample.labels) continue;
        found = true;
        Require(SameSample(other, sample.value, sample.histogram), "a step is the instant's value");
      }
      Require(found, "a step has the series of the instant");
    }
  }
}

// What must hold for every vector, whatever it is.
void CheckIdentities(Subject& subject, const Vector& vector, std::int64_t time) {
  const std::string& expr = subject.expression();
  const auto result = [&](const std::string& text) -> std::optional<Vector> {
    QueryResult outcome = subject.At(text, time, Limits());
    if (!outcome.ok()) return std::nullopt;
    return std::get<Vector>(outcome.value);
  };
  if (const auto count = result("count(" + expr + ")")) {
    Require(count->size() == (vector.empty() ? 0 : 1), "count() has a value if there is anything");
    if (!vector.empty()) {
      Require((*count)[0].value == static_cast<double>(vector.size()), "count() counts");
      if (const auto parts = result("sum(count by (job, le) (" + expr + "))")) {
        Require((*parts)[0].value == (*count)[0].value, "the counts of groups add up");
      }
    }
  }
  if (const auto same = result("(" + expr + ") and (" + expr + ")")) {
    Require(same->size() == vector.size(), "x and x is x");
  }
  if (const auto none = result("(" + expr + ") unless (" + expr + ")")) {
    Require(none->empty(), "x unless x is nothing");
  }
  if (const auto same = result("(" + expr + ") or (" + expr + ")")) {
    Require(same->size() == vector.size(), "x or x is x");
  }
  if (const auto zero = result("(" + expr + ") - (" + expr + ")")) {
    for (const VectorSample& sample : *zero) {
      if (sample.histogram) continue;
      Require(sample.value == 0 || std::isnan(sample.value), "x - x is zero");
    }
  }
  if (const auto least = result("min(" + expr + ")")) {
    const auto most = result("max(" + expr + ")");
    Require(most && most->size() == least->size(), "where there is a min() there is a max()");
    for (std::size_t i = 0; i < least->size(); ++i) {
      const double low = (*least)[i].value;
      const double high = (*most)[i].value;
      Require(std::isnan(low) == std::isnan(high) && !(low > high), "min() is not above max()");
    }
  }
}

void CheckQuery(Subject& subject) {
  const Expr* expr = subject.Parse(subject.expression());
  if (expr == nullptr) return;
  EngineOptions delayed = Limits();
  delayed.delayed_name_removal = true;
  delayed.start_timestamps = true;
  delayed.type_and_unit_labels = true;
  const std::int64_t time = 5 * kMinute;
  (void)subject.At(subject.expression(), time, delayed);
  (void)subject.At(subject.expression(), INT64_MAX, Limits());
  (void)subject.Over(subject.expression(), INT64_MIN, INT64_MIN + 5, 1);
  const QueryResult instant = subject.At(subject.expression(), time, Limits());
  CheckRange(subject, *expr);
  subject.CheckAhead(-kMinute, 50'000, 12);
  if (expr->type != ValueType::kVector || !instant.ok() || DependsOnQuery(*expr)) return;
  CheckIdentities(subject, std::get<Vector>(instant.value), time);
}

}  // namespace

// Either an expression on the first line and series on the others, or, where the first line is no
// expression, decisions from which all of that is made.
void FuzzPromqlEngine(std::string_view bytes) {
  if (bytes.size() > 4'096) return;
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  std::vector<std::string> series;
  if (end < bytes.size()) {
    for (std::string_view rest = bytes.substr(end + 1); !rest.empty() && series.size() < 32;) {
      const std::size_t line = std::min(rest.find('\n'), rest.size());
      series.emplace_back(rest.substr(0, line));
      rest.remove_prefix(std::min(rest.size(), line + 1));
    }
    Subject written(series, std::string(bytes.substr(0, end)));
    if (written.Parse(written.expression()) != nullptr) return CheckQuery(written);
  }
  Choices choices(bytes);
  std::string expression = RandomExpression(choices);
  Subject made(RandomSeries(choices), std::move(expression));
  CheckQuery(made);
}

}  // namespace check::fuzz
