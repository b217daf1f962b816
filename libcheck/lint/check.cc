#include "libcheck/lint/check.h"

namespace check::lint {

const std::vector<promql::LabelFlow>& RuleContext::LabelFlows() const {
  if (!label_flows_) label_flows_ = promql::AnalyseLabels(*rule.expr);
  return *label_flows_;
}

}  // namespace check::lint
