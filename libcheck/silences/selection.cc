#include "libcheck/silences/selection.h"

#include <algorithm>

namespace check::silences {
namespace {

using api::v2::Silence;

constexpr std::pair<State, std::string_view> kStates[] = {
    {State::kActive, "active"}, {State::kPending, "pending"}, {State::kExpired, "expired"}};

bool HasState(const Selection& selection, State state) {
  switch (state) {
    case State::kActive:
      return selection.active;
    case State::kPending:
      return selection.pending;
    case State::kExpired:
      break;
  }
  return selection.expired;
}

bool HasMatcher(const Silence& silence, const model::AlertMatcher& matcher) {
  return std::ranges::find(silence.matchers, api::v2::FromMatcher(matcher)) !=
         silence.matchers.end();
}

}  // namespace

std::string_view ToString(State state) {
  for (const auto& [known, word] : kStates) {
    if (known == state) return word;
  }
  return {};
}

std::optional<State> ParseState(std::string_view word) {
  for (const auto& [state, known] : kStates) {
    if (known == word) return state;
  }
  return std::nullopt;
}

State StateOf(const Silence& silence, std::int64_t now_ms) {
  if (const auto said = ParseState(silence.status)) return *said;
  if (silence.ends_at.ms <= now_ms) return State::kExpired;
  return silence.starts_at.ms <= now_ms ? State::kActive : State::kPending;
}

bool Fits(const Silence& silence, const Selection& selection, std::int64_t now_ms) {
  const State state = StateOf(silence, now_ms);
  if (!HasState(selection, state)) return false;
  if (!selection.created_by.empty() && silence.created_by != selection.created_by) return false;
  if (!selection.ids.empty() && std::ranges::find(selection.ids, silence.id) == selection.ids.end())
    return false;
  if (selection.within_ms) {
    const std::int64_t left = silence.ends_at.ms - now_ms;
    if ((state == State::kExpired ? -left : left) > *selection.within_ms) return false;
  }
  return std::ranges::all_of(selection.matchers, [&](const model::AlertMatcher& matcher) {
    return HasMatcher(silence, matcher);
  });
}

api::v2::SilenceFilter FilterOf(const Selection& selection) {
  api::v2::SilenceFilter filter = {
      .active = selection.active, .pending = selection.pending, .expired = selection.expired};
  for (const model::AlertMatcher& matcher : selection.matchers) {
    filter.matchers.push_back(matcher.ToString());
  }
  return filter;
}

api::Reply<std::vector<Silence>> Find(const api::Server& server, const Selection& selection,
                                      std::int64_t now_ms) {
  auto reply = api::v2::Silences(server, FilterOf(selection));
  if (!reply) return reply;
  std::erase_if(*reply, [&](const Silence& silence) { return !Fits(silence, selection, now_ms); });
  std::ranges::stable_sort(*reply, {}, [](const Silence& silence) { return silence.ends_at.ms; });
  return reply;
}

}  // namespace check::silences
