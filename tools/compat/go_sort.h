#ifndef TOOLS_COMPAT_GO_SORT_H_
#define TOOLS_COMPAT_GO_SORT_H_

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace tools::compat {

/// The order in which Go's sort.Sort leaves `count` elements, by their indexes; `is_less(a, b)`
/// says whether the element that was at `a` belongs in front of the one at `b`. Elements that are
/// alike come in the order that Go's pattern-defeating quicksort brings them into, which is always
/// the same one: so tables of Go programs have it, too.
std::vector<std::size_t> GoSortOrder(std::size_t count,
                                     std::function<bool(std::size_t, std::size_t)> is_less);

/// `list` in that order.
template <typename T, typename Less>
void GoSort(std::vector<T>& list, Less&& is_less) {
  const std::vector<std::size_t> order = GoSortOrder(
      list.size(), [&](std::size_t a, std::size_t b) { return is_less(list[a], list[b]); });
  std::vector<T> sorted;
  sorted.reserve(list.size());
  for (const std::size_t index : order) sorted.push_back(std::move(list[index]));
  list = std::move(sorted);
}

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_GO_SORT_H_
