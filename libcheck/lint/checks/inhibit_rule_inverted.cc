#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/regex_language.h"
#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using model::AlertMatcher;

constexpr std::string_view kLabels[] = {"severity", "level", "priority"};

// Words for severities, in several orders of their own: each word has a rank, and words compare
// only within a line. Higher is graver.
struct Ranked {
  std::string_view word;
  int rank;
};
constexpr Ranked kSyslog[] = {
    {"debug", 0},    {"info", 1},    {"information", 1}, {"informational", 1}, {"notice", 2},
    {"warn", 3},     {"warning", 3}, {"err", 4},         {"error", 4},         {"crit", 5},
    {"critical", 5}, {"page", 5},    {"fatal", 6},       {"emergency", 6}};
constexpr Ranked kLevels[] = {{"info", 0}, {"low", 1}, {"medium", 2}, {"high", 3}, {"critical", 4}};
constexpr Ranked kDegrees[] = {
    {"info", 0}, {"warning", 1}, {"minor", 2}, {"major", 3}, {"critical", 4}};
constexpr Ranked kPriorities[] = {{"p5", 0}, {"p4", 1}, {"p3", 2}, {"p2", 3}, {"p1", 4}, {"p0", 5}};
constexpr std::span<const Ranked> kOrders[] = {kSyslog, kLevels, kDegrees, kPriorities};

std::optional<int> RankOf(std::span<const Ranked> order, std::string_view word) {
  for (const Ranked& ranked : order) {
    if (IsInAnyCase(word, ranked.word)) return ranked.rank;
  }
  return std::nullopt;
}

// Whether the whole of `source` is below the whole of `target` in one of the orders.
bool IsBelow(const std::vector<std::string>& source, const std::vector<std::string>& target) {
  return std::any_of(std::begin(kOrders), std::end(kOrders), [&](std::span<const Ranked> order) {
    return std::all_of(source.begin(), source.end(), [&](const std::string& lesser) {
      return std::all_of(target.begin(), target.end(), [&](const std::string& graver) {
        const auto a = RankOf(order, lesser);
        const auto b = RankOf(order, graver);
        return a && b && *a < *b;
      });
    });
  });
}

// The values of `label` that `matchers` leave, if they are few.
std::vector<std::string> ValuesOf(const std::vector<AlertMatcher>& matchers,
                                  std::string_view label) {
  std::vector<std::string> values;
  for (const AlertMatcher& matcher : matchers) {
    if (matcher.name() != label || model::IsNegated(matcher.type())) continue;
    if (matcher.type() == model::MatchType::kEqual) return {matcher.value()};
    const auto language = RegexLanguage::Of(matcher.value());
    if (language && language->texts() != nullptr) values = *language->texts();
  }
  return values;
}

void Run(const InhibitRuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const std::string_view label : kLabels) {
    const auto source = ValuesOf(context.rule.source, label);
    const auto target = ValuesOf(context.rule.target, label);
    if (source.empty() || target.empty() || !IsBelow(source, target)) continue;
    Diagnostic& diagnostic =
        diagnostics.Report(info, context.InFile(MatcherOf(context.rule.section, "source_", label)),
                           fmt::format("`{}` alerts mute `{}` alerts, which are more severe",
                                       source.front(), target.front()));
    diagnostic.labels.push_back(
        {context.InFile(MatcherOf(context.rule.section, "target_", label)), "these are muted"});
    diagnostic.notes.emplace_back("swap source and target");
  }
}

}  // namespace

const Check inhibit_rule_inverted = {
    .info =
        {
            .code = "inhibit-rule-inverted",
            .severity = Severity::kWarning,
            .summary = "an inhibition rule that lets less severe alerts mute more severe ones",
            .explanation = R"(
By the usual order of severities, the source of this rule is less severe than its target: while a
warning fires, the critical alert would not be sent. Swap source and target.
)",
            .bad = R"(route:
  receiver: team-a
inhibit_rules:
  - source_matchers: [severity="warning"]
    target_matchers: [severity="critical"]
    equal: [alertname]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
            .good = R"(route:
  receiver: team-a
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    equal: [alertname]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
