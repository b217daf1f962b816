#include <nlohmann/json.hpp>
#include <string>

#include "libcheck/report/coverage_formats.h"
#include "libcheck/report/json_text.h"

namespace check::report {
namespace {

// Raised whenever something is renamed, removed or comes to mean something else. Additions do not
// count.
constexpr int kSchemaVersion = 1;

Json Summary(Covered covered) {
  return {{"covered", covered.seen}, {"total", covered.all}, {"percent", covered.percent()}};
}

Json Position(LineColumn at, std::uint32_t offset) {
  return {{"line", at.line}, {"column", at.column}, {"offset", offset}};
}

Json OneDecision(const Decision& decision) {
  Json outcomes = Json::array();
  for (const CoverageOutcome& outcome : decision.outcomes) {
    outcomes.push_back({{"name", outcome.name}, {"count", outcome.count}});
  }
  const Place& where = decision.where;
  return {{"kind", ToString(decision.kind)},
          {"text", decision.text},
          {"begin", Position(where.begin, where.bytes.begin)},
          {"end", Position(where.end, where.bytes.end)},
          {"outcomes", std::move(outcomes)}};
}

Json OneRule(const RuleCoverage& rule) {
  Json decisions = Json::array();
  for (const Decision& decision : rule.decisions) decisions.push_back(OneDecision(decision));
  return {{"group", rule.group},
          {"name", rule.name},
          {"type", rule.is_alert ? "alert" : "record"},
          {"line", rule.where.begin.line},
          {"evaluations", rule.evaluations},
          {"summary", Summary(Count(rule))},
          {"decisions", std::move(decisions)}};
}

std::string Render(const Coverage& coverage, const CoverageStyle& style) {
  Json files = Json::array();
  for (const FileCoverage& file : coverage.files) {
    Json rules = Json::array();
    for (const RuleCoverage& rule : file.rules) rules.push_back(OneRule(rule));
    files.push_back(
        {{"path", file.path}, {"summary", Summary(Count(file))}, {"rules", std::move(rules)}});
  }
  return ToText({{"version", kSchemaVersion},
                 {"tool", {{"name", "pronoia"}, {"version", style.tool_version}}},
                 {"summary", Summary(Count(coverage))},
                 {"files", std::move(files)}});
}

}  // namespace

constinit const CoverageFormat kCoverageJsonFormat = {
    .name = "json",
    .doc = "All details, as JSON.",
    .render = Render,
};

}  // namespace check::report
