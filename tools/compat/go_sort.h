#ifndef TOOLS_COMPAT_GO_SORT_H_
#define TOOLS_COMPAT_GO_SORT_H_

#include <cstddef>
#include <functional>
#include <vector>

namespace tools::compat {

/// The order in which Go's sort.Sort leaves `count` elements, by their indexes; `is_less(a, b)`
/// says whether the element that was at `a` belongs before the one at `b`. Elements that are
/// alike come in the order that Go's pattern-defeating quicksort brings them into, which is always
/// the same one: so tables of Go programs have it as well.
std::vector<std::size_t> GoSortOrder(std::size_t count,
                                     std::function<bool(std::size_t, std::size_t)> is_less);

/// What `list` holds, in that order. It must outlive what is given back.
template <typename T, typename Less>
std::vector<const T*> GoSorted(const std::vector<T>& list, Less&& is_less) {
  const std::vector<std::size_t> order = GoSortOrder(
      list.size(), [&](std::size_t a, std::size_t b) { return is_less(list[a], list[b]); });
  std::vector<const T*> sorted;
  sorted.reserve(list.size());
  for (const std::size_t index : order) sorted.push_back(&list[index]);
  return sorted;
}

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_GO_SORT_H_
