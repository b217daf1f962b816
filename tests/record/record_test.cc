#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "libcheck/record/grid.h"
#include "libcheck/record/needs.h"
#include "libcheck/record/test_file.h"
#include "libcheck/unittest/suite.h"

namespace check::record {
namespace {

constexpr std::string_view kRules = R"(groups:
- name: g
  rules:
  - {record: a:rate, expr: 'rate(a_total{x="1"}[5m] offset 10m)'}
  - {alert: High, expr: 'max_over_time(a:rate[1h]) > 3 and on () b', for: 15m}
- name: h
  rules:
  - {record: loop, expr: loop + 1}
  - {alert: Fired, expr: 'count(ALERTS{alertname="High"}) > c @ end()'}
)";

struct Rules {
  explicit Rules(std::string_view text) : files({{"rules.yml", text}}) {
    const std::vector<std::string> paths = {"rules.yml"};
    library = std::make_unique<rules::RuleLibrary>(files, paths, rules::RuleLibraryOptions{});
    const rules::PreparedFile& file = library->Find("rules.yml");
    REQUIRE(file.usable());
    for (const rules::PreparedGroup& group : file.groups) groups.push_back(&group);
  }

  MemoryFiles files;
  std::unique_ptr<rules::RuleLibrary> library;
  std::vector<const rules::PreparedGroup*> groups;
};

TEST_CASE("what rules need is found through the rules that record it") {
  const Rules rules(kRules);
  constexpr std::int64_t kMinute = 60'000;
  const Needs needs = FindNeeds(rules.groups, 5 * kMinute);
  std::string text;
  for (const NeededSelector& needed : needs.selectors) {
    text += needed.selector + " " + std::to_string(needed.before_ms / kMinute) + "m\n";
  }
  // High looks an hour back at a:rate, which looks 15 minutes back, and is pending for 15; each
  // look may find a sample that is 5 minutes old.
  CHECK(text == "a_total{x=\"1\"} 105m\nb 25m\nc 5m\n");
  CHECK(needs.before_ms == 105 * kMinute);
  CHECK(needs.made.contains("a:rate"));
  CHECK(needs.made.contains("ALERTS"));
  CHECK_FALSE(needs.asks_time);
  CHECK(FindNeeds(Rules("groups:\n- name: g\n  rules:\n  - {record: x, expr: time() - y}\n").groups,
                  0)
            .asks_time);
}

// Whether a test passes on these rules.
bool Passes(const std::string& test, std::string_view rules) {
  const MemoryFiles files({{"rules.yml", rules}, {"test.yml", test}});
  const std::vector<std::string> paths = {"test.yml"};
  unittest::SuiteOptions options;
  options.files = &files;
  return unittest::RunSuite(paths, options).passed();
}

series::SampleColumn& Add(
    series::SampleSet& set,
    std::initializer_list<std::pair<std::string_view, std::string_view>> labels) {
  return set.Column(set.labels().Make(labels));
}

TEST_CASE("samples become a test with the alerts that fire on them") {
  const std::string text =
      "groups:\n- name: g\n  rules:\n"
      "  - {alert: Down, expr: up < 0.5, for: 30s, labels: {severity: page}, annotations: "
      "{summary: "
      "'{{ $labels.job }}'}}\n";
  const Rules rules(text);
  series::SampleSet samples;
  series::SampleSet present;
  series::SampleColumn& a = Add(samples, {{"__name__", "up"}, {"job", "a"}});
  series::SampleColumn& b = Add(samples, {{"__name__", "up"}, {"job", "b"}});
  for (std::int64_t i = 0; i < 20; ++i) {
    const std::int64_t time = 1'000'000'000 + i * 15'000;
    if (i != 3) a.times.push_back(time + 7), a.floats.push_back(i < 6 || i > 12 ? 1 : 0);
    if (i < 10) b.times.push_back(time + 14'000), b.floats.push_back(i < 8 ? 1 : 0);
    Add(present, {{"__name__", "up"}, {"job", "a"}}).times.push_back(time);
    if (i < 12) Add(present, {{"__name__", "up"}, {"job", "b"}}).times.push_back(time);
  }
  Add(samples, {{"__name__", "ALERTS"}, {"alertname", "Down"}}).times.push_back(1'000'000'000);
  Add(samples, {{"__name__", "ALERTS"}, {"alertname", "Down"}}).floats.push_back(1);
  CHECK(UsualInterval(samples, 1) == 15'000);
  TestSource source;
  source.groups = rules.groups;
  source.rule_files = {"rules.yml"};
  source.period = {1'000'000'000, 1'000'285'000};
  source.from = 1'000'000'000;
  source.interval = 15'000;
  source.needs = FindNeeds(rules.groups, 300'000);
  const auto test = WriteTest(samples, present, source);
  REQUIRE(test.ok());
  CHECK(test->series == 2);
  CHECK(test->fired == std::vector<std::string>{"Down"});
  CHECK(test->text == R"(# Recorded from 1970-01-12T13:46:40Z to 1970-01-12T13:51:25Z.
rule_files:
  - rules.yml
evaluation_interval: 15s
tests:
  - interval: 15s
    input_series:
      - series: up{job="a"}
        values: _ 1x2 _ 1 1 0x6 1x5
      - series: up{job="b"}
        values: _ 1x7 0 0 _ stale
    alert_rule_test:
      - eval_time: 2m
        alertname: Down
        exp_alerts: []
      - eval_time: 2m15s
        alertname: Down
        exp_alerts:
          - exp_labels:
              job: a
              severity: page
            exp_annotations:
              summary: a
      - eval_time: 2m45s
        alertname: Down
        exp_alerts:
          - exp_labels:
              job: a
              severity: page
            exp_annotations:
              summary: a
          - exp_labels:
              job: b
              severity: page
            exp_annotations:
              summary: b
      - eval_time: 3m30s
        alertname: Down
        exp_alerts: []
)");
  CHECK(Passes(test->text, text));
  for (const auto& [part, other] :
       {std::pair{"< 0.5", "< 0"}, {"< 0.5", "< 2"}, {"30s", "45s"}, {"30s", "15s"}}) {
    std::string changed = text;
    changed.replace(changed.find(part), std::string_view(part).size(), other);
    CAPTURE(changed);
    CHECK_FALSE(Passes(test->text, changed));
  }
}

}  // namespace
}  // namespace check::record
