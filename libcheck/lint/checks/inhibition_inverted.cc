#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using config::alertmanager::InhibitRule;
using model::AlertMatcher;

// How grave alerts with that severity are; nothing for a word that is not known.
std::optional<int> RankOf(std::string_view severity) {
  constexpr std::pair<std::string_view, int> kRanks[] = {
      {"debug", 0},  {"none", 0}, {"info", 1},  {"information", 1}, {"informational", 1},
      {"notice", 1}, {"low", 2},  {"minor", 2}, {"warn", 2},        {"warning", 2},
      {"error", 3},  {"high", 3}, {"major", 3}, {"average", 3},     {"critical", 4},
      {"crit", 4},   {"page", 4}, {"fatal", 5}, {"disaster", 5},    {"emergency", 5},
  };
  const std::string lower = LowerAscii(severity);
  for (const auto& [word, rank] : kRanks) {
    if (word == lower) return rank;
  }
  return std::nullopt;
}

const AlertMatcher* SeverityOf(const std::vector<AlertMatcher>& matchers) {
  const auto at = std::find_if(matchers.begin(), matchers.end(), [](const AlertMatcher& matcher) {
    return matcher.name() == "severity" && matcher.type() == model::MatchType::kEqual;
  });
  return at == matchers.end() ? nullptr : &*at;
}

void Run(const AlertmanagerContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const InhibitRule& rule : context.config.inhibit_rules) {
    const AlertMatcher* source = SeverityOf(rule.source);
    const AlertMatcher* target = SeverityOf(rule.target);
    if (source == nullptr || target == nullptr) continue;
    const auto mutes = RankOf(source->value());
    const auto muted = RankOf(target->value());
    if (!mutes || !muted || *mutes >= *muted) continue;
    const yaml::Entry* match = rule.section.Sub("source_match").Find("severity");
    diagnostics
        .Report(info,
                match != nullptr ? context.InFile(match->value)
                                 : context.PlaceOf(rule.section, "source_matchers"),
                fmt::format("alerts with severity `{}` mute those with `{}`, which are graver",
                            source->value(), target->value()))
        .notes.emplace_back("the source is the alert that mutes, the target the one that is muted");
  }
}

}  // namespace

const Check inhibition_inverted = {
    .info =
        {
            .code = "inhibition-inverted",
            .severity = Severity::kWarning,
            .summary = "an inhibition rule by which lesser alerts mute graver ones",
            .explanation = R"(
While an alert that matches `source_matchers` fires, those that match `target_matchers` are muted. Here the
first have a lower `severity` than the second: nobody hears of the graver alert while the lesser one fires.
Only usual words for severities are known.
)",
            .bad = R"(
route: {receiver: 'null'}
receivers: [{name: 'null'}]
inhibit_rules:
  - source_matchers: [severity="warning"]
    target_matchers: [severity="critical"]
    equal: [alertname]
)",
            .good = R"(
route: {receiver: 'null'}
receivers: [{name: 'null'}]
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    equal: [alertname]
)",
        },
    .run = Run,
};

}  // namespace check::lint
