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
      "such as `job:http_requests:rate5m`: labels it is summed by, what it was made of, and how");
}

}  // namespace

const Check record_name_style = {
    .info =
        {
            .code = "record-name-style",
            .severity = Severity::kInfo,
            .summary = "a recorded metric that is not named `level:metric:operations`",
            .explanation = R"(
The custom is to name recorded metrics after the labels they are aggregated by, the metric they are
made of and what was done to it, the newest operation first: `instance_path:requests:rate5m`. Readers
then know what they look at, and the colons keep such names apart from those that are scraped.

This is a matter of taste, and switched off unless you ask for it.
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
