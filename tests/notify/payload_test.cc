#include "libcheck/notify/payload.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "libcheck/yaml/parse.h"
#include "tests/support/shared.h"

namespace check::notify {
namespace {

using nlohmann::json;

// The JSON of a payload that is written as YAML.
std::string Payload(std::string text, const ExpandText& expand) {
  const SourceBuffer file("payload", std::move(text));
  Arena arena;
  Diagnostics diagnostics;
  const yaml::Stream stream =
      yaml::Parse(file, arena, diagnostics, {.dialect = yaml::Dialect::kGoYamlV2});
  REQUIRE(stream.documents.size() == 1);
  const schema::Input input = {file, stream, arena};
  const yaml::Node& root = *stream.documents[0].root;
  const auto written =
      PayloadJson(root, schema::Values(root, input, yaml::Dialect::kGoYamlV2), "payload", expand);
  return written ? *written : "error: " + written.error().message;
}

Result<std::string> AsItIs(std::string_view /*path*/, std::string_view text) {
  return std::string(text);
}

TEST_CASE("values of any shape become what Alertmanager makes of them") {
  const auto path = test::Shared("conformance/alertmanager_template/deep_copy.jsonl", "templates");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    const json row = json::parse(line);
    CAPTURE(line);
    const std::string function = row.at("function");
    ExpandText expand = AsItIs;
    if (const std::string append = "append "; function.starts_with(append)) {
      const std::string suffix = json::parse(function.substr(append.size()));
      expand = [suffix](std::string_view, std::string_view text) -> Result<std::string> {
        return std::string(text) + suffix;
      };
    }
    // JSON is YAML, too.
    const json written = json::parse(Payload(row.at("input").dump(), expand), nullptr, false);
    CHECK(written == row.at("expected"));
    agreed += written == row.at("expected") ? 1 : 0;
    ++total;
  }
  test::PrintConformance("alertmanager_template/deep_copy.jsonl", agreed, total);
}

TEST_CASE("what a text of a payload becomes is read as YAML 1.1") {
  CHECK(Payload(R"(["007", "1e3", "yes", "", "{x: y}", "2026-01-02", "a: b: c", "'q'", "0x1f"])",
                AsItIs) == R"([7,1000,true,null,{"x":true},"2026-01-02","a: b: c","'q'",31])");
  CHECK(Payload(R"({true: a, 7: b, "7": c, n: d, x: "[1, {yes: 2, z: ~}]"})", AsItIs) ==
        R"({"7":"c","x":[1,{"z":null}]})");
  CHECK(Payload(R"({a: ".inf"})", AsItIs) == "error: json: unsupported value: +Inf");
  CHECK(Payload(R"(["<a&b>", "[[a]: b]", "&x [1, *x"])", AsItIs) ==
        R"(["\u003ca\u0026b\u003e","[[a]: b]","\u0026x [1, *x"])");
}

TEST_CASE("what yaml.v2 refuses is text, even below a key that is dropped") {
  CHECK(Payload(R"(["{1: !!float x}", "<<: 1", "!!null x: 1", "{1: .inf}", "{[a]: b}"])", AsItIs) ==
        R"(["{1: !!float x}","\u003c\u003c: 1","!!null x: 1",{},"{[a]: b}"])");
}

TEST_CASE("a mapping that Go keeps by texts keeps all its keys") {
  const SourceBuffer file("fields", "{n: a, 5: b, x: {n: c, y: {5: d}, z: e}}");
  Arena arena;
  Diagnostics diagnostics;
  const yaml::Stream stream =
      yaml::Parse(file, arena, diagnostics, {.dialect = yaml::Dialect::kGoYamlV2});
  const schema::Input input = {file, stream, arena};
  const schema::Values mapping(*stream.documents.at(0).root, input, yaml::Dialect::kGoYamlV2);
  const auto entries = PayloadEntries(mapping, "fields", AsItIs);
  REQUIRE(entries.ok());
  CHECK(JsonOf(*entries) == R"({"5":"b","n":"a","x":{"z":"e"}})");
}

TEST_CASE("keys are expanded where texts are, and faults are told") {
  const ExpandText shout = [](std::string_view path, std::string_view text) -> Result<std::string> {
    if (text == "bad") return Error{std::string(path) + " is bad"};
    return std::string(text) + "!";
  };
  CHECK(Payload("{a: {b: c}, d: [e], \"{{ x }}\": f}", shout) ==
        R"({"a":{"b":"c!"},"d":["e!"],"{{ x }}!":"f!"})");
  CHECK(Payload("{a: {b: [x, bad]}}", shout) == "error: payload.a.b[1] is bad");
}

}  // namespace
}  // namespace check::notify
