#include <doctest/doctest.h>

#include <set>
#include <string>

#include "libcheck/base/duration.h"
#include "libcheck/config/common/relabel_config.h"
#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/config/web/check.h"
#include "libcheck/schema/values.h"

namespace check::config::prometheus {
namespace {

TEST_CASE("the tables of prometheus.yml are sound") {
  for (const std::string& problem : schema::CheckTable(kConfig)) FAIL_CHECK(problem);
  for (const std::string& problem : schema::CheckTable(kScrapeConfigFile)) FAIL_CHECK(problem);
}

TEST_CASE("the table of web configurations is sound") {
  for (const std::string& problem : schema::CheckTable(web::kWebConfig)) FAIL_CHECK(problem);
}

TEST_CASE("what is not written is read as the tables say") {
  const auto standard = [](const schema::Object& table, std::string_view field) {
    return FindField(table, field)->default_value;
  };
  const RelabelRule rule;
  CHECK(rule.separator == standard(kRelabelConfig, "separator"));
  CHECK(rule.replacement == standard(kRelabelConfig, "replacement"));
  CHECK(ToString(rule.action) == standard(kRelabelConfig, "action"));
  const Global global;
  const auto duration = [&](std::string_view field) {
    return *ParsePrometheusDuration(standard(kGlobal, field));
  };
  CHECK(global.interval == duration("scrape_interval"));
  CHECK(global.timeout == duration("scrape_timeout"));
  CHECK(global.evaluation_interval == duration("evaluation_interval"));
  const auto boolean = [&](std::string_view field) { return standard(kGlobal, field) == "true"; };
  CHECK(global.scrape_native_histograms == boolean("scrape_native_histograms"));
  CHECK(global.convert_classic_histograms == boolean("convert_classic_histograms_to_nhcb"));
  CHECK(global.always_scrape_classic_histograms == boolean("always_scrape_classic_histograms"));
}

bool Takes(std::string_view text, std::string_view version) {
  return !ReadPrometheusConfig("a.yml", std::string(text) + "\n",
                               {.target_version = version, .follow_files = false})
              ->diagnostics.HasErrors();
}

// Whether `version` takes a job with these fields.
bool TakesJob(std::string_view fields, std::string_view version) {
  return Takes("scrape_configs: [{job_name: a, " + std::string(fields) + "}]", version);
}

TEST_CASE("values are taken since the release that brought them") {
  const auto since = [](std::string_view job, std::string_view before, std::string_view version) {
    CAPTURE(job);
    CHECK_FALSE(TakesJob(job, before));
    CHECK(TakesJob(job, version));
    CHECK(TakesJob(job, ""));
  };
  const std::string azure = "azure_sd_configs: [{subscription_id: s, authentication_method: ";
  since(azure + "SDK}]", "2.51", "2.52");
  since(azure + "WorkloadIdentity}]", "3.10", "3.11");
  since("dns_sd_configs: [{names: [a], type: NS, port: 1}]", "2.48", "2.49");
  since("openstack_sd_configs: [{role: loadbalancer, region: r}]", "3.1", "3.2");
  since("aws_sd_configs: [{role: msk, region: r}]", "3.9", "3.10");
  since("aws_sd_configs: [{role: rds, region: r}]", "3.10", "3.11");
  since("scrape_protocols: [PrometheusText1.0.0]", "2.55", "3.0");
  since("relabel_configs: [{regex: '(?<n>a)', target_label: b}]", "2.50", "2.51");
  since("kubernetes_sd_configs: [{role: pod, selectors: [{role: node}]}]", "3.10", "3.11");
  CHECK_FALSE(Takes("otlp: {translation_strategy: NoTranslation}", "3.3"));
  CHECK(Takes("otlp: {translation_strategy: NoTranslation}", "3.4"));
  CHECK_FALSE(Takes("otlp: {translation_strategy: UnderscoreEscapingWithoutSuffixes}", "3.5"));
  CHECK(Takes("otlp: {translation_strategy: UnderscoreEscapingWithoutSuffixes}", "3.6"));
}

TEST_CASE("what a release requires is not asked of others") {
  CHECK_FALSE(TakesJob("ecs_sd_configs: [{port: 1}]", "3.13"));
  CHECK(TakesJob("ecs_sd_configs: [{port: 1}]", "3.14"));
  CHECK_FALSE(TakesJob("oauth2: {client_id: a, token_url: b}", "2.50"));
  CHECK(TakesJob("oauth2: {client_id: a, token_url: b}", "2.51"));
  CHECK(TakesJob("ec2_sd_configs: [{region: r, oauth2: {}}]", "2.47"));
  CHECK_FALSE(TakesJob("ec2_sd_configs: [{region: r, oauth2: {}}]", "2.48"));
  CHECK(TakesJob("dns_sd_configs: [{names: [a]}], tls_config: {cert_file: a}", "2.44"));
  CHECK_FALSE(TakesJob("dns_sd_configs: [{names: [a]}], tls_config: {cert_file: a}", "2.45"));
  const std::string azuread =
      "remote_write: [{url: 'http://a', azuread: {cloud: AzurePublic, managed_identity: {}}}]";
  CHECK_FALSE(Takes(azuread, "3.4"));
  CHECK(Takes(azuread, "3.5"));
}

TEST_CASE("fields of the next release are unknown unless it is named") {
  const std::string text = "remote_write: [{url: 'http://a', failed_request_logging: true}]";
  CHECK_FALSE(Takes(text, ""));
  CHECK_FALSE(Takes(text, "3.14"));
  CHECK(Takes(text, "3.15"));
}

TEST_CASE("groups in angle brackets are told from text that looks like them") {
  for (const char* group : {"(?<n>a)", "a(?<n>a)", "\\\\(?<n>a)", "[(](?<n>a)", "[]](?<n>a)",
                            "[^]](?<n>a)", "\\Qa\\E(?<n>a)"}) {
    CAPTURE(group);
    CHECK(schema::HasAngleGroup(group));
  }
  for (const char* other :
       {"(?P<n>a)", "[(?<n>]", "\\(?<n>a", "\\Q(?<n>", "[]\\](?<n>]", "[^](?<n>]"}) {
    CAPTURE(other);
    CHECK_FALSE(schema::HasAngleGroup(other));
  }
}

}  // namespace
}  // namespace check::config::prometheus
