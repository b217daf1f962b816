#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/xxhash.h"
#include "libcheck/exposition/codes.h"
#include "libcheck/exposition/metrics_check.h"
#include "libcheck/exposition/promtool_check.h"

namespace check::exposition {
namespace {

using LabelSet = std::vector<std::pair<std::string, std::string>>;

// As it is written in the text format, in the order given.
std::string Written(std::string_view name, const LabelSet& labels) {
  std::string text(name);
  text += '{';
  for (const auto& [label, value] : labels) {
    if (text.back() != '{') text += ',';
    text += label + "=\"";
    for (const char c : value) {
      if (c == '\n') {
        text += "\\n";
        continue;
      }
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += '"';
  }
  return text + "}";
}

CheckedMetrics Checked(const std::string& text, CheckOptions options = {}) {
  const auto input = FromMemory(text);
  auto metrics = CheckMetrics(*input, "metrics", options);
  REQUIRE(metrics.ok());
  return std::move(*metrics);
}

std::size_t CountOf(const CheckedMetrics& metrics, const CodeInfo& info) {
  return static_cast<std::size_t>(
      std::count_if(metrics.findings.begin(), metrics.findings.end(),
                    [&](const Finding& finding) { return finding.info == &info; }));
}

std::uint64_t PromtoolDuplicates(const std::string& text) {
  const auto input = FromMemory(text);
  const auto metrics = CheckAsPromtool(*input, model::NameValidation::kLegacy);
  REQUIRE(metrics.ok());
  REQUIRE_FALSE(metrics->error.has_value());
  std::uint64_t count = 0;
  for (const auto& problem : metrics->problems) {
    if (problem.text.ends_with("metric not unique")) count += problem.count;
  }
  return count;
}

// Checks `sets`, which are all different, in every way that tells series apart.
void CheckDistinct(const std::vector<LabelSet>& sets) {
  std::string text = "# HELP a Help.\n# TYPE a gauge\n";
  for (const LabelSet& set : sets) text += Written("a", set) + " 1\n";
  const CheckedMetrics metrics = Checked(text);
  CHECK(metrics.series == sets.size());
  CHECK(CountOf(metrics, kDuplicateSeries) == 0);
  CHECK(PromtoolDuplicates(text) == 0);

  // All of them once more, backwards and with their labels the other way round.
  for (auto set = sets.rbegin(); set != sets.rend(); ++set) {
    text += Written("a", {set->rbegin(), set->rend()}) + " 1\n";
  }
  const CheckedMetrics twice = Checked(text, {.most_findings = SIZE_MAX});
  CHECK(twice.series == sets.size());
  CHECK(CountOf(twice, kDuplicateSeries) == sets.size());

  // Buckets of as many histograms, each with one bucket and its count.
  std::string histograms = "# HELP h Help.\n# TYPE h histogram\n";
  for (std::string_view part : {"h_bucket", "h_count", "h_sum"}) {
    for (LabelSet set : sets) {
      if (part == "h_bucket") set.emplace_back("le", "+Inf");
      histograms += Written(part, set) + " 1\n";
    }
  }
  const CheckedMetrics buckets = Checked(histograms);
  CHECK(buckets.findings.empty());
  CHECK(buckets.series == 3 * sets.size());
  const auto input = FromMemory(histograms);
  const auto promtool = CheckAsPromtool(*input, model::NameValidation::kLegacy);
  REQUIRE(promtool.ok());
  CHECK(promtool->total == 3 * sets.size());

  // Points of series that go back in time only if two are taken for one.
  std::string points = "# HELP p Help.\n# TYPE p gauge\n";
  std::string states = "# HELP s Help.\n# TYPE s stateset\n";
  std::size_t time = sets.size();
  for (const LabelSet& set : sets) {
    points += Written("p", set) + fmt::format(" 1 {}\n", time--);
    for (const std::string_view state : {"on", "off"}) {
      LabelSet with_state = set;
      with_state.emplace_back("s", state);
      states += Written("s", with_state) + " 1\n";
    }
  }
  const CheckedMetrics open =
      Checked(points + states + "# EOF\n", {.format = Format::kOpenMetrics});
  for (const Finding& finding : open.findings) CHECK(finding.info == &kOpenMetricsCommonLabel);
  CHECK(open.series == 3 * sets.size());

  // The same page again, of which each counter has grown but the last.
  std::string before = "# HELP c_total Help.\n# TYPE c_total counter\n";
  std::string after = before;
  std::size_t value = 5;
  for (const LabelSet& set : sets) {
    before += Written("c_total", set) + fmt::format(" {}\n", ++value);
    after += Written("c_total", {set.rbegin(), set.rend()}) +
             fmt::format(" {}\n", &set == &sets.back() ? 1 : value + 1);
  }
  Snapshot snapshot;
  Checked(before, {.keep = &snapshot});
  const CheckedMetrics compared = Checked(after, {.before = &snapshot});
  CHECK(compared.findings.size() == 1);
  CHECK(CountOf(compared, kCounterWentBack) == 1);
}

void CheckValues(const std::vector<std::string>& values) {
  std::vector<LabelSet> one;
  std::vector<LabelSet> two;
  for (const std::string& value : values) {
    one.push_back({{"zone", "x"}, {"cpu", value}});
    // The same bytes in a row, split in another place.
    if (value.size() < 2 || static_cast<unsigned char>(value[0]) >= 0x80) continue;
    for (std::size_t at = 1; at < value.size() && at < 4; ++at) {
      two.push_back({{"b", value.substr(0, at)}, {"a", value.substr(at)}});
    }
  }
  std::sort(two.begin(), two.end());
  two.erase(std::unique(two.begin(), two.end()), two.end());
  CheckDistinct(one);
  if (!two.empty()) CheckDistinct(two);
}

std::vector<std::string> Numbers(int from, int to, int step) {
  std::vector<std::string> values;
  for (int i = from; i < to; i += step) values.push_back(std::to_string(i));
  return values;
}

// Addresses, paths, texts whose lengths or bytes cancel out in a bad hash.
std::vector<std::string> Awkward() {
  std::set<std::string> values;
  for (int i = 0; i < 256; ++i) {
    values.insert(fmt::format("10.10.0.{}:9100", i));
    values.insert(fmt::format("10.10.{}.0:9100", i));
    values.insert(
        fmt::format("/api/v1/{}/{}", std::string(static_cast<std::size_t>(i % 40), 'x'), i));
    values.insert(std::string(static_cast<std::size_t>(i) + 1, 'a'));
    values.insert(std::string(static_cast<std::size_t>(i) + 1, '0') + "1");
    values.insert(fmt::format("{0}\\{0}\"{0}\n{0}", i));
    values.insert(fmt::format("a=\"{}\",b", i));
  }
  for (const char* text :
       {"\xC3\xBC", "\x01", "\x02\x01", "\x7F", ",", "=", "\"", "\\", "\n", " "}) {
    values.insert(text);
  }
  return {values.begin(), values.end()};
}

// Sets of labels in which names and values are taken from few short texts.
std::vector<LabelSet> RandomSets(std::uint32_t seed, std::size_t count) {
  std::mt19937 random(seed);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  constexpr std::string_view kNames[] = {"a", "b", "aa", "ab", "instance", "job"};
  constexpr std::string_view kValues[] = {"1", "11", "111", "a", "aa", "b", "1a", "a1", "12345678"};
  std::set<LabelSet> sets;
  while (sets.size() < count) {
    LabelSet set;
    for (const std::string_view name : kNames) {
      if (below(2) == 0) continue;
      std::string value(kValues[below(std::size(kValues))]);
      if (below(2) == 0) value += kValues[below(std::size(kValues))];
      set.emplace_back(name, value);
    }
    if (!set.empty()) sets.insert(set);
  }
  std::vector<LabelSet> shuffled(sets.begin(), sets.end());
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  for (LabelSet& set : shuffled) std::shuffle(set.begin(), set.end(), random);
  return shuffled;
}

TEST_CASE("series that differ are never taken for one") {
  SUBCASE("all numbers of one to five digits") { CheckValues(Numbers(0, 100'000, 1)); }
  SUBCASE("addresses, paths and what cancels out") { CheckValues(Awkward()); }
  SUBCASE("labels in any order") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) CheckDistinct(RandomSets(seed, 300));
  }
}

TEST_CASE("series that differ are told apart by their labels, not by a hash") {
  std::optional<WeakHash> weak;
  SUBCASE("a hash of eight bits") { weak.emplace(0xFF); }
  SUBCASE("a hash that is always the same") { weak.emplace(0); }
  CheckValues(Numbers(0, 120, 1));
  CheckValues(Numbers(990, 1030, 1));
  CheckDistinct(RandomSets(7, 100));
}

TEST_CASE("a label without a value makes no other series, but to promlint it does") {
  const std::string text =
      "# HELP a Help.\n# TYPE a gauge\na{b=\"1\",c=\"\"} 1\na{b=\"1\"} 1\na{d=\"\",b=\"1\"} 1\n";
  const CheckedMetrics metrics = Checked(text);
  CHECK(metrics.series == 1);
  CHECK(CountOf(metrics, kDuplicateSeries) == 2);
  CHECK(PromtoolDuplicates(text) == 0);
}

TEST_CASE("a series is the same however it is written") {
  const std::string text =
      "# HELP a Help.\n# TYPE a gauge\n"
      "a{b=\"x\\\\y\",c=\"1\"} 1\n"
      "a { c = \"1\" , b = \"x\\\\y\" , } 1\n"
      "{\"a\",c=\"1\",\"b\"=\"x\\\\y\"} 1\n";
  const CheckedMetrics metrics = Checked(text);
  CHECK(metrics.series == 1);
  CHECK(CountOf(metrics, kDuplicateSeries) == 2);
}

TEST_CASE("families that take turns are counted as if they stood together") {
  std::string text = "# HELP a A.\n# TYPE a gauge\n# HELP b B.\n# TYPE b gauge\n";
  for (int i = 0; i < 500; ++i) text += fmt::format("a{{i=\"{0}\"}} 1\nb{{i=\"{0}\"}} 1\n", i);
  const CheckedMetrics once = Checked(text, {.count_labels = true});
  CHECK(once.series == 1000);
  REQUIRE(once.cardinality.size() == 2);
  CHECK(once.cardinality[0].labels.at(0).values == 500);
  CHECK(once.findings.empty());
  for (int i = 0; i < 500; ++i) text += fmt::format("b{{i=\"{0}\"}} 1\na{{i=\"{0}\"}} 1\n", i);
  CHECK(CountOf(Checked(text, {.most_findings = SIZE_MAX}), kDuplicateSeries) == 1000);
  CHECK(PromtoolDuplicates(text) == 1000);
}

}  // namespace
}  // namespace check::exposition
