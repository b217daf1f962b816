#include "libcheck/reference/section.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "libcheck/rules/schema.h"
#include "tests/schema/demo_tables.h"

namespace check::reference {
namespace {

TEST_CASE("a section's reference names each field, and how they depend on one another") {
  CHECK(SectionMarkdown(rules::kRule) ==
        R"(## rule

A recording or alerting rule.

- `record`, a metric name: Name of the recorded metric.
- `alert`, a string: Name of the alert.
- `expr`, a PromQL expression, required: PromQL expression to evaluate.
- `for`, a duration: How long the expression must return results before the alert fires. Default: `0s`.
- `keep_firing_for`, a duration: How long the alert keeps firing after its expression stops returning results. Default: `0s`. Since 2.42.
- `labels`, a mapping to templates: Labels added to the result; in alerting rules they are templates.
- `annotations`, a mapping to templates: Annotations of the alert, shown in notifications; templates.

- Exactly one of `record`, `alert` must be set.
- `for` needs `alert`.
- `keep_firing_for` needs `alert`.
- `annotations` needs `alert`.
)");
}

TEST_CASE("a file's reference has each of its sections once, with what they include") {
  const std::string text = FileMarkdown(schema::kDemoFile);
  std::string headings;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    if (text[at] == '#') headings += text.substr(at, text.find('\n', at) + 1 - at);
  }
  CHECK(headings == R"(# configuration file
## scrape_config
## static_config
## basic_auth
## authorization
## route
)");
  CHECK(text.find(
            "- `bearer_token`, a secret: A token. Deprecated since 2.26: use `authorization`.\n") !=
        std::string::npos);
  CHECK(text.find("Removed in 1.0: use `static_configs`.\n") != std::string::npos);
  CHECK(text.find("- No two of `scrape_configs` have the same `job_name`.\n") != std::string::npos);
  CHECK(text.find("- At most one of `basic_auth`, `authorization` can be set.\n") !=
        std::string::npos);
}

// Whether all references lead to a definition.
bool Resolves(const nlohmann::json& node, const nlohmann::json& definitions) {
  if (node.is_object() && node.contains("$ref")) {
    const std::string reference = node["$ref"];
    constexpr std::string_view kPrefix = "#/$defs/";
    if (!reference.starts_with(kPrefix)) return false;
    if (!definitions.contains(reference.substr(kPrefix.size()))) return false;
  }
  for (const nlohmann::json& child : node) {
    if (child.is_structured() && !Resolves(child, definitions)) return false;
  }
  return true;
}

TEST_CASE("a JSON schema says what the tables say") {
  const auto schema = nlohmann::json::parse(JsonSchema(rules::kRuleFile, "https://example.org/r"));
  CHECK(schema["$id"] == "https://example.org/r");
  CHECK(schema["$ref"] == "#/$defs/rule_file");
  CHECK(Resolves(schema, schema["$defs"]));
  const auto& rule = schema["$defs"]["rule"];
  CHECK(rule["additionalProperties"] == false);
  CHECK(rule["required"] == nlohmann::json::parse(R"(["expr"])"));
  CHECK(rule["properties"]["expr"]["description"] == "PromQL expression to evaluate.");
  CHECK(rule["dependentRequired"]["for"] == nlohmann::json::parse(R"(["alert"])"));
  CHECK(
      rule["allOf"] ==
      nlohmann::json::parse(R"([{"oneOf": [{"required": ["record"]}, {"required": ["alert"]}]}])"));
  CHECK(schema["$defs"]["group"]["properties"]["rules"]["items"]["$ref"] == "#/$defs/rule");

  const auto demo = nlohmann::json::parse(JsonSchema(schema::kDemoFile, {}));
  CHECK_FALSE(demo.contains("$id"));
  CHECK(Resolves(demo, demo["$defs"]));
  const auto& scrape = demo["$defs"]["scrape_config"];
  CHECK(scrape["properties"]["bearer_token"]["deprecated"] == true);
  CHECK_FALSE(scrape["properties"].contains("target_groups"));
  CHECK(scrape["properties"]["scheme"]["enum"] == nlohmann::json::parse(R"(["http", "https"])"));
  CHECK(demo["$defs"]["route"]["properties"]["routes"]["items"]["$ref"] == "#/$defs/route");
}

}  // namespace
}  // namespace check::reference
