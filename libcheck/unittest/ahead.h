#ifndef LIBCHECK_UNITTEST_AHEAD_H_
#define LIBCHECK_UNITTEST_AHEAD_H_

#include <string_view>
#include <unordered_set>

#include "libcheck/unittest/rule_library.h"

namespace check::unittest {

/// Whether a template of the rule may look into the store.
bool HasQueryingTemplate(const PreparedRule& rule);

/// Finds out what of a test group's input can be put into the store before its time comes, because
/// nobody would notice: no rule looks into the future or adds to these series.
class LoadingAhead {
 public:
  /// To be called for each rule that is going to be run.
  void Add(const PreparedRule& rule);

  bool allowed() const { return allowed_; }
  bool allowed(std::string_view metric) const { return allowed_ && !written_.contains(metric); }

 private:
  bool allowed_ = true;
  std::unordered_set<std::string_view> written_;
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_AHEAD_H_
