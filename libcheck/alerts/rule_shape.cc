#include "libcheck/alerts/rule_shape.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "libcheck/lint/relabel_flow.h"
#include "libcheck/promql/label_flow.h"

namespace check::alerts {
namespace {

using alertmanager::AlertShape;
using alertmanager::LabelPresence;
using alertmanager::LabelShape;
using config::RelabelAction;
using config::RelabelRule;

constexpr std::string_view kAlertName = "alertname";
constexpr std::string_view kMetricName = "__name__";

LabelShape Unknown(std::string_view name) { return {std::string(name), true, true, {}}; }
LabelShape Absent(std::string_view name) { return {std::string(name), true, false, {}}; }
LabelShape Fixed(std::string_view name, std::string_view value) {
  if (value.empty()) return Absent(name);
  return {std::string(name), false, false, {std::string(value)}};
}

LabelShape ShapeOf(const promql::LabelFact& fact) {
  if (fact.presence == promql::Presence::kNever) return Absent(fact.label);
  if (fact.presence == promql::Presence::kMaybe) return Unknown(fact.label);
  if (fact.has_value) return Fixed(fact.label, fact.value);
  return {std::string(fact.label), false, true, {}};
}

// The label that a template shows, if that is all it does: `{{ $labels.job }}`.
std::optional<std::string_view> ShownLabel(const gotemplate::Tree& tree) {
  if (tree.is_plain || tree.root == nullptr || tree.root->nodes.size() != 1) return std::nullopt;
  const auto* action = gotemplate::TryAs<gotemplate::Action>(tree.root->nodes.front());
  if (action == nullptr || !action->pipe->declared.empty()) return std::nullopt;
  if (action->pipe->commands.size() != 1) return std::nullopt;
  const auto& arguments = action->pipe->commands.front()->arguments;
  if (arguments.size() != 1) return std::nullopt;
  if (const auto* variable = gotemplate::TryAs<gotemplate::Variable>(arguments.front())) {
    if (variable->names.size() == 2 && variable->names[0] == "$labels") return variable->names[1];
  }
  if (const auto* field = gotemplate::TryAs<gotemplate::Field>(arguments.front())) {
    if (field->names.size() == 2 && field->names[0] == "Labels") return field->names[1];
  }
  return std::nullopt;
}

// Whether a template gives some text whatever it is rendered with.
bool IsNeverEmpty(const gotemplate::Tree& tree) {
  if (tree.root == nullptr) return false;
  return std::any_of(tree.root->nodes.begin(), tree.root->nodes.end(),
                     [](const gotemplate::Node* node) {
                       const auto* text = gotemplate::TryAs<gotemplate::Text>(node);
                       return text != nullptr && !text->text.empty();
                     });
}

// What a label of a rule is, rendered for a result of the query.
LabelShape ShapeOf(const rules::KeyValue& label, const AlertShape& result) {
  if (label.tree == nullptr) {
    return label.value.find("{{") == std::string_view::npos ? Fixed(label.key, label.value)
                                                            : Unknown(label.key);
  }
  if (label.tree->is_plain) return Fixed(label.key, label.value);
  if (const auto shown = ShownLabel(*label.tree)) {
    LabelShape shape = result.Find(*shown);
    shape.name = label.key;
    return shape;
  }
  LabelShape shape = Unknown(label.key);
  shape.may_be_absent = !IsNeverEmpty(*label.tree);
  return shape;
}

/// Which labels relabelling rules may write, for those of which RelabelFlow has lost track.
class WrittenLabels {
 public:
  explicit WrittenLabels(std::span<const config::WrittenRelabelRule> rules) {
    for (const config::WrittenRelabelRule& written : rules) Add(written.rule);
  }

  bool Has(const std::string& label) const { return any_ || names_.contains(label); }
  bool any() const { return any_; }

 private:
  void Add(const RelabelRule& rule) {
    switch (rule.action) {
      case RelabelAction::kReplace:
      case RelabelAction::kHashMod:
      case RelabelAction::kLowercase:
      case RelabelAction::kUppercase:
        any_ = any_ || rule.target_label.find('$') != std::string::npos;
        names_.insert(rule.target_label);
        break;
      case RelabelAction::kLabelMap:
        any_ = true;
        break;
      case RelabelAction::kKeep:
      case RelabelAction::kDrop:
      case RelabelAction::kKeepEqual:
      case RelabelAction::kDropEqual:
      case RelabelAction::kLabelDrop:
      case RelabelAction::kLabelKeep:
        break;
    }
  }

