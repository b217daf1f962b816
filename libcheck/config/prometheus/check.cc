#include "libcheck/config/prometheus/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/config/common/environment.h"
#include "libcheck/config/prometheus/codes.h"
#include "libcheck/config/prometheus/never_refused.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/values.h"
#include "libcheck/schema/visit.h"

namespace check::config::prometheus {
namespace {

using schema::Values;

class Checker {
 public:
  Checker(const CheckOptions& options, ConfigCheck& check)
      : options_(options), check_(check), config_(*check.config) {}

  void Run();

 private:
  Diagnostic& Report(const CodeInfo& info, const Location& where, std::string message) {
    return check_.diagnostics.Report(info, where, std::move(message));
  }
  bool IsReported(const ScrapeJob& job, const Target& target, const RelabelLabels& labels) const;
  // promtool stops at the first thing that is wrong.
  void Fail(std::string upstream) {
    if (check_.upstream.error.empty()) check_.upstream.error = std::move(upstream);
  }
  void Add(const Diagnostics& found) {
    std::copy(found.found().begin(), found.found().end(),
              std::back_inserter(check_.diagnostics.found()));
  }

  void CheckExternalLabels();
  void FindRuleFiles();
  void CheckScrapeFiles();
  void CheckJob(const ScrapeJob& job);
  void CheckInterval(const ScrapeJob& job);
  void CheckAlertmanagers();
  void CheckTls(const TargetSection& job, const Values& section);
  void CheckKubernetes(const ScrapeJob& job);
  void CheckNamedFiles(const PrometheusConfig::File& file);

  // Calls `visit` with the groups of each file that a `file_sd_configs` names, then with those that
  // are listed. `where` is how upstream speaks of the section.
  template <typename Visit>
  void ForEachTargetGroups(const TargetSection& section, std::string_view where, Visit&& visit);
  const LoadedTargets& TargetsOf(const std::string& path, const Location& named_at);

  // A file that has to be there; promtool says `upstream`, to which the reason is added.
  void Require(const Values& section, std::string_view field, std::string_view file,
               std::string_view upstream);
  void ReportNoMatch(const FilePattern& pattern);
  // Reports a file that is not there, unless nothing is to be said of it.
  Diagnostic* Missing(const Location& where, const std::string& path, bool is_error);

