#include "libcheck/lint/rule_environment.h"

#include <doctest/doctest.h>

#include <string>

namespace check::lint {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

std::optional<Duration> Shortest(std::string text, std::size_t problems = 0) {
  const auto config = config::prometheus::ReadPrometheusConfig(
      "prometheus.yml", std::move(text), {.checked = config::prometheus::Checked::kYaml});
  ReportBadIntervals(*config, config->diagnostics);
  CHECK(config->diagnostics.found().size() == problems);
  return EnvironmentOf(*config).scrape_interval;
}

TEST_CASE("the shortest scrape interval is that of some job") {
  CHECK(Shortest("global: {scrape_interval: 30s}\n"
                 "scrape_configs: [{job_name: a, scrape_interval: 15s}, {job_name: b}]\n") ==
        seconds(15));
  CHECK(Shortest("global: {scrape_interval: 30s}\n"
                 "scrape_configs: [{job_name: a, scrape_interval: 2m}, {job_name: b}]\n") ==
        seconds(30));
  CHECK(Shortest("scrape_configs: [{job_name: a, scrape_interval: 2m}]\n") == minutes(2));
  CHECK(Shortest("global: {}\n") == minutes(1));
  CHECK(Shortest("global:\nscrape_configs:\n") == minutes(1));
  CHECK(Shortest("scrape_configs: [{scrape_interval: 0s}]\n") == minutes(1));
}

TEST_CASE("a scrape interval that cannot be read is reported") {
  CHECK(Shortest("global: {scrape_interval: soon}\n", 1) == minutes(1));
  CHECK_FALSE(Shortest("global: [", 1).has_value());
  CHECK_FALSE(Shortest("").has_value());
}

}  // namespace
}  // namespace check::lint
