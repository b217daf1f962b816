#include <fmt/format.h>

#include <optional>
#include <string>

#include "libcheck/base/regex.h"
#include "libcheck/workspace/policies/policies.h"

namespace check::workspace {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kNameFields[] = {
    {.name = "alerts", .type = kRegex, .doc = "Regular expression for names of alerts."},
    {.name = "groups", .type = kRegex, .doc = "Regular expression for names of groups."},
    {.name = "records", .type = kRegex, .doc = "Regular expression for names of recording rules."},
};
constexpr Constraint kSome[] = {AtLeastOne("alerts", "groups", "records")};
constexpr Object kNames = {
    .name = "names_policy_patterns",
    .doc = "Regular expressions that whole names have to match.",
    .fields = kNameFields,
    .constraints = kSome,
};
constexpr Field kFields[] = {
    {.name = "names", .type = SectionOf(kNames), .doc = "Names of alerts, rules and groups."},
};

std::optional<Regex> PatternIn(const yaml::Node& section, std::string_view field) {
  const std::string_view text = TextIn(section, field);
  if (text.empty()) return std::nullopt;
  auto pattern = Regex::Compile(text);
  return pattern ? std::optional(std::move(*pattern)) : std::nullopt;
}

PolicyCheck Read(const yaml::Node& value) {
  const auto alerts = PatternIn(value, "alerts");
  const auto groups = PatternIn(value, "groups");
  const auto records = PatternIn(value, "records");
  return [=](const PolicySubject& subject, std::vector<Breach>& breaches) {
    const rules::Rule* rule = subject.rule;
    const bool is_alert = rule != nullptr && rule->is_alert();
    const std::optional<Regex>& pattern = rule == nullptr ? groups : is_alert ? alerts : records;
    const std::string_view name = rule == nullptr ? subject.group.name : rule->name();
    if (!pattern || pattern->FullMatch(name)) return;
    const std::string_view noun = rule == nullptr ? "group" : is_alert ? "alert" : "rule";
    breaches.push_back({.message = fmt::format("the {} name `{}` does not match `{}`", noun, name,
                                               pattern->pattern())});
  };
}

}  // namespace

extern const PolicyKind kNamesPolicy = {
    .info =
        {
            .code = "policy-names",
            .severity = Severity::kWarning,
            .summary = "a name that does not follow the convention of the project",
            .explanation = R"(
A policy of the project, in `policies` of `.pronoia.yml`, says what names look like:

    policies:
      - names:
          alerts: "[A-Z][A-Za-z0-9]+"
          records: "[a-z_]+:[a-z_]+:[a-z0-9_]+"
          groups: "[a-z][a-z0-9.-]*"

The regular expressions match whole names.
)",
        },
    .table = {.name = "names_policy", .doc = "Names.", .fields = kFields},
    .read = Read,
    .alerts_only = false,
    .of_groups = true,
};

}  // namespace check::workspace
