#include "libcheck/base/regex.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/lint/regex_matchers.h"

namespace check::lint {
namespace {

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  ForEachRegexMatcher(context, [&](const model::Matcher& matcher, Span where) {
    const std::string_view text = matcher.value;
    const bool at_start = text.starts_with('^');
    const bool at_end = text.ends_with('$') && !text.ends_with("\\$");
    if (!at_start && !at_end) return;
    // An alternative of its own, `^a|b$`, and the one above which is no pattern at all.
    if (text.find('|') != std::string_view::npos && text.find('(') == std::string_view::npos)
      return;
    if (at_start != at_end &&
        IsPlainRegex(at_start ? text.substr(1) : text.substr(0, text.size() - 1))) {
      return;  // That is regex-half-anchored.
    }
    Diagnostic& diagnostic =
        diagnostics.Report(info, context.InExpr(where),
                           (at_start && at_end ? "`^` and `$` change nothing"
                            : at_start         ? "`^` changes nothing"
                                               : "`$` changes nothing") +
                               std::string(" in ") + Code(*context.rule.expr_source, where));
    diagnostic.notes.push_back("patterns in matchers are anchored at both ends already");
  });
}

}  // namespace

const Check regex_redundant_anchor = {
    .info =
        {
            .code = "regex-redundant-anchor",
            .severity = Severity::kInfo,
            .summary = "`^` or `$` in a regular expression that is anchored anyway",
            .explanation = R"(
Patterns in matchers are anchored at both ends: they must match the whole value. `^` at the start
and `$` at the end change nothing, and make readers wonder whether other patterns need them.
)",
            .bad = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up{cluster=~"^prod-.*$"} == 0
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
