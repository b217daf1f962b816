#ifndef LIBCHECK_MIMIR_RULE_PLAN_H_
#define LIBCHECK_MIMIR_RULE_PLAN_H_

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/mimir/rule_group.h"

namespace check::mimir {

/// A group that a server is to have, to have otherwise, or not to have any more.
struct GroupChange {
  const RuleGroup* before = nullptr;  ///< Null: the server does not have it.
  const RuleGroup* after = nullptr;   ///< Null: it is deleted.

  const RuleGroup& group() const { return after != nullptr ? *after : *before; }
  char sign() const { return before == nullptr ? '+' : after == nullptr ? '-' : '~'; }
};

/// What makes a server have what files say. By namespace, then in the order of the files.
struct RulePlan {
  std::vector<GroupChange> changes;
  std::size_t unchanged = 0;
  /// Groups of the namespaces that the files are about which no file has, and which stay.
  std::vector<const RuleGroup*> left;
};

/// `there` and `wanted` have to live as long as what is returned. `prune`: groups that are in a
/// namespace of `wanted` and not among them are deleted; other namespaces are never touched. The
/// error: a group is wanted twice.
Result<RulePlan> PlanRules(std::span<const RuleGroup> there, std::span<const RuleGroup> wanted,
                           bool prune);

/// One thing that differs between two versions of a group.
struct Difference {
  char sign = '~';            ///< '+', '-', '~'
  std::string rule;           ///< Its title; empty: of the group itself.
  std::string field;          ///< Empty: the whole rule. "order": the rules are in another order.
  std::string before, after;  ///< Empty for what has secrets as well.
};
/// Rules of the same name are compared in their order.
std::vector<Difference> DifferencesOf(const RuleGroup& before, const RuleGroup& after);

}  // namespace check::mimir

#endif  // LIBCHECK_MIMIR_RULE_PLAN_H_
