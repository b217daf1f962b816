#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/backtest/rule_replay.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/gunzip.h"
#include "libcheck/slo/episodes.h"
#include "libcheck/slo/replay.h"
#include "tests/support/shared.h"

namespace check::slo {
namespace {

using backtest::AlertTimeline;
using backtest::FiringInterval;
using nlohmann::json;

constexpr std::int64_t kDay = 24LL * 60 * 60 * 1000;

std::string ReadPacked(const std::filesystem::path& path) {
  auto opened = Disk().Open(path.string());
  REQUIRE(opened.ok());
  const auto source = Gunzip(std::move(*opened));
  std::string text;
  std::vector<char> buffer(1 << 16);
  for (;;) {
    const auto read = source->Read(buffer.data(), buffer.size());
    REQUIRE(read.ok());
    if (*read == 0) return text;
    text.append(buffer.data(), *read);
  }
}

// A set: lines of the end of an interval in seconds, and of the good and all events in it.
Events ReadSet(const std::filesystem::path& folder, const std::string& name, std::int64_t step) {
  const std::string text = ReadPacked(folder / (name + ".events.csv.gz"));
  Events events;
  std::size_t at = text.find('\n') + 1;
  while (at < text.size()) {
    char* next = nullptr;
    const std::int64_t time = std::strtoll(text.c_str() + at, &next, 10) * 1000;
    const double good = std::strtod(next + 1, &next);
    const double total = std::strtod(next + 1, &next);
    events.Append(time - step, time, total - good, total);
    at = text.find('\n', at) + 1;
  }
  return events;
}

// Counters of these events, as they would have been scraped.
std::unique_ptr<storage::MemoryStore> Counters(const Events& events) {
  auto store = std::make_unique<storage::MemoryStore>();
  const auto add = [&](std::string_view name, double (Events::*count)(std::size_t) const) {
    const std::array<std::pair<std::string_view, std::string_view>, 2> labels = {
        std::pair<std::string_view, std::string_view>{"__name__", name}, {"job", "shop"}};
    const std::size_t series = store->SeriesIndex(store->labels().Make(labels));
    double sum = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
      sum += (events.*count)(i);
      REQUIRE(store->AppendAt(series, events.ends()[i], sum).ok());
    }
  };
  add("requests_total", &Events::total);
  add("requests_failed_total", &Events::errors);
  return store;
}

using Firing = std::map<std::string, std::vector<FiringInterval>>;

Firing Expected(const json& firing) {
  Firing expected;
  for (const auto& [name, intervals] : firing.items()) {
    for (const json& interval : intervals) {
      FiringInterval& each = expected[name].emplace_back();
      each.start = interval[0].get<std::int64_t>() * 1000;
      if (!interval[1].is_null()) each.end = interval[1].get<std::int64_t>() * 1000;
    }
  }
  return expected;
}

// Intervals of the one that none of the other is close to, within `tolerance` at both ends.
std::size_t Differing(const std::vector<FiringInterval>& a, const std::vector<FiringInterval>& b,
                      std::int64_t tolerance) {
  const auto is_close = [&](const FiringInterval& x, const FiringInterval& y) {
    if (x.end.has_value() != y.end.has_value()) return false;
    return std::abs(x.start - y.start) <= tolerance &&
           (!x.end || std::abs(*x.end - *y.end) <= tolerance);
  };
  const auto missing = [&](const auto& from, const auto& in) {
    return std::count_if(from.begin(), from.end(), [&](const FiringInterval& each) {
      return std::none_of(in.begin(), in.end(),
                          [&](const FiringInterval& other) { return is_close(each, other); });
    });
  };
  return static_cast<std::size_t>(missing(a, b) + missing(b, a));
}

// An interval that is part of warm-up and goes on after it is one.
std::vector<FiringInterval> Joined(const AlertTimeline& timeline) {
  const AlertTimeline* const one = &timeline;
  std::vector<FiringInterval> joined = Union({&one, 1}, /*with_warm_up=*/true);
  for (FiringInterval& interval : joined) interval.warm_up = false;
  return joined;
}

std::vector<FiringInterval> From(std::vector<FiringInterval> intervals, std::int64_t time) {
  std::erase_if(intervals, [&](const FiringInterval& interval) { return interval.start < time; });
  return intervals;
}

std::int64_t LongestOf(const Policy& policy, const std::string& severity) {
  std::int64_t longest = 0;
  for (const BurnAlert& alert : policy.alerts) {
    if (alert.severity != severity) continue;
    for (const Tier& tier : alert.tiers) longest = std::max(longest, tier.long_ms);
  }
  return longest;
}

void CheckResponse(const json& expected, const Response& got, std::int64_t start,
                   std::size_t& agreed, std::size_t& total) {
  ++total;
  const auto seconds = [](std::int64_t ms) { return static_cast<double>(ms) / 1000; };
  bool same = expected["firing_at_start"].get<bool>() == got.firing_at_start &&
              expected["intervals"].get<std::size_t>() == got.intervals &&
              expected["flaps"].get<std::size_t>() == got.flaps();
  if (same && expected.contains("first")) {
    same = expected["first"].get<std::int64_t>() * 1000 == got.first &&
           expected["delay_s"].get<double>() == seconds(got.delay_ms) &&
           expected["after_end"].get<bool>() == got.after_end &&
           expected["failed_at_first"].get<double>() == got.errors_at_first &&
           std::fabs(expected["spent_at_first"].get<double>() - got.spent_at_first) < 1e-12;
    if (same && !expected["last_end"].is_null()) {
      same = expected["last_end"].get<std::int64_t>() * 1000 == got.last_end &&
             expected["reset_after_end_s"].get<double>() == seconds(got.reset_ms);
    }
  }
  CAPTURE(start);
  CAPTURE(expected.dump());
  CHECK(same);
  agreed += same ? 1 : 0;
}

// What the case says of episodes, against `score`.
void CheckScore(const json& row, const Score& score, std::size_t& agreed, std::size_t& total) {
  CHECK(score.pages == row["pages"].get<std::size_t>());
  CHECK(score.false_pages == row["false_pages"].get<std::size_t>());
  CHECK(score.hit == row["recall_page"][0].get<std::size_t>());
  CHECK(score.significant == row["recall_page"][1].get<std::size_t>());
  CHECK(score.pages - score.false_pages == row["precision_page"][0].get<std::size_t>());
  CHECK(score.paging_ms == row["page_firing_seconds"].get<std::int64_t>() * 1000);
  REQUIRE(score.episodes.size() == row["episodes"].size());
  for (std::size_t i = 0; i < score.episodes.size(); ++i) {
    const EpisodeOutcome& outcome = score.episodes[i];
    const json& episode = row["episodes"][i];
    CHECK(outcome.sum.errors == episode["failed"].get<double>());
    CHECK(outcome.sum.total == episode["total"].get<double>());
    CHECK(outcome.spent == doctest::Approx(episode["spent"].get<double>()).epsilon(1e-12));
    const json& expected = row["per_episode"][i];
    CheckResponse(expected["page"], outcome.page, outcome.episode.start, agreed, total);
    CheckResponse(expected["ticket"], outcome.ticket, outcome.episode.start, agreed, total);
  }
}

std::vector<Episode> EpisodesOf(const json& row) {
  std::vector<Episode> episodes;
  for (const json& each : row["episodes"]) {
    episodes.push_back({each["start"].get<std::int64_t>() * 1000,
                        each["end"].get<std::int64_t>() * 1000, each["note"]});
  }
  return episodes;
}

struct Case {
  json row;
  Events events;
  std::int64_t step = 0;
};

Score ScoreOf(const Case& test, const std::vector<AlertTimeline>& timelines) {
  std::vector<const AlertTimeline*> pages;
  std::vector<const AlertTimeline*> tickets;
  for (const AlertTimeline& timeline : timelines) {
    (timeline.severity == "page" ? pages : tickets).push_back(&timeline);
  }
  const double budget_events = BudgetEvents(test.events, 0.001, 30 * kDay);
  CHECK(budget_events ==
        doctest::Approx(test.row["budget_events_30d"].get<double>()).epsilon(1e-12));
  return MakeScore(EpisodesOf(test.row), pages, tickets, test.events, budget_events,
                   {.with_warm_up = true});
}

std::vector<AlertTimeline> ReplayRuleFile(const Case& test, const std::filesystem::path& file) {
  const std::string path = file.string();
  const rules::RuleLibrary library(Disk(), {&path, 1}, {});
  std::vector<const rules::PreparedGroup*> groups;
  for (const auto& group : library.Find(path).groups) groups.push_back(&group);
  REQUIRE_FALSE(groups.empty());
  auto replay = backtest::ReplayRules(groups, Counters(test.events),
                                      {test.events.ends().front(), test.events.last()},
                                      {.interval_ms = test.step});
  REQUIRE(replay.ok());
  CHECK(replay->failed.empty());
  CHECK(replay->first == test.row["first_eval"].get<std::int64_t>() * 1000);
  CHECK(replay->last == test.row["last_eval"].get<std::int64_t>() * 1000);
  std::vector<AlertTimeline> timelines;
  for (backtest::AlertOutcome& alert : replay->alerts) {
    std::move(alert.timelines.begin(), alert.timelines.end(), std::back_inserter(timelines));
  }
  return timelines;
}

TEST_CASE("backtests agree with Prometheus's rule engine") {
  const auto folder = test::Shared("conformance/slo", "backtests");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  std::size_t exact = 0;
  std::size_t intervals = 0;
  std::size_t as_rate_agreed = 0;
  std::size_t whole_agreed = 0;
  std::size_t fast_total = 0;
  for (const std::string& line : test::Lines(*folder / "backtest/cases.jsonl")) {
    Case test = {.row = json::parse(line), .events = {}};
    const std::string id = test.row["id"];
    CAPTURE(id);
    test.step = test.row["step_s"].get<std::int64_t>() * 1000;
    test.events = ReadSet(*folder / "data/sets", test.row["set"], 30'000);
    const Firing expected = Expected(test.row["firing"]);
    const std::string policy = test.row["policy"];

    const std::vector<AlertTimeline> replayed =
        ReplayRuleFile(test, *folder / "backtest" / ("rules-" + policy + ".yaml"));
    std::set<std::string> found;
    for (const AlertTimeline& timeline : replayed) {
      const std::string name = timeline.alert + "/" + timeline.severity;
      CAPTURE(name);
      found.insert(name);
      const auto at = expected.find(name);
      REQUIRE(at != expected.end());
      const std::vector<FiringInterval> joined = Joined(timeline);
      CHECK(Differing(joined, at->second, test.step) == 0);
      intervals += at->second.size();
      exact += at->second.size() - std::min(at->second.size(), Differing(joined, at->second, 0));
    }
    CHECK(found.size() == expected.size());
    CheckScore(test.row, ScoreOf(test, replayed), agreed, total);

    // The same policy, event by event: first with the windows of `rate`, then with whole ones.
    Policy fast = WorkbookPolicy(30 * kDay);
    if (policy == "bad") fast = {"bad", {{"page", "page", {{600'000, 0, 1}}}}};
    for (const bool as_rate : {true, false}) {
      const std::vector<AlertTimeline> timelines =
          Replay(fast, 0.001, test.events,
                 {.interval_ms = test.step,
                  .first = test.row["first_eval"].get<std::int64_t>() * 1000,
                  .as_rate = as_rate});
      for (const AlertTimeline& timeline : timelines) {
        for (const auto& [name, firing] : expected) {
          if (!name.ends_with("/" + timeline.severity)) continue;
          const std::size_t differ = Differing(Joined(timeline), firing, test.step);
          // Before the windows are full, what Prometheus adds at the beginning of a series counts.
          const std::int64_t full = test.events.first() + LongestOf(fast, timeline.severity);
          if (as_rate) {
            CHECK(Differing(From(Joined(timeline), full), From(firing, full), test.step) == 0);
          }
          (as_rate ? as_rate_agreed : whole_agreed) +=
              firing.size() - std::min(differ, firing.size());
          if (as_rate) fast_total += firing.size();
        }
      }
    }
  }
  test::PrintConformance("figures of episodes", agreed, total);
  test::PrintConformance("firing intervals to the second", exact, intervals);
  test::PrintConformance("firing intervals with the windows of rate", as_rate_agreed, fast_total);
  test::PrintConformance("firing intervals with whole windows", whole_agreed, fast_total);
}

}  // namespace
}  // namespace check::slo
