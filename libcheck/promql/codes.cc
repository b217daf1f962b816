#include <array>

#include "libcheck/promql/parse.h"
#include "libcheck/promql/problems.h"

namespace check::promql {
namespace codes {

// Their examples are rule files, as that is where most expressions are.

constexpr CodeInfo kSyntax = {
    .code = "promql-syntax",
    .severity = Severity::kError,
    .summary = "an expression that is not valid PromQL",
    .explanation = R"(
Prometheus refuses to load the file. The message is Prometheus's own: it contains what was found
and, if this is known, what was expected instead.
)",
    .bad = R"(
groups:
  - name: example
    rules:
      - record: job:up:sum
        expr: sum by job (up)
)",
    .good = R"(
groups:
  - name: example
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
)",
};

constexpr CodeInfo kUnknownFunction = {
    .code = "promql-unknown-function",
    .severity = Severity::kError,
    .summary = "an unknown function",
    .explanation = R"(
Function names are in lower case. Functions of other systems, and those that Prometheus itself has
removed, must be written differently.
)",
    .bad = R"(
groups:
  - name: example
    rules:
      - record: job:http_requests:rate5m
        expr: sum by (job) (rat(http_requests_total[5m]))
)",
    .good = R"(
groups:
  - name: example
    rules:
      - record: job:http_requests:rate5m
        expr: sum by (job) (rate(http_requests_total[5m]))
)",
};

constexpr CodeInfo kDisabledFeature = {
    .code = "promql-disabled-feature",
    .severity = Severity::kError,
    .summary = "a PromQL feature that is not enabled",
    .explanation = R"(
Experimental functions, aggregations and modifiers work only if Prometheus was started with
`--enable-feature`, and may change or be removed. If yours was, pass the same features when you
check the file.
)",
    .bad = R"(
groups:
  - name: example
    rules:
      - record: job:up:some
        expr: limitk(2, up)
)",
    .good = R"(
groups:
  - name: example
    rules:
      - record: job:up:some
        expr: topk(2, up)
)",
};

constexpr CodeInfo kArguments = {
    .code = "promql-arguments",
    .severity = Severity::kError,
    .summary = "a call with too few or too many arguments",
    .explanation = R"(
Every function and aggregation takes a certain number of arguments; in a few of them, some
arguments are optional or can be repeated.
)",
    .bad = R"(
groups:
  - name: example
    rules:
      - record: instance:up:top
        expr: topk(up)
)",
    .good = R"(
groups:
  - name: example
    rules:
      - record: instance:up:top
        expr: topk(5, up)
)",
};

constexpr CodeInfo kType = {
    .code = "promql-type",
    .severity = Severity::kError,
    .summary = "an operand or argument of the wrong type",
    .explanation = R"(
Expressions are scalars, instant vectors, range vectors or strings. Functions such as `rate` take
range vectors (`metric[5m]`), aggregations and operators take instant vectors.
)",
    .bad = R"(
groups:
  - name: example
    rules:
      - record: job:http_requests:rate5m
        expr: rate(http_requests_total)
)",
    .good = R"(
groups:
  - name: example
    rules:
      - record: job:http_requests:rate5m
        expr: rate(http_requests_total[5m])
)",
};

constexpr CodeInfo kRegex = {
    .code = "promql-regex",
    .severity = Severity::kError,
    .summary = "an invalid regular expression",
    .explanation = R"(
Label matchers use the syntax of RE2, which has no look-around and no back-references. They always
match whole values.
)",
    .bad = R"yaml(
groups:
  - name: example
    rules:
      - record: job:up:sum
        expr: sum by (job) (up{instance=~"web-(1|2"})
)yaml",
    .good = R"yaml(
groups:
  - name: example
    rules:
      - record: job:up:sum
        expr: sum by (job) (up{instance=~"web-(1|2)"})
)yaml",
};

constexpr CodeInfo kSelector = {
    .code = "promql-selector",
    .severity = Severity::kError,
    .summary = "a selector that matches everything, or names two metrics",
    .explanation = R"(
A selector needs a name, or at least one matcher that does not match the empty string; otherwise it
would select every series. It can have only one name, before the braces or inside them.
)",
    .bad = R"(
groups:
  - name: example
    rules:
      - record: job:series:count
        expr: count by (job) ({job=~".*"})
)",
    .good = R"(
groups:
  - name: example
    rules:
      - record: job:series:count
        expr: count by (job) ({job=~".+"})
)",
};

constexpr CodeInfo kModifier = {
    .code = "promql-modifier",
    .severity = Severity::kError,
    .summary = "a misplaced range, `offset`, `@` or other modifier",
    .explanation = R"(
Ranges follow directly after a selector, then `@` and `offset`, each at most once. For past values
of an expression that is not a selector, use a subquery: `(a / b)[5m:]`.
)",
    .bad = R"(
groups:
  - name: example
    rules:
      - record: job:http_requests:rate5m_1d_ago
        expr: rate(http_requests_total offset 1d [5m])
)",
    .good = R"(
groups:
  - name: example
    rules:
      - record: job:http_requests:rate5m_1d_ago
        expr: rate(http_requests_total[5m] offset 1d)
)",
};

constexpr CodeInfo kDuration = {
    .code = "promql-duration",
    .severity = Severity::kError,
    .summary = "an invalid duration, or one that is too long or not positive",
    .explanation = R"(
Durations are written with the units y, w, d, h, m, s and ms, each at most once and in this order:
`1h30m`. Ranges and the steps of subqueries must be greater than zero.
)",
    .bad = R"(
groups:
  - name: example
    rules:
      - record: job:http_requests:rate5m
        expr: rate(http_requests_total[0s])
)",
    .good = R"(
groups:
  - name: example
    rules:
      - record: job:http_requests:rate5m
        expr: rate(http_requests_total[5m])
)",
};

// No example: it would be longer than all other examples together.
constexpr CodeInfo kTooDeep = {
    .code = "promql-too-deep",
    .severity = Severity::kError,
    .summary = "an expression nested too deeply",
    .explanation = R"(
Prometheus might accept it, after minutes. Hundreds of thousands of nested parentheses or of
operators in a row come from a broken generator, and are refused so that no tool runs out of
stack. The limit is about 260,000 levels, and lower where address space is limited (`ulimit -v`).
Regular expressions (`{label=~"a|b|c"}`) can often replace long rows of `or`.
)",
};

}  // namespace codes

std::span<const CodeInfo* const> ParseCodes() {
  static constexpr std::array<const CodeInfo*, 10> kCodes = {
      &codes::kArguments, &codes::kDisabledFeature, &codes::kDuration, &codes::kModifier,
      &codes::kRegex,     &codes::kSelector,        &codes::kSyntax,   &codes::kTooDeep,
      &codes::kType,      &codes::kUnknownFunction,
  };
  return kCodes;
}

}  // namespace check::promql
