#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "libcheck/workspace/policies/policies.h"
#include "libcheck/workspace/policies/value_demand.h"

namespace check::workspace {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kAnnotation = "runbook_url";
constexpr std::string_view kPattern = "https?://.+";

constexpr Field kRunbookFields[] = {
    {.name = "annotation",
     .type = kLabelName,
     .default_value = kAnnotation,
     .doc = "Annotation that holds the link."},
    {.name = "pattern",
     .type = kRegex,
     .default_value = kPattern,
     .doc = "Regular expression that the link has to match."},
};
constexpr Object kRunbook = {
    .name = "runbook_policy_link",
    .doc = "Where the link is, and what it looks like.",
    .fields = kRunbookFields,
};
constexpr Field kFields[] = {
    {.name = "runbook", .type = SectionOf(kRunbook), .doc = "Required link to a runbook."},
};

// What a link begins with is known even if it has a template further on.
bool IsKnown(std::string_view link) { return link.find("{{") == std::string_view::npos; }

PolicyCheck Read(const yaml::Node& value) {
  const std::string_view name = TextIn(value, "annotation");
  const std::string_view text = TextIn(value, "pattern");
  auto pattern = Regex::Compile(text.empty() ? kPattern : text);
  if (!pattern) pattern = Regex::Compile(kPattern);
  return [annotation = std::string(name.empty() ? kAnnotation : name), pattern = *pattern](
             const PolicySubject& subject, std::vector<Breach>& breaches) {
    const rules::KeyValue* link = subject.Annotation(annotation);
    if (link == nullptr) {
      breaches.push_back(
          {.message = subject.Name() + " has no runbook link",
           .notes = {fmt::format("add the annotation `{}` with a link that matches `{}`",
                                 annotation, pattern.pattern())}});
    } else if (IsKnown(link->value) && !pattern.FullMatch(link->value)) {
      breaches.push_back(
          {link->value_node, fmt::format("the runbook link of {} does not match `{}`",
                                         subject.Name(), pattern.pattern())});
    }
  };
}

}  // namespace

extern const PolicyKind kRunbookPolicy = {
    .info =
        {
            .code = "policy-runbook",
            .severity = Severity::kWarning,
            .summary = "an alert without a link to a runbook",
            .explanation = R"(
A policy of the project, in `policies` of `.pronoia.yml`, requires a link to a runbook, so that
whoever is woken up knows what to do:

    policies:
      - runbook: {annotation: runbook_url, pattern: "https://runbooks.example.org/.+"}

Only the text of the link is checked; nothing is fetched.
)",
        },
    .table = {.name = "runbook_policy", .doc = "Required runbook links.", .fields = kFields},
    .read = Read,
};

}  // namespace check::workspace
