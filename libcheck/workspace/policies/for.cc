#include <fmt/format.h>

#include <optional>
#include <string>

#include "libcheck/base/duration.h"
#include "libcheck/workspace/policies/policies.h"

namespace check::workspace {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kForFields[] = {
    {.name = "max", .type = kDuration, .doc = "Longest `for` that is allowed."},
    {.name = "min", .type = kDuration, .doc = "Shortest `for` that is allowed."},
};
constexpr Object kFor = {
    .name = "for_policy_limits",
    .doc = "Limits of `for`.",
    .fields = kForFields,
};
constexpr Field kFields[] = {
    {.name = "for",
     .type = SectionOf(kFor),
     .doc = "Required `for` of alerts; without limits, any that is not 0."},
};

std::optional<Duration> DurationIn(const yaml::Node& section, std::string_view field) {
  const auto duration = ParsePrometheusDuration(TextIn(section, field));
  return duration ? std::optional(*duration) : std::nullopt;
}

PolicyCheck Read(const yaml::Node& value) {
  const auto min = DurationIn(value, "min");
  const auto max = DurationIn(value, "max");
  const std::string min_text(TextIn(value, "min"));
  const std::string max_text(TextIn(value, "max"));
  return [=](const PolicySubject& subject, std::vector<Breach>& breaches) {
    const rules::Rule& rule = *subject.rule;
    const std::string expected = min ? fmt::format("`for` has to be at least `{}`", min_text) : "";
    if (rule.hold == Duration::zero() && (!min || *min > Duration::zero())) {
      // With a maximum alone, no `for` at all is short enough.
      if (!min && max) return;
      Breach breach = {rule.for_node, subject.Name() + " has no `for`"};
      if (!expected.empty()) breach.notes.push_back(expected);
      breaches.push_back(std::move(breach));
    } else if (min && rule.hold < *min) {
      breaches.push_back(
          {rule.for_node, fmt::format("`for` of {} is too short", subject.Name()), {expected}});
    } else if (max && rule.hold > *max) {
      breaches.push_back({rule.for_node,
                          fmt::format("`for` of {} is too long", subject.Name()),
                          {fmt::format("`for` must not be longer than `{}`", max_text)}});
    }
  };
}

}  // namespace

extern const PolicyKind kForPolicy = {
    .info =
        {
            .code = "policy-for",
            .severity = Severity::kWarning,
            .summary = "an alert whose `for` is missing, too short or too long",
            .explanation = R"(
A policy of the project, in `policies` of `.pronoia.yml`, limits how long a condition has to hold
before an alert fires:

    policies:
      - for: {min: 1m, max: 1h}

Set `for` within these limits.
)",
        },
    .table = {.name = "for_policy", .doc = "Required `for`.", .fields = kFields},
    .read = Read,
};

}  // namespace check::workspace
