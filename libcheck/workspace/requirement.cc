#include "libcheck/workspace/requirement.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/text.h"
#include "libcheck/workspace/path_patterns.h"
#include "libcheck/workspace/policies/policies.h"

namespace check::workspace {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr CodeInfo kBadName = {
    .code = "settings-policy-name",
    .severity = Severity::kError,
    .summary = "an invalid name of a policy",
    .explanation = R"(
The `name` of a policy becomes the code of its findings: `name: team-label` is reported as
`policy-team-label`. It consists of lower-case letters, digits and hyphens, and no other policy of
the file may have it, nor one of the names that policies without a `name` are reported under:
`labels`, `annotations`, `for`, `names`, `owners`, `runbook` and `tests`.
)",
};

constexpr const CodeInfo* kFaultCodes[] = {&kBadName};

constexpr std::string_view kRuleWords[] = {"alert", "record", "all"};
constexpr std::string_view kSeverityWords[] = {"error", "warning", "info"};

constexpr Field kPolicyFields[] = {
    {.name = "name",
     .type = kString,
     .doc = "Name of the policy; its findings have the code `policy-NAME`."},
    {.name = "match", .type = kString, .doc = "Pattern of the files that the policy applies to."},
    {.name = "rules",
     .type = OneOf(kRuleWords),
     .default_value = "alert",
     .doc = "Rules that the policy applies to."},
    {.name = "severity",
     .type = OneOf(kSeverityWords),
     .default_value = "warning",
     .doc = "Severity of the findings."},
    {.name = "message",
     .type = kString,
     .doc = "Message of the findings, in place of the default."},
};

#define LIBCHECK_TABLE(Name, field) &k##Name##Policy.table,
constexpr const Object* kKindTables[] = {LIBCHECK_ALL_POLICY_KINDS(LIBCHECK_TABLE)};
#undef LIBCHECK_TABLE

#define LIBCHECK_FIELD(Name, field) field,
constexpr Constraint kConstraints[] = {
    {Constraint::Kind::kExactlyOne, {LIBCHECK_ALL_POLICY_KINDS(LIBCHECK_FIELD)}}};
#undef LIBCHECK_FIELD

// A code with the texts that it views.
struct OwnCode {
  std::string code;
  std::string summary;
  std::string explanation;
  CodeInfo info;
};

std::shared_ptr<const CodeInfo> MakeCode(const Requirement& requirement, std::string_view name) {
  auto own = std::make_shared<OwnCode>();
  own->code = fmt::format("policy-{}", name);
  own->summary = requirement.message.empty()
                     ? fmt::format("policy `{}`: {}", name, requirement.kind->info.summary)
                     : fmt::format("policy `{}`: {}", name, requirement.message);
  own->explanation = fmt::format("This policy is set in `{}`.\n\n{}\n", requirement.place,
                                 TrimSpace(requirement.kind->info.explanation));
  own->info = requirement.kind->info;
  own->info.code = own->code;
  own->info.summary = own->summary;
  own->info.explanation = own->explanation;
  own->info.bad = own->info.good = {};
  return {own, &own->info};
}

class Reader {
 public:
  Reader(const SourceFile& file, Diagnostics& diagnostics)
      : file_(file), diagnostics_(diagnostics) {
    for (const PolicyKind* kind : PolicyKinds()) names_.emplace(kind->field());
  }

  std::optional<Requirement> Read(const yaml::Node& item) {
    Requirement requirement;
    const yaml::Node* value = nullptr;
    for (const PolicyKind* kind : PolicyKinds()) {
      if (const yaml::Node* at = item.Find(kind->field()); at != nullptr && value == nullptr) {
        requirement.kind = kind;
        value = at;
      }
    }
    if (value == nullptr) return std::nullopt;
    const LineColumn begin = file_.PositionOf(item.span.begin);
    requirement.place = fmt::format("{}:{}", file_.name(), begin.line);
    requirement.patterns = ReadPatterns(TextIn(item, "match"));
    requirement.message = TextIn(item, "message");
    const std::string_view rules = TextIn(item, "rules");
    requirement.rules = rules == "record" ? Requirement::Rules::kRecords
                        : rules == "all"  ? Requirement::Rules::kAll
                                          : Requirement::Rules::kAlerts;
    for (const Severity severity : {Severity::kInfo, Severity::kWarning, Severity::kError}) {
      if (TextIn(item, "severity") == ToString(severity)) requirement.severity = severity;
    }
    requirement.info = CodeOf(requirement, item.Find("name"));
    requirement.check = requirement.kind->read(*value);
    return requirement;
  }

