#ifndef LIBCHECK_UNITTEST_TIMELINE_H_
#define LIBCHECK_UNITTEST_TIMELINE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/rules/eval/observer.h"

namespace check::unittest {

/// Notes when alerts go from one state into another, to be drawn.
class Timeline final : public rules::EvaluationObserver {
 public:
  /// `width`: columns of a bar.
  explicit Timeline(std::size_t width = 60) : width_(width) {}

  void StepBegins(std::int64_t time) override;
  void AlertChanged(const rules::PreparedRule& rule, std::int64_t time, model::Labels labels,
                    rules::AlertState from, rules::AlertState to) override;

  bool WantsEverything() const override { return true; }

  /// A bar for each alert that was ever pending, by name and labels, then what it says in words:
  /// `InstanceDown{job="a"} |···▒▒███| pending from 3m, firing from 5m`.
  std::vector<std::string> Draw() const;

 private:
  struct Change {
    std::int64_t time = 0;
    rules::AlertState to = rules::AlertState::kInactive;
  };
  using Changes = std::vector<Change>;

  std::string Bar(const Changes& changes) const;
  std::string Words(const Changes& changes) const;

  std::size_t width_;
  bool begun_ = false;
  std::int64_t begin_ = 0;
  std::int64_t end_ = 0;
  std::size_t steps_ = 0;
  std::map<std::string, Changes> alerts_;
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_TIMELINE_H_
