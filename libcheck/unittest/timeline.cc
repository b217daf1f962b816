#include "libcheck/unittest/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "libcheck/base/duration.h"
#include "libcheck/base/utf8.h"

namespace check::unittest {

using rules::AlertState;

namespace {

std::string ShownTime(std::int64_t milliseconds) {
  return FormatPrometheusDuration(std::chrono::milliseconds(milliseconds));
}

std::string_view Mark(AlertState state) {
  switch (state) {
    case AlertState::kInactive:
      return "·";
    case AlertState::kPending:
      return "▒";
    case AlertState::kFiring:
      return "█";
  }
  return "·";
}

// The labels of an alert without its name, which stands in front.
std::string NameAndLabels(std::string_view name, model::Labels labels) {
  std::string rest;
  for (const model::Label& label : labels.list()) {
    if (label.name->text == rules::kAlertNameLabel) continue;
    rest +=
        fmt::format("{}{}=\"{}\"", rest.empty() ? "" : ", ", label.name->text, label.value->text);
  }
  return fmt::format("{}{{{}}}", name, rest);
}

}  // namespace

void Timeline::StepBegins(std::int64_t time) {
  if (!begun_) begin_ = time;
  begun_ = true;
  end_ = time;
  ++steps_;
}

void Timeline::AlertChanged(const rules::PreparedRule& rule, std::int64_t time,
                            model::Labels labels, AlertState /*from*/, AlertState to) {
  Changes& changes = alerts_[NameAndLabels(rule.name, labels)];
  // Pending and firing at once.
  if (!changes.empty() && changes.back().time == time) {
    changes.back().to = to;
  } else {
    changes.push_back({time, to});
  }
}

std::string Timeline::Bar(const Changes& changes) const {
  const std::size_t columns = std::min(width_, steps_);
  const std::size_t last = steps_ - 1;
  std::string bar;
  auto next = changes.begin();
  AlertState state = AlertState::kInactive;
  for (std::size_t column = 0; column < columns; ++column) {
    // The steps that the column stands for; the gravest state among them is shown.
    const std::size_t end_step = (column + 1) * steps_ / columns - 1;
    const std::int64_t until =
        last == 0
            ? end_
            : begin_ + std::llround(static_cast<double>(end_ - begin_) *
                                    static_cast<double>(end_step) / static_cast<double>(last));
    AlertState shown = state;
    bool first = true;
    for (; next != changes.end() && next->time <= until; ++next) {
      state = next->to;
      shown = first && columns == steps_ ? state : std::max(shown, state);
      first = false;
    }
    bar += Mark(shown);
  }
  return bar;
}

std::string Timeline::Words(const Changes& changes) const {
  constexpr std::size_t kMost = 8;
  std::string words;
  for (std::size_t i = 0; i < std::min(changes.size(), kMost); ++i) {
    words += fmt::format("{}{} from {}", words.empty() ? "" : ", ", ToString(changes[i].to),
                         ShownTime(changes[i].time - begin_));
  }
  if (changes.size() > kMost) words += fmt::format(" and {} more", changes.size() - kMost);
  return words;
}

std::vector<std::string> Timeline::Draw() const {
  std::vector<std::string> lines;
  if (steps_ == 0) return lines;
  std::size_t widest = 0;
  for (const auto& [alert, changes] : alerts_) widest = std::max(widest, DisplayWidth(alert));
  widest = std::min<std::size_t>(widest, 80);
  for (const auto& [alert, changes] : alerts_) {
    const std::size_t width = DisplayWidth(alert);
    lines.push_back(fmt::format("{}{} |{}| {}", alert,
                                std::string(width < widest ? widest - width : 0, ' '), Bar(changes),
                                Words(changes)));
  }
  if (alerts_.empty()) {
    lines.push_back(
        fmt::format("no alert was pending or firing from 0s to {}", ShownTime(end_ - begin_)));
  } else {
    const std::string first = "0s";
    const std::string end = ShownTime(end_ - begin_);
    const std::size_t columns = std::min(width_, steps_);
    const std::size_t gap =
        columns > first.size() + end.size() ? columns - first.size() - end.size() : 1;
    lines.push_back(
        fmt::format("{}  {}{}{}", std::string(widest, ' '), first, std::string(gap, ' '), end));
  }
  return lines;
}

}  // namespace check::unittest
