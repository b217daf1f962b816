#include "libcheck/lint/facts.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/xxhash.h"
#include "libcheck/promql/parse.h"

namespace check::lint {
namespace {

// Writes a text so that no two sequences of them look the same.
void AppendText(std::string& key, std::string_view text) {
  key += std::to_string(text.size());
  key += ':';
  key += text;
}

// Labels of a rule win over those of its group, and their order does not matter.
void AppendLabels(std::string& key, const rules::Group& group, const rules::Rule& rule) {
  std::vector<std::pair<std::string_view, std::string_view>> labels;
  for (const rules::KeyValue& label : rule.labels) labels.emplace_back(label.key, label.value);
  for (const rules::KeyValue& label : group.labels) {
    const bool overridden = std::any_of(rule.labels.begin(), rule.labels.end(),
                                        [&](const auto& own) { return own.key == label.key; });
    if (!overridden) labels.emplace_back(label.key, label.value);
  }
  std::sort(labels.begin(), labels.end());
  key += std::to_string(labels.size());
  key += ';';
  for (const auto& [name, value] : labels) {
    AppendText(key, name);
    AppendText(key, value);
  }
}

void GatherReferences(const promql::Expr& expr, const rules::Rule& rule, FileFacts& facts) {
  if (const auto* selector = promql::TryAs<promql::VectorSelector>(&expr);
      selector != nullptr && selector->name.find(':') != std::string_view::npos) {
    // The span of a selector covers its matchers too; the name is what is pointed at.
    Span span = selector->span;
    if (rule.expr_source->text(span).starts_with(selector->name)) {
      span.end = span.begin + static_cast<std::uint32_t>(selector->name.size());
    }
    facts.references.push_back({.metric = facts.names.Copy(selector->name),
                                .span = Location{rule.expr_source, span}.Outermost().span});
  }
  promql::ForEachChild(expr,
                       [&](const promql::Expr& child) { GatherReferences(child, rule, facts); });
}

}  // namespace

Symbol SymbolTable::Intern(std::string_view name) {
  if ((names_.size() + 1) * 4 > slots_.size() * 3) {
    std::vector<std::uint32_t> bigger(slots_.empty() ? 64 : slots_.size() * 2);
    for (std::uint32_t i = 0; i < names_.size(); ++i) {
      std::size_t at = HashBytes(names_[i]) & (bigger.size() - 1);
      while (bigger[at] != 0) at = (at + 1) & (bigger.size() - 1);
      bigger[at] = i + 1;
    }
    slots_ = std::move(bigger);
  }
  std::size_t at = HashBytes(name) & (slots_.size() - 1);
  while (slots_[at] != 0) {
    if (names_[slots_[at] - 1] == name) return Symbol{slots_[at] - 1};
    at = (at + 1) & (slots_.size() - 1);
  }
  names_.push_back(text_.Copy(name));
  slots_[at] = static_cast<std::uint32_t>(names_.size());
  return Symbol{slots_[at] - 1};
}

void FileFacts::Clear() {
  rules.clear();
  references.clear();
  refused.clear();
  names.Reset();
}

void GatherFacts(const rules::Group& group, const rules::RuleSet& set, FileFacts& facts) {
  std::string key;
  const std::string_view group_name = facts.names.Copy(group.name);
  for (const rules::Rule& rule : group.rules) {
    if (rule.expr == nullptr) {
      if (!rule.record.empty()) facts.refused.push_back(facts.names.Copy(rule.record));
      continue;
    }
    GatherReferences(*rule.expr, rule, facts);
    if (rule.name_node == nullptr) continue;
    RuleFact fact;
    key = rule.is_alert() ? "alert " : "record ";
    AppendText(key, rule.name());
    AppendLabels(key, group, rule);
    // Alerts that wait for different times differ in what they do.
    AppendText(key, std::to_string(rule.hold.count()));
    promql::AppendStructure(key, *rule.expr);
    fact.where.span = Location{set.file, rule.name_node->span}.Outermost().span;
    facts.rules.push_back(
        {.fact = fact,
         .records = rule.is_alert() ? std::string_view() : facts.names.Copy(rule.record),
         .identity = facts.names.Copy(std::string_view(key)),
         .group = group_name});
  }
}

}  // namespace check::lint
