#include "libcheck/lint/configuration.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "libcheck/files/memory_files.h"

namespace check::lint {
namespace {

using config::prometheus::ReadPrometheusConfig;

constexpr CodeInfo kSeen = {.code = "seen", .severity = Severity::kInfo, .summary = "seen"};

// What `checks` say of the configuration `text`, which may name `files`, a line each.
std::string Seen(const FileSystem& files, std::string_view text, std::vector<Check> checks) {
  const auto config = ReadPrometheusConfig("prometheus.yml", std::string(text), {.files = &files});
  REQUIRE(config->diagnostics.found().empty());
  std::vector<const Check*> pointers;
  for (const Check& check : checks) pointers.push_back(&check);
  Diagnostics diagnostics;
  CheckConfiguration(*config, pointers, diagnostics);
  std::string seen;
  for (const Diagnostic& diagnostic : diagnostics.found()) seen += diagnostic.message + "\n";
  return seen;
}

void Report(Diagnostics& diagnostics, const CodeInfo& info, std::string message) {
  diagnostics.Report(info, {}, std::move(message));
}

void SeeConfiguration(const ConfigurationContext& context, const CodeInfo& info,
                      Diagnostics& diagnostics) {
  Report(diagnostics, info, std::to_string(context.config.jobs.size()) + " jobs");
}

void SeeJob(const ScrapeJobContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  Report(diagnostics, info, "job " + context.job.settings.name);
}

void SeeTarget(const TargetContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const config::RelabelLabels labels = context.Discovered();
  Report(diagnostics, info,
         "target " + context.target.address + " of " + std::string(labels.Get("job")) + " in " +
             std::string(labels.Get("env")));
}

void SeeRelabelling(const RelabelContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  Report(diagnostics, info,
         std::string(context.list.field()) + " " + std::to_string(context.list.rules().size()) +
             " " + std::to_string(static_cast<int>(context.stage)));
}

constexpr std::string_view kText =
    "alerting:\n"
    "  alert_relabel_configs: [{target_label: a}]\n"
    "  alertmanagers: [{relabel_configs: [{target_label: a}, {target_label: b}]}]\n"
    "remote_write: [{url: 'http://a/', write_relabel_configs: [{target_label: a}]}]\n"
    "scrape_config_files: [jobs.yml]\n"
    "scrape_configs:\n"
    "  - job_name: a\n"
    "    static_configs: [{targets: ['a:1', 'a:2'], labels: {env: x}}]\n"
    "    metric_relabel_configs: [{target_label: a}]\n";

TEST_CASE("each check sees what its function says, in all files of a configuration") {
  const MemoryFiles files = {
      {"jobs.yml", "scrape_configs: [{job_name: b, file_sd_configs: [{files: [t.yml]}]}]"},
      {"t.yml", "- targets: ['b:1']\n  labels: {env: y, job: own}\n"}};
  const auto seen = [&](const Check& check) { return Seen(files, kText, {check}); };
  CHECK(seen({kSeen, SeeConfiguration}) == "2 jobs\n");
  CHECK(seen({kSeen, SeeJob}) == "job a\njob b\n");
  CHECK(seen({kSeen, SeeTarget}) ==
        "target a:1 of a in x\ntarget a:2 of a in x\ntarget b:1 of own in y\n");
  CHECK(seen({kSeen, SeeRelabelling}) ==
        "metric_relabel_configs 1 1\nrelabel_configs 2 0\nalert_relabel_configs 1 2\n"
        "write_relabel_configs 1 1\n");
  CHECK(Seen(files, kText, {}).empty());
}

TEST_CASE("targets in files count where a job drops all of its targets") {
  const auto found = [](std::string_view targets) {
    return Seen(MemoryFiles({{"t.json", targets}}),
                "scrape_configs:\n"
                "  - job_name: a\n"
                "    static_configs: [{targets: ['a:1']}]\n"
                "    file_sd_configs: [{files: ['*.json']}]\n"
                "    relabel_configs: [{source_labels: [env], regex: prod, action: keep}]\n",
                {*FindCheck("every-target-dropped")});
  };
  CHECK(found(R"([{"targets": ["b:1"]}])") == "relabelling drops all 2 targets of job `a`\n");
  CHECK(found(R"([{"targets": ["b:1"], "labels": {"env": "prod"}}])").empty());
  // What is in the file will have to be put right, and may be anything then.
  CHECK(found("[{").empty());
}

}  // namespace
}  // namespace check::lint
