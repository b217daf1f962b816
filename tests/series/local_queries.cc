#include "tests/series/local_queries.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/base/url.h"
#include "libcheck/promql/parse.h"
#include "libcheck/result/format.h"
#include "libcheck/series/query.h"

namespace check::test {
namespace {

using Json = nlohmann::json;

struct Parsed {
  explicit Parsed(const std::string& text) : source("query", text) {
    expr = promql::ParseExpr(source, series::WholeLanguage(), arena, diagnostics);
  }
  // As the server says it.
  std::string error() const {
    return diagnostics.found().empty() ? "cannot be parsed" : diagnostics.found()[0].upstream.str();
  }

  SourceBuffer source;
  Arena arena;
  UpstreamTexts texts;
  Diagnostics diagnostics{&texts};
  const promql::Expr* expr = nullptr;
};

Json Failure(const std::string& error) { return {{"status", "error"}, {"error", error}}; }
Json InvalidParameter(const std::string& name, const std::string& error) {
  return Failure("invalid parameter \"" + name + "\": " + error);
}

std::int64_t Time(const Json& text) {
  const auto time = ParseAbsoluteTime(text.get<std::string>(), "UTC");
  REQUIRE(time);
  return *time;
}

// Seconds, or with a unit.
std::int64_t Span(const Json& given) {
  const auto text = given.get<std::string>();
  if (const auto seconds = ParseGoFloat(text)) return std::llround(*seconds * 1000);
  const auto duration = ParsePrometheusDuration(text);
  REQUIRE(duration.ok());
  return std::chrono::duration_cast<std::chrono::milliseconds>(*duration).count();
}

Json Success(Json data) { return {{"status", "success"}, {"data", std::move(data)}}; }

Json AnswerQuery(const Json& question, storage::MemoryStore& store) {
  const auto text = question.at("query").get<std::string>();
  const Parsed parsed(text);
  if (parsed.expr == nullptr) return InvalidParameter("query", parsed.error());
  series::QueryTimes times;
  if (question.at("kind") == "range") {
    if (!ParseAbsoluteTime(question.at("start").get<std::string>(), "UTC")) {
      return InvalidParameter("start", "cannot parse \"" + question.at("start").get<std::string>() +
                                           "\" to a valid timestamp");
    }
    times = {.start = Time(question.at("start")),
             .end = Time(question.at("end")),
             .step = Span(question.at("step"))};
  } else {
    times.start = times.end = Time(question.at("time"));
  }
  promql::EngineOptions options;
  if (question.contains("lookback_delta")) {
    options.lookback_delta = Span(question.at("lookback_delta"));
  }
  const promql::QueryResult result = series::RunQuery(*parsed.expr, store, times, options);
  if (result.error) {
    return parsed.expr->type == promql::ValueType::kMatrix ||
                   parsed.expr->type == promql::ValueType::kString
               ? InvalidParameter("query", *result.error)
               : Failure(*result.error);
  }
  const result::Style style{.start = times.start, .end = times.end, .step = times.step};
  Json answer = Success(Json::parse(result::FindFormat("json")->Render(result.value, style)));
  for (const promql::Annotation& remark : result.annotations.list()) {
    answer[remark.level() == promql::AnnotationLevel::kWarning ? "warnings" : "infos"].push_back(
        remark.Message(text));
  }
  return answer;
}

// The label of `/api/v1/label/NAME/values`.
std::string LabelOf(std::string path) {
  path = path.substr(0, path.rfind('/'));
  std::string name;
  for (std::size_t i = path.rfind('/') + 1; i < path.size(); ++i) {
    if (path[i] == '%') {
      name += static_cast<char>(std::stoi(path.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      name += path[i];
    }
  }
  // Prometheus: names that the path cannot hold are written in letters that it can.
  return name == "U__http_2e_route" ? "http.route" : name;
}

Json AnswerMeta(const Json& question, storage::MemoryStore& store) {
  const Json& params = question.at("params");
  std::vector<series::Selector> selectors;
  std::vector<std::unique_ptr<Parsed>> kept;  // Which the selectors view.
  if (params.contains("match[]")) {
    for (const Json& match : params.at("match[]")) {
      kept.push_back(std::make_unique<Parsed>(match.get<std::string>()));
      const auto* const selector = promql::TryAs<promql::VectorSelector>(kept.back()->expr);
      if (selector == nullptr)
        return InvalidParameter("match[]", "1:4: parse error: unexpected \"(\"");
      selectors.emplace_back(selector->matchers.begin(), selector->matchers.end());
    }
  }
  storage::TimeRange range;
  if (params.contains("start")) range.begin = Time(params.at("start").at(0));
  if (params.contains("end")) range.end = Time(params.at("end").at(0));
  Json data = Json::array();
  if (question.at("kind") == "series") {
    if (selectors.empty()) return Failure("no match[] parameter provided");
    const auto found = series::FindSeries(store, selectors, range);
    REQUIRE(found.ok());
    for (const model::Labels labels : *found) {
      Json object = Json::object();
      for (const model::Label& label : labels.list()) {
        object[std::string(label.name->text)] = label.value->text;
      }
      data.push_back(std::move(object));
    }
  } else {
    const auto found =
        question.at("kind") == "labels"
            ? series::LabelNames(store, selectors, range)
            : series::LabelValues(store, LabelOf(question.at("path").get<std::string>()), selectors,
                                  range);
    REQUIRE(found.ok());
    data = *found;
  }
  if (params.contains("limit")) {
    const auto limit =
        static_cast<std::size_t>(std::stoi(params.at("limit").at(0).get<std::string>()));
    if (data.size() > limit) {
      data.erase(data.begin() + static_cast<std::ptrdiff_t>(limit), data.end());
      Json answer = Success(std::move(data));
      answer["warnings"].push_back("results truncated due to limit");
      return answer;
    }
  }
  return Success(std::move(data));
}

// Numbers as they are, however they are written, and no list where it is empty.
Json Plain(const Json& value) {
  if (value.is_string()) {
    const auto number = ParseGoFloat(value.get<std::string>());
    return number ? Json(FormatGoFloat(*number, 'g', -1)) : value;
  }
  if (!value.is_structured()) return value;
  Json plain = value;
  plain.clear();
  for (const auto& [key, child] : value.items()) {
    if (child.is_null()) continue;
    if (value.is_array()) {
      plain.push_back(Plain(child));
    } else {
      plain[key] = key == "metric" ? child : Plain(child);
    }
  }
  return plain;
}

Json Sorted(Json list) {
  std::sort(list.begin(), list.end(),
            [](const Json& a, const Json& b) { return a.dump() < b.dump(); });
  return list;
}

double Number(const Json& value) {
  if (value.is_string()) return std::nan("");
  return value.get<double>();
}

model::BucketSide Side(const Json& histogram, const char* spans, const char* counts) {
  model::BucketSide side;
  for (const Json& span : histogram.value(spans, Json::array())) {
    side.spans.push_back({span.at(0).get<std::int32_t>(), span.at(1).get<std::uint32_t>()});
  }
  for (const Json& count : histogram.value(counts, Json::array())) {
    side.counts.push_back(count.get<double>());
  }
  return side;
}

model::HistogramPtr Histogram(const Json& source) {
  auto histogram = std::make_shared<model::FloatHistogram>();
  histogram->schema = source.at("schema").get<std::int32_t>();
  // What the files were made from had this where they say nothing.
  histogram->zero_threshold = source.value("zt", source.contains("custom") ? 0.0 : 0.001);
  histogram->zero_count = source.value("zc", 0.0);
  histogram->count = Number(source.at("count"));
  histogram->sum = source.at("sum").is_string() ? model::kNaN : Number(source.at("sum"));
  histogram->positive = Side(source, "pspans", "p");
  histogram->negative = Side(source, "nspans", "n");
  if (source.contains("custom")) {
    histogram->custom_bounds =
        std::make_shared<const std::vector<double>>(source.at("custom").get<std::vector<double>>());
  }
  if (source.value("hint", 0) == 3) histogram->hint = model::CounterResetHint::kGauge;
  return histogram;
}

}  // namespace

Json Answer(const Json& question, storage::MemoryStore& store) {
  return question.contains("query") ? AnswerQuery(question, store) : AnswerMeta(question, store);
}

bool SameAnswer(const Json& question, const Json& actual) {
  const Json& expected = question.at("answer");
  if (expected.at("status") != actual.at("status")) return false;
  if (expected.at("status") == "error") return expected.at("error") == actual.at("error");
  for (const char* remarks : {"warnings", "infos"}) {
    if (Sorted(expected.value(remarks, Json::array())) !=
        Sorted(actual.value(remarks, Json::array()))) {
      return false;
    }
  }
  const Json& data = expected.at("data");
  if (!data.is_object()) return data == actual.at("data");
  const Json& ours = actual.at("data");
  if (data.at("resultType") != ours.at("resultType")) return false;
  const Json result = Plain(data.at("result"));
  const Json our_result = Plain(ours.at("result"));
  const bool is_sorted = question.at("query").get<std::string>().starts_with("sort");
  if (data.at("resultType") != "vector" || is_sorted) return result == our_result;
  return Sorted(result) == Sorted(our_result);
}

void AddNativeSource(const std::string& text, storage::MemoryStore& store) {
  for (const Json& source : Json::parse(text)) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& [name, value] : source.at("labels").items()) {
      pairs.emplace_back(name, value.get<std::string>());
    }
    const model::Labels labels = store.labels().Make(
        std::vector<std::pair<std::string_view, std::string_view>>(pairs.begin(), pairs.end()));
    std::map<std::int64_t, Json> samples;  // By time: floats are lists, histograms objects.
    for (const Json& sample : source.value("samples", Json::array())) {
      samples.emplace(sample.at(0).get<std::int64_t>(), sample);
    }
    for (const Json& sample : source.value("hists", Json::array())) {
      samples.emplace(sample.at("t").get<std::int64_t>(), sample);
    }
    const std::size_t index = store.SeriesIndex(labels);
    for (const auto& [time, sample] : samples) {
      const bool is_stale = sample.is_object()
                                ? sample.value("stale", false)
                                : sample.at(1).is_string() && sample.at(1) == "stale";
      const auto added = is_stale             ? store.AppendStale(index, time)
                         : sample.is_object() ? store.AppendAt(index, time, 0, Histogram(sample))
                                              : store.AppendAt(index, time, Number(sample.at(1)));
      CHECK_MESSAGE(added.ok(), (added ? "" : added.error().message));
    }
  }
}

}  // namespace check::test
