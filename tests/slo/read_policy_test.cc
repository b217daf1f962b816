#include "libcheck/slo/read_policy.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/rules/load.h"
#include "libcheck/slo/series_name.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::slo {
namespace {

using test::ReadText;
using test::Testdata;

struct Read {
  explicit Read(const std::string& text, const ReadPolicyOptions& options = {})
      : source("rules.yml", text),
        file(rules::Load(source, {}, arena, diagnostics)),
        reading(ReadPolicies(file.sets, options)) {}

  SourceBuffer source;
  Arena arena;
  Diagnostics diagnostics;
  rules::LoadedFile file;
  PolicyReading reading;
};

std::string Number(double value) { return FormatGoFloat(value, 'g', 6); }
std::string Window(std::int64_t ms) {
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

std::string Place(const Location& where) {
  if (where.file == nullptr) return "-";
  const Location outer = where.Outermost();
  const LineColumn at = outer.file->PositionOf(outer.span.begin);
  return fmt::format("{}:{}", at.line, at.column);
}

std::string Describe(const FoundWindow& window) {
  constexpr std::string_view kFrom[] = {"nowhere", "range", "rule", "name", "label"};
  return fmt::format("{} ({}{}) at {}", Window(window.length_ms),
                     kFrom[static_cast<int>(window.from)],
                     window.averages_ratios ? ", average" : "", Place(window.where));
}

std::string Describe(const FoundTier& tier) {
  std::string text =
      fmt::format("    {}x {} {} of {}", Number(tier.tier.factor), tier.tier.or_equal ? ">=" : ">",
                  Number(tier.ratio), Describe(tier.long_window));
  if (tier.tier.short_ms > 0) text += " and " + Describe(tier.short_window);
  text += ", threshold at " + Place(tier.long_window.threshold_where);
  if (tier.may_exceed_one) text += ", of a sum";
  for (const Location& guard : tier.guards) text += ", if also " + Place(guard);
  return text + "\n";
}

std::string Describe(const PolicyReading& reading) {
  std::string text;
  for (const FoundPolicy& policy : reading.policies) {
    text += fmt::format("{}: {}", policy.name,
                        policy.objective ? policy.objective->percent() + " %" : "no objective");
    if (policy.period_ms) text += " over " + Window(*policy.period_ms);
    text += "\n";
    for (const FoundAlert& alert : policy.alerts) {
      text += fmt::format("  {} [{}]", alert.alert.name, alert.alert.severity);
      if (alert.alert.for_ms > 0) text += " for " + Window(alert.alert.for_ms);
      if (alert.alert.keep_firing_ms > 0) text += " keep " + Window(alert.alert.keep_firing_ms);
      text += "\n";
      for (const FoundTier& tier : alert.tiers) text += Describe(tier);
    }
  }
  for (const UnreadAlert& alert : reading.unread) {
    text += fmt::format("not read: {} at {}: {}\n", alert.placed.rule->alert, Place(alert.where),
                        alert.why);
  }
  return text;
}

TEST_CASE("burn-rate alerts are recognised in the ways people write them") {
  for (const char* name : {"spellings", "not_recorded", "refused"}) {
    CAPTURE(name);
    const Read read(ReadText(Testdata(fmt::format("slo/policies/{}.yml", name))));
    CHECK(read.diagnostics.found().empty());
    test::CheckGolden(Testdata(fmt::format("slo/policies/{}.txt", name)), Describe(read.reading));
  }
}

TEST_CASE("a plain number is a burn rate once there is an objective") {
  Read read(R"(
groups:
- name: bad
  rules:
  - alert: AnyErrors
    expr: sum(rate(errors_total[10m])) / sum(rate(requests_total[10m])) > 0.001
)",
            {.plain_thresholds = true});
  REQUIRE(read.reading.policies.size() == 1);
  FoundPolicy& policy = read.reading.policies[0];
  CHECK_FALSE(policy.is_complete());
  policy.SetObjective(*Objective::ParsePercent("99.9"));
  CHECK(policy.is_complete());
  CHECK(policy.alerts[0].alert.tiers[0].factor == doctest::Approx(1));
  policy.SetObjective(*Objective::ParsePercent("99.99"));
  CHECK(policy.alerts[0].alert.tiers[0].factor == doctest::Approx(10));
}

TEST_CASE("another objective changes thresholds of burn rates, and factors of other alerts") {
  Read read(R"(
groups:
- name: both
  rules:
  - alert: Burn
    expr: slo:burn_rate:1h > 14.4
  - alert: Ratio
    expr: api:error_ratio:1h > 14.4 * 0.001
)");
  REQUIRE(read.reading.policies.size() == 2);
  for (FoundPolicy& policy : read.reading.policies) {
    policy.SetObjective(*Objective::ParsePercent("99.5"));
  }
  CHECK(read.reading.policies[0].alerts[0].tiers[0].ratio == doctest::Approx(0.072));
  CHECK(read.reading.policies[1].alerts[0].tiers[0].ratio == doctest::Approx(0.0144));
  CHECK(read.reading.policies[1].alerts[0].tiers[0].tier.factor == doctest::Approx(2.88));
}

TEST_CASE("names of series tell windows") {
  CHECK(WindowInName("job:slo_errors_per_request:ratio_rate1h") == 3'600'000);
  CHECK(WindowInName("slo:sli_error:ratio_rate1h30m") == 5'400'000);
  CHECK(WindowInName("x:5m:ratio") == 300'000);
  CHECK(WindowInName("burnrate0s") == 0);
  CHECK(WindowInName("http2_requests") == 0);
  CHECK(WindowInName("http_4xx_errors") == 0);
  CHECK(WindowInName("") == 0);
  CHECK(WithoutWindow("slo:availability:burn_rate:1h") == "slo:availability:burn_rate");
  CHECK(WithoutWindow("x:5m:ratio") == "x:ratio");
  CHECK(WithoutWindow("x:ratio") == "x:ratio");
}

// Counts of a folder of rule files.
struct Tally {
  std::size_t read = 0;
  std::size_t unread = 0;
};
Tally Count(const std::filesystem::path& folder) {
  Tally tally;
  std::set<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".yaml" || extension == ".yml") paths.insert(entry.path());
  }
  for (const auto& path : paths) {
    const Read read(ReadText(path));
    for (const FoundPolicy& policy : read.reading.policies) tally.read += policy.alerts.size();
    tally.unread += read.reading.unread.size();
  }
  return tally;
}

TEST_CASE("all burn-rate alerts that Sloth and Pyrra generate are recognised") {
  const auto folder = test::Shared("conformance/slo/specs/generated", "generated rules");
  if (!folder) return;
  std::size_t burn = 0;
  std::size_t found = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    const Tally tally = Count(entry.path());
    found += tally.read;
    burn += tally.read + tally.unread;
  }
  test::PrintConformance("slo/specs burn-rate alerts recognised", found, burn);
  // Eight compare with 0: Pyrra accepts a target of 100.
  CHECK(found + 8 == burn);
}

TEST_CASE("burn-rate alerts of real rule files") {
  const auto folder = test::Shared("corpus/rules", "real rule files");
  if (!folder) return;
  const Tally tally = Count(*folder);
  // Those of kube-prometheus's KubeAPIErrorBudgetBurn.
  CHECK(tally.read == 4);
  CHECK(tally.unread == 0);
}

}  // namespace
}  // namespace check::slo
