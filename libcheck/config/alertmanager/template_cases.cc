#include "libcheck/config/alertmanager/template_cases.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/config/alertmanager/notification_json.h"

namespace check::config::alertmanager {
namespace {

using gotemplate::AlertOfGroup;
using gotemplate::GoTime;
using gotemplate::KeyValues;
using gotemplate::TextPair;

struct Shape {
  std::size_t firing = 1;
  std::size_t resolved = 0;
  bool is_bare = false;           // Without labels and annotations that need not be there.
  std::string_view without = {};  // An annotation.
};

constexpr GoTime SecondsBefore(std::int64_t seconds) { return {kSampleTime.seconds - seconds}; }

class Maker {
 public:
  Maker(const SampleNames& names, SampleStyle style, Arena& memory)
      : names_(names), style_(style), memory_(memory) {}

  NotificationCase Make(std::string description, const Shape& shape) {
    std::vector<AlertOfGroup> alerts;
    for (std::size_t i = 0; i < shape.firing + shape.resolved; ++i) {
      alerts.push_back({.labels = Labels(shape, i),
                        .annotations = Annotations(shape),
                        .starts_at = SecondsBefore(600),
                        .ends_at = i < shape.firing ? gotemplate::kZeroTime : SecondsBefore(60),
                        .generator_url = "http://prometheus.example/graph?g0.expr=up"});
    }
    const KeyValues group = shape.is_bare ? gotemplate::NoKeyValues() : Labels(shape, 0);
    return {std::move(description),
            gotemplate::MakeNotificationData(
                "team", group, gotemplate::NoKeyValues(), "first notification",
                memory_.Copy(alerts), "http://alertmanager.example:9093", kSampleTime, memory_),
            shape.firing == 0};
  }

 private:
  KeyValues Labels(const Shape& shape, std::size_t alert) {
    std::vector<TextPair> pairs;
    for (const std::string_view name : names_.labels) {
      if (name == "instance" && style_ == SampleStyle::kWord && !shape.is_bare) {
        pairs.push_back({name, memory_.Copy(std::string_view(fmt::format("db{}", alert + 1)))});
      } else if (name == "alertname" || !shape.is_bare) {
        pairs.push_back({name, Sample(name)});
      }
    }
    return MakeKeyValues(std::move(pairs), memory_);
  }

  KeyValues Annotations(const Shape& shape) {
    if (shape.is_bare) return gotemplate::NoKeyValues();
    std::vector<TextPair> pairs;
    for (const std::string_view name : names_.annotations) {
      if (name != shape.without) pairs.push_back({name, Sample(name)});
    }
    return MakeKeyValues(std::move(pairs), memory_);
  }

  std::string_view Sample(std::string_view name) const {
    switch (style_) {
      case SampleStyle::kWord:
        return name;
      case SampleStyle::kNumber:
        return "42";
      case SampleStyle::kTime:
        return "2026-01-01T00:00:00Z";
      case SampleStyle::kBase64:
        return "dGV4dA==";
      case SampleStyle::kSpecial:
        break;
    }
    return kSpecialSample;
  }

  const SampleNames& names_;
  const SampleStyle style_;
  Arena& memory_;
};

}  // namespace

NotificationCase MakeUsualCase(const SampleNames& names, SampleStyle style, Arena& memory) {
  return Maker(names, style, memory)
      .Make(style == SampleStyle::kSpecial ? "labels with quotes and other special characters"
                                           : "an alert that fires",
            {});
}

std::vector<NotificationCase> MakeEdgeCases(const SampleNames& names, SampleStyle style,
                                            Arena& memory) {
  constexpr std::size_t kMostAnnotations = 8;
  Maker maker(names, style, memory);
  std::vector<NotificationCase> cases;
  cases.push_back(maker.Make(fmt::format("{} alerts", kManyAlerts), {.firing = kManyAlerts}));
  cases.push_back(maker.Make("an alert without labels and annotations", {.is_bare = true}));
  cases.push_back(maker.Make("firing and resolved alerts", {.firing = 2, .resolved = 1}));
  cases.push_back(maker.Make("resolved alerts only", {.firing = 0, .resolved = 2}));
  std::size_t tried = 0;
  for (const std::string_view name : names.annotations) {
    if (++tried > kMostAnnotations) break;
    cases.push_back(
        maker.Make(fmt::format("an alert without the annotation `{}`", name), {.without = name}));
  }
  return cases;
}

}  // namespace check::config::alertmanager
