#include "libcheck/lint/facts.h"

#include <algorithm>
#include <functional>

#include "libcheck/promql/parse.h"

namespace check::lint {
namespace {

// Mixes `value` into `hash`: the finaliser of MurmurHash3.
std::uint64_t Mix(std::uint64_t hash, std::uint64_t value) {
  hash ^= value + 0x9E3779B97F4A7C15U + (hash << 6) + (hash >> 2);
  hash ^= hash >> 33;
  hash *= 0xFF51AFD7ED558CCDU;
  hash ^= hash >> 33;
  return hash;
}
std::uint64_t HashText(std::string_view text) { return std::hash<std::string_view>()(text); }

// Labels of a rule win over those of its group, and their order does not matter.
std::uint64_t HashLabels(const rules::Group& group, const rules::Rule& rule) {
  const auto one = [](const rules::KeyValue& label) {
    return Mix(HashText(label.key), HashText(label.value));
  };
  std::uint64_t sum = 0;
  for (const rules::KeyValue& label : rule.labels) sum += one(label);
  for (const rules::KeyValue& label : group.labels) {
    const bool overridden = std::any_of(rule.labels.begin(), rule.labels.end(),
                                        [&](const auto& own) { return own.key == label.key; });
    if (!overridden) sum += one(label);
  }
  return sum;
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
      std::size_t at = HashText(names_[i]) & (bigger.size() - 1);
      while (bigger[at] != 0) at = (at + 1) & (bigger.size() - 1);
      bigger[at] = i + 1;
    }
    slots_ = std::move(bigger);
  }
  std::size_t at = HashText(name) & (slots_.size() - 1);
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
  for (const rules::Rule& rule : group.rules) {
    if (rule.expr == nullptr) {
      if (!rule.record.empty()) facts.refused.push_back(facts.names.Copy(rule.record));
      continue;
    }
    GatherReferences(*rule.expr, rule, facts);
    if (rule.name_node == nullptr) continue;
    RuleFact fact;
    fact.series = Mix(Mix(HashText(rule.name()), rule.is_alert() ? 1 : 0), HashLabels(group, rule));
    fact.identity = Mix(fact.series, promql::StructuralHash(*rule.expr));
    // Alerts that wait for different times differ in what they do.
    fact.identity = Mix(fact.identity, static_cast<std::uint64_t>(rule.hold.count()));
    fact.where.span = Location{set.file, rule.name_node->span}.Outermost().span;
    facts.rules.push_back(
        {.fact = fact,
         .records = rule.is_alert() ? std::string_view() : facts.names.Copy(rule.record)});
  }
}

}  // namespace check::lint
