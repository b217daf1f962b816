#include "libcheck/slo/simulation.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace check::slo {
namespace {

constexpr std::int64_t kSecond = 1000;

Slo Plain() {
  Slo slo;
  slo.name = slo.id = "slo";
  slo.policy = WorkbookPolicy(slo.period.length_ms);
  slo.indicator.errors.text = "errors_total";
  slo.indicator.total.text = "requests_total";
  return slo;
}

Scenario Of(const char* outage, const char* traffic = "100/s") {
  return {.outage = *ParseOutage(outage), .traffic = *ParseTraffic(traffic)};
}

TEST_CASE("closed forms are for steps of constant traffic") {
  const Slo slo = Plain();
  const Simulation simulation =
      Simulate(slo,
               {Of("5% for 2h"), Of("1% to 20% over 1h"), Of("5% for 2h, 6% for 2h"),
                Of("5% for 2h", "1/s 08:00-20:00, 2/s"), Of("0% for 2h")},
               {}, nullptr);
  REQUIRE(simulation.scenarios.size() == 5);
  CHECK(simulation.scenarios[0].alerts[0].closed.has_value());
  for (std::size_t i = 1; i < 5; ++i) CHECK_FALSE(simulation.scenarios[i].alerts[0].closed);
  CHECK(simulation.layout.empty());
  CHECK(simulation.no_rules.empty());
  CHECK(simulation.agrees());
}

TEST_CASE("guards are kept by arithmetic and by rules") {
  Slo slo = Plain();
  slo.least_events = 1e6;
  const Simulation guarded = Simulate(slo, {Of("100% for 10m")}, {}, FindLayout("exact"));
  CHECK(guarded.layout == "exact");
  CHECK(guarded.agrees());
  // An hour has 360,000 requests, six hours have enough.
  const AlertSimulation& page = guarded.scenarios[0].alerts[0];
  CHECK_FALSE(page.closed.has_value());
  CHECK(page.second.detection_ms == 130 * kSecond);
}

TEST_CASE("rules whose windows hold no two scrapes do not agree") {
  Slo slo = Plain();
  slo.policy.alerts[0].tiers.pop_back();
  slo.policy.alerts.pop_back();
  const Simulation simulation = Simulate(
      slo, {Of("100% for 10m")}, {.scrape_interval_ms = 300 * kSecond}, FindLayout("sloth"));
  CHECK_FALSE(simulation.agrees());
  CHECK(ReasonsToDiffer(simulation, simulation.scenarios[0], 0) ==
        std::vector<std::string>{"a window of 5m contains fewer than two scrapes at 5m"});
}

TEST_CASE("rules that cannot be made are said to be so") {
  Slo slo = Plain();
  slo.indicator.errors.text = "sum(rate(a[{{.window}}])) * 2";
  const Simulation simulation = Simulate(slo, {Of("100% for 10m")}, {}, FindLayout("sloth"));
  CHECK(simulation.no_rules == "its queries are not the rates of a few counters");
  CHECK_FALSE(simulation.scenarios[0].alerts[0].rules.has_value());
  CHECK(simulation.agrees());
}

TEST_CASE("alerts are drawn below the outage") {
  const Slo slo = Plain();
  const Simulation simulation =
      Simulate(slo, {Of("100% for 10m, 0% for 50m, 10% for 30m"), Of("0.1% for 1h")},
               {.interval_ms = 60 * kSecond}, nullptr);
  CHECK(TimelineText(simulation, simulation.scenarios[0], {.width = 50}) ==
        "          0         2h        4h        6h\n"
        "outage    ##   ####\n"
        "page      ###########\n"
        "ticket     ######################################\n");
  CHECK(TimelineText(simulation, simulation.scenarios[1], {.width = 50}).empty());
  CHECK(TimelineText(simulation, simulation.scenarios[0], {.width = 20}).empty());
}

}  // namespace
}  // namespace check::slo
