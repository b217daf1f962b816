#include "libcheck/base/regex.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

using model::Matcher;
using model::MatchType;

// Whether `matcher` lets `value` through; true if it cannot be told.
bool Matches(const Matcher& matcher, std::string_view value) {
  if (!model::IsRegexp(matcher.type)) {
    return (matcher.type == MatchType::kEqual) == (matcher.value == value);
  }
  const bool wanted = matcher.type == MatchType::kRegexp;
  if (IsPlainRegex(matcher.value)) return (matcher.value == value) == wanted;
  const auto regex = Regex::Compile(matcher.value);
  return !regex.ok() || regex->FullMatch(value) == wanted;
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    const auto* selector = promql::TryAs<promql::VectorSelector>(part.expr);
    constexpr std::size_t kMany = 100;  // The work grows with the square.
    if (selector == nullptr || selector->matchers.size() > kMany ||
        selector->matchers.size() != selector->matcher_spans.size()) {
      continue;
    }
    for (std::size_t i = 0; i < selector->matchers.size(); ++i) {
      const Matcher& matcher = selector->matchers[i];
      if (matcher.type == MatchType::kNotRegexp && matcher.value == ".*") {
        diagnostics.Report(info, context.InExpr(selector->matcher_spans[i]),
                           Code(*context.rule.expr_source, selector->matcher_spans[i]) +
                               " excludes every value, so nothing is selected");
        continue;
      }
      if (matcher.type != MatchType::kEqual) continue;
      for (std::size_t j = 0; j < selector->matchers.size(); ++j) {
        const Matcher& other = selector->matchers[j];
        const bool seen = other.type == MatchType::kEqual && j < i;
        if (j == i || seen || other.name != matcher.name || Matches(other, matcher.value)) continue;
        Diagnostic& diagnostic = diagnostics.Report(
            info, context.InExpr(selector->matcher_spans[j]),
            "no value of " + Code(matcher.name) + " satisfies this matcher and " +
                Code(*context.rule.expr_source, selector->matcher_spans[i]) +
                ", so nothing is selected");
        diagnostic.labels.push_back(
            {context.InExpr(selector->matcher_spans[i]), "the other matcher"});
      }
    }
  }
}

}  // namespace

const Check contradictory_matchers = {
    .info =
        {
            .code = "contradictory-matchers",
            .severity = Severity::kWarning,
            .summary = "matchers of one label that no value satisfies",
            .explanation = R"(
All matchers of a selector must match at once. A label cannot have two values, so the selector finds
nothing. For one value or another, write `=~"a|b"`.
)",
            .bad = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up{job="api", job="web"} == 0
        for: 5m
)",
            .good = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up{job=~"api|web"} == 0
        for: 5m
)",
        },
    .run = Run,
};

}  // namespace check::lint
