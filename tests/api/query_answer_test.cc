#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/prometheus.h"
#include "libcheck/base/number.h"
#include "tests/support/shared.h"

namespace check::api {
namespace {

using nlohmann::json;

// Gives a text in pieces of any size, as a network does.
class Pieces final : public ByteSource {
 public:
  Pieces(std::string_view text, std::size_t size) : text_(text), size_(size) {}

  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    size = std::min({size, size_, text_.size()});
    text_.copy(buffer, size);
    text_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view text_;
  std::size_t size_;
};

json Time(std::int64_t time) {
  if (time % 1000 == 0) return time / 1000;
  return static_cast<double>(time) / 1000;
}

std::string Number(double value) { return FormatGoFloat(value, 'f', -1); }

json Metric(model::Labels labels) {
  json metric = json::object();
  for (const model::Label& label : labels.list()) {
    metric[std::string(label.name->text)] = std::string(label.value->text);
  }
  return metric;
}

json Histogram(const model::FloatHistogram& histogram) {
  json written = {{"count", Number(histogram.count)}, {"sum", Number(histogram.sum)}};
  for (const model::Bucket& bucket : model::AllBuckets(histogram)) {
    if (bucket.count == 0) continue;
    const int rule = bucket.lower_inclusive ? (bucket.upper_inclusive ? 3 : 1)
                                            : (bucket.upper_inclusive ? 0 : 2);
    written["buckets"].push_back(
        {rule, Number(bucket.lower), Number(bucket.upper), Number(bucket.count)});
  }
  return written;
}

// `value` as the API writes it.
json ToJson(const promql::Value& value) {
  if (const auto* scalar = std::get_if<promql::Scalar>(&value)) {
    return {{"resultType", "scalar"}, {"result", {Time(scalar->time), Number(scalar->value)}}};
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return {{"resultType", "string"}, {"result", {0, *text}}};
  }
  json result = json::array();
  if (const auto* vector = std::get_if<promql::Vector>(&value)) {
    for (const promql::VectorSample& sample : *vector) {
      json element = {{"metric", Metric(sample.labels)}};
      if (sample.histogram != nullptr) {
        element["histogram"] = {Time(sample.time), Histogram(*sample.histogram)};
      } else {
        element["value"] = {Time(sample.time), Number(sample.value)};
      }
      result.push_back(element);
    }
    return {{"resultType", "vector"}, {"result", result}};
  }
  for (const promql::ResultSeries& series : std::get<promql::Matrix>(value)) {
    json element = {{"metric", Metric(series.labels)}};
    for (const promql::FloatPoint& point : series.floats) {
      element["values"].push_back({Time(point.time), Number(point.value)});
    }
    for (const promql::HistogramPoint& point : series.histograms) {
      element["histograms"].push_back({Time(point.time), Histogram(*point.histogram)});
    }
    result.push_back(element);
  }
  return {{"resultType", "matrix"}, {"result", result}};
}

// `data` with all numbers written in one way.
json Plain(json data) {
  if (data.is_array() || data.is_object()) {
    for (auto& part : data) part = Plain(part);
    return data;
  }
  if (!data.is_string()) return data;
  const std::optional<double> number = ParseGoFloat(data.get<std::string>());
  return number ? json(Number(*number)) : data;
}

Reply<promql::Value> Read(std::string_view text, model::LabelTable& labels,
                          std::size_t piece = 1 << 20) {
  Pieces source(text, piece);
  return ReadQueryAnswer(source, labels);
}

std::string FaultOf(std::string_view text) {
  model::LabelTable labels;
  const Reply<promql::Value> reply = Read(text, labels);
  return reply ? "no fault" : reply.fault.message;
}

// What is read from `data`, as text.
std::string Data(std::string_view data) {
  model::LabelTable labels;
  const std::string text = R"({"status":"success","data":)" + std::string(data) + "}";
  const Reply<promql::Value> reply = Read(text, labels);
  return reply ? promql::ToString(*reply) : "fault: " + reply.fault.message;
}

TEST_CASE("answers to queries are read in pieces of any size") {
  constexpr std::string_view kText =
      R"({"status":"success","data":{"resultType":"matrix","result":[)"
      R"({"metric":{"__name__":"up","job":"a\u00e9\ud83d\ude00\n"},"values":[[1.5,"1"],[2,"NaN"],)"
      R"([3.25,"+Inf"],[4,"-1.5e-7"],[5,"0.1"],[6,"123456789012345678901234"]]},)"
      R"({"metric":{},"values":[]}]},"warnings":["w1","w2"],"infos":["i"]})";
  for (const std::size_t size : {1, 2, 3, 7, 64, 1000}) {
    CAPTURE(size);
    model::LabelTable labels;
    const Reply<promql::Value> reply = Read(kText, labels, size);
    REQUIRE(reply);
    CHECK(
        promql::ToString(*reply) ==
        "{__name__=\"up\", job=\"a\xc3\xa9\xf0\x9f\x98\x80\\n\"} =>\n1 @[1500]\nNaN @[2000]\n"
        "+Inf @[3250]\n-0.00000015 @[4000]\n0.1 @[5000]\n123456789012345690000000 @[6000]\n{} =>");
    CHECK(reply.warnings == std::vector<std::string>{"w1", "w2"});
    CHECK(reply.infos == std::vector<std::string>{"i"});
  }
}

TEST_CASE("the parts of an answer may come in any order, with others among them") {
  CHECK(Data(R"({"stats":{"a":[1,{"b":null}]},"result":[{"value":[1,"2"],"x":"y","metric":)"
             R"({"b":"2","a":"1","empty":""}}],"resultType":"vector"})") ==
        "{a=\"1\", b=\"2\"} => 2 @[1000]");
  CHECK(Data(R"({"resultType":"scalar","result":[1435781451.781,"1"]})") ==
        "scalar: 1 @[1435781451781]");
  CHECK(Data(R"({"resultType":"string","result":[1435781451.781,"foo"]})") == "foo");
  CHECK(Data(R"({"resultType":"vector","result":[]})").empty());
  CHECK(Data(R"({"result":null,"resultType":"matrix"})").empty());
  CHECK(Data(R"({ "resultType" : "vector", "result" : [ { "metric" : { } , "value" : )"
             "\n[ 1 , \"-5\" ] } ] }") == "{} => -5 @[1000]");
  // VictoriaMetrics.
  CHECK(
      Data(R"({"resultType":"vector","result":[{"metric":{},"value":[1.5e3,"1e3"],"group":1}]})") ==
      "{} => 1000 @[1500000]");
}

TEST_CASE("numbers are read to the last bit") {
  for (const std::string_view text :
       {"0", "-0", "0.1", "0.30000000000000004", "1234567.0000001", "9007199254740993",
        "18446744073709551615", "18446744073709551616", "123456789.123456789123456789",
        "0.000000000000000000000000000001", "4.9e-324", "1.7976931348623157e+308", "2.5e-5",
        "100000000000000000000000", "0.7523809523809524", "NaN", "+Inf", "-Inf"}) {
    CAPTURE(text);
    model::LabelTable labels;
    const std::string answer =
        R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,")" +
        std::string(text) + R"("]]}]}})";
    const Reply<promql::Value> reply = Read(answer, labels);
    REQUIRE(reply);
    const double value = std::get<promql::Matrix>(*reply)[0].floats[0].value;
    const double expected = *ParseGoFloat(text);
    CHECK(std::signbit(value) == std::signbit(expected));
    CHECK((value == expected || (std::isnan(value) && std::isnan(expected))));
  }
}

