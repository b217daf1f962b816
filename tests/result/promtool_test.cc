#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/result/formats.h"
#include "libcheck/result/lists.h"
#include "tests/support/shared.h"

namespace check::result {
namespace {

using Json = nlohmann::json;

promql::FloatPoint Point(const Json& pair) {
  return {std::llround(pair.at(0).get<double>() * 1000),
          ParseGoFloat(pair.size() > 1 ? pair.at(1).get<std::string>() : "0").value()};
}

model::Labels Labels(const Json& metric, model::LabelTable& table) {
  std::vector<model::Label> labels;
  for (const auto& [name, value] : metric.items()) {
    if (value.empty()) continue;
    labels.push_back({table.Intern(name), table.Intern(value.get<std::string>())});
  }
  return table.Make(labels);
}

// Nothing: there are histograms in it, or it is not what the API answers.
std::optional<promql::Value> Read(const std::string& answer, model::LabelTable& table) {
  const Json json = Json::parse(answer, nullptr, false);
  if (answer.find("histogram\"") != answer.npos || answer.find("histograms\"") != answer.npos) {
    return std::nullopt;
  }
  try {
    const Json& result = json.at("data").at("result");
    const std::string type = json.at("data").at("resultType");
    if (type == "scalar") {
      return promql::Scalar{Point(result).time, Point(result).value};
    }
    promql::Vector vector;
    promql::Matrix matrix;
    for (const Json& series : result) {
      const model::Labels labels = Labels(series.value("metric", Json::object()), table);
      if (type == "vector") {
        const promql::FloatPoint point = Point(series.at("value"));
        vector.push_back({.labels = labels, .time = point.time, .value = point.value});
      } else {
        matrix.emplace_back().labels = labels;
        for (const Json& pair : series.at("values")) matrix.back().floats.push_back(Point(pair));
      }
    }
    if (type == "vector") return vector;
    return matrix;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

// What promtool prints of an answer; nothing if the case is about something else.
std::optional<std::string> Printed(const Json& recorded, model::LabelTable& table) {
  const std::string group = recorded.at("group");
  // Those are about how times are read.
  if (group == "answers times") return std::nullopt;
  if (recorded.at("exit") != 0 || recorded.at("exchange").empty()) return std::nullopt;
  const Json& response = recorded.at("exchange").back().at("response");
  if (!response.contains("body")) return std::nullopt;
  const std::string body = response.at("body");
  const std::vector<std::string> args = recorded.at("args");
  const auto has = [&](std::string_view arg) {
    return std::find(args.begin(), args.end(), arg) != args.end();
  };
  const bool json = has("json") || has("--format=json") || has("-ojson");
  if (has("series") || has("labels")) {
    const Json answer = Json::parse(body);
    if (!answer.contains("data") || answer.at("data").is_null()) return std::nullopt;
    const Json& data = answer.at("data");
    if (has("labels")) {
      std::vector<std::string> names;
      for (const Json& name : data) names.push_back(name.is_string() ? name : "");
      return json ? NamesJson(names) : NamesText(names);
    }
    std::vector<model::Labels> series;
    for (const Json& metric : data) series.push_back(Labels(metric, table));
    return json ? SeriesJson(series) : SeriesText(series);
  }
  if (!has("instant") && !has("range")) return std::nullopt;
  const std::optional<promql::Value> value = Read(body, table);
  if (!value) return std::nullopt;
  if (!json) return kPromqlFormat.Render(*value, {});
  std::string text;
  WriteJsonResult(*value, {}, [&](std::string_view piece) { text += piece; });
  return text + "\n";
}

TEST_CASE("conformance: answers are printed as promtool 3.14.0 prints them") {
  const auto cases = test::Shared("conformance/promtool_remote/cases.jsonl", "promtool's queries");
  if (!cases) return;
  std::size_t total = 0;
  std::size_t agreed = 0;
  for (const std::string& line : test::Lines(*cases)) {
    const Json recorded = Json::parse(line);
    model::LabelTable table;
    const std::optional<std::string> printed = Printed(recorded, table);
    if (!printed) continue;
    ++total;
    const std::string id = recorded.at("id");
    CAPTURE(id);
    CHECK(*printed == recorded.at("stdout").get<std::string>());
    if (*printed == recorded.at("stdout")) ++agreed;
  }
  test::PrintConformance("answers printed as by promtool", agreed, total);
}

}  // namespace
}  // namespace check::result
