#include <algorithm>
#include <string>

#include "libcheck/unittest/coverage_counts.h"

namespace check::unittest {
namespace {

using report::Decision;
using report::DecisionKind;

Decision Make(DecisionKind kind, std::string text, const Location& where) {
  return {.kind = kind, .text = std::move(text), .where = ToPlace(where), .outcomes = {}};
}

// Whether it depends on anything: `1 < bool 2` need not be tested.
bool IsConstant(const promql::Expr& expr) {
  using promql::ExprKind;
  if (expr.kind == ExprKind::kVectorSelector || expr.kind == ExprKind::kCall) return false;
  bool constant = true;
  promql::ForEachChild(
      expr, [&](const promql::Expr& child) { constant = constant && IsConstant(child); });
  return constant;
}

class RuleReader {
 public:
  RuleReader(const rules::PreparedGroup& group, const rules::PreparedRule& rule,
             const SourceFile& file, const CoverageCounts& counts)
      : group_(group), rule_(rule), file_(file), all_(counts) {
    if (const auto at = counts.by_rule.find(&rule); at != counts.by_rule.end())
      counts_ = at->second;
  }

  report::RuleCoverage Read() {
    const Location name = {&file_, rule_.rule->name_node->span};
    out_.group = group_.group->name;
    out_.name = rule_.name;
    out_.is_alert = rule_.is_alert;
    out_.where = ToPlace(name);
    out_.evaluations = counts_.evaluations;
    AddLines(*rule_.rule->name_node);

    Decision& ran = out_.decisions.emplace_back(Make(DecisionKind::kRule, out_.name, name));
    ran.outcomes = {{"result", "never gave a series", counts_.results}};
    if (rule_.is_alert) AddStates(name);
    if (rule_.rule->expr_node != nullptr) AddLines(*rule_.rule->expr_node);
    if (rule_.expr != nullptr) AddOperands(*rule_.expr);
    AddTemplates(rule_.labels);
    AddTemplates(rule_.annotations);
    return std::move(out_);
  }

 private:
  void AddLines(const yaml::Node& node) {
    const Place place = ToPlace({&file_, node.span});
    // A block scalar may end where the next line begins.
    const std::uint32_t last = place.end.column == 1 && place.end.line > place.begin.line
                                   ? place.end.line - 1
                                   : place.end.line;
    out_.lines.push_back({place.begin.line, last, counts_.results});
  }

  void AddStates(const Location& name) {
    Decision& states = out_.decisions.emplace_back(Make(DecisionKind::kAlert, out_.name, name));
    states.outcomes.push_back({"inactive", "was never seen inactive", counts_.inactive});
    if (rule_.rule->hold > Duration::zero()) {
      states.outcomes.push_back({"pending", "was never pending", counts_.pending});
    }
    states.outcomes.push_back({"firing", "never fired", counts_.firing});
  }

  void AddOperands(const promql::Expr& expr) {
    if (const auto* binary = promql::TryAs<promql::BinaryExpr>(&expr)) AddOperator(*binary);
    promql::ForEachChild(expr, [&](const promql::Expr& child) { AddOperands(child); });
  }

  void AddOperator(const promql::BinaryExpr& binary) {
    const bool is_set = promql::IsSetOperator(binary.op);
    if (!is_set && (!promql::IsComparison(binary.op) || IsConstant(binary))) return;
    const SourceFile* source = rule_.rule->expr_source;
    Tally tally = {};
    if (const auto at = all_.operands.find(&binary); at != all_.operands.end()) tally = at->second;
    Decision& decision = out_.decisions.emplace_back(Make(
        is_set ? DecisionKind::kSet : DecisionKind::kComparison,
        std::string(source->text(binary.span)), {source, is_set ? binary.op_span : binary.span}));
    if (binary.op == promql::Op::kOr) {
      decision.outcomes = {{"left", "never got a series from its left side", tally[0]},
                           {"right", "never got a series from its right side", tally[1]}};
    } else if (is_set) {
      decision.outcomes = {{"kept", "never kept a series", tally[0]},
                           {"removed", "never removed a series", tally[1]}};
    } else {
      decision.outcomes = {{"true", "was never true", tally[0]},
                           {"false", "was never false", tally[1]}};
    }
  }

  void AddTemplates(std::span<const rules::PreparedText> texts) {
    for (const rules::PreparedText& text : texts) {
      const rules::KeyValue& written = *text.written;
      if (written.value_node == nullptr) continue;
      AddLines(*written.value_node);
      if (text.text && text.text->tree() != nullptr) {
        AddTree({*text.text, written.source, *written.value_node});
      }
    }
  }

  // A template and where it stands.
  struct Template {
    const gotemplate::PrometheusTemplate& parsed;
    const SourceFile* source;  // Null for labels of groups.
    const yaml::Node& node;
  };

  void AddTree(const Template& text) {
    for (const gotemplate::Define* define : text.parsed.tree()->defines) {
      AddBranches(define->body, text);
    }
    AddBranches(text.parsed.tree()->root, text);
  }

  void AddBranches(const gotemplate::List* list, const Template& text) {
    if (list == nullptr) return;
    for (const gotemplate::Node* node : list->nodes) {
      const auto* branch = gotemplate::TryAs<gotemplate::Branch>(node);
      if (branch == nullptr) continue;
      AddBranch(*branch, text);
      AddBranches(branch->body, text);
      AddBranches(branch->else_body, text);
    }
  }

  void AddBranch(const gotemplate::Branch& branch, const Template& in) {
    using gotemplate::NodeKind;
    Tally tally = {};
    if (const auto at = all_.branches.find(&branch); at != all_.branches.end()) tally = at->second;
    const bool is_if = branch.kind == NodeKind::kIf;
    const bool is_range = branch.kind == NodeKind::kRange;
    const Span span = branch.pipe->span;
    std::string text = is_if ? "if " : is_range ? "range " : "with ";
    text += std::string_view(in.parsed.text()).substr(span.begin, span.size());
    const Location where =
        in.source != nullptr ? Location{in.source, span} : Location{&file_, in.node.span};
    Decision& decision =
        out_.decisions.emplace_back(Make(DecisionKind::kBranch, std::move(text), where));
    if (is_if) {
      decision.outcomes = {{"true", "was never true", tally[0]},
                           {"false", "was never false", tally[1]}};
    } else if (is_range) {
      decision.outcomes = {{"elements", "never had an element", tally[0]},
                           {"empty", "was never empty", tally[1]}};
    } else {
      decision.outcomes = {{"set", "was never set", tally[0]},
                           {"empty", "was never empty", tally[1]}};
    }
  }

  const rules::PreparedGroup& group_;
  const rules::PreparedRule& rule_;
  const SourceFile& file_;
  const CoverageCounts& all_;
  RuleCounts counts_;
  report::RuleCoverage out_;
};

}  // namespace

report::FileCoverage CoverageOf(const rules::PreparedFile& file, const CoverageCounts& counts) {
  report::FileCoverage coverage;
  coverage.path = file.path;
  coverage.text = file.source->text();
  for (const rules::PreparedGroup& group : file.groups) {
    for (const rules::PreparedRule& rule : group.rules) {
      coverage.rules.push_back(RuleReader(group, rule, *group.file, counts).Read());
    }
  }
  return coverage;
}

}  // namespace check::unittest
