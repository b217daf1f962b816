#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/promql/parse.h"
#include "libcheck/template/references.h"

namespace check::lint {
namespace {

// Which features the server has is not known here, so all of them are taken to be on.
constexpr promql::ParseOptions kEverything = {
    .experimental_functions = true,
    .duration_expressions = true,
    .extended_range_selectors = true,
    .fill_modifiers = true,
};

void CheckTemplate(const rules::KeyValue& text, const CodeInfo& info, Diagnostics& diagnostics) {
  if (text.tree == nullptr || text.source == nullptr || text.tree->is_plain) return;
  Arena arena;
  gotemplate::References references;
  gotemplate::FindReferences(*text.source, *text.tree, gotemplate::PrometheusEnvironment(), arena,
                             references);
  for (const gotemplate::QueryReference& query : references.queries) {
    Diagnostics faults;
    promql::ParseExpr(*query.expression, kEverything, arena, faults);
    for (const Diagnostic& fault : faults.found()) {
      if (fault.severity != Severity::kError) continue;
      // The query's text goes with the arena: point at the file it came from.
      Diagnostic& diagnostic = diagnostics.Report(info, fault.where.Outermost(),
                                                  "invalid PromQL in `query`: " + fault.message);
      diagnostic.notes = fault.notes;
      break;
    }
  }
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (!context.rule.is_alert()) return;
  for (const rules::KeyValue& label : context.rule.labels) {
    CheckTemplate(label, info, diagnostics);
  }
  for (const rules::KeyValue& annotation : context.rule.annotations) {
    CheckTemplate(annotation, info, diagnostics);
  }
}

}  // namespace

const Check template_query = {
    .info =
        {
            .code = "template-query",
            .severity = Severity::kWarning,
            .summary = "a template query that is not valid PromQL",
            .explanation = R"(
The template function `query` evaluates an expression when the alert fires. Prometheus does not
check it before that: a rule file with invalid expressions in its templates loads, and people get
`<error expanding template: ...>` instead of the text.

Only literal expressions can be checked, not those built with `printf`.
)",
            .bad = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: '{{ query "up = 0" | len }} instances are down'
)",
            .good = R"(groups:
  - name: node
    rules:
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        annotations:
          summary: '{{ query "up == 0" | len }} instances are down'
)",
        },
    .run = Run,
};

}  // namespace check::lint