 private:
  std::shared_ptr<const CodeInfo> CodeOf(const Requirement& requirement, const yaml::Node* name) {
    const auto of_kind = [&] {
      return std::shared_ptr<const CodeInfo>(std::shared_ptr<void>(), &requirement.kind->info);
    };
    if (name == nullptr || name->IsNull() || !name->IsScalar()) return of_kind();
    const std::string text(name->scalar());
    const auto report = [&](std::string message) {
      diagnostics_.Report(kBadName, {&file_, name->span}, std::move(message));
      return of_kind();
    };
    const bool is_plain = !text.empty() && std::ranges::all_of(text, [](char c) {
      return IsLower(c) || IsDigit(c) || c == '-';
    });
    if (!is_plain) {
      return report(fmt::format(
          "invalid name `{}`: lower-case letters, digits and hyphens are expected", text));
    }
    if (!names_.insert(text).second)
      return report(fmt::format("duplicate policy name: `{}`", text));
    return MakeCode(requirement, text);
  }

  const SourceFile& file_;
  Diagnostics& diagnostics_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace

extern const schema::Object kPolicyObject = {
    .name = "policy",
    .doc = "A demand on the rules of the project.",
    .fields = kPolicyFields,
    .constraints = kConstraints,
    .includes = kKindTables,
};

std::span<const PolicyKind* const> PolicyKinds() {
#define LIBCHECK_ADDRESS(Name, field) &k##Name##Policy,
  static constexpr const PolicyKind* kKinds[] = {LIBCHECK_ALL_POLICY_KINDS(LIBCHECK_ADDRESS)};
#undef LIBCHECK_ADDRESS
  return kKinds;
}

std::span<const CodeInfo* const> PolicyCodes() {
#define LIBCHECK_CODE(Name, field) &k##Name##Policy.info,
  static constexpr const CodeInfo* kCodes[] = {LIBCHECK_ALL_POLICY_KINDS(LIBCHECK_CODE)};
#undef LIBCHECK_CODE
  return kCodes;
}

std::span<const CodeInfo* const> RequirementFaultCodes() { return kFaultCodes; }

std::vector<Requirement> ReadRequirements(const SourceFile& file, std::span<const yaml::Node> items,
                                          Diagnostics& diagnostics) {
  Reader reader(file, diagnostics);
  std::vector<Requirement> requirements;
  for (const yaml::Node& item : items) {
    if (auto requirement = reader.Read(item)) requirements.push_back(std::move(*requirement));
  }
  return requirements;
}

const rules::KeyValue* PolicySubject::Label(std::string_view name) const {
  const auto find = [&](std::span<const rules::KeyValue> labels) -> const rules::KeyValue* {
    const auto at = std::ranges::find(labels, name, &rules::KeyValue::key);
    return at == labels.end() ? nullptr : &*at;
  };
  const rules::KeyValue* label = rule == nullptr ? nullptr : find(rule->labels);
  if (label == nullptr) label = find(group.labels);
  return label == nullptr || label->value.empty() ? nullptr : label;
}

const rules::KeyValue* PolicySubject::Annotation(std::string_view name) const {
  if (rule == nullptr) return nullptr;
  const auto at = std::ranges::find(rule->annotations, name, &rules::KeyValue::key);
  return at == rule->annotations.end() || TrimSpace(at->value).empty() ? nullptr : &*at;
}

std::string PolicySubject::Name() const {
  if (rule == nullptr) return fmt::format("group `{}`", group.name);
  return fmt::format("{} `{}`", rule->is_alert() ? "alert" : "rule", rule->name());
}

std::string_view TextIn(const yaml::Node& section, std::string_view field) {
  const yaml::Node* node = section.Find(field);
  return node == nullptr || node->IsNull() ? std::string_view() : node->scalar();
}

std::vector<std::string> TextsIn(const yaml::Node& section, std::string_view field) {
  std::vector<std::string> texts;
  const yaml::Node* node = section.Find(field);
  if (node == nullptr) return texts;
  for (const yaml::Node& item : node->items()) texts.emplace_back(item.scalar());
  return texts;
}

}  // namespace check::workspace
