// The traits of functions and aggregations against what the engine does: every row is looked at,
// with arguments made for its signature.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/engine.h"
#include "libcheck/promql/functions.h"
#include "libcheck/promql/label_flow.h"
#include "libcheck/promql/parse.h"
#include "libcheck/promql/series_description.h"
#include "libcheck/storage/memory.h"

namespace check::promql {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kEvaluated = 60 * kMinute;

// An hour of samples, one each minute.
constexpr const char* kSeries[] = {
    R"(m{host="b2", le="1"} 4+2.5x60)",
    R"(m{host="a1", le="+Inf"} 9+3.25x60)",
    R"(m{host="b10", le="1"} 7+0.5x60)",
    R"(m{host="b10", le="+Inf"} 7+4x60)",
    // The same, smaller and growing less.
    R"(small{host="b2", le="1"} 2+1x60)",
    R"(small{host="a1", le="+Inf"} 3+1.5x60)",
    R"(small{host="b10", le="1"} 1+0.25x60)",
    R"(small{host="b10", le="+Inf"} 1+2x60)",
    R"(negative{host="a1", le="1"} -1-1.5x60)",
    R"(negative{host="b2", le="1"} -9+0.125x60)",
    R"(swinging{host="a1", le="1"} -3 5 -0.5 2 7 -11 0.25+0.125x54)",
    R"(lonely{host="a1", le="1"} 5 _x53 3)",
    R"(pair{host="a1", le="1"} _x53 3 4)",
    R"(h{host="a1"} {{schema:0 count:6 sum:11 buckets:[1 2 3]}}x60)",
    R"(target_info{host="a1", instance="i", job="j"} 1x60)",
};

class Data {
 public:
  Data() {
    for (const char* text : kSeries) {
      SeriesDescription description;
      REQUIRE_FALSE(ParseSeriesDescription(text, description));
      std::vector<std::pair<std::string_view, std::string_view>> labels(description.labels.begin(),
                                                                        description.labels.end());
      const std::size_t series = store.SeriesIndex(store.labels().Make(labels));
      std::int64_t time = 0;
      for (const SequenceValue& value : description.values) {
        if (!value.omitted) {
          REQUIRE(store.AppendAt(series, time, value.value, value.histogram).ok());
        }
        time += kMinute;
      }
    }
  }

  storage::MemoryStore store;
};

struct Answer {
  Vector vector;  // A scalar is a sample without labels.
  std::optional<std::string> error;
};

// One query, evaluated. Labels belong to the data.
class Asked {
 public:
  Asked(Data& data, const std::string& text) : source_("", text) {
    ParseOptions parse;
    parse.experimental_functions = true;
    const Expr* expr = ParseExpr(source_, parse, arena_, diagnostics_);
    REQUIRE_MESSAGE(expr != nullptr, text);
    expr_ = expr;
    Result<Query> query = Query::Bind(*expr, data.store, {});
    REQUIRE(query.ok());
    query_.emplace(std::move(*query));
  }

  Answer At(std::int64_t time) {
    QueryResult result = query_->RunInstant(time);
    Answer answer{.error = result.error};
    if (result.error) return answer;
    if (auto* scalar = std::get_if<Scalar>(&result.value)) {
      answer.vector.push_back({.time = time, .value = scalar->value});
    } else {
      answer.vector = std::get<Vector>(std::move(result.value));
    }
    return answer;
  }

  // The values at `time` among the steps of a range.
  std::string InRange(std::int64_t start, std::int64_t end, std::int64_t step, std::int64_t time) {
    const QueryResult result = query_->RunRange(start, end, step);
    REQUIRE(result.ok());
    std::string text;
    for (const ResultSeries& series : std::get<Matrix>(result.value)) {
      for (const FloatPoint& point : series.floats) {
        if (point.time == time) text += std::to_string(point.value) + "\n";
      }
    }
    return text;
  }

  const Expr& expr() const { return *expr_; }

