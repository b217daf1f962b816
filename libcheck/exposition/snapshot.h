#ifndef LIBCHECK_EXPOSITION_SNAPSHOT_H_
#define LIBCHECK_EXPOSITION_SNAPSHOT_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/exposition/key_set.h"
#include "libcheck/exposition/sample.h"

namespace check::exposition {

/// What one scrape of a target says, as far as the next one can be held against it.
class Snapshot {
 public:
  struct Point {
    double value = 0;
    double timestamp = 0;  ///< In seconds; NaN if there is none.
  };

  /// Keeps a sample; of a series that is given twice, the last one counts.
  void Add(const Sample& sample, Point point);
  /// Null if there was no such series.
  const Point* Find(const Sample& sample) const;

  void AddFamily(std::string_view name) { families_.emplace(name); }
  const std::set<std::string, std::less<>>& families() const { return families_; }

 private:
  KeySet index_;
  std::vector<Point> points_;
  std::set<std::string, std::less<>> families_;
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_SNAPSHOT_H_
