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

const TemplateUse& RuleContext::UseOf(const rules::KeyValue& text) const {
  const auto known =
      std::find_if(uses_.begin(), uses_.end(), [&](const auto& use) { return use.first == &text; });
  if (known != uses_.end()) return known->second;
  return uses_.emplace_front(&text, lint::UseOf(*text.tree)).second;
}

}  // namespace check::lint
