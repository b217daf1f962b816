#include "tools/compat/go_sort.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <tuple>
#include <utility>

namespace tools::compat {
namespace {

// The quicksort of Go's package sort: what it compares and swaps, and so where it puts elements
// that are alike, is what counts here. Ranges go from `from` to in front of `to`.
class Sorter {
 public:
  using Less = std::function<bool(std::size_t, std::size_t)>;

  Sorter(std::size_t count, Less is_less) : is_less_(std::move(is_less)), order_(count) {
    for (std::size_t i = 0; i < count; ++i) order_[i] = i;
    Quicksort(0, count, std::bit_width(count));
  }

  std::vector<std::size_t>& order() { return order_; }

 private:
  enum class Hint { kNone, kRising, kFalling };
  static constexpr std::size_t kFew = 12;
  static constexpr std::size_t kMany = 50;

  bool IsLess(std::size_t a, std::size_t b) const { return is_less_(order_[a], order_[b]); }
  void Swap(std::size_t a, std::size_t b) { std::swap(order_[a], order_[b]); }

  // `bad_pivots` is how many of them are put up with until the heap takes over.
  void Quicksort(std::size_t from, std::size_t to, int bad_pivots) {
    bool was_balanced = true;
    bool was_partitioned = true;
    while (to - from > kFew) {
      if (bad_pivots == 0) return Heapsort(from, to);
      if (!was_balanced) {
        Shuffle(from, to);
        --bad_pivots;
      }
      auto [pivot, hint] = ChoosePivot(from, to);
      if (hint == Hint::kFalling) {
        std::reverse(At(from), At(to));
        pivot = to - 1 - (pivot - from);
        hint = Hint::kRising;
      }
      if (was_balanced && was_partitioned && hint == Hint::kRising && SortAlmostSorted(from, to)) {
        return;
      }
      if (from > 0 && !IsLess(from - 1, pivot)) {
        from = PartitionEqual(from, to, pivot);
        continue;
      }
      std::size_t middle = 0;
      std::tie(middle, was_partitioned) = Partition(from, to, pivot);
      const std::size_t before = middle - from;
      const std::size_t behind = to - middle;
      was_balanced = std::min(before, behind) >= (to - from) / 8;
      if (before < behind) {
        Quicksort(from, middle, bad_pivots);
        from = middle + 1;
      } else {
        Quicksort(middle + 1, to, bad_pivots);
        to = middle;
      }
    }
    Insert(from, to);
  }

  std::vector<std::size_t>::iterator At(std::size_t index) {
    return order_.begin() + static_cast<std::ptrdiff_t>(index);
  }

  void Insert(std::size_t from, std::size_t to) {
    for (std::size_t i = from + 1; i < to; ++i) {
      for (std::size_t j = i; j > from && IsLess(j, j - 1); --j) Swap(j, j - 1);
    }
  }

  void Sink(std::size_t from, std::size_t root, std::size_t count) {
    for (std::size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
      if (child + 1 < count && IsLess(from + child, from + child + 1)) ++child;
      if (!IsLess(from + root, from + child)) return;
      Swap(from + root, from + child);
      root = child;
    }
  }

  void Heapsort(std::size_t from, std::size_t to) {
    const std::size_t count = to - from;
    for (std::size_t i = (count - 1) / 2 + 1; i-- > 0;) Sink(from, i, count);
    for (std::size_t i = count; i-- > 0;) {
      Swap(from, from + i);
      Sink(from, 0, i);
    }
  }

  // Where the pivot ended up, and whether all stood on its right side before.
  std::pair<std::size_t, bool> Partition(std::size_t from, std::size_t to, std::size_t pivot) {
    Swap(from, pivot);
    std::size_t i = from + 1;
    std::size_t j = to - 1;
    bool was_partitioned = true;
    for (;;) {
      while (i <= j && IsLess(i, from)) ++i;
      while (i <= j && !IsLess(j, from)) --j;
      if (i > j) break;
      was_partitioned = false;
      Swap(i++, j--);
    }
    Swap(j, from);
    return {j, was_partitioned};
  }

  // Where those begin that are not like the pivot, than which none is less.
  std::size_t PartitionEqual(std::size_t from, std::size_t to, std::size_t pivot) {
    Swap(from, pivot);
    std::size_t i = from + 1;
    std::size_t j = to - 1;
    for (;;) {
      while (i <= j && !IsLess(from, i)) ++i;
      while (i <= j && IsLess(from, j)) --j;
      if (i > j) return i;
      Swap(i++, j--);
    }
  }

  // Whether a few steps were enough.
  bool SortAlmostSorted(std::size_t from, std::size_t to) {
    constexpr int kSteps = 5;
    std::size_t i = from + 1;
    for (int step = 0; step < kSteps; ++step) {
      while (i < to && !IsLess(i, i - 1)) ++i;
      if (i == to) return true;
      if (to - from < kMany) return false;
      Swap(i, i - 1);
      if (i - from >= 2) {
        for (std::size_t j = i - 1; j >= 1 && IsLess(j, j - 1); --j) Swap(j, j - 1);
      }
      if (to - i >= 2) {
        for (std::size_t j = i + 1; j < to && IsLess(j, j - 1); ++j) Swap(j, j - 1);
      }
    }
    return false;
  }

  // Against patterns that make for bad pivots.
  void Shuffle(std::size_t from, std::size_t to) {
    const std::size_t count = to - from;
    const std::uint64_t mask = (std::uint64_t{1} << std::bit_width(count)) - 1;
    const std::size_t first = from + count / 4 * 2 - 1;
    std::uint64_t random = count;
    for (std::size_t i = 0; i < 3; ++i) {
      random ^= random << 13;
      random ^= random >> 7;
      random ^= random << 17;
      std::size_t other = random & mask;
      if (other >= count) other -= count;
      Swap(first + i, from + other);
    }
  }

  std::size_t Median(std::size_t a, std::size_t b, std::size_t c, int& swaps) const {
    const auto order = [&](std::size_t& x, std::size_t& y) {
      if (!IsLess(y, x)) return;
      std::swap(x, y);
      ++swaps;
    };
    order(a, b);
    order(b, c);
    order(a, b);
    return b;
  }

  std::pair<std::size_t, Hint> ChoosePivot(std::size_t from, std::size_t to) const {
    constexpr int kMostSwaps = 12;
    const std::size_t quarter = (to - from) / 4;
    std::size_t picks[] = {from + quarter, from + 2 * quarter, from + 3 * quarter};
    int swaps = 0;
    if (to - from >= kMany) {
      for (std::size_t& pick : picks) pick = Median(pick - 1, pick, pick + 1, swaps);
    }
    const std::size_t pivot = Median(picks[0], picks[1], picks[2], swaps);
    if (swaps == 0) return {pivot, Hint::kRising};
    return {pivot, swaps == kMostSwaps ? Hint::kFalling : Hint::kNone};
  }

  Less is_less_;
  std::vector<std::size_t> order_;
};

}  // namespace

std::vector<std::size_t> GoSortOrder(std::size_t count,
                                     std::function<bool(std::size_t, std::size_t)> is_less) {
  return std::move(Sorter(count, std::move(is_less)).order());
}

}  // namespace tools::compat
