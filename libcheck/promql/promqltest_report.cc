#include <array>

#include "libcheck/promql/promqltest.h"

namespace check::promql {
namespace {

constexpr CodeInfo kScriptSyntax = {
    .code = "promql-test-syntax",
    .severity = Severity::kError,
    .summary = "a command of a PromQL test script that cannot be run",
    .explanation = R"(
A script is made of `clear`, `load STEP` and `eval instant at TIME EXPR` or `eval range from START
to END step STEP EXPR`. The series to load, and those that are expected, follow on lines of their
own; an empty line or a comment ends them. What comes after the fault is not run.
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
Every series of the result has to be expected and every expected one has to be there; floats may
differ by a millionth. Remarks are compared only where a line `expect warn`, `expect no_info` or the
like asks for it.

An instant evaluation is repeated, as Prometheus's own tests do: at other times with the time pinned
by `@`, and as a range query around it. `--no-repeat` leaves that out.
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
