#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/ascii.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kRecords[] = {"SRV", "A", "AAAA", "MX", "NS"};
constexpr NewerWord kNewerRecords[] = {{"NS", "2.49"}};
constexpr Type kRecord = {.kind = Kind::kChoice,
                          .choices = kRecords,
                          .newer = kNewerRecords,
                          .any_case = true,
                          .check = CheckedElsewhere};

constexpr Field kFields[] = {
    {.name = "names",
     .type = ListOf(kString),
     .presence = Presence::kRequired,
     .doc = "DNS names to look up.",
     .missing = "DNS-SD config must contain at least one SRV record name"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "30s",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "type", .type = kRecord, .default_value = "SRV", .doc = "Type of the DNS records."},
    {.name = "port",
     .type = kInteger,
     .doc = "Port to scrape targets at; not used for `SRV` records."},
};

void CheckDns(Section& section) {
  const std::string_view given = section.values().Text("type", kDnsSdConfig);
  const std::string type = UpperAscii(given);
  if (type == "SRV") return;
  if (std::find(std::begin(kRecords), std::end(kRecords), type) == std::end(kRecords)) {
    section
        .Report(kBadValue, section.values().Given("type")->value,
                fmt::format("`type` cannot be `{}`", given),
                fmt::format("invalid DNS-SD records type {}", given))
        .notes.push_back("it is " + Describe(kRecord));
  } else if (section.values().Integer("port") == 0) {
    section
        .Report(kDependentField, section.Find("type")->value,
                fmt::format("`{}` records need `port`", given),
                "a port is required in DNS-SD configs for all record types except SRV")
        .notes.emplace_back("only SRV records contain a port");
  }
}

}  // namespace

constexpr Object kDnsSdConfig = {
    .name = "dns_sd_config",
    .doc = "Discover targets from DNS records.",
    .fields = kFields,
    .check = CheckDns,
    .upstream = "dns.plain",
};

}  // namespace check::config::prometheus
