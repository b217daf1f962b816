#include "libcheck/lint/template_use.h"

#include <algorithm>
#include <string>

#include "libcheck/lint/check.h"
#include "libcheck/lint/expr.h"
#include "libcheck/template/walk.h"

namespace check::lint {
namespace {

using gotemplate::Node;
using gotemplate::NodeKind;
using gotemplate::TryAs;

class Watcher final : public gotemplate::Watcher {
 public:
  void OnNode(const Node& node, const gotemplate::TemplateType&) override {
    if (node.kind == NodeKind::kIf || node.kind == NodeKind::kWith) {
      AddCondition(TryAs<gotemplate::Branch>(&node)->pipe->span);
    } else if (const auto* command = TryAs<gotemplate::Command>(&node)) {
      const auto* function = TryAs<gotemplate::Identifier>(command->arguments.front());
      if (function != nullptr && function->function->IsVerdict()) AddCondition(node.span);
    } else if (const auto* pipe = TryAs<gotemplate::Pipe>(&node)) {
      // What is put into a variable is not shown yet.
      if (!pipe->declared.empty()) AddCondition(node.span);
    }
  }

  void OnField(const gotemplate::TemplateType& of, std::string_view name, Span where,
               const gotemplate::TemplateType*) override {
    if (&of == &gotemplate::kAlertLabels) use_.labels.push_back({name, where});
  }

  void OnRead(const gotemplate::TemplateType& type, Span where) override {
    if (&type == &gotemplate::kAlertValue) use_.values.push_back(where);
  }

  TemplateUse Take() {
    std::erase_if(use_.values, [&](Span where) { return IsInCondition(where); });
    std::vector<std::string_view> asked;
    for (const TemplateUse::Label& label : use_.labels) {
      if (IsInCondition(label.where)) asked.push_back(label.name);
    }
    std::sort(asked.begin(), asked.end());
    std::erase_if(use_.labels, [&](const TemplateUse::Label& label) {
      return std::binary_search(asked.begin(), asked.end(), label.name);
    });
    return std::move(use_);
  }

 private:
  // Nodes come in the order written, each before what is in it.
  void AddCondition(Span where) {
    if (conditions_.empty() || where.begin >= conditions_.back().end) conditions_.push_back(where);
  }

  bool IsInCondition(Span where) const {
    const auto after = std::upper_bound(
        conditions_.begin(), conditions_.end(), where.begin,
        [](std::uint32_t begin, const Span& condition) { return begin < condition.begin; });
    return after != conditions_.begin() && where.end <= std::prev(after)->end;
  }

  TemplateUse use_;
  std::vector<Span> conditions_;  // The outermost: in order, and apart.
};

}  // namespace

TemplateUse UseOf(const gotemplate::Tree& tree) {
  if (tree.is_plain) return {};
  Watcher watcher;
  gotemplate::Walk(tree, gotemplate::PrometheusEnvironment(), watcher);
  return watcher.Take();
}

void ReportGoneLabels(const RuleContext& context, bool of_absent, const CodeInfo& info,
                      Diagnostics& diagnostics) {
  const rules::Rule& rule = context.rule;
  if (!rule.is_alert()) return;
  const auto report_in = [&](const rules::KeyValue& text) {
    if (text.tree == nullptr || text.source == nullptr) return;
    for (const TemplateUse::Label& label : context.UseOf(text).labels) {
      const promql::LabelFact fact = context.Labels().Result().Find(label.name);
      if (fact.presence != promql::Presence::kNever) continue;
      const promql::Removal& root = fact.removal->Root();
      if ((root.kind == promql::RemovalKind::kAbsent) != of_absent) continue;
      Diagnostic& diagnostic = diagnostics.Report(
          info, {text.source, label.where}, "label " + Code(label.name) + " is always empty here");
      diagnostic.labels.push_back(
          {context.InExpr(root.where), promql::Describe(*fact.removal, label.name)});
      const bool is_own = std::any_of(rule.labels.begin(), rule.labels.end(),
                                      [&](const auto& own) { return own.key == label.name; });
      if (is_own) {
        diagnostic.notes.push_back(
            "templates only see labels of the query result, not those that the rule adds");
      }
    }
  };
  for (const rules::KeyValue& label : rule.labels) report_in(label);
  for (const rules::KeyValue& annotation : rule.annotations) report_in(annotation);
}

}  // namespace check::lint
