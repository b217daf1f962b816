#include "libcheck/notify/group.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace check::notify {
namespace {

using gotemplate::AlertOfGroup;
using gotemplate::KeyValues;
using gotemplate::NotificationData;
using gotemplate::NotifiedAlert;
using gotemplate::TextPair;

const TextPair* Find(KeyValues labels, std::string_view name) {
  const auto found = std::find_if(labels.begin(), labels.end(),
                                  [&](const TextPair& label) { return label.name == name; });
  return found == labels.end() ? nullptr : &*found;
}

// Whether labels come before others, by one name; nothing if it does not tell.
std::optional<bool> ComesFirst(KeyValues a, KeyValues b, std::string_view name) {
  const TextPair* const in_a = Find(a, name);
  const TextPair* const in_b = Find(b, name);
  if (in_a == nullptr && in_b == nullptr) return std::nullopt;
  if (in_a == nullptr || in_b == nullptr) return in_a != nullptr;
  if (in_a->value == in_b->value) return std::nullopt;
  return in_a->value < in_b->value;
}

bool IsBefore(const AlertOfGroup& a, const AlertOfGroup& b) {
  for (const std::string_view name : {"job", "instance"}) {
    if (const auto is_first = ComesFirst(a.labels, b.labels, name)) return *is_first;
  }
  if (a.labels.size() != b.labels.size()) return a.labels.size() < b.labels.size();
  for (std::size_t i = 0; i < a.labels.size(); ++i) {
    const TextPair& of_a = a.labels[i];
    const TextPair& of_b = b.labels[i];
    if (of_a.name != of_b.name) return of_a.name < of_b.name;
    if (of_a.value != of_b.value) return of_a.value < of_b.value;
  }
  return false;
}

NotificationData With(const NotificationData& data, std::span<const NotifiedAlert> alerts,
                      Arena& memory) {
  std::vector<AlertOfGroup> of_group;
  NotificationData kept = data;
  kept.alerts = alerts;
  kept.status = "resolved";
  for (const NotifiedAlert& alert : alerts) {
    of_group.push_back({.labels = alert.labels, .annotations = alert.annotations});
    if (alert.status == "firing") kept.status = "firing";
  }
  const NotificationData made =
      gotemplate::MakeNotificationData({}, {}, {}, {}, of_group, {}, {}, memory);
  kept.common_labels = made.common_labels;
  kept.common_annotations = made.common_annotations;
  return kept;
}

}  // namespace

void SortAlerts(std::span<AlertOfGroup> alerts) {
  std::stable_sort(alerts.begin(), alerts.end(), IsBefore);
}

NotificationData WithoutResolved(const NotificationData& data, Arena& memory) {
  std::vector<NotifiedAlert> firing;
  for (const NotifiedAlert& alert : data.alerts) {
    if (alert.status != "resolved") firing.push_back(alert);
  }
  if (firing.size() == data.alerts.size()) return data;
  return With(data, memory.Copy(firing), memory);
}

NotificationData WithFirst(const NotificationData& data, std::size_t most, Arena& memory) {
  return data.alerts.size() <= most ? data : With(data, data.alerts.first(most), memory);
}

}  // namespace check::notify
