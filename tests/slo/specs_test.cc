// The files of testdata/slo/specs: what is found in each, and what is read of it, beside it in a
// text of the same name.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/report/report.h"
#include "libcheck/slo/formats.h"
#include "libcheck/slo/read.h"
#include "libcheck/slo/specs/prometheus_query.h"
#include "tests/support/golden.h"

namespace check::slo {
namespace {

std::string Length(std::int64_t ms) {
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

std::string LineOf(const Location& where) {
  if (where.file == nullptr) return "nowhere";
  const Location outermost = where.Outermost();
  return fmt::format("line {}", outermost.file->PositionOf(outermost.span.begin).line);
}

std::string Print(const Period& period) {
  std::string text = Length(period.length_ms);
  if (period.calendar) {
    constexpr std::string_view kUnits[] = {"day", "week", "month", "quarter", "year"};
    text += fmt::format(", {} {} from {} {}", period.calendar->count,
                        kUnits[static_cast<std::size_t>(period.calendar->unit)],
                        period.calendar->start, period.calendar->zone);
  }
  return text;
}

std::string Print(const Indicator& indicator) {
  constexpr std::string_view kKinds[] = {"events", "ratio",     "native latency",
                                         "gauge",  "threshold", "unknown"};
  std::string text = std::string(kKinds[static_cast<std::size_t>(indicator.kind)]);
  if (indicator.kind == Indicator::Kind::kThreshold) {
    text += fmt::format(" {} {}", indicator.op, indicator.threshold);
  }
  if (indicator.latency_s > 0) text += fmt::format(" {}s", indicator.latency_s);
  if (!indicator.grouping.empty())
    text += fmt::format(" by {}", fmt::join(indicator.grouping, " "));
  const auto add = [&](std::string_view what, const Query& query) {
    if (query.empty()) return;
    text += fmt::format("\n    {}: {}  ({})", what, query.text, LineOf(query.where));
  };
  add("errors", indicator.errors);
  add("good", indicator.good);
  add("total", indicator.total);
  return text;
}

std::string Print(const BurnAlert& alert) {
  std::string text = fmt::format("{} {}:", alert.name, alert.severity);
  for (const Tier& tier : alert.tiers) {
    text += fmt::format(" {}{}", Describe(tier), tier.or_equal ? " (or equal)" : "");
  }
  if (alert.for_ms > 0) text += " for " + Length(alert.for_ms);
  return text;
}

std::string Print(const Slo& slo) {
  std::string text = fmt::format("{} ({}), {}\n", slo.Title(), slo.id, LineOf(slo.where));
  if (!slo.description.empty()) text += "  description: " + slo.description + "\n";
  for (const auto& [name, value] : slo.labels) text += fmt::format("  {}={}\n", name, value);
  text += fmt::format("  {} %, {}\n", slo.objective.percent(), LineOf(slo.objective_where));
  text += fmt::format("  {}, {}\n", Print(slo.period), LineOf(slo.period_where));
  text += fmt::format("  {}\n", Print(slo.indicator));
  if (slo.method.kind != Method::Kind::kOccurrences) {
    text += fmt::format("  {} of {}, {}\n",
                        slo.method.kind == Method::Kind::kTimeslices ? "slices" : "ratio slices",
                        Length(slo.method.slice_ms), slo.method.slice_target);
  }
  text += fmt::format("  policy {}{}\n", slo.policy.name, slo.alerts ? "" : ", no alerts wanted");
  for (const BurnAlert& alert : slo.policy.alerts) text += "    " + Print(alert) + "\n";
  return text;
}

TEST_CASE("files of specifications are read as expected, with all that is wrong with them") {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(test::Testdata("slo/specs"))) {
    if (entry.path().extension() == ".yml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  CHECK(files.size() >= 5);
  for (const std::filesystem::path& path : files) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    const SourceBuffer file(name, test::ReadText(path));
    Arena arena;
    Diagnostics diagnostics;
    const std::vector<Slo> slos = ReadSlos(file, arena, diagnostics);
    report::Run run;
    run.files.push_back({.path = name});
    for (const Diagnostic& diagnostic : diagnostics.found()) {
      run.findings.push_back(ToFinding(diagnostic));
    }
    std::ranges::stable_sort(run.findings, {},
                             [](const Finding& finding) { return finding.where.bytes.begin; });
    std::string text = report::FindFormat("text")->Render(run, {});
    for (const Slo& slo : slos) text += "\n" + Print(slo);
    std::filesystem::path expected = path;
    test::CheckGolden(expected.replace_extension(".txt"), text);
  }
}

TEST_CASE("specifications in several files refer to each other, and have different identifiers") {
  const auto slo_file = [](std::string_view name) {
    return SourceBuffer(std::string(name) + ".yml", R"(apiVersion: openslo/v1
kind: SLO
metadata: {name: requests}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives: [{target: 0.999}]
  indicatorRef: requests
)");
  };
  const SourceBuffer first = slo_file("first");
  const SourceBuffer second = slo_file("second");
  const SourceBuffer sli("sli.yml", R"(apiVersion: openslo/v1
kind: SLI
metadata: {name: requests}
spec:
  ratioMetric:
    counter: true
    bad: {metricSource: {type: Prometheus, spec: {query: errors_total}}}
    total: {metricSource: {type: Prometheus, spec: {query: requests_total}}}
)");
  const SourceBuffer other("other.yml", "kind: Deployment\napiVersion: apps/v1\n");
  const SpecFile files[] = {{&first}, {&second}, {&sli}, {&other, true}};
  Arena arena;
  Diagnostics diagnostics;
  const SpecFiles read = ReadSlos(files, arena, diagnostics);
  REQUIRE(read.slos.size() == 2);
  CHECK(read.slos[0].indicator.errors.text == "errors_total");
  CHECK(read.slos[0].indicator.errors.where.file->name() == "sli.yml");
  CHECK(read.skipped == std::vector<const SourceFile*>{&other});
  REQUIRE(diagnostics.found().size() == 1);
  CHECK(diagnostics.found()[0].message ==
        "duplicate objective: another one has the identifier `shop-requests`");
  CHECK(diagnostics.found()[0].where.file->name() == "second.yml");
  CHECK(diagnostics.found()[0].labels[0].where.file->name() == "first.yml");
}

TEST_CASE("each format is known by its name and has tables that are well-formed") {
  for (const SpecFormat* format : SpecFormats()) {
    CAPTURE(format->name);
    CHECK_FALSE(format->noun.empty());
    CHECK_FALSE(format->owner.empty());
    CHECK(schema::CheckTable(*format->table) == std::vector<std::string>());
    if (format->more_tables == nullptr) continue;
    for (const SpecTable& table : format->more_tables()) {
      CAPTURE(table.name);
      CHECK(schema::CheckTable(*table.table) == std::vector<std::string>());
    }
  }
}

TEST_CASE("a query of this moment becomes one of a window") {
  struct Case {
    std::string_view query;
    std::string_view counters;
    std::string_view counts;
  };
  constexpr Case kCases[] = {
      {"a_total", "a_total", "sum_over_time(a_total[{{.window}}])"},
      {R"(sum by (job) ((a_total{code!~"5.."})))", R"(a_total{code!~"5.."})",
       R"(sum by (job) ((sum_over_time(a_total{code!~"5.."}[{{.window}}]))))"},
      {"sum(a) + sum(b{x='}'} offset 5m)",
       "sum(increase(a[{{.window}}])) + sum(increase(b{x='}'}[{{.window}}] offset 5m))",
       "sum(sum_over_time(a[{{.window}}])) + sum(sum_over_time(b{x='}'}[{{.window}}] offset 5m))"},
      {"sum(rate(a[5m])) / 2", "sum(rate(a[{{.window}}])) / 2", "sum(rate(a[{{.window}}])) / 2"},
      {"max_over_time(sum(rate(a[5m]))[1h:1m])", "max_over_time(sum(rate(a[5m]))[{{.window}}:1m])",
       "max_over_time(sum(rate(a[5m]))[{{.window}}:1m])"},
      {"sum(rate(a[{{.window}}]))", "sum(rate(a[{{.window}}]))", "sum(rate(a[{{.window}}]))"},
      {"sum:hits{*}.as_count()", "sum:hits{*}.as_count()", "sum:hits{*}.as_count()"},
      {"1", "1", "1"},
  };
  for (const Case& expected : kCases) {
    CAPTURE(expected.query);
    CHECK(OverWindow(expected.query, ReadSeries::kCounters) == expected.counters);
    CHECK(OverWindow(expected.query, ReadSeries::kCounts) == expected.counts);
  }
  CHECK(OverWindow(" up ", ReadSeries::kRatios) == "avg_over_time(up[{{.window}}])");
}

}  // namespace
}  // namespace check::slo
