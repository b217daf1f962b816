#include <doctest/doctest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/api/prometheus.h"
#include "libcheck/files/byte_source.h"
#include "libcheck/result/formats.h"
#include "libcheck/result/lists.h"
#include "tests/support/shared.h"

namespace check::result {
namespace {

using Json = nlohmann::json;

model::Labels Labels(const Json& metric, model::LabelTable& table) {
  std::vector<model::Label> labels;
  for (const auto& [name, value] : metric.items()) {
    if (value.empty()) continue;
    labels.push_back({table.Intern(name), table.Intern(value.get<std::string>())});
  }
  return table.Make(labels);
}

// What promtool prints of an answer; nothing if the case is about something else.
std::optional<std::string> Printed(const Json& recorded, model::LabelTable& table) {
  const std::string group = recorded.at("group");
  // Times and buckets that no server sends: api/promtool_answer.h reads them as promtool does.
  if (group == "answers times" || group == "answers histograms") return std::nullopt;
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
  const std::unique_ptr<ByteSource> source = FromMemory(body);
  const api::Reply<promql::Value> value = api::ReadQueryAnswer(*source, table);
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