  const CheckOptions& options_;
  ConfigCheck& check_;
  const PrometheusConfig& config_;
  std::set<const ReadTargetFile*> seen_target_files_;
  std::set<const yaml::Node*> reported_;
};

void Checker::Run() {
  Add(config_.diagnostics);
  Fail(config_.upstream_error);
  const PrometheusConfig::File& file = *config_.files.front();
  if (file.loaded.root == nullptr || !file.loaded.root->IsMapping()) return;

  CheckExternalLabels();
  if (!options_.syntax_only) {
    FindRuleFiles();
    CheckScrapeFiles();
  }
  for (const ScrapeJob& job : config_.jobs) {
    if (job.is_repeated) continue;
    CheckJob(job);
    ++check_.job_count;
  }
  CheckAlertmanagers();
  if (!options_.syntax_only) {
    for (const auto& each : config_.files) CheckNamedFiles(*each);
  }
  for (const ScrapeJob& job : config_.jobs) {
    if (!job.is_repeated) CheckInterval(job);
  }
  if (!check_.diagnostics.found().empty()) config_.HideSecrets();
}

void Checker::CheckExternalLabels() {
  const Values labels = config_.files.front()->top().Sub("global").Sub("external_labels");
  std::map<std::string_view, const yaml::Entry*> sorted;
  for (const yaml::Entry& entry : labels.entries()) sorted[labels.TextOf(entry.key)] = &entry;
  for (const auto& [name, entry] : sorted) {
    std::vector<std::string> empty;
    ExpandEnvironment(labels.TextOf(entry->value), empty);
    for (const std::string& variable : empty) {
      Report(kEmptyVariable, {&labels.input().file, entry->value.span},
             fmt::format("environment variable `{}` is not set and becomes an empty string",
                         variable));
      // Upstream fills labels in when it has read the whole file.
      if (check_.upstream.error.empty()) check_.upstream.empty_variables.push_back(variable);
    }
  }
}

void Checker::FindRuleFiles() {
  for (const FilePattern& pattern : config_.rule_files) {
    const auto found = config_.Find(pattern);
    if (!found) {
      Report(schema::kBadValue, pattern.where, fmt::format("invalid pattern `{}`", pattern.path))
          .upstream = found.error().message;
      Fail(found.error().message);
      continue;
    }
    check_.rule_files.insert(check_.rule_files.end(), found->begin(), found->end());
    if (!found->empty()) continue;
    if (pattern.path.find('*') != std::string::npos) {
      ReportNoMatch(pattern);
      continue;
    }
    Fail(fmt::format("{} does not point to an existing file", GoQuote(pattern.path)));
    Missing(pattern.where, pattern.path, true);
  }
}

void Checker::CheckScrapeFiles() {
  Add(config_.unreadable);
  for (const FilePattern& pattern : config_.scrape_config_files) {
    if (const auto found = config_.Find(pattern); found && found->empty()) ReportNoMatch(pattern);
  }
  if (const std::string& error = config_.upstream_jobs_error; !error.empty()) {
    Fail("error loading scrape configs: " + error);
  }
}

void Checker::ReportNoMatch(const FilePattern& pattern) {
  // Of one that no file could match, more has been said.
  if (options_.missing_files == MissingFiles::kIgnore || !IsPathPattern(pattern.path)) return;
  Report(kEmptyPattern, pattern.where, fmt::format("no file matches `{}`", pattern.path));
}

Diagnostic* Checker::Missing(const Location& where, const std::string& path, bool is_error) {
  if (options_.missing_files == MissingFiles::kIgnore) return nullptr;
  is_error = is_error && options_.missing_files == MissingFiles::kError;
  return &Report(is_error ? kMissingFile : kMissingFileLater, where,
                 fmt::format("file `{}` does not exist", path));
}

void Checker::Require(const Values& section, std::string_view field, std::string_view file,
                      std::string_view upstream) {
  const yaml::Entry* entry = section.FindSet(field);
  if (options_.syntax_only || entry == nullptr) return;
  const std::string path = PathBeside(file, section.TextOf(entry->value));
  const auto error = StatError(*options_.load.files, path);
  if (!error) return;
  reported_.insert(&entry->value);
  Missing({&section.input().file, entry->value.span}, path, true);
  Fail(fmt::format("error checking {} {}: {}", upstream, GoQuote(path), *error));
}

// promtool: a certificate in a file needs a key in a file, though servers take one that is written
// down.
void Checker::CheckTls(const TargetSection& job, const Values& section) {
  const Values tls = section.Sub("tls_config");
  const yaml::Entry* cert = tls.FindSet("cert_file");
  const yaml::Entry* key = tls.FindSet("key_file");
  if ((cert == nullptr) != (key == nullptr)) {
    const yaml::Entry& alone = cert != nullptr ? *cert : *key;
    const bool other_is_there = tls.IsSet(cert != nullptr ? "key" : "cert") ||
                                tls.IsSet(cert != nullptr ? "key_ref" : "cert_ref") ||
                                schema::IsForBefore(options_.load.target_version, "2.45");
    const std::string path = PathBeside(job.path, tls.TextOf(alone.value));
    if (other_is_there) {
      Report(schema::kDependentField, {&section.input().file, alone.key.span},
             fmt::format("promtool refuses `{}` without `{}`", alone.key.scalar(),
                         cert != nullptr ? "key_file" : "cert_file"));
    }
    Fail(cert != nullptr
             ? fmt::format("client cert file {} specified without client key file", GoQuote(path))
             : fmt::format("client key file {} specified without client cert file", GoQuote(path)));
  }
  Require(tls, "cert_file", job.path, "client cert file");
  Require(tls, "key_file", job.path, "client key file");
}

const LoadedTargets& Checker::TargetsOf(const std::string& path, const Location& named_at) {
  const ReadTargetFile& file = config_.TargetsIn(path);
  if (!seen_target_files_.insert(&file).second) return file.loaded;
  Add(file.diagnostics);
  if (file.unreadable) Report(kMissingFile, named_at, file.unreadable->message);
  return file.loaded;
}

template <typename Visit>
void Checker::ForEachTargetGroups(const TargetSection& section, std::string_view where,
                                  Visit&& visit) {
  for (const FilePattern& pattern :
       options_.syntax_only ? std::vector<FilePattern>() : section.TargetFiles()) {
    const auto found = config_.Find(pattern);
    if (!found) {
      Report(schema::kBadValue, pattern.where, fmt::format("invalid pattern `{}`", pattern.path));
      Fail(found.error().message);
      continue;
    }
    if (found->empty()) {
      ReportNoMatch(pattern);
      if (check_.upstream.error.empty()) {
        check_.upstream.warnings.push_back(
            fmt::format("file {} for file_sd in {} does not exist", GoQuote(pattern.path), where));
      }
    }
    for (const std::string& path : *found) {
      const LoadedTargets& loaded = TargetsOf(path, pattern.where);
      if (!loaded.upstream_error.empty()) {
        Fail(fmt::format("checking SD file {}: {}", GoQuote(pattern.path), loaded.upstream_error));
      }
      visit(loaded.groups, false);
    }
  }
  const std::vector<TargetGroup> listed = section.ListedTargets();
  if (!listed.empty()) visit(listed, true);
}

bool RelabelAll(const std::vector<WrittenRelabelRule>& rules, RelabelLabels& labels) {
  return std::all_of(rules.begin(), rules.end(),
                     [&](const WrittenRelabelRule& rule) { return Relabel(rule.rule, labels); });
}

void Checker::CheckKubernetes(const ScrapeJob& job) {
  for (const yaml::Node& item : job.section.Items("kubernetes_sd_configs")) {
    if (item.IsMapping()) CheckTls(job, job.section.Of(item));
  }
}

// Targets that cannot be scraped. What a job or its relabelling does to all of them is one fault.
class TargetFaults {
 public:
  explicit TargetFaults(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}
  ~TargetFaults() {
    for (const auto& [fault, first] : known_) {
      if (first.more == 0) continue;
      diagnostics_.found()[first.index].notes.push_back(fmt::format(
          "the same for {} more target{} of the job", first.more, first.more == 1 ? "" : "s"));
    }
  }
  TargetFaults(const TargetFaults&) = delete;
  TargetFaults& operator=(const TargetFaults&) = delete;

