#include "libcheck/push/request_source.h"

#include <algorithm>

namespace check::push {

bool Complete(const ExtraLabels& extra, std::vector<Label>& labels) {
  const auto by_name = [](const Label& a, const Label& b) { return a.name < b.name; };
  const std::size_t own = labels.size();
  for (const auto& [name, value] : extra) {
    const bool is_there = std::any_of(labels.begin(), labels.begin() + static_cast<long>(own),
                                      [&](const Label& label) { return label.name == name; });
    if (!is_there && !value.empty()) labels.push_back({name, value});
  }
  if (!std::is_sorted(labels.begin(), labels.end(), by_name)) {
    std::sort(labels.begin(), labels.end(), by_name);
  }
  const auto twice = [](const Label& a, const Label& b) { return a.name == b.name; };
  return std::adjacent_find(labels.begin(), labels.end(), twice) == labels.end();
}

}  // namespace check::push
