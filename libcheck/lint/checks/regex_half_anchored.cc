#include "libcheck/base/regex.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/lint/regex_matchers.h"

namespace check::lint {
namespace {

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  ForEachRegexMatcher(context, [&](const model::Matcher& matcher, Span where) {
    std::string_view text = matcher.value;
    const bool at_start = text.starts_with('^');
    const bool at_end = text.ends_with('$');
    if (at_start == at_end) return;
    text = at_start ? text.substr(1) : text.substr(0, text.size() - 1);
    // With more of a pattern it cannot be told whether its author knew.
    if (text.empty() || !IsPlainRegex(text)) return;
    Diagnostic& diagnostic = diagnostics.Report(info, context.InExpr(where),
                                                Code(*context.rule.expr_source, where) +
                                                    " matches only the exact value " + Code(text) +
                                                    ": patterns are anchored at both ends");
    const std::string anything = at_start ? std::string(text) + ".*" : ".*" + std::string(text);
    diagnostic.notes.push_back("for every value that " + std::string(at_start ? "begins" : "ends") +
                               " so, write " + Code("\"" + anything + "\""));
  });
}

}  // namespace

const Check regex_half_anchored = {
    .info =
        {
            .code = "regex-half-anchored",
            .severity = Severity::kWarning,
            .summary = "a regular expression anchored at one end, as if the other were open",
            .explanation = R"(
Patterns in matchers are anchored at both ends: they must match the whole value. `=~"^prod"`
therefore matches only `prod`, and not `prod-1` as in a search. Write `=~"prod.*"`.
)",
            .bad = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up{cluster=~"^prod"} == 0
        for: 5m
)",
            .good = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up{cluster=~"prod.*"} == 0
        for: 5m
)",
        },
    .run = Run,
};

}  // namespace check::lint
