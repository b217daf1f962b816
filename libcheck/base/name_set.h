#ifndef LIBCHECK_BASE_NAME_SET_H_
#define LIBCHECK_BASE_NAME_SET_H_

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace check {

/// Names in the order in which they were added, each once: mostly a few, sometimes half a million.
/// They have to live as long as the set looks at them.
class NameSet {
 public:
  struct Added {
    std::size_t index;  ///< How many were added before it.
    bool is_new;
  };

  Added Add(std::string_view name) {
    const std::size_t index = IndexOf(name);
    if (index < names_.size()) return {index, false};
    names_.push_back(name);
    if (names_.size() > kFew) {
      for (std::size_t i = index_.size(); i < names_.size(); ++i) index_.emplace(names_[i], i);
    }
    return {index, true};
  }

  /// How many were added before `name`: all, if it is not there.
  std::size_t IndexOf(std::string_view name) const {
    if (names_.size() <= kFew) {
      const auto found = std::find(names_.begin(), names_.end(), name);
      return static_cast<std::size_t>(found - names_.begin());
    }
    const auto found = index_.find(name);
    return found == index_.end() ? names_.size() : found->second;
  }

  bool Contains(std::string_view name) const { return IndexOf(name) < names_.size(); }

  void Clear() {
    names_.clear();
    index_.clear();
  }

 private:
  static constexpr std::size_t kFew = 16;

  std::vector<std::string_view> names_;
  std::unordered_map<std::string_view, std::size_t> index_;  // Empty while there are few.
};

}  // namespace check

#endif  // LIBCHECK_BASE_NAME_SET_H_
