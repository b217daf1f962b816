#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/lint/template_use.h"

namespace check::lint {
namespace {

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (!context.rule.is_alert()) return;
  for (const rules::KeyValue& label : context.rule.labels) {
    if (label.tree == nullptr || label.source == nullptr) continue;
    for (const Span where : context.UseOf(label).values) {
      Diagnostic& diagnostic = diagnostics.Report(
          info, {label.source, where},
          Code(*label.source, where) + " makes label " + Code(label.key) +
              " change with the value, so the alert starts again at each evaluation");
      diagnostic.notes.push_back("show the value in an annotation");
    }
  }
}

}  // namespace

const Check value_in_label = {
    .info =
        {
            .code = "value-in-label",
            .severity = Severity::kWarning,
            .summary = "an alert label that contains the alert value",
            .explanation = R"(
An alert is identified by its labels. If a label contains the value, each change of the value
creates another alert: the previous one is resolved, the new one waits for its `for` again and may
never fire, and silences and notifications no longer apply to it.

Put the value into an annotation. To choose a severity, test the value: `{{ if gt $value 90.0 }}`
is not reported.
)",
            .bad = R"(groups:
  - name: disk
    rules:
      - alert: DiskFull
        expr: disk_used_bytes / disk_size_bytes > 0.9
        for: 10m
        labels:
          usage: '{{ $value | humanizePercentage }}'
)",
            .good = R"(groups:
  - name: disk
    rules:
      - alert: DiskFull
        expr: disk_used_bytes / disk_size_bytes > 0.9
        for: 10m
        annotations:
          usage: '{{ $value | humanizePercentage }}'
)",
        },
    .run = Run,
};

}  // namespace check::lint
