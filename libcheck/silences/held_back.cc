#include "libcheck/silences/held_back.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "libcheck/silences/effect.h"
#include "libcheck/silences/selection.h"

namespace check::silences {
namespace {

using api::v2::Alert;
using api::v2::Silence;

bool IsOver(const Alert& alert, std::int64_t now_ms) {
  return !alert.ends_at.is_zero() && alert.ends_at.ms <= now_ms;
}

bool Contains(std::span<const std::string> words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

struct Source {
  const Alert* alert;
  model::Labels labels;
};

std::vector<Source> FiringOf(const Situation& situation, model::LabelTable& table) {
  std::vector<Source> firing;
  for (const Alert& alert : situation.alerts) {
    if (!IsOver(alert, situation.now_ms)) firing.push_back({&alert, LabelsOf(alert, table)});
  }
  return firing;
}

// For each rule that inhibits `target` the first alert that does it.
std::vector<Inhibitor> ByRules(std::span<const alertmanager::InhibitRule> rules,
                               std::span<const Source> firing, model::Labels target) {
  std::vector<Inhibitor> found;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const auto source = std::ranges::find_if(firing, [&](const Source& candidate) {
      return alertmanager::Inhibits(rules[i], candidate.labels, target);
    });
    if (source != firing.end()) found.push_back({i, source->alert});
  }
  return found;
}

// What the server says of its alert, with the rule for each alert that it names.
std::vector<Inhibitor> ByServer(std::span<const std::string> fingerprints,
                                std::span<const alertmanager::InhibitRule> rules,
                                std::span<const Source> firing, model::Labels target) {
  std::vector<Inhibitor> found;
  for (const Source& source : firing) {
    if (!Contains(fingerprints, source.alert->fingerprint)) continue;
    Inhibitor inhibitor = {.source = source.alert};
    for (std::size_t i = 0; i < rules.size() && !inhibitor.rule; ++i) {
      if (alertmanager::Inhibits(rules[i], source.labels, target)) inhibitor.rule = i;
    }
    found.push_back(inhibitor);
  }
  // It has ended between two questions.
  if (found.empty() && !fingerprints.empty()) found.emplace_back();
  return found;
}

void FindSilences(const Alert& alert, bool is_known, const Situation& situation, HeldBack& held) {
  for (const Silence& silence : situation.silences) {
    const State state = StateOf(silence, situation.now_ms);
    const auto matchers = MatchersOf(silence);
    const bool hits = matchers && !matchers->empty() && Hits(*matchers, alert);
    const bool is_named = is_known && Contains(alert.status.silenced_by, silence.id);
    if (is_named || (hits && !is_known && state == State::kActive)) {
      held.silences.push_back(&silence);
    } else if (hits && state == State::kPending) {
      held.later.push_back(&silence);
    }
  }
}

}  // namespace

model::Labels LabelsOf(const Alert& alert, model::LabelTable& table) {
  std::vector<std::pair<std::string_view, std::string_view>> labels(alert.labels.begin(),
                                                                    alert.labels.end());
  return table.Make(labels);
}

std::vector<std::string> HeldBack::ReasonsAt(const Destination& destination) const {
  std::vector<std::string> reasons;
  if (is_resolved) reasons.emplace_back("resolved");
  if (!inhibitors.empty()) reasons.emplace_back("inhibited");
  if (destination.muting.is_muted()) reasons.emplace_back("muted");
  if (!silences.empty()) reasons.emplace_back("silenced");
  return reasons;
}

bool HeldBack::is_complete() const {
  return std::ranges::all_of(destinations, [&](const Destination& destination) {
    return !ReasonsAt(destination).empty();
  });
}

HeldBack FindHeldBack(const Alert& alert, bool is_known, const Situation& situation,
                      model::LabelTable& table) {
  const alertmanager::Routing& routing = *situation.routing;
  const model::Labels labels = LabelsOf(alert, table);
  HeldBack held = {.is_resolved = IsOver(alert, situation.now_ms)};
  const std::vector<Source> firing = FiringOf(situation, table);
  held.inhibitors = ByRules(routing.inhibit_rules, firing, labels);
  if (is_known) {
    std::vector<Inhibitor> said =
        ByServer(alert.status.inhibited_by, routing.inhibit_rules, firing, labels);
    if (said.empty()) held.disputed = std::move(held.inhibitors);
    held.inhibitors = std::move(said);
  }
  for (const std::uint32_t route : routing.routes.Match(labels)) {
    held.destinations.push_back({.route = route,
                                 .group_labels = routing.routes.GroupLabels(route, labels, table),
                                 .muting = alertmanager::MutingAt(
                                     routing.routes[route], routing.intervals, situation.now_ms)});
  }
  FindSilences(alert, is_known, situation, held);
  return held;
}

}  // namespace check::silences
