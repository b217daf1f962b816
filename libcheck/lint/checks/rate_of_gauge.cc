#include <algorithm>
#include <array>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/lint/rate.h"

namespace check::lint {
namespace {

// Endings that by convention only gauges have. None of them is used for histograms, whose native
// form has no ending of its own.
constexpr std::string_view kGaugeEndings[] = {
    "_percent",           "_percentage",         "_celsius",
    "_temperature",       "_timestamp",          "_info",
    "_timestamp_seconds", "_free_bytes",         "_avail_bytes",
    "_available_bytes",   "_start_time_seconds", "_utilization",
    "_last_success"};

// Of exporters that nearly everyone runs.
constexpr std::string_view kGauges[] = {
    "go_goroutines",
    "go_threads",
    "node_boot_time_seconds",
    "node_filesystem_size_bytes",
    "node_load1",
    "node_load15",
    "node_load5",
    "node_time_seconds",
    "process_max_fds",
    "process_open_fds",
    "process_resident_memory_bytes",
    "process_virtual_memory_bytes",
    "probe_success",
    "scrape_duration_seconds",
    "up",
};

bool LooksLikeGauge(std::string_view name) {
  if (std::find(std::begin(kGauges), std::end(kGauges), name) != std::end(kGauges)) return true;
  return std::any_of(std::begin(kGaugeEndings), std::end(kGaugeEndings),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

bool IsGaugeForm(const promql::Function& function) {
  const auto all = promql::AllFunctions();
  return std::any_of(all.begin(), all.end(), [&](const promql::Function& other) {
    return other.gauge_form == function.name;
  });
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    const auto rate = RateCall::From(*part.expr);
    if (!rate) continue;
    const auto report = [&](Span where, const std::string& what) {
      Diagnostic& diagnostic = diagnostics.Report(
          info, context.InExpr(where),
          Code(std::string(rate->name) + "()") + " is for counters, but " + what);
      diagnostic.notes.push_back("of a gauge each decrease counts as a reset; use " +
                                 Code(std::string(rate->gauge_form) + "()"));
    };
    if (const auto* selector = SelectorIn(*rate->series)) {
      if (LooksLikeGauge(selector->name)) {
        const Span where = NameSpan(*context.rule.expr_source, *selector);
        report(where, Code(selector->name) + " looks like a gauge");
      }
    } else if (const promql::Call* inner = rate->InnerCall(); inner != nullptr) {
      const promql::Function* function = inner->function;
      if (function->IsRate() || IsGaugeForm(*function)) {
        report(inner->name_span, Code(std::string(function->name) + "()") + " returns a gauge");
      }
    }
  }
}

}  // namespace

const Check rate_of_gauge = {
    .info =
        {
            .code = "rate-of-gauge",
            .severity = Severity::kWarning,
            .summary = "rate(), irate() or increase() of a gauge",
            .explanation = R"(
`rate()`, `irate()` and `increase()` treat every decrease of a value as a restart of a counter, and
add the previous value to the result. A gauge goes up and down, so the result means nothing. Use
`deriv()`, `delta()` or `idelta()`.

A metric counts as a gauge if its name has a suffix that only gauges have (`_percent`, `_celsius`,
`_timestamp_seconds`, `_free_bytes`), if it is a well-known one such as `go_goroutines`, or if it is
the result of another `rate()`.
)",
            .bad = R"(groups:
  - name: disk
    rules:
      - alert: DiskFillsFast
        expr: rate(node_filesystem_avail_bytes[1h]) < -1e6
        for: 10m
)",
            .good = R"(groups:
  - name: disk
    rules:
      - alert: DiskFillsFast
        expr: deriv(node_filesystem_avail_bytes[1h]) < -1e6
        for: 10m
)",
        },
    .run = Run,
};

}  // namespace check::lint
