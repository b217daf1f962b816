#ifndef LIBCHECK_LINT_REGEX_MATCHERS_H_
#define LIBCHECK_LINT_REGEX_MATCHERS_H_

#include "libcheck/lint/check.h"

namespace check::lint {

/// Calls `visit(matcher, where)` for each `=~` and `!~` matcher of the rule's expression.
template <typename Visit>
void ForEachRegexMatcher(const RuleContext& context, Visit&& visit) {
  for (const Part& part : context.Parts()) {
    const auto* selector = promql::TryAs<promql::VectorSelector>(part.expr);
    if (selector == nullptr) continue;
    for (std::size_t i = 0; i < selector->matchers.size(); ++i) {
      const model::Matcher& matcher = selector->matchers[i];
      if (!model::IsRegexp(matcher.type)) continue;
      visit(matcher,
            i < selector->matcher_spans.size() ? selector->matcher_spans[i] : selector->span);
    }
  }
}

}  // namespace check::lint

#endif  // LIBCHECK_LINT_REGEX_MATCHERS_H_
