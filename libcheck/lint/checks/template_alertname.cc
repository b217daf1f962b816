#include <algorithm>
#include <string_view>

#include "libcheck/base/ascii.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

constexpr std::string_view kAlertName = "alertname";

bool NamesAlerts(std::string_view metric) {
  constexpr std::string_view kWord = "alert";
  return std::search(metric.begin(), metric.end(), kWord.begin(), kWord.end(),
                     [](char a, char b) { return LowerAscii(a) == b; }) != metric.end();
}

// Whether the series may well have such a label: those that Prometheus writes for alerts, those of
// programs about alerts, and what rules make of them.
bool MayHaveName(const promql::VectorSelector& selector) {
  return selector.name.empty() || NamesAlerts(selector.name) ||
         selector.name.find(':') != std::string_view::npos ||
         std::any_of(selector.matchers.begin(), selector.matchers.end(),
                     [](const model::Matcher& matcher) { return matcher.name == kAlertName; });
}

// Whether the result has the label as far as the expression tells.
bool IsLeftOut(const RuleContext& context) {
  if (context.Labels().Result().Find(kAlertName).presence != promql::Presence::kMaybe) return false;
  bool reads_series = false;
  for (const Part& part : context.Parts()) {
    const auto* selector = promql::TryAs<promql::VectorSelector>(part.expr);
    if (selector == nullptr) continue;
    reads_series = true;
    if (MayHaveName(*selector)) return false;
  }
  return reads_series;
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const rules::Rule& rule = context.rule;
  if (!rule.is_alert()) return;
  const auto check = [&](const rules::KeyValue& text) {
    if (text.tree == nullptr || text.source == nullptr) return;
    for (const TemplateUse::Label& label : context.UseOf(text).labels) {
      if (label.name != kAlertName || !IsLeftOut(context)) continue;
      diagnostics
          .Report(info, {text.source, label.where},
                  "label `alertname` is empty here: it is added after templates are expanded")
          .notes.push_back("write the name: " + Code(rule.alert));
    }
  };
  for (const rules::KeyValue& label : rule.labels) check(label);
  for (const rules::KeyValue& annotation : rule.annotations) check(annotation);
}

}  // namespace

const Check template_alertname = {
    .info =
        {
            .code = "template-alertname",
            .severity = Severity::kWarning,
            .summary = "a template that shows the label `alertname`, which is not set yet",
            .explanation = R"(
`$labels` in a label or annotation holds the labels of the query's result. Prometheus adds
`alertname` and the labels of the rule afterwards, so `{{ $labels.alertname }}` is empty. The name
is known where the rule is written: write it out. Templates of Alertmanager do see the label.

Queries of `ALERTS` and of other metrics about alerts, whose series have this label, are left alone.
)",
            .bad = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up == 0
        for: 5m
        annotations:
          summary: "{{ $labels.alertname }} on {{ $labels.instance }}"
)",
            .good = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up == 0
        for: 5m
        annotations:
          summary: TargetDown on {{ $labels.instance }}
)",
        },
    .run = Run,
};

}  // namespace check::lint
