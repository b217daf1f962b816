#include <array>

#include "libcheck/promql/promqltest.h"

namespace check::promql {
namespace {

constexpr CodeInfo kScriptSyntax = {
    .code = "promql-test-syntax",
    .severity = Severity::kError,
    .summary = "a command of a PromQL test script that cannot be run",
    .explanation = R"(
A script consists of `clear`, `load STEP` and `eval instant at TIME EXPR` or `eval range from
START to END step STEP EXPR`. The series to load and the expected series follow on lines of their
own, up to an empty line or a comment. Nothing after the fault is run.
)",
    .bad = R"(
load 1m
  requests_total 0+60x10

evaluate at 10m rate(requests_total[5m])
  {} 1
)",
    .good = R"(
load 1m
  requests_total 0+60x10

eval instant at 10m rate(requests_total[5m])
  {} 1
)",
};

constexpr CodeInfo kScriptFailure = {
    .code = "promql-test-failed",
    .severity = Severity::kError,
    .summary = "an evaluation of a PromQL test script with an unexpected result",
    .explanation = R"(
Every series of the result must be expected, and every expected series must be in the result; floats
may differ by a millionth. Annotations are compared only if a line such as `expect warn` or `expect
no_info` asks for it.

An instant evaluation is repeated, as in Prometheus's own tests: at other times with its time fixed
by `@`, and as a range query around it. `--no-repeat` disables this.
)",
    .bad = R"(
load 1m
  requests_total 0+60x10

eval instant at 10m rate(requests_total[5m])
  {} 60
)",
    .good = R"(
load 1m
  requests_total 0+60x10

eval instant at 10m rate(requests_total[5m])
  {} 1
)",
};

constexpr std::string_view kParseError = ": parse error: ";

}  // namespace

ScriptResult RunScript(const SourceFile& script, const ScriptOptions& options,
                       Diagnostics& diagnostics) {
  ScriptResult result = RunScript(script.text(), options);
  for (const ScriptFailure& failure : result.failures) {
    // Findings tell the place by other means.
    const std::size_t words = failure.message.find(kParseError);
    const bool has_place = words < failure.message.find(' ');
    Diagnostic& diagnostic = diagnostics.Report(
        failure.is_fault ? kScriptSyntax : kScriptFailure, {&script, failure.where},
        has_place ? failure.message.substr(words + kParseError.size()) : failure.message);
    if (has_place) diagnostic.upstream = failure.message;
    diagnostic.notes = failure.notes;
  }
  return result;
}

std::span<const CodeInfo* const> ScriptCodes() {
  static constexpr std::array<const CodeInfo*, 2> kCodes = {&kScriptFailure, &kScriptSyntax};
  return kCodes;
}

}  // namespace check::promql
