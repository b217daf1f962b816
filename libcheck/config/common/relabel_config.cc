#include "libcheck/config/common/relabel_config.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <functional>
#include <string>

#include "libcheck/schema/codes.h"
#include "libcheck/yaml/scalar.h"

namespace check::config {
namespace {

using namespace schema;  // The vocabulary of the tables below.

// The order of RelabelAction.
constexpr std::string_view kActions[] = {"replace",   "keep",      "drop",     "keepequal",
                                         "dropequal", "hashmod",   "labelmap", "labeldrop",
                                         "labelkeep", "lowercase", "uppercase"};
constexpr Type kAction = {.kind = Kind::kChoice,
                          .choices = kActions,
                          .refusal = "unknown relabel action %q",
                          .any_case = true};

// Expressions that were found good lately: the jobs of a file have most of them in common.
class GoodRegexes {
 public:
  bool Contain(std::string_view text) const { return known_[SlotOf(text)] == text; }
  void Add(std::string_view text) { known_[SlotOf(text)] = text; }

 private:
  static constexpr std::size_t kSlots = 256;

  static std::size_t SlotOf(std::string_view text) {
    return std::hash<std::string_view>()(text) % kSlots;
  }

  std::array<std::string, kSlots> known_;
};

std::optional<TextProblem> RegexFault(std::string_view text) {
  // Most have nothing that could be wrong with them.
  if (IsPlainRegex(text)) return std::nullopt;
  thread_local GoodRegexes good;
  if (good.Contain(text)) return std::nullopt;
  // Prometheus: what it compiles has an anchor on each side, and that is what it complains of.
  const auto problem = RegexProblem("^(?s:" + std::string(text) + ")$");
  if (!problem) {
    good.Add(text);
    return std::nullopt;
  }
  return TextProblem{
      RegexProblem(text).value_or(*problem), {}, "error parsing regexp: " + *problem};
}

constexpr Field kFields[] = {
    {.name = "source_labels",
     .type = ListOf(kLabelName, "model.LabelNames"),
     .doc = "Labels whose values are concatenated."},
    {.name = "separator",
     .type = kString,
     .default_value = ";",
     .doc = "Separator between the concatenated values."},
    {.name = "regex",
     .type = Checked(kRegex, RegexFault),
     .default_value = "(.*)",
     .doc = "Regular expression that the concatenated values, or label names, must match."},
    {.name = "modulus",
     .type = {.kind = Kind::kUnsigned, .upstream = "uint64"},
     .doc = "Modulus applied to the hash of the values, for `hashmod`."},
    {.name = "target_label",
     .type = kString,
     .doc = "Label to write; with `replace` it may refer to capture groups such as `$1`."},
    {.name = "replacement",
     .type = kString,
     .default_value = "$1",
     .doc = "Value to write; may refer to capture groups such as `$1`."},
    {.name = "action",
     .type = kAction,
     .default_value = "replace",
     .doc = "Action to perform when the regular expression matches.",
     .missing = "relabel action cannot be empty"},
};

struct Fault {
  const yaml::Node* at;
  std::string message;
  std::string upstream;
};

// What Prometheus refuses of a rule as a whole.
std::optional<Fault> FindFault(const Values& fields, const RelabelRule& rule) {
  const yaml::Entry* action = fields.Given("action");
  if (action != nullptr && action->value.IsNull()) {
    return Fault{&action->key, "`action` is empty", "relabel action cannot be empty"};
  }
  auto problem = RelabelProblem(rule);
  if (!problem) return std::nullopt;
  const yaml::Entry* entry = fields.Find(problem->field);
  if (entry == nullptr) entry = action;
  const yaml::Node* at = entry != nullptr           ? &entry->value
                         : fields.entries().empty() ? &fields.node()
                                                    : &fields.entries().front().key;
  return Fault{at, std::move(problem->message), std::move(problem->upstream)};
}

// Whether nothing stands in the way of making a rule of it; if not, that has been reported.
bool IsReadable(const Values& fields, RegexCache& regexes) {
  const std::string_view action = fields.Text("action", kRelabelConfig);
  const yaml::Entry* given = fields.Given("action");
  const bool has_no_action = given != nullptr && given->value.IsNull();
  const yaml::Entry* modulus = fields.Find("modulus");
  const bool is_number =
      modulus == nullptr ||
      (modulus->value.IsScalar() &&
       yaml::ToUnsigned(yaml::Resolve(modulus->value, fields.dialect(), fields.input().arena)));
  return (has_no_action || FindRelabelAction(action)) && is_number &&
         regexes.Compile(fields.Text("regex")).ok();
}

}  // namespace

constexpr Object kRelabelConfig = {
    .name = "relabel_config",
    .doc = "A relabelling step: rewrites labels, or drops targets, series or alerts.",
    .fields = kFields,
    .upstream = "relabel.plain",
};

const Result<Regex>& RegexCache::Compile(std::string_view pattern) {
  std::string key(pattern);
  const auto found = known_.find(key);
  if (found != known_.end()) return found->second;
  Result<Regex> regex = Regex::Compile(pattern);
  return known_.emplace(std::move(key), std::move(regex)).first->second;
}

RelabelRule ReadRelabelRule(const Values& values, model::NameValidation names,
                            RegexCache* regexes) {
  RelabelRule rule;
  rule.names = names;
  for (const yaml::Entry& entry : values.entries()) {
    const std::string_view field = entry.key.scalar();
    const std::string_view text = values.TextOf(entry.value);
    if (field == "source_labels") {
      if (entry.value.IsNull()) continue;
      rule.source_labels.emplace();
      for (const yaml::Node& item : entry.value.items()) {
        rule.source_labels->emplace_back(values.TextOf(item));
      }
    } else if (field == "separator") {
      rule.separator = text;
    } else if (field == "regex") {
      // A null is the empty expression.
      static const Regex nothing = *Regex::Compile("");
      if (regexes == nullptr) {
        rule.regex = nothing;
      } else if (const Result<Regex>& regex = regexes->Compile(text)) {
        rule.regex = *regex;
      }
    } else if (field == "modulus") {
      rule.modulus = values.Unsigned("modulus");
    } else if (field == "target_label") {
      rule.target_label = text;
    } else if (field == "replacement") {
      rule.replacement = text;
    } else if (field == "action") {
      rule.action = FindRelabelAction(text).value_or(RelabelAction::kReplace);
    }
  }
  return rule;
}

void CheckRelabelRules(Section& section, const Values& values, std::string_view field,
                       model::NameValidation names) {
  for (const yaml::Node& item : values.Items(field)) {
    if (!item.IsMapping()) continue;
    const Values fields = values.Of(item);
    // An action that does not exist has been reported.
    if (fields.Has("action") && !FindRelabelAction(fields.Text("action"))) continue;
    const auto fault = FindFault(fields, ReadRelabelRule(fields, names, nullptr));
    if (fault) section.Report(kBadValue, *fault->at, fault->message, fault->upstream);
  }
}

std::vector<WrittenRelabelRule> ReadRelabelRules(const yaml::Node& list, const Input& input,
                                                 model::NameValidation names, RegexCache& regexes,
                                                 Diagnostics& diagnostics) {
  const SourceFile& file = input.file;
  std::vector<WrittenRelabelRule> rules;
  for (const yaml::Node& item : list.items()) {
    if (item.IsNull()) {
      diagnostics.Report(kMissingField, {&file, item.span}, "the relabelling rule is empty");
      continue;
    }
    const Values fields(item, input, yaml::Dialect::kGoYamlV2);
    if (!item.IsMapping() || !IsReadable(fields, regexes)) continue;
    RelabelRule rule = ReadRelabelRule(fields, names, &regexes);
    if (const auto fault = FindFault(fields, rule)) {
      diagnostics.Report(kBadValue, {&file, fault->at->span}, fault->message).upstream =
          fault->upstream;
      continue;
    }
    rules.push_back({std::move(rule), &file, &item});
  }
  return rules;
}

}  // namespace check::config
