#ifndef LIBCHECK_ALERTMANAGER_ALERT_QUERY_H_
#define LIBCHECK_ALERTMANAGER_ALERT_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/alertmanager/alert_finder.h"
#include "libcheck/alertmanager/alert_knowledge.h"

namespace check::alertmanager {

/// One search of an AlertFinder. An alert that satisfies the conditions is put together label by
/// label. If a set that must be omitted has it, one of the conditions of that set must not hold:
/// each is tried in turn, as a further condition.
class AlertQuery {
 public:
  AlertQuery(AlertKnowledge& knowledge, std::span<const std::uint32_t> conditions,
             std::span<const AlertIndex* const> without);

  Answer Run();

  /// After Run() has found something: it, and whether RE2 agrees.
  ExampleAlert Example() const;
  bool IsConfirmed() const;

 private:
  struct Label {
    std::uint32_t number = 0;
    std::vector<std::uint32_t> conditions;  // Sorted.
    const LabelValue* value = nullptr;
  };

  void Add(std::uint32_t condition);
  Label& Find(std::uint32_t label);
  std::string_view ValueOf(std::uint32_t label) const;
  bool IsIn(std::span<const std::uint32_t> set) const;
  const AlertIndex::Entry* FindSet(const AlertIndex& index) const;
  const AlertIndex::Entry* FindSet() const;
  Answer Settle();
  Answer LeaveOut(std::span<const std::uint32_t> set);

  AlertKnowledge& knowledge_;
  std::span<const std::uint32_t> conditions_;
  std::span<const AlertIndex* const> without_;
  std::vector<Label> labels_;
  int steps_left_ = 500;
};

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_ALERT_QUERY_H_
