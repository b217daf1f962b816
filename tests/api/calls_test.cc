#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/api/prometheus.h"
#include "tests/support/golden.h"

// The answers in testdata/api are those of Debian's Prometheus 2.42.
namespace check::api {
namespace {

// Answers the next request with a file, and remembers what was asked.
class Recorded final : public http::HttpTransport {
 public:
  Recorded() : server_(*Server::Make({.url = "http://h/p"}, NoFiles(), *this)) {}

  const Server& Answering(std::string_view file) {
    text_ = test::ReadText(test::Testdata("api") / (std::string(file) + ".json"));
    return server_;
  }
  // "GET /api/v1/query?query=up": a form as if it were in the URL.
  std::string Asked() const {
    return asked_.method + " " + asked_.url.substr(std::string_view("http://h/p").size()) +
           (asked_.body.empty() ? "" : " " + asked_.body);
  }

  Result<http::HttpResponse> Send(const http::HttpRequest& request) override {
    asked_ = request;
    http::HttpResponse response;
    response.status = text_.find("\"error\"") == std::string::npos ? 200 : 400;
    response.body = FromMemory(text_);
    return response;
  }

 private:
  http::HttpRequest asked_;
  std::string text_;
  Server server_;
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string Text(const Pairs& pairs) {
  std::string text;
  for (const auto& [name, value] : pairs) text += fmt::format(" {}={}", name, value);
  return text;
}

TEST_CASE("recorded answers to queries become values") {
  Recorded recorded;
  model::LabelTable labels;
  const auto text = [](const Reply<promql::Value>& reply) {
    return reply ? promql::ToString(*reply) : "fault: " + reply.fault.message;
  };
  CHECK(
      text(QueryInstant(recorded.Answering("instant"), {.query = "requests_total", .time = -500},
                        labels)) ==
      R"({__name__="requests_total", code="200", instance="127.0.0.1:18191", job="app"} => 2 @[1795952480373])"
      "\n"
      R"({__name__="requests_total", code="500", instance="127.0.0.1:18191", job="app"} => 1 @[1795952480373])");
  CHECK(recorded.Asked() == "POST /api/v1/query query=requests_total&time=-0.5");
  const RangeQuery range = {.query = "requests_total",
                            .start = 1000,
                            .end = 61500,
                            .step = 15000,
                            .limits = {.timeout = 30000, .lookback_delta = 60000, .limit = 5}};
  CHECK(text(QueryRange(recorded.Answering("range"), range, labels)) ==
        R"({__name__="requests_total", code="200", instance="127.0.0.1:18191", job="app"} =>)"
        "\n1 @[1795952480000]\n"
        R"({__name__="requests_total", code="500", instance="127.0.0.1:18191", job="app"} =>)"
        "\n1 @[1795952480000]");
  CHECK(recorded.Asked() ==
        "POST /api/v1/query_range query=requests_total&start=1&end=61.5&step=15&timeout=30&"
        "lookback_delta=60&limit=5");
  CHECK(text(QueryInstant(recorded.Answering("scalar"), {.query = "1"}, labels)) ==
        "scalar: 1 @[1500000000250]");
  CHECK(text(QueryInstant(recorded.Answering("string"), {.query = "\"a b\""}, labels)) == "a b");
  const Reply<promql::Value> bad =
      QueryInstant(recorded.Answering("bad"), {.query = "sum("}, labels);
  REQUIRE_FALSE(bad);
  CHECK(bad.fault.kind == Fault::Kind::kApi);
  CHECK(bad.fault.status == 400);
  CHECK(bad.fault.error_type == "bad_data");
  CHECK(bad.fault.error ==
        "invalid parameter \"query\": 1:5: parse error: unclosed left parenthesis");
}

TEST_CASE("recorded answers about series become labels") {
  Recorded recorded;
  model::LabelTable labels;
  const Selection selection = {.matches = {"up", "{job=\"a\"}"}, .start = 0, .limit = 7};
  const auto series = FindSeries(recorded.Answering("series"), selection, labels);
  CHECK(recorded.Asked() ==
        "POST /api/v1/series match%5B%5D=up&match%5B%5D=%7Bjob%3D%22a%22%7D&start=0&limit=7");
  REQUIRE(series);
  REQUIRE(series->size() == 2);
  CHECK((*series)[1].ToString() ==
        R"({__name__="requests_total", code="500", instance="127.0.0.1:18191", job="app"})");
  const auto names = LabelNames(recorded.Answering("labels"), {});
  CHECK(recorded.Asked() == "POST /api/v1/labels");
  REQUIRE(names);
  CHECK(fmt::format("{}", fmt::join(*names, " ")) ==
        "__name__ alertname alertstate code instance job severity team");
  const auto values = LabelValues(recorded.Answering("values"), "code", {.end = 1});
  CHECK(recorded.Asked() == "GET /api/v1/label/code/values?end=0.001");
  REQUIRE(values);
  CHECK(*values == std::vector<std::string>{"200", "500"});
  const auto exemplars =
      Exemplars(recorded.Answering("exemplars"), "requests_total", 1000, 2000, labels);
  CHECK(recorded.Asked() == "POST /api/v1/query_exemplars query=requests_total&start=1&end=2");
  REQUIRE(exemplars);
  REQUIRE(exemplars->size() == 1);
  CHECK((*exemplars)[0].series == (*series)[0]);
  REQUIRE((*exemplars)[0].exemplars.size() == 1);
  CHECK(Text((*exemplars)[0].exemplars[0].labels) == " trace_id=abc1");
  CHECK((*exemplars)[0].exemplars[0].value == 0.5);
  CHECK((*exemplars)[0].exemplars[0].time == 1795952479108);
}

TEST_CASE("recorded answers about a server become what they say") {
  Recorded recorded;
  std::string text;
  const auto metadata = Metadata(recorded.Answering("metadata"), "");
  REQUIRE(metadata);
  for (const MetricMetadata& each : *metadata) {
    text += fmt::format("{} {} {} {}\n", each.metric, each.type, each.help, each.unit);
  }
  CHECK(text ==
        "requests counter Requests \"seen\" by the app. \n"
        "temperature_celsius gauge How warm it is. celsius\n");
  CHECK(recorded.Asked() == "GET /api/v1/metadata");

  const auto targets = Targets(recorded.Answering("targets"), "any", "app");
  CHECK(recorded.Asked() == "GET /api/v1/targets?state=any&scrapePool=app");
  REQUIRE(targets);
  text.clear();
  for (const Target& each : *targets) {
    text += fmt::format("{} {} {} {} {} {}{} {} {}\n", each.pool, each.url, each.health,
                        each.last_error, each.last_scrape, each.last_duration, Text(each.labels),
                        each.discovered.size(), each.dropped);
  }
  CHECK(text ==
        "app http://127.0.0.1:18191/metrics up  2026-11-29T11:41:20.108798761Z 0.001225698 "
        "instance=127.0.0.1:18191 job=app 6 false\n"
        "app http://127.0.0.1:1/metrics down Get \"http://127.0.0.1:1/metrics\": dial tcp "
        "127.0.0.1:1: connect: connection refused 2026-11-29T11:41:19.779156829Z 0.000462767 "
        "instance=127.0.0.1:1 job=app 6 false\n"
        "     0 6 true\n");

  const auto alerts = Alerts(recorded.Answering("alerts"));
  REQUIRE(alerts);
  REQUIRE(alerts->size() == 2);
  CHECK((*alerts)[0].state == "firing");
  CHECK((*alerts)[0].value == "1e+00");
  CHECK((*alerts)[0].active_at == "2026-11-29T11:41:20.098249011Z");
  CHECK(Text((*alerts)[0].annotations) == " summary=up is 1");

  const auto rules = Rules(recorded.Answering("rules"), "alert");
  CHECK(recorded.Asked() == "GET /api/v1/rules?type=alert");
  REQUIRE(rules);
  text.clear();
  for (const Rule& each : *rules) {
    text +=
        fmt::format("{} {} {} {} {} {} {} {}{}{} {} {} {}\n", each.file, each.group, each.interval,
                    each.type, each.name, each.query, each.hold, each.state, Text(each.labels),
                    Text(each.annotations), each.health, each.evaluation_time, each.alerts.size());
  }
  CHECK(text ==
        "rules.yml storage 1 recording job:up:sum sum by (job) (up) 0  team=a ok 0.000348928 0\n"
        "rules.yml storage 1 alerting Ups up == 1 0 firing severity=page summary=up is {{ $value "
        "}} ok 0.000340495 1\n"
        "rules.yml storage 1 alerting Waits up == 1 3600 pending ok 0.000109052 1\n");

  const auto status = TsdbStatus(recorded.Answering("tsdb"), 3);
  CHECK(recorded.Asked() == "GET /api/v1/status/tsdb?limit=3");
  REQUIRE(status);
  CHECK(status->series == 18);
  CHECK(status->label_pairs == 21);
  CHECK(status->chunks == 18);
  CHECK(status->min_time == 1795952478779);
  CHECK(status->max_time == 1795952480108);
  CHECK(status->series_by_metric.size() == 10);
  CHECK(status->series_by_pair[1].name == "instance=127.0.0.1:18191");
  CHECK(status->series_by_pair[1].value == 12);
  CHECK(status->values_by_label.size() == 8);
  CHECK(status->bytes_by_label.size() == 8);

  const auto data = Data(recorded.Answering("values"), "/api/v1/label/code/values", {});
  REQUIRE(data);
  CHECK(*data == R"(["200","500"])");
}

TEST_CASE("an answer of another call is a fault") {
  Recorded recorded;
  CHECK_FALSE(Targets(recorded.Answering("values"), "any", ""));
  CHECK_FALSE(LabelNames(recorded.Answering("targets"), {}));
  const auto fault = Rules(recorded.Answering("series"), "").fault;
  CHECK(fault.kind == Fault::Kind::kNotTheApi);
  CHECK(fault.message.starts_with("cannot read the response from `http://h/p/api/v1/rules`: "));
}

}  // namespace
}  // namespace check::api
