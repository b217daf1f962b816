#include "libcheck/silences/effect.h"

#include <algorithm>
#include <string_view>

#include "libcheck/silences/selection.h"

namespace check::silences {
namespace {

using api::v2::Alert;
using model::AlertMatcher;

bool MatchesAnyText(const AlertMatcher& matcher) {
  constexpr std::string_view kAny[] = {".*", ".+", "(.*)", "(.+)", "^.*$", "^.+$", ".*.*"};
  return matcher.type() == model::MatchType::kRegexp &&
         std::ranges::find(kAny, matcher.value()) != std::end(kAny);
}

bool HasLabel(const Alert& alert, std::string_view name) {
  return std::ranges::any_of(alert.labels, [&](const auto& label) { return label.first == name; });
}

}  // namespace

Result<std::vector<AlertMatcher>> MatchersOf(const api::v2::Silence& silence) {
  std::vector<AlertMatcher> matchers;
  for (const api::v2::SilenceMatcher& one : silence.matchers) {
    Result<AlertMatcher> matcher = api::v2::ToMatcher(one);
    if (!matcher) return matcher.error();
    matchers.push_back(std::move(*matcher));
  }
  return matchers;
}

bool Hits(std::span<const AlertMatcher> matchers, const Alert& alert) {
  return !matchers.empty() && std::ranges::all_of(matchers, [&](const AlertMatcher& matcher) {
    return matcher.Matches(alert.Label(matcher.name()));
  });
}

Effect EffectOf(std::span<const AlertMatcher> matchers, std::span<const Alert> alerts,
                std::int64_t now_ms) {
  Effect effect;
  for (const Alert& alert : alerts) {
    // Servers keep resolved alerts for a while.
    if (!alert.ends_at.is_zero() && alert.ends_at.ms <= now_ms) continue;
    ++effect.alerts;
    if (Hits(matchers, alert)) effect.hits.push_back(&alert);
  }
  return effect;
}

Result<std::vector<const api::v2::Silence*>> SilencesThatHit(
    const Alert& alert, std::span<const api::v2::Silence> silences) {
  std::vector<const api::v2::Silence*> found;
  for (const api::v2::Silence& silence : silences) {
    const auto matchers = MatchersOf(silence);
    if (!matchers) return matchers.error();
    if (Hits(*matchers, alert)) found.push_back(&silence);
  }
  return found;
}

Result<std::vector<api::v2::Silence>> StaleOf(std::span<const api::v2::Silence> silences,
                                              std::span<const Alert> alerts, std::int64_t now_ms) {
  std::vector<api::v2::Silence> stale;
  for (const api::v2::Silence& silence : silences) {
    if (StateOf(silence, now_ms) != State::kActive) continue;
    const auto matchers = MatchersOf(silence);
    if (!matchers) return matchers.error();
    if (EffectOf(*matchers, alerts, now_ms).hits.empty()) stale.push_back(silence);
  }
  return stale;
}

bool MatchesNearlyAnything(std::span<const AlertMatcher> matchers) {
  return std::ranges::all_of(matchers, [](const AlertMatcher& matcher) {
    return MatchesAnyText(matcher) || model::IsNegated(matcher.type());
  });
}

bool MatchesEmpty(std::span<const AlertMatcher> matchers) {
  return std::ranges::all_of(matchers,
                             [](const AlertMatcher& matcher) { return matcher.Matches(""); });
}

std::vector<OddMatcher> OddMatchers(std::span<const AlertMatcher> matchers,
                                    std::span<const Alert> alerts) {
  std::vector<OddMatcher> odd;
  for (const AlertMatcher& matcher : matchers) {
    const bool is_plain = matcher.value().find_first_of("\\.+*?()|[]{}^$") == std::string::npos;
    if (model::IsRegexp(matcher.type()) && is_plain && !matcher.value().empty()) {
      odd.push_back({&matcher, Oddity::kPlainRegexp});
    }
    const bool is_known = alerts.empty() || std::ranges::any_of(alerts, [&](const Alert& alert) {
                            return HasLabel(alert, matcher.name());
                          });
    if (!is_known) odd.push_back({&matcher, Oddity::kUnknownLabel});
  }
  return odd;
}

}  // namespace check::silences