TEST_CASE("an answer that is not one says why") {
  CHECK(FaultOf("") == "it ends in the middle of the JSON");
  CHECK(FaultOf("<html>") == "invalid JSON at byte 1");
  CHECK(FaultOf("[]") == "invalid JSON at byte 1");
  CHECK(FaultOf("{}") == "it has no `status`, so it is not from the Prometheus API");
  CHECK(FaultOf(R"({"status":"success"})") == "it has no `data`");
  CHECK(
      FaultOf(R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b)") ==
      "it ends in the middle of the JSON");
  CHECK(FaultOf(R"({"status":"success","data":null}x)") == "invalid JSON at byte 33");
  CHECK(FaultOf(R"({"status":"success","data":null})") == "it has no valid query result");
  CHECK(FaultOf(R"({"status":"error","errorType":"bad_data","error":"1:3: parse error"})") ==
        "bad_data: 1:3: parse error");
  CHECK(Data(R"({"resultType":"vector","result":[{"values":[[1,"1"]]}]})") ==
        "fault: it has no valid query result");
  CHECK(Data(R"({"resultType":"vector","result":[{"value":[1]}]})") ==
        "fault: it has a point that is not `[time, \"value\"]`");
  CHECK(Data(R"({"resultType":"vector","result":[{"value":[1,"x"]}]})") ==
        "fault: it has a string where a number is expected");
  CHECK(Data(R"({"resultType":"matrix","result":[{}]})") ==
        "fault: a series in it has no value, or more than one");
  CHECK(Data(R"({"resultType":"matrix","result":[{"value":[1,"1"],"values":[]}]})") ==
        "fault: a series in it has no value, or more than one");
  CHECK(Data(R"({"resultType":"vector","result":[{"metric":{"a":"1","a":"2"}}]})") ==
        "fault: a series in it has a duplicate label");
  CHECK(Data("{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"a\":\"\xff\"}}]}") ==
        "fault: a string in it is not valid UTF-8");
  for (const std::string_view word : {"01", "1.", "nul", "-", "1e", "+1", "TRUE"}) {
    CHECK(Data("{\"x\":" + std::string(word) + "}") == "fault: it has an unknown JSON literal");
  }
  CHECK(Data(std::string(1000, '[')) == "fault: invalid JSON at byte 28");
  CHECK(Data(R"({"x":)" + std::string(1000, '[')) == "fault: its JSON is nested too deeply");
}

