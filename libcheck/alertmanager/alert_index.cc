#include <algorithm>
#include <string>
#include <vector>

#include "libcheck/alertmanager/alert_finder.h"
#include "libcheck/alertmanager/alert_knowledge.h"

namespace check::alertmanager {

void AlertIndex::Add(const AlertSet& set, std::uint32_t number) {
  const auto entry = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back({set.conditions_, number});
  const std::vector<std::string>* fewest = nullptr;
  std::uint32_t label = 0;
  for (const std::uint32_t condition : set.conditions_) {
    const auto* values = knowledge_->FewValues(condition);
    if (values == nullptr || (fewest != nullptr && fewest->size() <= values->size())) continue;
    fewest = values;
    label = knowledge_->LabelOf(condition);
  }
  if (fewest == nullptr) {
    others_.push_back(entry);
    return;
  }
  for (const std::string& value : *fewest) by_value_[label][value].push_back(entry);
}

std::vector<std::uint32_t> AlertIndex::MayOverlap(const AlertSet& alerts) const {
  std::vector<std::uint32_t> numbers;
  const auto add = [&](const Bucket& bucket) {
    for (const std::uint32_t entry : bucket) numbers.push_back(entries_[entry].number);
  };
  add(others_);
  for (const auto& [label, buckets] : by_value_) {
    const std::vector<std::string>* few = nullptr;
    for (const std::uint32_t condition : alerts.conditions_) {
      if (knowledge_->LabelOf(condition) != label) continue;
      if (const auto* values = knowledge_->FewValues(condition)) few = values;
    }
    if (few == nullptr) {
      for (const auto& [value, bucket] : buckets) add(bucket);
      continue;
    }
    for (const std::string& value : *few) {
      const auto bucket = buckets.find(value);
      if (bucket != buckets.end()) add(bucket->second);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

}  // namespace check::alertmanager
