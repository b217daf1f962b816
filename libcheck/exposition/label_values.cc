#include "libcheck/exposition/label_values.h"

#include <algorithm>

#include "libcheck/exposition/hash.h"

namespace check::exposition {

void LabelValueCounter::Add(const Sample& sample, const Family& family) {
  if (last_family_ != &family) {
    last_family_ = &family;
    last_ = &values_[&family];
  }
  std::vector<LabelValues::Label>& labels = last_->labels;
  for (std::size_t i = 0; i < sample.labels.size(); ++i) {
    const Label& label = sample.labels[i];
    // Labels come in the same order line after line.
    std::size_t at = i;
    if (at >= labels.size() || labels[at].name != label.name) {
      at = static_cast<std::size_t>(
          std::find_if(labels.begin(), labels.end(),
                       [&](const LabelValues::Label& known) { return known.name == label.name; }) -
          labels.begin());
      if (at == labels.size()) labels.push_back({families_.Keep(label.name), {}, 0, 0});
    }
    LabelValues::Label& known = labels[at];
    ++known.samples;
    const std::uint64_t hash = HashBytes(label.value);
    if (hash == known.last) continue;
    known.last = hash;
    bool is_new = false;
    known.values.Add(hash, 0, is_new);
  }
}

const LabelValues* LabelValueCounter::Find(const Family& family) const {
  const auto found = values_.find(&family);
  return found == values_.end() ? nullptr : &found->second;
}

}  // namespace check::exposition