 private:
  SourceBuffer source_;
  Arena arena_;
  Diagnostics diagnostics_;
  const Expr* expr_ = nullptr;
  std::optional<Query> query_;
};

std::string Text(const Answer& answer) {
  return answer.error ? "error: " + *answer.error : ToString(Value(answer.vector));
}

// What fits a parameter; `series` stands for arguments that hold series. `wrong`: what the
// parameter's constraint excludes.
std::string Argument(const Parameter& parameter, const std::string& series, bool wrong = false,
                     std::size_t place = 0) {
  switch (parameter.constraint) {
    case Constraint::kLabelName:
      return wrong ? R"("")" : R"("dst")";
    case Constraint::kRegex:
      return wrong ? "\"(\"" : "\"(.*)\"";
    case Constraint::kFactor:
    case Constraint::kQuantile:
      return wrong ? "2" : "0." + std::to_string(place + 1);
    case Constraint::kCount:
      return wrong ? "1e30" : "2";
    case Constraint::kRatio:
      return wrong ? "NaN" : "0.5";
    case Constraint::kLabelMatchers:
      return wrong ? "{host=~\"(\"}" : "{host=\"a1\"}";
    case Constraint::kNone:
      break;
  }
  switch (parameter.type) {
    case ValueType::kScalar:
      return "3";
    case ValueType::kString:
      return R"("other")";
    default:
      return series;
  }
}

// A call with the arguments that have to be there, and `more` of those that need not.
// `wrong_argument` is excluded by its constraint.
std::string CallOf(const Function& function, const std::string& series, std::size_t more = 0,
                   std::size_t wrong_argument = kMaxParameters) {
  const Signature& signature = function.signature;
  std::string text(function.name);
  text += '(';
  for (std::size_t i = 0; i < signature.required + more; ++i) {
    if (i > 0) text += ", ";
    text += Argument(signature.At(i), series, i == wrong_argument, i);
  }
  return text + ")";
}

bool TakesRange(const Function& function) {
  const Signature& signature = function.signature;
  return std::any_of(
      signature.parameters.begin(), signature.parameters.begin() + signature.count,
      [](const Parameter& parameter) { return parameter.type == ValueType::kMatrix; });
}

bool TakesSeries(const Function& function) {
  return TakesRange(function) ||
         (function.signature.required > 0 &&
          std::any_of(function.signature.parameters.begin(),
                      function.signature.parameters.begin() + function.signature.required,
                      [](const Parameter& p) { return p.type == ValueType::kVector; }));
}

std::string Selecting(const Function& function, std::string metric,
                      const std::string& range = "[20m]") {
  return TakesRange(function) ? metric + range : metric;
}

bool MayFail(Constraint constraint) {
  return constraint != Constraint::kNone && constraint != Constraint::kQuantile &&
         constraint != Constraint::kLabelMatchers;
}

double Least(const Vector& vector) {
  double least = std::numeric_limits<double>::infinity();
  for (const VectorSample& sample : vector) least = std::min(least, sample.value);
  return least;
}
double Most(const Vector& vector) {
  double most = -std::numeric_limits<double>::infinity();
  for (const VectorSample& sample : vector) most = std::max(most, sample.value);
  return most;
}

// Whether `values` holds of what `call` gives; it is made of the series of `metric`,
// or of the number 3.
void CheckValues(Data& data, const Values& values, const std::string& call,
                 const std::string& metric) {
  CAPTURE(call);
  const Answer answer = Asked(data, call).At(kEvaluated);
  REQUIRE_MESSAGE(!answer.error, Text(answer));
  const auto extreme = [&](const char* function) {
    return Asked(data, std::string(function) + "(" + metric + "[61m])").At(kEvaluated).vector;
  };
  const bool is_scalar = metric == "3";
  const double low = is_scalar ? 3 : Least(extreme("min_over_time"));
  const double high = is_scalar ? 3 : Most(extreme("max_over_time"));
  for (const VectorSample& sample : answer.vector) {
    if (sample.histogram || std::isnan(sample.value)) continue;
    switch (values.kind) {
      case Values::Kind::kAnything:
        break;
      case Values::Kind::kBetween:
        CHECK(sample.value >= values.low);
        CHECK(sample.value <= values.high);
        break;
      case Values::Kind::kOfInput:
        CHECK(sample.value >= low);
        CHECK(sample.value <= high);
        break;
      case Values::Kind::kSumOfInput:
        if (low >= 0) CHECK(sample.value >= low);
        if (high <= 0) CHECK(sample.value <= high);
        break;
      case Values::Kind::kGrowthOfInput:
        if (low >= 0) CHECK(sample.value >= 0);
        break;
    }
  }
}

// What label flow says of every part of an expression has to be so of the whole.
void CheckFlow(Data& data, const std::string& text) {
  CAPTURE(text);
  Asked asked(data, text);
  const Answer answer = asked.At(kEvaluated);
  REQUIRE_MESSAGE(!answer.error, Text(answer));
  if (asked.expr().type != ValueType::kVector) return;
  const LabelFlows flows(asked.expr());
  for (const char* label : {"__name__", "host", "le", "dst", "other", "nowhere"}) {
    CAPTURE(label);
    const LabelFact fact = flows.Result().Find(label);
    for (const VectorSample& sample : answer.vector) {
      if (fact.presence == Presence::kNever) CHECK_FALSE(sample.labels.Has(label));
      if (fact.presence == Presence::kAlways) CHECK(sample.labels.Has(label));
    }
  }
}

TEST_CASE("each function has one body, which fits its signature") {
  for (const Function& function : AllFunctions()) {
    CAPTURE(function.name);
    const bool has_instant = function.instant != nullptr;
    const bool has_range = function.range != nullptr;
    CHECK(int{has_instant} + int{has_range} + int{function.make_node != nullptr} == 1);
    CHECK(TakesRange(function) == has_range);
    const bool of_range = function.start_times || function.anchored || function.smoothed ||
                          function.expects_counter || function.range_block != nullptr;
    if (of_range) CHECK(has_range);
    if (function.of_selector != nullptr) CHECK(has_instant);
    if (function.make_state != nullptr) CHECK(has_instant);
    if (function.least_samples != 1) CHECK(has_range);
    if (!function.gauge_form.empty()) CHECK((FindFunction(function.gauge_form) != nullptr));
    for (std::size_t i = 0; i < function.signature.count; ++i) {
      const Parameter& parameter = function.signature.parameters[i];
      CHECK(parameter.noun.empty() == !MayFail(parameter.constraint));
    }
  }
}

TEST_CASE("a function that is given too many arguments is reported, and nothing else happens") {
  for (const Function& function : AllFunctions()) {
    for (const char* argument : {"1", "x", "x[5m]", "'a'"}) {
      std::string text = std::string(function.name) + "(";
      for (int i = 0; i < 20; ++i) text += std::string(i > 0 ? ", " : "") + argument;
      CAPTURE(text);
      const SourceBuffer source("", text + ")");
      Arena arena;
      Diagnostics diagnostics;
      ParseOptions parse;
      parse.experimental_functions = true;
      CHECK((ParseExpr(source, parse, arena, diagnostics) == nullptr));
      CHECK_FALSE(diagnostics.found().empty());
    }
  }
}

TEST_CASE("each function leaves the labels that its row says") {
  Data data;
  for (const Function& function : AllFunctions()) {
    for (const char* metric : {"m", "h"}) {
      const std::string call = CallOf(function, Selecting(function, metric));
      CAPTURE(call);
      const Answer answer = Asked(data, call).At(kEvaluated);
      REQUIRE_MESSAGE(!answer.error, Text(answer));
      const Answer input = Asked(data, metric).At(kEvaluated);
      const auto stems_from_input = [&](model::Labels labels, bool with_name) {
        return std::any_of(input.vector.begin(), input.vector.end(), [&](const auto& sample) {
          return labels ==
                 (with_name ? sample.labels : data.store.labels().DropMetadata(sample.labels));
        });
      };
      switch (function.labels) {
        case LabelEffect::kKeepsAll:
          for (const VectorSample& sample : answer.vector) {
            CHECK(stems_from_input(sample.labels, true));
          }
          break;
        case LabelEffect::kDropsName:
          if (!TakesSeries(function)) break;
          for (const VectorSample& sample : answer.vector) {
            CHECK(stems_from_input(sample.labels, false));
          }
          break;
        case LabelEffect::kNone:
          REQUIRE(answer.vector.size() == 1);
          CHECK(
              (answer.vector[0].labels.set() == nullptr || answer.vector[0].labels.list().empty()));
          break;
        case LabelEffect::kFromMatchers: {
          CHECK(answer.vector.empty());
          const std::string absent =
              CallOf(function, Selecting(function, R"(m{host="gone", le!="2"})"));
          CHECK(Text(Asked(data, absent).At(kEvaluated)) == R"({host="gone"} => 1 @[3600000])");
          break;
        }
        case LabelEffect::kFromBuckets:
          CHECK_FALSE(answer.vector.empty());
          for (const VectorSample& sample : answer.vector) CHECK_FALSE(sample.labels.Has("le"));
          break;
        case LabelEffect::kReplacesLabel:
        case LabelEffect::kJoinsLabels:
        case LabelEffect::kAddsInfo:
          REQUIRE(answer.vector.size() == input.vector.size());
          for (std::size_t i = 0; i < answer.vector.size(); ++i) {
            CHECK(answer.vector[i].value == input.vector[i].value);
            CHECK(answer.vector[i].labels.metric_name() == metric);
          }
          break;
      }
      CheckFlow(data, call);
      if (function.signature.variadic)
        CheckFlow(data, CallOf(function, Selecting(function, metric), 1));
    }
  }
}

TEST_CASE("each function gives values that its row allows") {
  Data data;
  for (const Function& function : AllFunctions()) {
    for (const char* metric : {"m", "negative", "swinging", "h"}) {
      CheckValues(data, function.values, CallOf(function, Selecting(function, metric)),
                  function.MakesVector() ? "3" : metric);
    }
  }
}

TEST_CASE("functions that are said to be monotone give no more for less") {
  Data data;
  for (const Function& function : AllFunctions()) {
    if (!function.monotone) continue;
    CAPTURE(function.name);
    const Vector more =
        Asked(data, CallOf(function, Selecting(function, "m"))).At(kEvaluated).vector;
    const Vector less =
        Asked(data, CallOf(function, Selecting(function, "small"))).At(kEvaluated).vector;
    REQUIRE(more.size() == 4);
    REQUIRE(less.size() == 4);
    for (std::size_t i = 0; i < more.size(); ++i) {
      REQUIRE(more[i].labels == less[i].labels);
      CHECK(less[i].value <= more[i].value);
    }
  }
}

TEST_CASE("functions depend on time if their rows say so") {
  Data data;
  constexpr std::int64_t kOneDay = 1'581'296'523'000;      // 2020-02-10T01:02:03Z, a Monday.
  constexpr std::int64_t kAnotherDay = 1'616'045'824'000;  // 2021-03-18T05:37:04Z, a Thursday.
  for (const Function& function : AllFunctions()) {
    // The same at each time of evaluation. Of a selector alone, timestamp() would see samples' own.
    const std::string call =
        CallOf(function, TakesRange(function) ? "m[20m] @ 3600" : "(m @ 3600 * 1)");
    CAPTURE(call);
    Asked asked(data, call);
    const auto values = [&](std::int64_t time) {
      std::string text;
      const Answer answer = asked.At(time);
      REQUIRE_MESSAGE(!answer.error, Text(answer));
      for (const VectorSample& sample : answer.vector) text += std::to_string(sample.value) + "\n";
      return text;
    };
    const std::string one = values(kOneDay);
    const std::string another = values(kAnotherDay);
    const std::string in_short =
        asked.InRange(kOneDay - kMinute, kOneDay + kMinute, kMinute, kOneDay);
    const std::string in_long = asked.InRange(kOneDay, kOneDay + 4 * kMinute, 2 * kMinute, kOneDay);
    switch (function.time) {
      case TimeUse::kNone:
        CHECK(one == another);
        CHECK(in_short == in_long);
        break;
      case TimeUse::kEvaluation:
        CHECK(one != another);
        CHECK(in_short == in_long);
        break;
      case TimeUse::kQuery:
        CHECK(in_short != in_long);
        break;
    }
  }
}

TEST_CASE("functions of a range need as many samples as their rows say") {
  Data data;
  for (const Function& function : AllFunctions()) {
    if (function.range == nullptr || function.labels == LabelEffect::kFromMatchers) continue;
    CAPTURE(function.name);
    const auto count = [&](const char* metric) {
      return Asked(data, CallOf(function, Selecting(function, metric)))
          .At(54 * kMinute + 1000)
          .vector.size();
    };
    CHECK(count("lonely") == (function.least_samples > 1 ? 0 : 1));
    CHECK(count("pair") == 1);
  }
}

TEST_CASE("evaluation fails for arguments that a constraint excludes, and for no others") {
  Data data;
  for (const Function& function : AllFunctions()) {
    const Signature& signature = function.signature;
    for (std::size_t i = 0; i < signature.count; ++i) {
      if (signature.parameters[i].constraint == Constraint::kLabelMatchers) continue;
      const std::size_t more = i < signature.required ? 0 : i + 1 - signature.required;
      const std::string call = CallOf(function, Selecting(function, "m"), more, i);
      CAPTURE(call);
      const Answer answer = Asked(data, call).At(kEvaluated);
      CHECK(answer.error.has_value() == MayFail(signature.parameters[i].constraint));
      if (signature.parameters[i].constraint != Constraint::kQuantile) continue;
      REQUIRE_FALSE(answer.vector.empty());
      for (const VectorSample& sample : answer.vector) CHECK(std::isinf(sample.value));
    }
  }
}

std::string Aggregated(const Aggregation& aggregation, const std::string& modifier,
                       const std::string& series, bool wrong = false) {
  std::string text = std::string(aggregation.name) + " " + modifier + "(";
  if (aggregation.parameter.type != ValueType::kNone) {
    text += Argument(aggregation.parameter, series, wrong) + ", ";
  }
  return text + series + ")";
}

TEST_CASE("each aggregation does what its row says") {
  Data data;
  for (const Aggregation& aggregation : AllAggregations()) {
    CAPTURE(aggregation.name);
    CHECK((aggregation.fold.add != nullptr) != (aggregation.make_node != nullptr));
    const bool has_parameter = aggregation.parameter.type != ValueType::kNone;
    CHECK(has_parameter == !aggregation.parameter.name.empty());
    CHECK(aggregation.parameter.noun.empty() == !MayFail(aggregation.parameter.constraint));

    for (const char* metric : {"m", "negative", "swinging", "h"}) {
      CheckValues(data, aggregation.values, Aggregated(aggregation, "", metric), metric);
      for (const char* modifier : {"", "by (host)", "without (host)", "by (le, nowhere)"}) {
        CheckFlow(data, Aggregated(aggregation, modifier, metric));
      }
    }
    const Vector groups =
        Asked(data, Aggregated(aggregation, "by (host)", "m")).At(kEvaluated).vector;
    REQUIRE_FALSE(groups.empty());
    for (const VectorSample& group : groups) {
      CHECK(group.labels.Has("le") == aggregation.selects_series);
      CHECK(group.labels.Has(model::kMetricName) == aggregation.selects_series);
      if (!aggregation.counts) continue;
      CHECK(group.value == (group.labels.Get("host") == "b10" ? 2 : 1));
    }
    if (aggregation.monotone) {
      const double all = Most(Asked(data, Aggregated(aggregation, "", "m")).At(kEvaluated).vector);
      for (const char* part : {"small", R"(m{host="b10"})", R"(m{host="a1"})"}) {
        CHECK(Most(Asked(data, Aggregated(aggregation, "", part)).At(kEvaluated).vector) <= all);
      }
    }
    if (!has_parameter) continue;
    const Answer wrong = Asked(data, Aggregated(aggregation, "", "m", true)).At(kEvaluated);
    CHECK(wrong.error.has_value() == MayFail(aggregation.parameter.constraint));
    if (aggregation.parameter.constraint == Constraint::kQuantile) {
      CHECK(std::isinf(wrong.vector.at(0).value));
    }
  }
}

}  // namespace
}  // namespace check::promql