  void Report(const Target& target, const std::string& fault) {
    // One that is written wrong is a fault of its own.
    const bool is_own = target.address.find('/') != std::string::npos;
    if (!is_own && diagnostics_.upstream() == nullptr) {
      // A message that quotes the address differs from target to target.
      const std::string kind = fault.starts_with('"') ? fault.substr(fault.rfind('"') + 1) : fault;
      const auto [at, is_new] = known_.try_emplace(kind, First{diagnostics_.found().size(), 0});
      if (!is_new) {
        ++at->second.more;
        return;
      }
    }
    diagnostics_
        .Report(kBadTarget, target.where,
                fmt::format("`{}` cannot be scraped: {}", target.address, fault))
        .upstream = fault;
  }

 private:
  struct First {
    std::size_t index;
    std::size_t more;
  };

  Diagnostics& diagnostics_;
  std::map<std::string, First> known_;
};

// Whether it has been said why the target cannot be scraped: of the job, or of what stands in the
// place of the target. Nobody who wants upstream's words is kept from them.
bool Checker::IsReported(const ScrapeJob& job, const Target& target,
                         const RelabelLabels& labels) const {
  if (check_.diagnostics.upstream() != nullptr) return false;
  if (target.address.empty() && target.where.span.size() > 2) return true;
  const yaml::Entry* timeout = job.section.Find("scrape_timeout");
  const std::string written = FormatPrometheusDuration(job.settings.timeout);
  return timeout != nullptr && job.settings.timeout > job.settings.interval &&
         labels.Get("__scrape_timeout__") == written;
}

void Checker::CheckJob(const ScrapeJob& job) {
  const Values& values = job.section;
  const Values authorization = values.Sub("authorization");
  constexpr std::string_view kCredentials = "authorization credentials or bearer token file";
  Require(authorization, "credentials_file", job.path, kCredentials);
  Require(values, "bearer_token_file", job.path, kCredentials);
  CheckTls(job, values);

  if (!values.Has("static_configs") && !values.Has("file_sd_configs")) {
    CheckKubernetes(job);
    return;
  }
  const NeverRefusedTargets harmless(job);
  TargetFaults faults(check_.diagnostics);
  const std::string where = fmt::format("scrape job {}", GoQuote(job.settings.name));
  const auto check_groups = [&](const std::vector<TargetGroup>& groups, bool listed) {
    // promtool: mechanisms come in the order of their names, listed targets last.
    if (listed) CheckKubernetes(job);
    std::size_t group_index = 0;
    for (const TargetGroup& group : groups) {
      std::size_t index = 0;
      // Earlier releases refused more.
      const bool is_harmless = !schema::IsForBefore(options_.load.target_version, "3.0") &&
                               harmless.IsNeverRefused(group);
      for (const Target& target : group.targets) {
        // Rules are read when a target is not plainly harmless.
        if (is_harmless && NeverRefusedTargets::IsNeverRefused(target)) {
          ++index;
          continue;
        }
        RelabelLabels labels = DiscoveredLabels(job.settings, LabelsOf(group, target));
        if (RelabelAll(job.relabel.rules(), labels)) {
          const Result<LabelPairs> result = TargetLabels(labels, options_.load.target_version);
          // Targets with a `/` that nothing relabels have been reported with their section.
          const bool is_known = listed && !values.IsSet("relabel_configs") && !result &&
                                target.address.find('/') != std::string::npos;
          if (!result && !is_known && !IsReported(job, target, labels)) {
            faults.Report(target, result.error().message);
          }
          if (!result) {
            Fail(fmt::format("instance {} in group {}: {}", index,
                             listed ? std::to_string(group_index) : "", result.error().message));
          }
        }
        ++index;
      }
      ++group_index;
    }
  };
  ForEachTargetGroups(job, where, check_groups);
  if (values.Items("static_configs").empty()) CheckKubernetes(job);
}

void Checker::CheckInterval(const ScrapeJob& job) {
  if (options_.syntax_only || !options_.lookback_delta) return;
  const Duration interval = job.settings.interval;
  if (interval < *options_.lookback_delta) return;
  const yaml::Entry* entry = job.section.Find("scrape_interval");
  if (entry == nullptr) entry = job.section.Find("job_name");
  const std::string text = FormatPrometheusDuration(interval);
  if (entry != nullptr) {
    Report(kLongInterval, {&job.file(), entry->value.span},
           fmt::format("with a scrape interval of {}, series become stale between scrapes", text))
        .notes.push_back(fmt::format("queries look back {}",
                                     FormatPrometheusDuration(*options_.lookback_delta)));
  }
  if (check_.upstream.lint.empty()) {
    check_.upstream.lint = fmt::format(
        "too long scrape interval found, data point will be marked as stale - job: {}, interval: "
        "{}",
        job.settings.name, text);
  }
}

// Go's path.Join("/", prefix, "/api/v2/alerts").
std::string AlertsPath(std::string_view prefix) {
  std::vector<std::string_view> parts;
  while (!prefix.empty()) {
    const std::size_t slash = std::min(prefix.find('/'), prefix.size());
    const std::string_view part = prefix.substr(0, slash);
    prefix.remove_prefix(std::min(slash + 1, prefix.size()));
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
  }
  std::string path;
  for (const std::string_view part : parts) path += fmt::format("/{}", part);
  return path + "/api/v2/alerts";
}

void Checker::CheckAlertmanagers() {
  for (const Alertmanagers& section : config_.alertmanagers) {
    const std::string_view scheme = section.section.Text("scheme", kAlertmanager);
    const std::string alerts = AlertsPath(section.section.Text("path_prefix"));
    ForEachTargetGroups(
        section, "alertmanager config", [&](const std::vector<TargetGroup>& groups, bool listed) {
          for (const TargetGroup& group : groups) {
            for (const Target& target : group.targets) {
              RelabelLabels labels({{"__address__", target.address}});
              labels.Set("__scheme__", scheme);
              labels.Set("__alerts_path__", alerts);
              for (const auto& [name, value] : group.labels) {
                if (name != "__address__") labels.Set(name, value);
              }
              if (!RelabelAll(section.relabel.rules(), labels)) continue;
              const std::string address(labels.Get("__address__"));
              if (address.find('/') == std::string::npos) continue;
              const std::string upstream = GoQuote(address) + " is not a valid hostname";
              if (!listed || !section.relabel.empty()) {
                Report(kBadTarget, target.where,
                       fmt::format("alerts cannot be sent to `{}`: {}", target.address, upstream))
                    .upstream = upstream;
              }
              Fail(upstream);
            }
          }
        });
  }
}

// Sees files that neither promtool nor the server's start looks for, so that they are missed only
// when they are needed.
class FileVisitor final : public schema::ValueVisitor {
 public:
  using Found = std::vector<std::pair<const yaml::Node*, std::string>>;

