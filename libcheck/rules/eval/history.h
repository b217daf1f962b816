#ifndef LIBCHECK_RULES_EVAL_HISTORY_H_
#define LIBCHECK_RULES_EVAL_HISTORY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/rules/eval/evaluation.h"

/// What led to the state that an evaluation is in, for people: lines.
namespace check::rules {

/// What the expressions of the alerts called `name` gave in the last steps up to `since_ns` after
/// the start, and when those that are pending now are to fire.
std::vector<std::string> HistoryOfAlert(Evaluation& evaluation, std::string_view name,
                                        std::int64_t since_ns);

/// What an expression gives at the last steps up to `since_ns` after the start.
std::vector<std::string> HistoryOfExpression(Evaluation& evaluation, std::string_view expr,
                                             std::int64_t since_ns);

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_HISTORY_H_
