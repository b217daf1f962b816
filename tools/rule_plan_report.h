#ifndef TOOLS_RULE_PLAN_REPORT_H_
#define TOOLS_RULE_PLAN_REPORT_H_

#include <string>

#include "libcheck/mimir/rule_plan.h"
#include "libcheck/report/json_text.h"

namespace tools {

/// A plan as people read it: a line for each group (`+ ~ -`), what differs below it, and a summary.
std::string PlanText(const check::mimir::RulePlan& plan, bool colour);
check::report::Json PlanJson(const check::mimir::RulePlan& plan);

}  // namespace tools

#endif  // TOOLS_RULE_PLAN_REPORT_H_
