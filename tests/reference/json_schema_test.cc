#include "libcheck/reference/json_schema.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "libcheck/base/duration.h"
#include "libcheck/base/regex.h"
#include "libcheck/base/site.h"
#include "libcheck/schema/values.h"
#include "tests/schema/demo_tables.h"

namespace check::reference {
namespace {

using nlohmann::json;

json SchemaOf(std::string_view kind) {
  const auto forms = workspace::FindSchemas(kind);
  REQUIRE(!forms.empty());
  return json::parse(JsonSchema(kind, forms));
}

json Parsed(std::string_view text) { return json::parse(text); }

// Whether all references lead to a definition.
bool Resolves(const json& node, const json& root) {
  if (node.is_object() && node.contains("$ref")) {
    const std::string reference = node["$ref"];
    if (!reference.starts_with("#/") || !root.contains(json::json_pointer(reference.substr(1)))) {
      return false;
    }
  }
  for (const json& child : node) {
    if (child.is_structured() && !Resolves(child, root)) return false;
  }
  return true;
}

TEST_CASE("every kind's schema stands by itself, with an address of its own") {
  std::set<std::string> ids;
  for (const workspace::NamedSchema& form : workspace::Schemas()) {
    CAPTURE(form.name);
    const json schema = SchemaOf(form.name);
    CHECK(schema.at("$schema") == "http://json-schema.org/draft-07/schema#");
    CHECK(schema.at("$id") == SiteUrl("schemas/" + std::string(form.name) + ".json"));
    CHECK(ids.insert(schema.at("$id")).second);
    CHECK(Resolves(schema, schema));
  }
}

TEST_CASE("a JSON schema says what the tables say") {
  const json rules = SchemaOf("rules");
  CHECK(rules.at("allOf") == Parsed(R"j([{"$ref": "#/definitions/rule_file"}])j"));
  const json& rule = rules.at("definitions").at("rule");
  CHECK(rule.at("additionalProperties") == false);
  CHECK(rule.at("required") == Parsed(R"(["expr"])"));
  CHECK(rule.at("properties").at("expr").at("description") == "PromQL expression to evaluate.");
  CHECK(rule.at("properties").at("keep_firing_for").at("markdownDescription") ==
        "How long the alert keeps firing after its expression stops returning results. Default: "
        "`0s`. Since 2.42.\n\n[Reference](" +
            SiteUrl("fields/rule.keep_firing_for.html") + ")");
  CHECK(rule.at("properties").at("for").at("default") == "0s");

  const workspace::NamedSchema demo = {.name = "demo", .object = &schema::kDemoFile};
  const json tables = json::parse(JsonSchema("demo", {&demo, 1}));
  const json& scrape = tables.at("definitions").at("scrape_config").at("properties");
  CHECK(scrape.at("bearer_token").at("deprecated") == true);
  CHECK(scrape.at("bearer_token").at("deprecationMessage") ==
        "Deprecated since 2.26: use authorization.");
  CHECK_FALSE(scrape.contains("target_groups"));
  CHECK(scrape.at("scheme").at("enum") == Parsed(R"(["http", "https", null])"));
}

TEST_CASE("null is refused where the server refuses it, and nowhere else") {
  const json schema = SchemaOf("prometheus");
  const json& definitions = schema.at("definitions");
  const auto type = [&](const char* section, const char* field) {
    return definitions.at(section).at("properties").at(field).at("type");
  };
  CHECK(type("global", "sample_limit") == Parsed(R"(["number", "null"])"));
  CHECK(type("global", "external_labels") == Parsed(R"(["object", "null"])"));
  CHECK(type("scrape_config", "job_name") == Parsed(R"(["string", "number", "boolean"])"));
  CHECK(definitions.at("scrape_config").at("type") == Parsed(R"(["object", "null"])"));
  const json& jobs =
      definitions.at("configuration_file").at("properties").at("scrape_configs").at("items");
  CHECK(jobs.at("type") == "object");
}

TEST_CASE("words, sizes and numbers of items are those of the tables") {
  const json schema = SchemaOf("prometheus");
  const json& definitions = schema.at("definitions");
  const json& action = definitions.at("relabel_config").at("properties").at("action").at("anyOf");
  CHECK(action[0].at("enum").size() == 11);
  CHECK(action[1].at("pattern").get<std::string>().starts_with("^([Rr][Ee][Pp][Ll][Aa][Cc][Ee]|"));
  CHECK(definitions.at("dns_sd_config").at("properties").at("names").at("minItems") == 1);
  const json& fallback =
      definitions.at("scrape_config").at("properties").at("fallback_scrape_protocol").at("enum");
  CHECK(std::count(fallback.begin(), fallback.end(), "PrometheusText0.0.4") == 1);
}

TEST_CASE("target files are lists, whose JSON knows no text without quotes") {
  const json yaml = SchemaOf("targets");
  CHECK(yaml.at("type") == Parsed(R"(["array", "null"])"));
  CHECK(yaml.at("items").at("type") == "object");
  const auto label = [](const json& schema) {
    return schema.at("definitions")
        .at("static_config")
        .at("properties")
        .at("labels")
        .at("additionalProperties")
        .at("type");
  };
  CHECK(label(yaml) == Parsed(R"(["string", "number", "boolean", "null"])"));
  CHECK(label(SchemaOf("targets-json")) == Parsed(R"(["string", "null"])"));
}

TEST_CASE("the patterns of durations and sizes match what the parsers take") {
  const json schema = SchemaOf("prometheus");
  const json& global = schema.at("definitions").at("global").at("properties");
  const auto pattern = [&](const char* field) {
    return *Regex::Compile("(?:" + global.at(field).at("pattern").get<std::string>() + ")");
  };
  const Regex duration = pattern("scrape_interval");
  for (const char* text : {"0", "5m", "1y2w3d4h5m6s7ms", "90s", "007s", "5", "m", "5M", "5m ",
                           "-5m", "1m1h", "5mins", "1.5h", "0s0ms", "1s1s"}) {
    CAPTURE(text);
    CHECK(duration.FullMatch(text) == ParsePrometheusDuration(text).ok());
  }
  const Regex size = pattern("body_size_limit");
  for (const char* text : {"0", "1B", "512MB", "1GiB", "1.5KB", ".5KB", "1.KB", "-1MB", "+1MB",
                           "1KB2B", "1", "MB", "1mb", "1 MB", "1iB", "1XB", "1.2.3KB", "--1KB"}) {
    CAPTURE(text);
    CHECK(size.FullMatch(text) == !schema::SizeProblem(text).has_value());
  }
}

}  // namespace
}  // namespace check::reference