TEST_CASE("native histograms get their schema back") {
  model::LabelTable labels;
  const auto read = [&](std::string_view buckets) {
    const std::string text =
        R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,)"
        R"({"count":"6","sum":"3","buckets":)" +
        std::string(buckets) + "}]}]}}";
    const Reply<promql::Value> reply = Read(text, labels);
    if (!reply) return "fault: " + reply.fault.message;
    return std::get<promql::Vector>(*reply)[0].histogram->TestExpression();
  };
  CHECK(read(R"([[1,"-2","-1","2"],[3,"-0.001","0.001","1"],[0,"1","2","2"],[0,"8","16","1"]])") ==
        "{{count:6 sum:3 z_bucket:1 z_bucket_w:0.001 offset:1 buckets:[2 0 0 1] "
        "n_offset:1 n_buckets:[2]}}");
  CHECK(read(R"([[0,"1","1.0905077326652577","6"]])") ==
        "{{schema:3 count:6 sum:3 offset:1 buckets:[6]}}");
  // Cut by the zero bucket.
  CHECK(read(R"([[3,"-0.75","0.75","1"],[0,"0.75","1","2"],[0,"1","2","3"]])") ==
        "{{count:6 sum:3 z_bucket:1 z_bucket_w:0.75 buckets:[2 3]}}");
  CHECK(read(R"([[0,"0.75","1","2"],[0,"1","2","3"]])") ==
        "{{count:6 sum:3 z_bucket_w:0.75 buckets:[2 3]}}");
  CHECK(read(R"([[0,"-Inf","5","1"],[0,"5","10","2"],[0,"20","+Inf","3"]])") ==
        "{{schema:-53 count:6 sum:3 custom_values:[5 10 20] buckets:[1 2 0 3]}}");
  CHECK(read("[]") == "{{count:6 sum:3}}");
  CHECK(read(R"([[0,"5","10","2"],[0,"7","9","2"]])") ==
        "fault: a histogram in it has buckets that overlap");
  CHECK(read(R"([[7,"5","10","2"]])") ==
        "fault: a histogram in it has a bucket that is not `[rule, lower, upper, count]`");
}

TEST_CASE("answers of release 3.14.0 are read as they are") {
  const auto folder = test::Shared("conformance/local_queries", "answers to queries");
  if (!folder) return;
  std::size_t total = 0;
  std::size_t agreed = 0;
  for (const char* name : {"instant.jsonl", "range.jsonl"}) {
    for (const std::string& line : test::Lines(*folder / name)) {
      const json recorded = json::parse(line);
      const json& answer = recorded.at("answer");
      if (answer.value("status", "") != "success") continue;
      ++total;
      model::LabelTable labels;
      const std::string text = answer.dump();
      const Reply<promql::Value> reply = Read(text, labels, 100);
      CAPTURE(recorded.at("id").get<std::string>());
      REQUIRE_MESSAGE(reply, reply.fault.message);
      json expected = Plain(answer.at("data"));
      if (expected["resultType"] == "string") expected["result"][0] = 0;
      const json found = Plain(ToJson(*reply));
      if (found == expected) ++agreed;
      CHECK(found == expected);
    }
  }
  test::PrintConformance("query answers", agreed, total);
}

}  // namespace
}  // namespace check::api
