#include "libcheck/model/histogram_compact.h"

#include <algorithm>

namespace check::model {
namespace {

// A run of buckets that stay, somewhere in the old counts.
struct Run {
  std::int64_t index = 0;  // Of its first bucket.
  std::size_t begin = 0;   // Of its first count.
  std::size_t length = 0;
};

// The counts of the buckets that stay.
std::vector<double> KeptCounts(const std::vector<double>& counts, const std::vector<Run>& runs) {
  std::vector<double> kept;
  kept.reserve(counts.size());
  for (const Run& run : runs) {
    const auto begin = counts.begin() + static_cast<std::ptrdiff_t>(run.begin);
    kept.insert(kept.end(), begin, begin + static_cast<std::ptrdiff_t>(run.length));
  }
  return kept;
}

}  // namespace

void CompactSide(BucketSide& side, std::vector<double>* lost, std::size_t max_empty) {
  const auto is_empty = [&](std::size_t i) {
    return side.counts[i] == 0 && (lost == nullptr || (*lost)[i] == 0);
  };

  // Spans that hold buckets, those that touch taken as one.
  std::vector<Run> spans;
  std::int64_t index = 0;
  std::size_t at = 0;
  for (const BucketSpan& span : side.spans) {
    index += span.offset;
    const std::size_t length = std::min<std::size_t>(span.length, side.counts.size() - at);
    if (length > 0) {
      if (!spans.empty() &&
          spans.back().index + static_cast<std::int64_t>(spans.back().length) == index) {
        spans.back().length += length;
      } else {
        spans.push_back({index, at, length});
      }
    }
    index += span.length;
    at += length;
  }

  std::vector<Run> runs;
  for (const Run& span : spans) {
    const std::size_t end = span.begin + span.length;
    std::size_t i = span.begin;
    Run run;
    while (i < end) {
      std::size_t next = i;
      while (next < end && is_empty(next)) ++next;
      const std::size_t empty = next - i;
      if (empty > 0 && (run.length == 0 || next == end || empty > max_empty)) {
        if (run.length > 0) runs.push_back(run);
        run = Run();
      } else {
        run.length += empty;
      }
      if (next == end) break;
      if (run.length == 0) {
        run.index = span.index + static_cast<std::int64_t>(next - span.begin);
        run.begin = next;
      }
      ++run.length;
      i = next + 1;
    }
    if (run.length > 0) runs.push_back(run);
  }

  // Prometheus 3.14: when one more span is joined to those before it, the empty buckets between
  // them go in front of the buckets of the span that was joined before. So what is kept moves
  // between spans, and only as far as the last span that could not be joined has been copied.
  const std::vector<double> kept = KeptCounts(side.counts, runs);
  std::vector<double> kept_lost;
  if (lost != nullptr) kept_lost = KeptCounts(*lost, runs);
  BucketSide compact;
  std::vector<double> compact_lost;
  std::size_t copied = 0;
  const auto copy = [&](std::size_t until) {
    const auto from = static_cast<std::ptrdiff_t>(copied);
    const auto to = static_cast<std::ptrdiff_t>(until);
    compact.counts.insert(compact.counts.end(), kept.begin() + from, kept.begin() + to);
    if (lost != nullptr) {
      compact_lost.insert(compact_lost.end(), kept_lost.begin() + from, kept_lost.begin() + to);
    }
    copied = until;
  };
  const std::int64_t widest_gap =
      static_cast<std::int64_t>(std::min<std::size_t>(max_empty, std::size_t{1} << 40));
  std::size_t reached = 0;
  index = 0;
  for (const Run& run : runs) {
    const std::int64_t gap = run.index - index;
    const auto length = static_cast<std::uint32_t>(run.length);
    if (!compact.spans.empty() && gap <= widest_gap) {
      compact.spans.back().length += static_cast<std::uint32_t>(gap) + length;
      copy(reached);
      compact.counts.insert(compact.counts.end(), static_cast<std::size_t>(gap), 0.0);
      if (lost != nullptr) {
        compact_lost.insert(compact_lost.end(), static_cast<std::size_t>(gap), 0.0);
      }
    } else {
      compact.spans.push_back({static_cast<std::int32_t>(gap), length});
      reached += run.length;
    }
    index = run.index + static_cast<std::int64_t>(run.length);
  }
  copy(kept.size());
  side = std::move(compact);
  if (lost != nullptr) *lost = std::move(compact_lost);
}

}  // namespace check::model
