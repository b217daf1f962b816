#include "libcheck/backtest/rule_replay.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/backtest/store_feed.h"
#include "libcheck/files/memory_files.h"
#include "libcheck/promql/series_description.h"

namespace check::backtest {
namespace {

constexpr std::int64_t kMinute = 60'000;

// Series in the notation of test files, with a sample a minute from 0 on.
std::unique_ptr<storage::MemoryStore> Store(
    const std::vector<std::pair<std::string, std::function<double(int)>>>& series, int minutes) {
  auto store = std::make_unique<storage::MemoryStore>();
  for (const auto& [name, value] : series) {
    promql::SeriesDescription description;
    const std::string text = name + " 0";
    REQUIRE_FALSE(promql::ParseSeriesDescription(text, description).has_value());
    std::vector<std::pair<std::string_view, std::string_view>> labels(description.labels.begin(),
                                                                      description.labels.end());
    std::sort(labels.begin(), labels.end());
    const std::size_t index = store->SeriesIndex(store->labels().Make(labels));
    for (int i = 0; i <= minutes; ++i) REQUIRE(store->AppendAt(index, i * kMinute, value(i)).ok());
  }
  return store;
}

// Rules of a file, with all that they live in.
struct Rules {
  explicit Rules(std::string_view text) {
    files.Write("rules.yml", text);
    const std::string path = "rules.yml";
    library = std::make_unique<rules::RuleLibrary>(files, std::span(&path, 1),
                                                   rules::RuleLibraryOptions());
    for (const auto& group : library->Find(path).groups) groups.push_back(&group);
    REQUIRE_FALSE(groups.empty());
  }
  MemoryFiles files;
  std::unique_ptr<rules::RuleLibrary> library;
  std::vector<const rules::PreparedGroup*> groups;
};

RuleReplay Run(const Rules& rules, std::unique_ptr<storage::MemoryStore> store, int minutes,
               const RuleReplayOptions& options = {}) {
  auto replay = ReplayRules(rules.groups, std::move(store), {0, minutes * kMinute}, options);
  REQUIRE(replay.ok());
  return std::move(*replay);
}

FiringInterval From(std::int64_t start, std::int64_t end, bool warm_up = false) {
  return {.start = start * kMinute, .end = end * kMinute, .warm_up = warm_up};
}

double DownAt20To30(int minute) { return minute >= 20 && minute < 30 ? 0 : 1; }

TEST_CASE("alerts are pending, fire and are over, for each set of labels") {
  const Rules rules(R"(
groups:
- name: a
  rules:
  - alert: Down
    expr: up == 0
    for: 3m
    labels: {severity: page}
  - alert: Never
    expr: up > 1
)");
  const RuleReplay replay = Run(
      rules,
      Store({{"up{instance=\"1\"}", DownAt20To30}, {"up{instance=\"2\"}", [](int) { return 1; }}},
            60),
      60);
  CHECK(replay.steps == 61);
  CHECK(replay.step_ms == kMinute);
  REQUIRE(replay.alerts.size() == 2);
  CHECK(replay.alerts[1].timelines.empty());
  REQUIRE(replay.alerts[0].timelines.size() == 1);
  const AlertTimeline& timeline = replay.alerts[0].timelines[0];
  CHECK(timeline.alert == "Down");
  CHECK(timeline.severity == "page");
  CHECK(timeline.labels ==
        std::vector<std::pair<std::string, std::string>>{{"instance", "1"}, {"severity", "page"}});
  CHECK(timeline.pending == std::vector<FiringInterval>{From(20, 23)});
  CHECK(timeline.firing == std::vector<FiringInterval>{From(23, 30)});
}

TEST_CASE("recording rules are read by others, also by those of other groups") {
  const Rules rules(R"(
groups:
- name: a
  rules:
  - record: job:up:min
    expr: min by (job) (min_over_time(up[10m]))
- name: b
  rules:
  - alert: Down
    expr: job:up:min{job="a"} == 0
)");
  const RuleReplay replay = Run(rules, Store({{"up{job=\"a\"}", DownAt20To30}}, 60), 60);
  REQUIRE(replay.alerts.size() == 1);
  CHECK(replay.alerts[0].history_ms == 10 * kMinute);
  REQUIRE(replay.alerts[0].timelines.size() == 1);
  // The window is open at its beginning: it holds the last bad minute, 29, until 38.
  CHECK(replay.alerts[0].timelines[0].firing == std::vector<FiringInterval>{From(20, 39)});
  CHECK(replay.alerts[0].timelines[0].pending.empty());
}

TEST_CASE("groups are evaluated at multiples of their own intervals") {
  const Rules rules(R"(
groups:
- name: a
  interval: 7m
  rules:
  - alert: Slow
    expr: up == 0
- name: b
  rules:
  - alert: Usual
    expr: up == 0
)");
  const RuleReplay replay =
      Run(rules, Store({{"up", DownAt20To30}}, 60), 60, {.interval_ms = 2 * kMinute});
  CHECK(replay.step_ms == kMinute);
  CHECK(replay.alerts[0].timelines[0].firing == std::vector<FiringInterval>{From(21, 35)});
  CHECK(replay.alerts[1].timelines[0].firing == std::vector<FiringInterval>{From(20, 30)});
}

TEST_CASE("what begins before the windows are full is marked") {
  const Rules rules(R"(
groups:
- name: a
  rules:
  - alert: Errors
    expr: increase(errors_total[30m]) > 5
)");
  const auto errors = [](int minute) { return minute < 10 ? minute : minute < 50 ? 10 : minute; };
  const RuleReplay replay = Run(rules, Store({{"errors_total", errors}}, 60), 60);
  const auto& firing = replay.alerts[0].timelines[0].firing;
  REQUIRE(firing.size() == 2);
  CHECK(firing[0].warm_up);
  CHECK_FALSE(firing[1].warm_up);
  CHECK_FALSE(firing[1].end);
}

TEST_CASE("a rule that fails is told of once") {
  const Rules rules(R"(
groups:
- name: a
  rules:
  - record: both
    expr: up + on (job) up
  - alert: Down
    expr: up == 0
)");
  const RuleReplay replay = Run(
      rules,
      Store({{"up{job=\"a\",i=\"1\"}", DownAt20To30}, {"up{job=\"a\",i=\"2\"}", DownAt20To30}}, 60),
      60);
  REQUIRE(replay.failed.size() == 1);
  CHECK(replay.failed[0].rule->name == "both");
  CHECK(replay.failed[0].times == 61);
  CHECK(replay.failed[0].message.find("many-to-many matching") != std::string::npos);
  CHECK(replay.alerts[0].timelines.size() == 2);
}

TEST_CASE("rules may look at alerts, and no rule sees the future") {
  const Rules rules(R"(
groups:
- name: a
  rules:
  - alert: Down
    expr: up == 0
    for: 5m
  - alert: Meta
    expr: ALERTS{alertname="Down", alertstate="firing"}
  - alert: Prophet
    expr: up offset -2m == 0
)");
  const RuleReplay replay = Run(rules, Store({{"up", DownAt20To30}}, 60), 60);
  CHECK(replay.alerts[0].timelines[0].firing == std::vector<FiringInterval>{From(25, 30)});
  CHECK(replay.alerts[1].timelines[0].firing == std::vector<FiringInterval>{From(25, 30)});
  // Two minutes ahead there is nothing yet but the newest sample.
  REQUIRE(replay.alerts[2].timelines.size() == 1);
  CHECK(replay.alerts[2].timelines[0].firing == std::vector<FiringInterval>{From(20, 30)});
}

TEST_CASE("what the rules record anew is not taken from the data") {
  const Rules rules(R"(
groups:
- name: a
  rules:
  - record: job:up:min
    expr: min by (job) (up)
  - alert: Down
    expr: job:up:min == 0
)");
  const RuleReplay replay =
      Run(rules,
          Store({{"up{job=\"a\"}", DownAt20To30}, {"job:up:min{job=\"a\"}", [](int) { return 0; }}},
                60),
          60);
  CHECK(replay.failed.empty());
  CHECK(replay.recorded_anew == std::vector<std::string>{"job:up:min"});
  REQUIRE(replay.alerts[0].timelines.size() == 1);
  CHECK(replay.alerts[0].timelines[0].firing == std::vector<FiringInterval>{From(20, 30)});
}

TEST_CASE("a replay keeps to the times that are asked for") {
  const Rules rules("groups: [{name: a, rules: [{alert: Down, expr: up == 0}]}]");
  const RuleReplay replay = Run(rules, Store({{"up", DownAt20To30}}, 60), 60,
                                {.first = 22 * kMinute, .last = 25 * kMinute});
  CHECK(replay.steps == 4);
  const auto& firing = replay.alerts[0].timelines[0].firing;
  REQUIRE(firing.size() == 1);
  CHECK(firing[0].start == 22 * kMinute);
  CHECK_FALSE(firing[0].end);
}

TEST_CASE("only the series that rules select are copied") {
  const Rules rules("groups: [{name: a, rules: [{alert: Down, expr: 'up{job=~\"a.*\"} == 0'}]}]");
  const auto store = Store({{"up{job=\"ab\"}", DownAt20To30},
                            {"up{job=\"b\"}", DownAt20To30},
                            {"down{job=\"a\"}", DownAt20To30}},
                           60);
  const auto copy = CopyNeeded(*store, rules.groups);
  REQUIRE(copy.ok());
  REQUIRE((*copy)->series_count() == 1);
  CHECK((*copy)->series(0).labels.ToString() == R"({__name__="up", job="ab"})");
  CHECK((*copy)->series(0).floats == store->series(0).floats);
}

}  // namespace
}  // namespace check::backtest
