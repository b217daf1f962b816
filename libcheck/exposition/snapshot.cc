#include "libcheck/exposition/snapshot.h"

#include <algorithm>

#include "libcheck/exposition/key_bytes.h"

namespace check::exposition {
namespace {

// The name and the labels that have a value, sorted: the same for a series in whatever scrape.
std::string KeyOf(const Sample& sample) {
  std::vector<const Label*> labels;
  std::size_t most = sample.name.size() + kLongestVarint;
  for (const Label& label : sample.labels) {
    if (label.value.empty()) continue;
    labels.push_back(&label);
    most += label.name.size() + label.value.size() + 2 * kLongestVarint;
  }
  std::sort(labels.begin(), labels.end(),
            [](const Label* a, const Label* b) { return a->name < b->name; });
  std::string key(most, '\0');
  char* end = WriteText(key.data(), sample.name);
  for (const Label* label : labels) end = WriteText(WriteText(end, label->name), label->value);
  key.resize(static_cast<std::size_t>(end - key.data()));
  return key;
}

}  // namespace

void Snapshot::Add(const Sample& sample, Point point) {
  const auto next = static_cast<std::uint32_t>(points_.size());
  const KeySet::Added series = index_.Add(KeyOf(sample), next);
  if (series.is_new) {
    points_.push_back(point);
  } else {
    points_[series.number] = point;
  }
}

const Snapshot::Point* Snapshot::Find(const Sample& sample) const {
  const auto at = index_.Find(KeyOf(sample));
  return at ? &points_[*at] : nullptr;
}

}  // namespace check::exposition
