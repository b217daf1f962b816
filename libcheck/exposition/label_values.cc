#include "libcheck/exposition/label_values.h"

#include <algorithm>

#include "libcheck/exposition/key_bytes.h"

namespace check::exposition {

void LabelValueCounter::Open(const Family& family) {
  if (last_ != nullptr) {
    spare_.resize(std::max(spare_.size(), last_->labels.size()));
    for (std::size_t i = 0; i < last_->labels.size(); ++i) last_->labels[i].values.Close(spare_[i]);
  }
  last_family_ = &family;
  last_ = &values_[&family];
  names_.Clear();
  for (const LabelValues::Label& label : last_->labels) names_.Add(label.name);
  for (std::size_t i = 0; i < last_->labels.size(); ++i) last_->labels[i].values.Open(spare_[i]);
}

// Finds the labels of `sample` among those that the family has had.
void LabelValueCounter::FindLabels(const Sample& sample) {
  std::vector<LabelValues::Label>& labels = last_->labels;
  places_.clear();
  for (const Label& label : sample.labels) {
    const std::size_t at = names_.IndexOf(label.name);
    if (at == labels.size()) {
      LabelValues::Label& added = labels.emplace_back();
      added.name = families_.Keep(label.name);
      names_.Add(added.name);
      if (at < spare_.size()) added.values.Open(spare_[at]);
    }
    places_.push_back(at);
  }
}

void LabelValueCounter::Add(const Sample& sample, const Family& family) {
  if (last_family_ != &family || !sample.same_label_names) {
    if (last_family_ != &family) Open(family);
    FindLabels(sample);
  }
  for (std::size_t i = 0; i < sample.labels.size(); ++i) {
    const std::string_view value = sample.labels[i].value;
    LabelValues::Label& known = last_->labels[places_[i]];
    if (known.values.size() > 0 && SameBytes(value, known.last)) continue;
    known.last = value;
    known.values.Add(value, 0);
  }
}

const LabelValues* LabelValueCounter::Find(const Family& family) const {
  const auto found = values_.find(&family);
  return found == values_.end() ? nullptr : &found->second;
}

}  // namespace check::exposition
