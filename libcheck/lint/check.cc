#include "libcheck/lint/check.h"

namespace check::lint {
namespace {

void Gather(const promql::Expr& expr, std::uint32_t parent, std::vector<Part>& parts) {
  const auto index = static_cast<std::uint32_t>(parts.size());
  parts.push_back({&expr, parent});
  promql::ForEachChild(expr, [&](const promql::Expr& child) { Gather(child, index, parts); });
}

}  // namespace

std::span<const Part> RuleContext::Parts() const {
  if (parts_.empty()) Gather(*rule.expr, 0, parts_);
  return parts_;
}

CheckedFile FileOf(const Check& check) {
#define LIBCHECK_FILE(Context, Sink, file) , CheckedFile::file
  static constexpr CheckedFile kFiles[] = {CheckedFile::kRules LIBCHECK_SUBJECTS(LIBCHECK_FILE)};
#undef LIBCHECK_FILE
  return kFiles[check.run.index()];
}

const promql::LabelFlows& RuleContext::Labels() const {
  if (!labels_) labels_.emplace(*rule.expr);
  return *labels_;
}

}  // namespace check::lint
