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

  BucketSide compact;
  std::vector<double> compact_lost;
  index = 0;
  for (const Run& run : runs) {
    const std::int64_t gap = run.index - index;
    if (!compact.spans.empty() &&
        gap <= static_cast<std::int64_t>(std::min<std::size_t>(max_empty, std::size_t{1} << 40))) {
      compact.spans.back().length += static_cast<std::uint32_t>(gap);
      compact.counts.insert(compact.counts.end(), static_cast<std::size_t>(gap), 0.0);
      if (lost != nullptr) {
        compact_lost.insert(compact_lost.end(), static_cast<std::size_t>(gap), 0.0);
      }
      compact.spans.back().length += static_cast<std::uint32_t>(run.length);
    } else {
      compact.spans.push_back(
          {static_cast<std::int32_t>(gap), static_cast<std::uint32_t>(run.length)});
    }
    const auto from = static_cast<std::ptrdiff_t>(run.begin);
    const auto to = static_cast<std::ptrdiff_t>(run.begin + run.length);
    compact.counts.insert(compact.counts.end(), side.counts.begin() + from,
                          side.counts.begin() + to);
    if (lost != nullptr) {
      compact_lost.insert(compact_lost.end(), lost->begin() + from, lost->begin() + to);
    }
    index = run.index + static_cast<std::int64_t>(run.length);
  }
  side = std::move(compact);
  if (lost != nullptr) *lost = std::move(compact_lost);
}

}  // namespace check::model
