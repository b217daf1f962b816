#include "libcheck/slo/slices.h"

#include <utility>

namespace check::slo {
namespace {

// The end of the slice that `time` lies in.
std::int64_t EndOfSlice(std::int64_t time, std::int64_t slice) {
  const std::int64_t over = ((time % slice) + slice) % slice;
  return over == 0 ? time : time - over + slice;
}

}  // namespace

Events CountedBy(const Method& method, Events events) {
  if (method.kind == Method::Kind::kOccurrences || method.slice_ms <= 0) return events;
  const bool is_ratio = method.kind == Method::Kind::kRatioTimeslices;
  Events slices;
  for (std::size_t from = 0; from < events.size();) {
    const std::int64_t end = EndOfSlice(events.ends()[from], method.slice_ms);
    std::size_t to = from + 1;
    while (to < events.size() && events.ends()[to] <= end) ++to;
    const EventSum sum = events.SumOf(from, to);
    from = to;
    if (2 * sum.covered_ms < method.slice_ms) continue;
    const bool fails = sum.any() && 1 - sum.ratio() < method.slice_target;
    const double errors = is_ratio ? (sum.any() ? sum.ratio() : 0) : (fails ? 1 : 0);
    slices.Append(end - method.slice_ms, end, errors, is_ratio && !sum.any() ? 0 : 1);
  }
  slices.remarks = std::move(events.remarks);
  return slices;
}

}  // namespace check::slo