  FileVisitor(const FileSystem& files, std::string_view config) : files_(files), config_(config) {}

  void Visit(const schema::Object& object, const schema::Field& field, const schema::Type& type,
             const yaml::Node& value) override {
    constexpr std::string_view kOthers[] = {"files", "query_log_file", "rule_files",
                                            "scrape_config_files", "scrape_failure_log_file"};
    if (type.kind != schema::Kind::kFile || value.scalar().empty()) return;
    const bool is_other =
        std::find(std::begin(kOthers), std::end(kOthers), field.name) != std::end(kOthers);
    if (is_other && object.name != "header") return;
    // Prometheus: these are seen from the folder that the server was started in.
    const bool from_elsewhere = object.name.starts_with("azuread") || object.name == "google_iam" ||
                                object.name == "workload_identity" ||
                                object.name == "stackit_sd_config" || object.name == "oauth2";
    if (from_elsewhere && field.name != "client_secret_file" && !value.scalar().starts_with('/')) {
      return;
    }
    std::string path = PathBeside(config_, value.scalar());
    if (!files_.Stat(path)) missing_.emplace_back(&value, std::move(path));
  }

  const Found& missing() const { return missing_; }

 private:
  const FileSystem& files_;
  std::string_view config_;
  Found missing_;
};

void Checker::CheckNamedFiles(const PrometheusConfig::File& file) {
  if (options_.missing_files == MissingFiles::kIgnore || file.loaded.root == nullptr) return;
  FileVisitor visitor(*options_.load.files, file.text.name());
  schema::VisitValues(*file.loaded.root, file.object, file.input, yaml::Dialect::kGoYamlV2,
                      visitor);
  for (const auto& [node, path] : visitor.missing()) {
    if (!reported_.contains(node)) Missing({&file.text, node->span}, path, false);
  }
}

}  // namespace

std::vector<Finding> ConfigCheck::Findings() const {
  std::vector<Finding> findings;
  findings.reserve(diagnostics.found().size());
  for (const Diagnostic& problem : diagnostics.found()) {
    findings.push_back(ToFinding(problem));
  }
  // By file in the order in which they were read, then by place.
  std::map<std::string_view, std::size_t> order;
  for (const auto& source : config->sources()) order.try_emplace(source->name(), order.size());
  std::stable_sort(findings.begin(), findings.end(), [&](const Finding& a, const Finding& b) {
    const std::size_t file_a = order[a.where.path];
    const std::size_t file_b = order[b.where.path];
    return file_a != file_b ? file_a < file_b : a.where.bytes.begin < b.where.bytes.begin;
  });
  return findings;
}

std::unique_ptr<ConfigCheck> CheckConfigText(const std::string& path, std::string text,
                                             const CheckOptions& options) {
  auto check = std::make_unique<ConfigCheck>();
  ReadOptions load = options.load;
  load.follow_files = load.follow_files && !options.syntax_only;
  check->diagnostics = Diagnostics(load.upstream);
  check->config = ReadPrometheusConfig(path, std::move(text), load);
  Checker(options, *check).Run();
  return check;
}

std::unique_ptr<ConfigCheck> CheckTargetText(const std::string& path, std::string text,
                                             UpstreamTexts* upstream) {
  auto check = std::make_unique<ConfigCheck>();
  check->diagnostics = Diagnostics(upstream);
  check->config = std::make_unique<PrometheusConfig>(ReadOptions());
  const LoadedTargets loaded = LoadTargets(check->config->Keep(path, std::move(text)),
                                           check->config->arena(), check->diagnostics);
  check->upstream.error = loaded.upstream_error;
  for (const TargetGroup& group : loaded.groups) check->job_count += group.targets.size();
  return check;
}

}  // namespace check::config::prometheus
