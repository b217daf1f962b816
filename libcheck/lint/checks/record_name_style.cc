#include <algorithm>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const rules::Rule& rule = context.rule;
  if (rule.is_alert() || rule.name_node == nullptr) return;
  if (std::count(rule.record.begin(), rule.record.end(), ':') >= 2) return;
  Diagnostic& diagnostic =
      diagnostics.Report(info, context.InFile(*rule.name_node),
                         Code(rule.record) + " is not named `level:metric:operations`");
  diagnostic.notes.push_back(
      "such as `job:http_requests:rate5m`: aggregation labels, source metric, operations");
}

}  // namespace

const Check record_name_style = {
    .info =
        {
            .code = "record-name-style",
            .severity = Severity::kInfo,
            .summary = "a recorded metric that is not named `level:metric:operations`",
            .explanation = R"(
By convention, recorded metrics are named after the labels that they are aggregated by, the source
metric and the operations on it, the last operation first: `instance_path:requests:rate5m`. Readers
then know what they see, and the colons distinguish such names from scraped ones.

This is a matter of taste, so the check is off by default.
)",
            .bad = R"(groups:
  - name: requests
    rules:
      - record: request_rate
        expr: sum by (job) (rate(http_requests_total[5m]))
)",
            .good = R"(groups:
  - name: requests
    rules:
      - record: job:http_requests:rate5m
        expr: sum by (job) (rate(http_requests_total[5m]))
)",
            .on_by_default = false,
        },
    .run = Run,
};

}  // namespace check::lint
