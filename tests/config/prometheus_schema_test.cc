#include <doctest/doctest.h>

#include <set>
#include <string>

#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/web/check.h"

namespace check::config::prometheus {
namespace {

TEST_CASE("the tables of prometheus.yml are sound") {
  for (const std::string& problem : schema::CheckTable(kConfig)) FAIL_CHECK(problem);
  for (const std::string& problem : schema::CheckTable(kScrapeConfigFile)) FAIL_CHECK(problem);
}

TEST_CASE("the table of web configurations is sound") {
  for (const std::string& problem : schema::CheckTable(web::kWebConfig)) FAIL_CHECK(problem);
}

TEST_CASE("there are 11 sections and 37 ways to find targets") {
  CHECK(kConfig.fields.size() == 11);
  CHECK(kDiscovery.fields.size() == 37);
}

}  // namespace
}  // namespace check::config::prometheus
