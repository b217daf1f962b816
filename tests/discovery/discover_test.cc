#include "libcheck/discovery/discover.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "tests/support/http_server.h"

namespace check::discovery {
namespace {

std::string Slow(const test::SeenRequest& request) {
  if (request.target == "/slow") return {};
  return test::HttpServer::Answer("200 OK", "application/json", R"([{"targets": ["a:1"]}])");
}

TEST_CASE("what has answered is given back when the time is over for the rest") {
  const test::HttpServer server{test::HttpServer::Handler(Slow)};
  const auto config = config::prometheus::ReadPrometheusConfig(
      "p.yml",
      "scrape_configs:\n- job_name: a\n  http_sd_configs:\n  - url: " + server.Url("/slow") +
          "\n  - url: " + server.Url("/fast") + "\n  static_configs: [{targets: ['b:1']}]\n");
  REQUIRE_FALSE(config->diagnostics.HasErrors());
  const auto http = http::LazyCurlTransport();
  const auto begin = std::chrono::steady_clock::now();
  std::string waited_for;
  const std::vector<Asked> asked =
      Discover(config->jobs[0], *http,
               {.timeout = std::chrono::milliseconds(600),
                .progress = [&](std::span<const std::string_view> waiting) {
                  for (const std::string_view field : waiting) waited_for = field;
                }});
  const auto took = std::chrono::steady_clock::now() - begin;
  CHECK(took >= std::chrono::milliseconds(500));
  CHECK(took < std::chrono::milliseconds(5000));
  REQUIRE(asked.size() == 3);
  CHECK(asked[0].outcome == Outcome::kFailed);
  CHECK(asked[0].why == "cannot read `" + server.Url("/slow") + "`: timeout");
  CHECK(asked[1].outcome == Outcome::kAnswered);
  CHECK(asked[1].found.groups.size() == 1);
  CHECK(asked[2].found.groups[0].source == "0");
  CHECK(waited_for == "http_sd_configs");
}

TEST_CASE("jobs in files of their own take paths from where they are") {
  const MemoryFiles files = {
      {"jobs/a.yml", "scrape_configs: [{job_name: far, file_sd_configs: [{files: [t.json]}]}]"},
      {"jobs/t.json", R"([{"targets": ["a:1"]}])"}};
  const auto config = config::prometheus::ReadPrometheusConfig(
      "p.yml", "global: {scrape_interval: 7s}\nscrape_config_files: [jobs/*.yml]\n",
      {.files = &files});
  REQUIRE_FALSE(config->diagnostics.HasErrors());
  const config::prometheus::ScrapeJob* job = config->FindJob("far");
  REQUIRE(job != nullptr);
  CHECK(job->settings.interval == std::chrono::seconds(7));
  const auto http = http::LazyCurlTransport();
  const std::vector<Asked> asked = Discover(*job, *http, {.files = &files});
  REQUIRE(asked.size() == 1);
  REQUIRE(asked[0].found.groups.size() == 1);
  CHECK(asked[0].found.groups[0].source == "jobs/t.json:0");
}

TEST_CASE("a job that is in two files is refused as promtool refuses it") {
  const MemoryFiles files = {{"/a/jobs/a.yml", "scrape_configs: [{job_name: a}]"}};
  UpstreamTexts texts;
  const auto config = config::prometheus::ReadPrometheusConfig(
      "/a/p.yml", "scrape_configs: [{job_name: a}]\nscrape_config_files: [jobs/*.yml]\n",
      {.files = &files, .upstream = &texts});
  CHECK(config->upstream_error.empty());
  CHECK(config->upstream_jobs_error ==
        "\"/a/jobs/a.yml\": found multiple scrape configs with job name \"a\", first found in main "
        "config file");
  CHECK(config->diagnostics.HasErrors());
}

TEST_CASE("labels of a target hide those of its group, even where they are empty") {
  const config::JobSettings job = {{}, "a"};
  const TargetGroup group = {.source = "", .targets = {}, .labels = {{"x", "1"}, {"y", "1"}}};
  const config::RelabelLabels labels =
      LabelsOf(job, group, {{"__address__", "h:1"}, {"x", ""}, {"job", "mine"}});
  CHECK(labels.Get("x").empty());
  CHECK(labels.Get("y") == "1");
  CHECK(labels.Get("job") == "mine");
  CHECK(labels.Get("__scheme__") == "http");
}

}  // namespace
}  // namespace check::discovery
