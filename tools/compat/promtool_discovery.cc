#include "tools/compat/promtool_discovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/quote.h"
#include "libcheck/config/common/client_settings.h"
#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/config/prometheus/relabel_trace.h"
#include "libcheck/discovery/discover.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/http/http.h"
#include "libcheck/report/json_text.h"
#include "tools/compat/go_http.h"
#include "tools/compat/go_log.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools::compat {
namespace {

namespace config = check::config;
namespace discovery = check::discovery;

struct Target {
  config::LabelPairs discovered;
  config::LabelPairs labels;
  bool refused = false;

  bool operator==(const Target&) const = default;
};

// A text as Go's encoding/json writes it: fit for HTML, too.
std::string Quoted(const std::string& text) {
  const std::string json =
      check::report::Json(text).dump(-1, ' ', false, check::report::Json::error_handler_t::replace);
  std::string quoted;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string_view rest = std::string_view(json).substr(i);
    if (json[i] == '<' || json[i] == '>' || json[i] == '&') {
      quoted += fmt::format("\\u{:04x}", json[i]);
    } else if (rest.starts_with("\xe2\x80\xa8") || rest.starts_with("\xe2\x80\xa9")) {
      quoted += rest[2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      quoted += json[i];
    }
  }
  return quoted;
}

std::string ToJson(const config::LabelPairs& labels) {
  if (labels.empty()) return "{}";
  std::string json = "{";
  for (const auto& [name, value] : labels) {
    json +=
        fmt::format("{}\n      {}: {}", json.size() > 1 ? "," : "", Quoted(name), Quoted(value));
  }
  return json + "\n    }";
}

std::string ToJson(const std::vector<Target>& targets) {
  if (targets.empty()) return "[]";
  std::string json = "[";
  for (const Target& target : targets) {
    json +=
        fmt::format("{}\n  {{\n    \"discoveredLabels\": {},\n    \"labels\": {}",
                    json.size() > 1 ? "," : "", ToJson(target.discovered), ToJson(target.labels));
    // promtool: what is wrong is lost on the way.
    if (target.refused) json += ",\n    \"error\": {}";
    json += "\n  }";
  }
  return json + "\n]";
}

// The targets of one source, each once.
void AddTargets(const discovery::TargetGroup& group, const config::prometheus::ScrapeJob& job,
                std::vector<Target>& targets) {
  for (const discovery::Labels& found : group.targets) {
    config::RelabelTrace trace =
        config::TraceRelabelling(discovery::LabelsOf(job.settings, group, found),
                                 job.relabel.rules(), config::RelabelStage::kScrape);
    Target target = {std::move(trace.before), {}, !trace.refused.empty()};
    if (trace.result) target.labels = std::move(*trace.result);
    if (std::find(targets.begin(), targets.end(), target) == targets.end()) {
      targets.push_back(std::move(target));
    }
  }
}

std::optional<std::string> SetUpProblem(const config::prometheus::ScrapeJob& job) {
  const std::string_view path = job.path;
  const std::size_t slash = path.rfind('/');
  const std::string folder(slash == path.npos ? "" : path.substr(0, slash));
  std::map<std::string_view, const check::yaml::Entry*> sorted;
  for (const check::yaml::Entry& entry : job.section.entries()) {
    if (discovery::FindMechanism(entry.key.scalar())) sorted[entry.key.scalar()] = &entry;
  }
  for (const auto& [field, entry] : sorted) {
    for (const check::yaml::Node& item : entry->value.items()) {
      if (!item.IsMapping()) continue;
      const check::schema::Values section = job.section.Of(item);
      if (const std::string_view file = section.Text("kubeconfig_file"); !file.empty()) {
        if (auto error = check::StatError(check::Disk(), check::PathBeside(path, file)))
          return error;
      }
      // promtool: files that a client cannot do without are read before anything is asked.
      const check::http::ClientSettings settings = config::ReadClientSettings(section, folder);
      if (auto problem = TlsFilesProblem(settings.tls)) return problem;
    }
  }
  return std::nullopt;
}

}  // namespace

int CheckServiceDiscovery(const Parsed& parsed) {
  constexpr int kFailed = 1;
  const std::string& path = parsed.Arguments("config-file").front();
  const std::string& name = parsed.Arguments("job").front();
  check::Result<std::string> text = check::Disk().Read(path);
  if (!text) {
    WriteErr(fmt::format("Cannot load config {}\n", text.error().message));
    return kFailed;
  }
  check::UpstreamTexts texts;
  const auto config = config::prometheus::ReadPrometheusConfig(
      path, std::move(*text), {.files = &check::Disk(), .upstream = &texts});
  if (!config->upstream_error.empty()) {
    WriteErr(fmt::format("Cannot load config {}\n", config->upstream_error));
    return kFailed;
  }
  if (!config->upstream_jobs_error.empty()) {
    WriteErr(fmt::format("Cannot load scrape configs {}\n", config->upstream_jobs_error));
    return kFailed;
  }
  const config::prometheus::ScrapeJob* job = config->FindJob(name);
  if (job == nullptr) {
    std::string all;
    for (const auto& each : config->jobs) all += fmt::format("\t{}\n", each.settings.name);
    WriteErr(fmt::format("Job {} not found. Select one of:\n{}", name, all));
    return kFailed;
  }

  if (const auto problem = SetUpProblem(*job)) {
    WriteErr(fmt::format("Could not create new discoverer {}\n", *problem));
    return kFailed;
  }
  const auto http = check::http::LazyCurlTransport();
  const std::chrono::milliseconds timeout = TimeoutOf(parsed.Time("timeout"));
  // promtool: nothing is asked when the time is over before it begins.
  const bool asks = timeout > std::chrono::milliseconds::zero();
  std::map<std::string, std::vector<Target>> by_source;
  bool impossible = false;
  const std::vector<discovery::Asked> answers =
      asks ? discovery::Discover(*job, *http,
                                 {.files = &check::Disk(), .timeout = timeout, .progress = {}})
           : std::vector<discovery::Asked>();
  for (const discovery::Asked& asked : answers) {
    std::vector<std::string> complaints = asked.found.warnings;
    if (asked.outcome != discovery::Outcome::kAnswered) complaints = {asked.why};
    for (const std::string& complaint : complaints) {
      WriteErr(LogPrefix() + fmt::format("level=ERROR msg={} discovery={}\n",
                                         check::GoQuote(complaint), asked.field));
    }
    impossible = impossible || asked.outcome == discovery::Outcome::kImpossible;
    for (const discovery::TargetGroup& group : asked.found.groups) {
      AddTargets(group, *job, by_source[group.source]);
    }
  }
  std::vector<Target> targets;
  for (auto& [source, of_source] : by_source) {
    std::move(of_source.begin(), of_source.end(), std::back_inserter(targets));
  }
  WriteData(ToJson(targets));
  return impossible ? kFailed : 0;
}

}  // namespace tools::compat