  bool any_ = false;
  std::set<std::string> names_;
};

// Whether a rule copies labels of certain names and there is none of those.
bool HasNothingToCopy(const RelabelRule& rule, const AlertShape& shape,
                      const std::set<std::string>& names) {
  return rule.action == RelabelAction::kLabelMap && rule.regex && !shape.may_have_others &&
         std::none_of(names.begin(), names.end(),
                      [&](const std::string& name) { return rule.regex->FullMatch(name); });
}

LabelShape ShapeOf(const std::string& name, const lint::PossibleValues& possible) {
  LabelShape shape = {name, false, false, possible.values};
  shape.may_be_absent = std::erase(shape.values, "") > 0;
  return shape;
}

}  // namespace

AlertShape ShapeOf(const rules::Rule& rule, const rules::Group& group) {
  AlertShape result;
  if (rule.expr != nullptr) {
    const promql::LabelFlows flows(*rule.expr);
    const promql::LabelFlow& flow = flows.Result();
    for (const promql::LabelFact& fact : flow.facts) result.Set(ShapeOf(fact));
    result.may_have_others = !flow.closed();
  }
  // Prometheus: alerts have no metric name.
  result.Set(Absent(kMetricName));
  AlertShape shape = result;
  for (const std::span<const rules::KeyValue> labels : {group.labels, rule.labels}) {
    for (const rules::KeyValue& label : labels) shape.Set(ShapeOf(label, result));
  }
  shape.Set(Fixed(kAlertName, rule.alert));
  return shape;
}

void AddExternalLabels(std::span<const std::pair<std::string, std::string>> labels,
                       AlertShape& shape) {
  for (const auto& [name, value] : labels) {
    LabelShape label = shape.Find(name);
    if (label.presence() == LabelPresence::kAlways || value.empty()) continue;
    if (value.find('$') != std::string::npos) {
      label.any_value = true;
      label.values.clear();
    } else {
      label.may_be_absent = false;
      if (!label.any_value) label.values.push_back(value);
      std::sort(label.values.begin(), label.values.end());
      label.values.erase(std::unique(label.values.begin(), label.values.end()), label.values.end());
    }
    shape.Set(std::move(label));
  }
}

std::optional<AlertShape> Relabelled(const AlertShape& shape,
                                     std::span<const config::WrittenRelabelRule> rules,
                                     std::span<const std::string> labels) {
  if (rules.empty()) return shape;
  std::set<std::string> names(labels.begin(), labels.end());
  for (const LabelShape& label : shape.labels) names.insert(label.name);
  for (const config::WrittenRelabelRule& written : rules) {
    const RelabelRule& rule = written.rule;
    if (!rule.target_label.empty()) names.insert(rule.target_label);
    if (rule.source_labels) names.insert(rule.source_labels->begin(), rule.source_labels->end());
  }
  std::vector<config::WrittenRelabelRule> active(rules.begin(), rules.end());
  std::erase_if(active, [&](const config::WrittenRelabelRule& written) {
    return HasNothingToCopy(written.rule, shape, names);
  });
  const WrittenLabels written(active);
  lint::RelabelFlow flow(active, config::RelabelStage::kAlert);
  for (const std::string& name : names) {
    LabelShape known = shape.Find(name);
    if (known.any_value) {
      flow.Watch(name);
      continue;
    }
    if (known.may_be_absent) known.values.insert(known.values.begin(), "");
    flow.Assume(name, std::move(known.values));
  }
  for (const config::WrittenRelabelRule& rule : active) {
    if (!flow.Pass(rule)) return std::nullopt;
  }
  AlertShape relabelled;
  relabelled.may_have_others = shape.may_have_others || written.any();
  for (const std::string& name : names) {
    if (const lint::PossibleValues* possible = flow.Of(name)) {
      relabelled.Set(ShapeOf(name, *possible));
    } else {
      relabelled.Set(written.Has(name) ? Unknown(name) : shape.Find(name));
    }
  }
  return relabelled;
}

}  // namespace check::alerts
