#ifndef LIBCHECK_RULES_FIELDS_H_
#define LIBCHECK_RULES_FIELDS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "libcheck/rules/rule_file.h"

/// What a rule file may say, as tables.
namespace check::rules {

/// What a field holds.
enum class FieldType : std::uint8_t {
  kText,
  kExpression,
  kDuration,
  kWholeNumber,
  kLabels,  ///< A mapping from text to text.
  kList,
  kAnything,
};

struct Field {
  std::string_view name;
  FieldType type;
  std::string_view doc;  ///< One sentence.
  /// The only wrapper that knows this field; kNone: all of them.
  Wrapper only_in = Wrapper::kNone;
};

/// The names that Go's structs have in upstream's messages: one for each of its two decodings.
struct GoType {
  std::string_view strict;
  std::string_view positions;
};

/// A mapping with fixed fields.
struct Section {
  std::string_view noun;  ///< "a rule"
  GoType go;
  std::span<const Field> fields;
};

inline constexpr Field kFileFields[] = {
    {"groups", FieldType::kList, "Groups of rules."},
    {"namespace", FieldType::kText, "The namespace that the groups belong to.",
     Wrapper::kMimirNamespace},
};

inline constexpr Field kGroupFields[] = {
    {"name", FieldType::kText, "The name of the group, which no other group of the file may have."},
    {"interval", FieldType::kDuration,
     "How often the rules are evaluated; the server's `evaluation_interval` unless set."},
    {"query_offset", FieldType::kDuration,
     "How far in the past the rules are evaluated, to give late samples time to arrive."},
    {"limit", FieldType::kWholeNumber,
     "How many alerts or series a rule may yield before its evaluation counts as failed; 0 sets no "
     "limit."},
    {"labels", FieldType::kLabels, "Labels added to the results of every rule of the group."},
    {"rules", FieldType::kList, "The rules, evaluated in this order."},
    {"partial_response_strategy", FieldType::kText,
     "What Thanos does when part of its data cannot be reached: `abort` or `warn`.",
     Wrapper::kPrometheusRule},
    {"source_tenants", FieldType::kList, "The tenants whose series the rules read.",
     Wrapper::kMimirNamespace},
    {"evaluation_delay", FieldType::kDuration, "The former name of `query_offset`.",
     Wrapper::kMimirNamespace},
    {"align_evaluation_time_on_interval", FieldType::kAnything,
     "Whether evaluations happen at multiples of the interval.", Wrapper::kMimirNamespace},
    {"remote_write", FieldType::kList, "Where else the results are sent.",
     Wrapper::kMimirNamespace},
};

inline constexpr Field kRuleFields[] = {
    {"record", FieldType::kText, "The metric that a recording rule writes."},
    {"alert", FieldType::kText, "The name of an alert."},
    {"expr", FieldType::kExpression, "The PromQL expression to evaluate."},
    {"for", FieldType::kDuration, "How long the expression has to have results before it fires."},
    {"keep_firing_for", FieldType::kDuration,
     "How long an alert goes on firing once its expression has no results any more."},
    {"labels", FieldType::kLabels, "Labels added to the result."},
    {"annotations", FieldType::kLabels, "What notifications say about the alert."},
};

// OpenShift's AlertingRule has no others.
inline constexpr Field kAlertingGroupFields[] = {
    {"name", FieldType::kText, "The name of the group."},
    {"interval", FieldType::kDuration, "How often the alerts are evaluated."},
    {"rules", FieldType::kList, "The alerts, evaluated in this order."},
};

inline constexpr Field kAlertingRuleFields[] = {
    {"alert", FieldType::kText, "The name of an alert."},
    {"expr", FieldType::kExpression, "The PromQL expression to evaluate."},
    {"for", FieldType::kDuration, "How long the expression has to have results before it fires."},
    {"labels", FieldType::kLabels, "Labels added to the alert."},
    {"annotations", FieldType::kLabels, "What notifications say about the alert."},
};

inline constexpr Section kFileSection = {
    "a rule file", {"rulefmt.RuleGroups", "rulefmt.ruleGroups"}, kFileFields};
inline constexpr Section kSpecSection = {"`spec`", kFileSection.go, kFileFields};
inline constexpr Section kGroupSection = {
    "a group", {"rulefmt.RuleGroup", "rulefmt.RuleGroupNode"}, kGroupFields};
inline constexpr Section kRuleSection = {
    "a rule", {"rulefmt.Rule", "rulefmt.RuleNode"}, kRuleFields};
inline constexpr Section kAlertingGroupSection = {"a group of an AlertingRule", kGroupSection.go,
                                                  kAlertingGroupFields};
inline constexpr Section kAlertingRuleSection = {"a rule of an AlertingRule", kRuleSection.go,
                                                 kAlertingRuleFields};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_FIELDS_H_
