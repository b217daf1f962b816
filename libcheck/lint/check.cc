#include "libcheck/lint/check.h"

namespace check::lint {

const promql::LabelFlows& RuleContext::Labels() const {
  if (!labels_) labels_.emplace(*rule.expr);
  return *labels_;
}

}  // namespace check::lint
