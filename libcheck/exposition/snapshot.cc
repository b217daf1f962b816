#include "libcheck/exposition/snapshot.h"

namespace check::exposition {

void Snapshot::Add(std::uint64_t series, Point point) {
  bool is_new = false;
  const std::uint32_t at = *index_.Add(series, static_cast<std::uint32_t>(points_.size()), is_new);
  if (is_new) {
    points_.push_back(point);
  } else {
    points_[at] = point;
  }
}

const Snapshot::Point* Snapshot::Find(std::uint64_t series) const {
  const std::uint32_t* at = index_.Find(series);
  return at == nullptr ? nullptr : &points_[*at];
}

}  // namespace check::exposition
