#ifndef LIBCHECK_RULES_RULE_FILE_H_
#define LIBCHECK_RULES_RULE_FILE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/duration.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/parse.h"
#include "libcheck/template/ast.h"
#include "libcheck/yaml/node.h"

namespace check::rules {

/// A label or annotation of a rule or group.
struct KeyValue {
  std::string_view key;
  std::string_view value;
  const yaml::Node* key_node = nullptr;
  const yaml::Node* value_node = nullptr;
  const SourceFile* source = nullptr;      ///< `value` as a file of its own, if it is a template.
  const gotemplate::Tree* tree = nullptr;  ///< Null if it is not a template or does not parse.
};

/// One recording or alerting rule. Views the file it was read from.
struct Rule {
  const yaml::Node* node = nullptr;
  std::string_view record;                ///< Empty for an alert.
  std::string_view alert;                 ///< Empty for a recording rule.
  const yaml::Node* name_node = nullptr;  ///< The value of `record` or `alert`.
  const yaml::Node* expr_node = nullptr;
  const SourceFile* expr_source = nullptr;  ///< What the spans of `expr` refer to.
  const promql::Expr* expr = nullptr;       ///< Null if it does not parse.
  Duration hold = Duration::zero();         ///< `for`
  const yaml::Node* for_node = nullptr;
  Duration keep_firing_for = Duration::zero();
  std::span<const KeyValue> labels;
  std::span<const KeyValue> annotations;

  bool is_alert() const { return !alert.empty(); }
  std::string_view name() const { return is_alert() ? alert : record; }
};

struct Group {
  const yaml::Node* node = nullptr;
  const yaml::Node* name_node = nullptr;
  std::string_view name;
  Duration interval = Duration::zero();  ///< Zero: the server's evaluation_interval.
  std::optional<Duration> query_offset;
  std::int64_t limit = 0;
  std::span<const KeyValue> labels;
  std::span<const Rule> rules;
};

/// How the rules were wrapped.
enum class Wrapper : std::uint8_t {
  kNone,            ///< A Prometheus rule file.
  kMimirNamespace,  ///< `namespace:` beside `groups:`.
  kPrometheusRule,  ///< The custom resource, or Google's: groups under `spec`.
  kAlertingRule,    ///< OpenShift's custom resource: alerts only.
  kVmRule,          ///< VictoriaMetrics's custom resource: MetricsQL.
  kConfigMap,       ///< A rule file as text, as under `data` of a ConfigMap.
  kEncoded,         ///< A rule file in base64, as under `data` of a Secret.
};

/// The groups of one document (or of one key of a ConfigMap).
struct RuleSet {
  Wrapper wrapper = Wrapper::kNone;
  const SourceFile* file =
      nullptr;  ///< What the nodes' spans refer to: embedded text for kConfigMap and kEncoded.
  std::span<const Group> groups;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_RULE_FILE_H_
