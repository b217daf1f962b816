#include "libcheck/base/regex.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/lint/regex_matchers.h"

namespace check::lint {
namespace {

// Text that is hardly a whole value: someone took the pattern for a search within it.
bool IsFragment(std::string_view text) {
  constexpr std::string_view kJoins = "-_/:";
  return kJoins.find(text.front()) != std::string_view::npos ||
         kJoins.find(text.back()) != std::string_view::npos;
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  ForEachRegexMatcher(context, [&](const model::Matcher& matcher, Span where) {
    if (matcher.value.empty() || !IsPlainRegex(matcher.value)) return;
    const bool is_negative = matcher.type == model::MatchType::kNotRegexp;
    Diagnostic& diagnostic =
        diagnostics.Report(info, context.InExpr(where),
                           Code(*context.rule.expr_source, where) +
                               " matches only the exact value " + Code(matcher.value));
    if (IsFragment(matcher.value)) {
      diagnostic.severity = Severity::kWarning;
      diagnostic.notes.push_back("a pattern must match the whole value; use `.*` for any text");
    } else {
      diagnostic.notes.push_back(std::string(is_negative ? "`!=`" : "`=`") + " is equivalent");
    }
  });
}

}  // namespace

const Check regex_of_plain_text = {
    .info =
        {
            .code = "regex-of-plain-text",
            .severity = Severity::kInfo,
            .summary = "a regular expression that matches only one value",
            .explanation = R"(
Patterns in matchers are anchored at both ends: they must match the whole value, not a part of it.
A pattern without special characters matches only itself, and `=` or `!=` is simpler.

If the text begins or ends in `-`, `_`, `/` or `:`, as in `=~"prod-"`, a search was probably
intended: `=~"prod-.*"`. Such a finding is a warning.
)",
            .bad = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up{cluster=~"prod-"} == 0
        for: 5m
)",
            .good = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up{cluster=~"prod-.*"} == 0
        for: 5m
)",
        },
    .run = Run,
};

}  // namespace check::lint
