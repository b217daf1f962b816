#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/workspace/path_patterns.h"
#include "libcheck/workspace/policies/policies.h"
#include "libcheck/workspace/policies/value_demand.h"

namespace check::workspace {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kLabel = "team";

constexpr Type kOwners = ListOf(kString);
constexpr Field kOwnerFields[] = {
    {.name = "annotation", .type = kLabelName, .doc = "Annotation that names the owner."},
    {.name = "label", .type = kLabelName, .doc = "Label that names the owner (default: `team`)."},
    {.name = "paths",
     .type = MapOf(kOwners),
     .doc = "Owners by pattern of files, as lists; of several that match a file, the last counts."},
    {.name = "values",
     .type = kOwners,
     .doc = "Allowed owners, for files that no pattern matches."},
};
constexpr Constraint kOnePlace[] = {AtMostOne("annotation", "label")};
constexpr Object kOwnersObject = {
    .name = "owners_policy_names",
    .doc = "Where the owner is named, and who it can be.",
    .fields = kOwnerFields,
    .constraints = kOnePlace,
};
constexpr Field kFields[] = {
    {.name = "owners", .type = SectionOf(kOwnersObject), .doc = "Required owners of rules."},
};

struct Owners {
  std::string label;
  std::string annotation;
  std::vector<std::string> values;
  struct OfPath {
    std::string text;
    std::vector<std::string> patterns;
    std::vector<std::string> values;
  };
  std::vector<OfPath> paths;

  void Check(const PolicySubject& subject, std::vector<Breach>& breaches) const {
    const bool is_label = annotation.empty();
    const std::string_view noun = is_label ? "label" : "annotation";
    const std::string& name = is_label ? label : annotation;
    ValueDemand demand;
    demand.values = values;
    std::string why;
    for (const OfPath& some : paths) {
      if (!MatchesAny(some.patterns, subject.path)) continue;
      demand.values = some.values;
      why = fmt::format("files that match `{}` belong to `{}`", some.text,
                        fmt::join(some.values, "` or `"));
    }
    const rules::KeyValue* owner = is_label ? subject.Label(name) : subject.Annotation(name);
    if (owner == nullptr) {
      Breach breach = {.message = subject.Name() + " has no owner"};
      breach.notes.push_back(fmt::format("add the {} `{}`", noun, name));
      if (std::string note = why.empty() ? demand.Note() : why; !note.empty()) {
        breach.notes.push_back(std::move(note));
      }
      breaches.push_back(std::move(breach));
    } else if (auto breach = demand.BreachBy(*owner, noun)) {
      if (!why.empty()) breach->notes.back() = why;
      breaches.push_back(std::move(*breach));
    }
  }
};

PolicyCheck Read(const yaml::Node& value) {
  Owners owners;
  owners.annotation = TextIn(value, "annotation");
  const std::string_view label = TextIn(value, "label");
  owners.label = label.empty() ? kLabel : label;
  owners.values = TextsIn(value, "values");
  if (const yaml::Node* paths = value.Find("paths")) {
    for (const yaml::Entry& entry : paths->entries()) {
      Owners::OfPath& some = owners.paths.emplace_back();
      some.text = entry.key.scalar();
      some.patterns = ReadPatterns(some.text);
      for (const yaml::Node& owner : entry.value.items()) some.values.emplace_back(owner.scalar());
    }
  }
  return [owners = std::move(owners)](const PolicySubject& subject, std::vector<Breach>& breaches) {
    owners.Check(subject, breaches);
  };
}

}  // namespace

extern const PolicyKind kOwnersPolicy = {
    .info =
        {
            .code = "policy-owners",
            .severity = Severity::kWarning,
            .summary = "a rule without an owner, or with another one than its folder has",
            .explanation = R"(
A policy of the project, in `policies` of `.pronoia.yml`, requires each rule to name its owner, in a
label or an annotation:

    policies:
      - owners:
          label: team
          values: [platform, payments, search]
          paths:
            rules/payments/**: [payments]

Files that match one of `paths` belong to its owners.
)",
        },
    .table = {.name = "owners_policy", .doc = "Required owners.", .fields = kFields},
    .read = Read,
    .alerts_only = false,
};

}  // namespace check::workspace
