#include "libcheck/backtest/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

namespace check::backtest {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

std::int64_t EndOf(const FiringInterval& interval) { return interval.end.value_or(kNever); }

void Join(std::optional<FiringInterval>& into, const FiringInterval& interval) {
  if (!into) {
    into = interval;
    return;
  }
  if (EndOf(interval) > EndOf(*into)) into->end = interval.end;
}

std::string_view SeverityOf(const rules::PreparedRule& rule) {
  for (const rules::PreparedText& label : rule.labels) {
    if (label.name() == "severity" && label.is_plain()) return label.value();
  }
  return {};
}

std::map<std::string, std::size_t> Count(const std::vector<std::string>& titles) {
  std::map<std::string, std::size_t> counts;
  for (const std::string& title : titles) ++counts[title];
  return counts;
}

}  // namespace

std::vector<IntervalPair> PairUp(std::span<const FiringInterval> before,
                                 std::span<const FiringInterval> after) {
  std::vector<IntervalPair> pairs;
  std::int64_t until = std::numeric_limits<std::int64_t>::min();
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < before.size() || k < after.size()) {
    const bool is_before =
        k == after.size() || (i < before.size() && before[i].start <= after[k].start);
    const FiringInterval& next = is_before ? before[i++] : after[k++];
    if (pairs.empty() || next.start >= until) pairs.emplace_back();
    Join(is_before ? pairs.back().before : pairs.back().after, next);
    until = std::max(until, EndOf(next));
  }
  return pairs;
}

std::vector<std::string> Titles(std::span<const AlertOutcome> alerts) {
  std::vector<std::string> titles;
  for (const AlertOutcome& alert : alerts) titles.emplace_back(alert.rule->name);
  const auto add = [&](auto&& of) {
    const auto counts = Count(titles);
    for (std::size_t i = 0; i < alerts.size(); ++i) {
      const std::string_view more = of(alerts[i]);
      if (counts.at(titles[i]) > 1 && !more.empty()) titles[i] += fmt::format(" ({})", more);
    }
  };
  add([](const AlertOutcome& alert) { return SeverityOf(*alert.rule); });
  add([](const AlertOutcome& alert) { return std::string_view(alert.group->group->name); });
  std::map<std::string, std::size_t> seen;
  for (std::string& title : titles) {
    if (const std::size_t number = ++seen[title]; number > 1) title += fmt::format(" #{}", number);
  }
  return titles;
}

std::vector<AlertComparison> Compare(const RuleReplay& before, const RuleReplay& after) {
  std::vector<AlertComparison> all;
  std::map<std::string, std::size_t> by_title;
  const std::vector<std::string> titles = Titles(before.alerts);
  for (std::size_t i = 0; i < titles.size(); ++i) {
    by_title.emplace(titles[i], all.size());
    all.push_back({.title = titles[i], .before = &before.alerts[i]});
  }
  const std::vector<std::string> titles_after = Titles(after.alerts);
  for (std::size_t i = 0; i < titles_after.size(); ++i) {
    const auto [at, is_new] = by_title.try_emplace(titles_after[i], all.size());
    if (is_new) all.push_back({.title = titles_after[i]});
    all[at->second].after = &after.alerts[i];
  }
  for (AlertComparison& each : all) {
    std::vector<FiringInterval> firing_before;
    std::vector<FiringInterval> firing_after;
    if (each.before != nullptr) {
      firing_before = FiringOf(each.before->timelines);
      each.summary_before = Summarise(each.before->timelines, before.last + before.step_ms);
    }
    if (each.after != nullptr) {
      firing_after = FiringOf(each.after->timelines);
      each.summary_after = Summarise(each.after->timelines, after.last + after.step_ms);
    }
    each.pairs = PairUp(firing_before, firing_after);
  }
  return all;
}

}  // namespace check::backtest
