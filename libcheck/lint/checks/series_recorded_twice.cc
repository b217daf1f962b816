#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/label_flow.h"
#include "libcheck/promql/parse.h"

namespace check::lint {
namespace {

using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

// The labels of the one series that `rule` writes, or nothing if that cannot be told.
std::optional<Labels> OnlySeries(const rules::Rule& rule, const rules::Group& group) {
  const promql::LabelFlows flows(*rule.expr);
  const promql::LabelFlow& flow = flows.Result();
  if (!flow.closed()) return std::nullopt;
  Labels labels;
  const auto set = [&](std::string_view name, std::string_view value) {
    const bool known = std::any_of(labels.begin(), labels.end(),
                                   [&](const auto& label) { return label.first == name; });
    if (!known) labels.emplace_back(name, value);
  };
  for (const rules::KeyValue& own : rule.labels) set(own.key, own.value);
  for (const rules::KeyValue& shared : group.labels) set(shared.key, shared.value);
  for (const promql::LabelFact& fact : flow.facts) {
    if (fact.label == model::kMetricName || fact.presence == promql::Presence::kNever) continue;
    const bool overridden = std::any_of(
        labels.begin(), labels.end(), [&](const auto& label) { return label.first == fact.label; });
    if (overridden) continue;
    if (!fact.has_value) return std::nullopt;
    labels.emplace_back(fact.label, fact.value);
  }
  std::erase_if(labels, [](const auto& label) { return label.second.empty(); });
  std::sort(labels.begin(), labels.end());
  return labels;
}

void Run(const GroupContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  std::unordered_map<std::string_view, std::vector<const rules::Rule*>> by_name;
  for (const rules::Rule& rule : context.group.rules) {
    if (rule.is_alert() || rule.expr == nullptr || rule.name_node == nullptr) continue;
    std::vector<const rules::Rule*>& recorders = by_name[rule.record];
    recorders.push_back(&rule);
    constexpr std::size_t kMany = 100;  // The work grows with the square.
    if (recorders.size() == 1 || recorders.size() > kMany) continue;
    const auto labels = OnlySeries(rule, context.group);
    if (!labels) continue;
    for (const rules::Rule* other : std::span(recorders).first(recorders.size() - 1)) {
      if (promql::StructurallyEqual(*other->expr, *rule.expr)) continue;  // A duplicate rule.
      if (OnlySeries(*other, context.group) != labels) continue;
      Diagnostic& diagnostic = diagnostics.Report(
          info, context.InFile(*rule.name_node),
          "another rule of the group records other values for the same series of " +
              Code(rule.record));
      diagnostic.labels.push_back({context.InFile(*other->name_node), "the other rule"});
      diagnostic.notes.push_back("use another metric name, or add a label that distinguishes them");
      break;
    }
  }
}

}  // namespace

const Check series_recorded_twice = {
    .info =
        {
            .code = "series-recorded-twice",
            .severity = Severity::kWarning,
            .summary = "two rules that record different values for one series",
            .explanation = R"(
Two rules can record the same metric if their series differ in a label. If both return exactly one
series, with the same labels and at the same time, the second sample is refused ("duplicate sample for
timestamp").

Only rules of one group are compared, and only if their labels are known without data.
)",
            .bad = R"(groups:
  - name: requests
    rules:
      - record: cluster:http_requests:rate5m
        expr: sum(rate(http_requests_total[5m]))
      - record: cluster:http_requests:rate5m
        expr: sum(rate(http_errors_total[5m]))
)",
            .good = R"(groups:
  - name: requests
    rules:
      - record: cluster:http_requests:rate5m
        expr: sum(rate(http_requests_total[5m]))
      - record: cluster:http_errors:rate5m
        expr: sum(rate(http_errors_total[5m]))
)",
        },
    .run = Run,
};

}  // namespace check::lint
