#include "libcheck/alertmanager/alert_query.h"

#include <algorithm>
#include <string>
#include <utility>

namespace check::alertmanager {

AlertQuery::AlertQuery(AlertKnowledge& knowledge, std::span<const std::uint32_t> conditions,
                       std::span<const AlertIndex* const> without)
    : knowledge_(knowledge), conditions_(conditions), without_(without) {
  for (const std::uint32_t condition : conditions) {
    Find(knowledge_.LabelOf(condition)).conditions.push_back(condition);
  }
}

AlertQuery::Label& AlertQuery::Find(std::uint32_t label) {
  for (Label& each : labels_) {
    if (each.number == label) return each;
  }
  return labels_.emplace_back(Label{label, {}, nullptr});
}

std::string_view AlertQuery::ValueOf(std::uint32_t label) const {
  for (const Label& each : labels_) {
    if (each.number == label && each.value != nullptr) return each.value->text;
  }
  return {};
}

bool AlertQuery::IsIn(std::span<const std::uint32_t> set) const {
  return std::all_of(set.begin(), set.end(), [&](std::uint32_t condition) {
    return knowledge_.Holds(condition, ValueOf(knowledge_.LabelOf(condition)));
  });
}

const AlertIndex::Entry* AlertQuery::FindSet(const AlertIndex& index) const {
  const auto find = [&](const AlertIndex::Bucket& bucket) -> const AlertIndex::Entry* {
    for (const std::uint32_t number : bucket) {
      if (IsIn(index.entries_[number].conditions)) return &index.entries_[number];
    }
    return nullptr;
  };
  for (const auto& [label, values] : index.by_value_) {
    const auto bucket = values.find(ValueOf(label));
    if (bucket == values.end()) continue;
    if (const auto* entry = find(bucket->second)) return entry;
  }
  return find(index.others_);
}

// A set that has the alert although it is to be left out.
const AlertIndex::Entry* AlertQuery::FindSet() const {
  for (const AlertIndex* index : without_) {
    constexpr std::size_t kWorkOfOne = 4;
    knowledge_.Spend(1 + kWorkOfOne * index->others_.size());
    if (const auto* entry = FindSet(*index)) return entry;
  }
  return nullptr;
}

Answer AlertQuery::Run() {
  Answer all = Answer::kYes;
  for (Label& label : labels_) {
    label.value = &knowledge_.ValueFor(label.conditions);
    if (label.value->exists == Answer::kNo) return Answer::kNo;
    if (label.value->exists == Answer::kUnknown) all = Answer::kUnknown;
  }
  if (all == Answer::kYes) return Settle();
  // What the languages cannot tell may be plain to see.
  for (const AlertIndex* index : without_) {
    for (const AlertIndex::Entry& entry : index->entries_) {
      if (std::includes(conditions_.begin(), conditions_.end(), entry.conditions.begin(),
                        entry.conditions.end())) {
        return Answer::kNo;
      }
    }
  }
  return Answer::kUnknown;
}

Answer AlertQuery::Settle() {
  if (--steps_left_ < 0 || !knowledge_.Spend(1)) return Answer::kUnknown;
  const AlertIndex::Entry* entry = FindSet();
  return entry == nullptr ? Answer::kYes : LeaveOut(entry->conditions);
}

Answer AlertQuery::LeaveOut(std::span<const std::uint32_t> set) {
  const std::vector<Label> before = labels_;
  Answer all = Answer::kNo;
  for (const std::uint32_t condition : set) {
    const std::vector<Label> with_earlier = labels_;
    Add(Negation(condition));
    Label& label = Find(knowledge_.LabelOf(condition));
    label.value = &knowledge_.ValueFor(label.conditions);
    Answer answer = label.value->exists;
    if (answer == Answer::kYes) answer = Settle();
    if (answer == Answer::kYes) return answer;
    if (answer == Answer::kUnknown) all = Answer::kUnknown;
    labels_ = with_earlier;
    // From here on it holds, as it does for the values at hand.
    Add(condition);
  }
  labels_ = before;
  return all;
}

void AlertQuery::Add(std::uint32_t condition) {
  std::vector<std::uint32_t>& conditions = Find(knowledge_.LabelOf(condition)).conditions;
  const auto at = std::lower_bound(conditions.begin(), conditions.end(), condition);
  if (at == conditions.end() || *at != condition) conditions.insert(at, condition);
}

ExampleAlert AlertQuery::Example() const {
  ExampleAlert alert;
  for (const Label& label : labels_) {
    if (label.value == nullptr || label.value->text.empty()) continue;
    alert.emplace_back(knowledge_.NameOf(label.number), label.value->text);
  }
  std::sort(alert.begin(), alert.end());
  return alert;
}

bool AlertQuery::IsConfirmed() const {
  const auto confirms = [&](std::uint32_t condition) {
    return knowledge_.Confirms(condition, ValueOf(knowledge_.LabelOf(condition)));
  };
  if (!std::all_of(conditions_.begin(), conditions_.end(), confirms)) return false;
  for (const AlertIndex* index : without_) {
    for (const AlertIndex::Entry& entry : index->entries_) {
      if (std::all_of(entry.conditions.begin(), entry.conditions.end(), confirms)) return false;
    }
  }
  return true;
}

}  // namespace check::alertmanager
