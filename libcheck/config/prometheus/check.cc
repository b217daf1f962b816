#include "libcheck/config/prometheus/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/config/common/environment.h"
#include "libcheck/config/prometheus/codes.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/never_refused.h"
#include "libcheck/config/prometheus/relabelling.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/config/prometheus/target_file.h"
#include "libcheck/files/file_reader.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"
#include "libcheck/schema/values.h"
#include "libcheck/schema/visit.h"

namespace check::config::prometheus {
namespace {

using schema::Values;

constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV2;

// A job with what is needed to follow it.
struct Job {
  Values values;
  std::string file;  // That it was written in: paths are seen from there.
};

class Checker {
 public:
  Checker(const CheckOptions& options, ConfigCheck& check) : options_(options), check_(check) {}

  void Run(const std::string& path, std::string text);

 private:
  const SourceFile& Keep(const std::string& path, std::string text);
  Diagnostic& Report(const CodeInfo& info, const SourceFile& file, Span span, std::string message) {
    return check_.diagnostics.Report(info, {&file, span}, std::move(message));
  }
  // promtool stops at the first thing that is wrong.
  void Fail(std::string upstream) {
    if (check_.upstream.error.empty()) check_.upstream.error = std::move(upstream);
  }

  void CheckExternalLabels(const Values& config);
  void FindRuleFiles(const Values& config, const std::string& path);
  void ReadJobs(const Values& config, const std::string& path);
  void ReadJobFile(const std::string& path, const Global& global);
  bool IsKnownJob(const Values& job, const std::string& where, Diagnostics& found);
  void CheckJob(const Job& job);
  Duration IntervalOf(const Job& job) const;
  void CheckInterval(const Job& job);
  void CheckAlertmanagers(const Values& config, const std::string& path);
  void CheckTls(const Job& job, const Values& section);
  void CheckNamedFiles(const yaml::Node& root, const schema::Object& object,
                       const schema::Input& input);

  // Calls `visit` with the groups of each file that a `file_sd_configs` names, then with those that
  // are listed. `where` is how upstream speaks of the section.
  template <typename Visit>
  void ForEachTargetGroups(const Values& section, const std::string& file, std::string_view where,
                           Visit&& visit);
  const LoadedTargets& TargetsOf(const std::string& path, const yaml::Node& named_at,
                                 const SourceFile& file);

  // A file that has to be there; promtool says `upstream`, to which the reason is added.
  void Require(const Values& section, std::string_view field, const std::string& file,
               std::string_view upstream);
  void ReportNoMatch(const SourceFile& file, Span span, const std::string& pattern);
  // Reports a file that is not there, unless nothing is to be said of it.
  Diagnostic* Missing(const SourceFile& file, Span span, const std::string& path, bool is_error);

  const CheckOptions& options_;
  ConfigCheck& check_;
  Global global_;
  ScrapeDefaults defaults_;
  RegexCache regexes_;
  std::vector<Job> jobs_;
  std::vector<std::unique_ptr<yaml::Stream>> streams_;
  std::vector<std::unique_ptr<schema::Input>> inputs_;
  std::map<std::string, std::string, std::less<>> job_names_;  // Where each is.
  std::map<std::string, LoadedTargets> target_files_;
  std::set<const yaml::Node*> reported_;
};

const SourceFile& Checker::Keep(const std::string& path, std::string text) {
  check_.sources.push_back({std::make_unique<SourceBuffer>(path, std::move(text))});
  return *check_.sources.back().text;
}

void Checker::Run(const std::string& path, std::string text) {
  const SourceFile& file = Keep(path, std::move(text));
  LoadedConfig loaded = LoadConfig(file, options_.load, check_.arena, check_.diagnostics);
  if (!loaded.upstream_error.empty()) {
    Fail(loaded.agent_error ? loaded.upstream_error
                            : fmt::format("parsing YAML file {}: {}", path, loaded.upstream_error));
  }
  if (loaded.root == nullptr || !loaded.root->IsMapping()) return;

  const schema::Input input = {file, loaded.stream, check_.arena, options_.load.target_version};
  const Values config(*loaded.root, input, kDialect);
  global_ = ReadGlobal(config.Sub("global"));
  defaults_ = {.interval = global_.scrape_interval,
               .timeout = global_.scrape_timeout,
               .convert_classic_histograms = global_.classic_to_nhcb,
               .always_scrape_classic_histograms = global_.always_classic,
               .scrape_native_histograms = global_.native_histograms,
               .names = global_.names};
  CheckExternalLabels(config);
  if (!options_.syntax_only) FindRuleFiles(config, path);
  ReadJobs(config, path);
  for (const Job& job : jobs_) CheckJob(job);
  CheckAlertmanagers(config, path);
  if (!options_.syntax_only) CheckNamedFiles(*loaded.root, kConfig, input);
  for (const Job& job : jobs_) {
    CheckInterval(job);
    const Duration interval = IntervalOf(job);
    check_.scrape_interval = std::min(check_.scrape_interval.value_or(interval), interval);
  }
  if (jobs_.empty()) check_.scrape_interval = global_.scrape_interval;
  check_.job_count = jobs_.size();
  // Nothing of the file is shown unless something is wrong.
  if (!check_.diagnostics.found().empty()) MarkSecrets(*loaded.root, kConfig, input, kDialect);
}

void Checker::CheckExternalLabels(const Values& config) {
  const Values labels = config.Sub("global").Sub("external_labels");
  std::map<std::string_view, const yaml::Entry*> sorted;
  for (const yaml::Entry& entry : labels.entries()) sorted[labels.TextOf(entry.key)] = &entry;
  for (const auto& [name, entry] : sorted) {
    std::vector<std::string> empty;
    ExpandEnvironment(labels.TextOf(entry->value), empty);
    for (const std::string& variable : empty) {
      Report(kEmptyVariable, labels.input().file, entry->value.span,
             fmt::format("the environment has no `{}`, so nothing takes its place", variable));
      // Upstream fills labels in when it has read the whole file.
      if (check_.upstream.error.empty()) check_.upstream.empty_variables.push_back(variable);
    }
  }
}

void Checker::FindRuleFiles(const Values& config, const std::string& path) {
  const SourceFile& file = config.input().file;
  for (const yaml::Node& item : config.Items("rule_files")) {
    if (!item.IsScalar()) continue;
    const std::string pattern = PathBeside(path, config.TextOf(item));
    const auto found = GlobAsGo(pattern);
    if (!found) {
      Report(schema::kBadValue, file, item.span, fmt::format("`{}` is no pattern", pattern))
          .upstream = found.error().message;
      Fail(found.error().message);
      continue;
    }
    check_.rule_files.insert(check_.rule_files.end(), found->begin(), found->end());
    if (!found->empty()) continue;
    if (pattern.find('*') != std::string::npos) {
      ReportNoMatch(file, item.span, pattern);
      continue;
    }
    Fail(fmt::format("{} does not point to an existing file", GoQuote(pattern)));
    Missing(file, item.span, pattern, true);
  }
}

bool Checker::IsKnownJob(const Values& job, const std::string& where, Diagnostics& found) {
  const std::string name(job.Text("job_name"));
  const auto [known, is_new] = job_names_.try_emplace(name, where);
  if (is_new) return false;
  const yaml::Entry* entry = job.Find("job_name");
  if (entry != nullptr && !name.empty()) {
    found
        .Report(schema::kDuplicateValue, {&job.input().file, entry->value.span},
                fmt::format("`{}` is the `job_name` of another one, too", name))
        .upstream = fmt::format("found multiple scrape configs with job name {}, first found in {}",
                                GoQuote(name), known->second);
  }
  return true;
}

void Checker::ReadJobs(const Values& config, const std::string& path) {
  for (const yaml::Node& item : config.Items("scrape_configs")) {
    if (!item.IsMapping()) continue;
    const Values job = config.Of(item);
    job_names_.try_emplace(std::string(job.Text("job_name")), "main config file");
    jobs_.push_back({job, path});
  }
  if (options_.syntax_only) return;
  for (const yaml::Node& item : config.Items("scrape_config_files")) {
    if (!item.IsScalar()) continue;
    const std::string pattern = PathBeside(path, config.TextOf(item));
    const auto found = GlobAsGo(pattern);
    if (!found) {
      Report(schema::kBadValue, config.input().file, item.span,
             fmt::format("`{}` is no pattern", pattern));
      Fail(fmt::format(
          "error loading scrape configs: error retrieving scrape config files for {}: {}",
          GoQuote(pattern), found.error().message));
      continue;
    }
    if (found->empty()) ReportNoMatch(config.input().file, item.span, pattern);
    for (const std::string& file : *found) ReadJobFile(file, global_);
  }
}

void Checker::ReadJobFile(const std::string& path, const Global& global) {
  const std::string absolute = GoQuote(AbsolutePath(path));
  Result<std::string> text = ReadFile(path);
  if (!text) {
    check_.diagnostics.Report(kMissingFile, {check_.sources.front().text.get(), {0, 0}},
                              text.error().message);
    Fail(fmt::format("error loading scrape configs: {}: {}", absolute, text.error().message));
    return;
  }
  const SourceFile& file = Keep(path, std::move(*text));
  Diagnostics found;
  LoadedFile loaded = LoadAs(kScrapeConfigFile, file, options_.load, check_.arena, found);
  std::string upstream = loaded.upstream_error;
  if (loaded.root != nullptr && loaded.root->IsMapping()) {
    streams_.push_back(std::make_unique<yaml::Stream>(std::move(loaded.stream)));
    inputs_.push_back(std::make_unique<schema::Input>(
        schema::Input{file, *streams_.back(), check_.arena, options_.load.target_version}));
    const Values values(*loaded.root, *inputs_.back(), kDialect);
    MarkSecrets(*loaded.root, kScrapeConfigFile, *inputs_.back(), kDialect);
    Diagnostics of_jobs;
    schema::Section section(kScrapeConfigFile, values, of_jobs);
    for (const yaml::Node& item : values.Items("scrape_configs")) {
      if (!item.IsMapping()) continue;
      const Values job = values.Of(item);
      CheckScrapeConfig(section, job, global);
      if (!IsKnownJob(job, absolute, of_jobs)) jobs_.push_back({job, path});
    }
    if (upstream.empty()) upstream = schema::UpstreamError(of_jobs).value_or("");
    std::move(of_jobs.found().begin(), of_jobs.found().end(), std::back_inserter(found.found()));
    CheckNamedFiles(*loaded.root, kScrapeConfigFile, *inputs_.back());
  }
  if (!upstream.empty()) {
    Fail(fmt::format("error loading scrape configs: {}: {}", absolute, upstream));
  }
  std::move(found.found().begin(), found.found().end(),
            std::back_inserter(check_.diagnostics.found()));
}

void Checker::ReportNoMatch(const SourceFile& file, Span span, const std::string& pattern) {
  // Of one that no file could match, more has been said.
  if (options_.missing_files == MissingFiles::kIgnore || !IsPathPattern(pattern)) return;
  Report(kEmptyPattern, file, span, fmt::format("no file matches `{}`", pattern));
}

Diagnostic* Checker::Missing(const SourceFile& file, Span span, const std::string& path,
                             bool is_error) {
  if (options_.missing_files == MissingFiles::kIgnore) return nullptr;
  is_error = is_error && options_.missing_files == MissingFiles::kError;
  return &Report(is_error ? kMissingFile : kMissingFileLater, file, span,
                 fmt::format("there is no file `{}`", path));
}

void Checker::Require(const Values& section, std::string_view field, const std::string& file,
                      std::string_view upstream) {
  const yaml::Entry* entry = section.FindSet(field);
  if (options_.syntax_only || entry == nullptr) return;
  const std::string path = PathBeside(file, section.TextOf(entry->value));
  const auto error = StatError(path);
  if (!error) return;
  reported_.insert(&entry->value);
  Missing(section.input().file, entry->value.span, path, true);
  Fail(fmt::format("error checking {} {}: {}", upstream, GoQuote(path), *error));
}

// promtool: a certificate in a file needs a key in a file, though servers take one that is written
// down.
void Checker::CheckTls(const Job& job, const Values& section) {
  const Values tls = section.Sub("tls_config");
  const yaml::Entry* cert = tls.FindSet("cert_file");
  const yaml::Entry* key = tls.FindSet("key_file");
  if ((cert == nullptr) != (key == nullptr)) {
    const yaml::Entry& alone = cert != nullptr ? *cert : *key;
    const bool other_is_there = tls.IsSet(cert != nullptr ? "key" : "cert") ||
                                tls.IsSet(cert != nullptr ? "key_ref" : "cert_ref") ||
                                schema::IsForBefore(options_.load.target_version, "2.45");
    const std::string path = PathBeside(job.file, tls.TextOf(alone.value));
    if (other_is_there) {
      Report(schema::kDependentField, section.input().file, alone.key.span,
             fmt::format("promtool refuses `{}` without `{}`", alone.key.scalar(),
                         cert != nullptr ? "key_file" : "cert_file"));
    }
    Fail(cert != nullptr
             ? fmt::format("client cert file {} specified without client key file", GoQuote(path))
             : fmt::format("client key file {} specified without client cert file", GoQuote(path)));
  }
  Require(tls, "cert_file", job.file, "client cert file");
  Require(tls, "key_file", job.file, "client key file");
}

const LoadedTargets& Checker::TargetsOf(const std::string& path, const yaml::Node& named_at,
                                        const SourceFile& file) {
  const auto [at, is_new] = target_files_.try_emplace(path);
  LoadedTargets& loaded = at->second;
  if (!is_new) return loaded;
  Result<std::string> text = ReadFile(path);
  if (text) {
    loaded = LoadTargets(Keep(path, std::move(*text)), check_.arena, check_.diagnostics,
                         UsualNames(options_.load.target_version));
  } else {
    Report(kMissingFile, file, named_at.span, text.error().message);
    loaded.upstream_error = text.error().message;
  }
  return loaded;
}

template <typename Visit>
void Checker::ForEachTargetGroups(const Values& section, const std::string& file,
                                  std::string_view where, Visit&& visit) {
  const SourceFile& source = section.input().file;
  if (!options_.syntax_only) {
    for (const yaml::Node& mechanism : section.Items("file_sd_configs")) {
      if (!mechanism.IsMapping()) continue;
      for (const yaml::Node& item : section.Of(mechanism).Items("files")) {
        if (!item.IsScalar() || item.scalar().empty()) continue;
        const std::string pattern = PathBeside(file, section.TextOf(item));
        const auto found = GlobAsGo(pattern);
        if (!found) {
          Report(schema::kBadValue, source, item.span, fmt::format("`{}` is no pattern", pattern));
          Fail(found.error().message);
          continue;
        }
        if (found->empty()) {
          ReportNoMatch(source, item.span, pattern);
          if (check_.upstream.error.empty()) {
            check_.upstream.warnings.push_back(
                fmt::format("file {} for file_sd in {} does not exist", GoQuote(pattern), where));
          }
        }
        for (const std::string& path : *found) {
          const LoadedTargets& loaded = TargetsOf(path, item, source);
          if (!loaded.upstream_error.empty()) {
            Fail(fmt::format("checking SD file {}: {}", GoQuote(pattern), loaded.upstream_error));
          }
          visit(loaded.groups, false);
        }
      }
    }
  }
  const std::vector<TargetGroup> listed = ReadTargetGroups(section, "static_configs");
  if (!listed.empty()) visit(listed, true);
}

LabelPairs LabelsOf(const TargetGroup& group, const Target& target) {
  LabelPairs labels = {{"__address__", target.address}};
  for (const auto& label : group.labels) {
    if (label.first != "__address__") labels.push_back(label);
  }
  return labels;
}

std::vector<RelabelRule> RulesOf(const Values& section, model::NameValidation names,
                                 RegexCache& regexes) {
  std::vector<RelabelRule> rules;
  for (const yaml::Node& item : section.Items("relabel_configs")) {
    if (!item.IsMapping()) continue;
    RelabelRule rule = ReadRelabelRule(section.Of(item), names, &regexes);
    // One that Prometheus refuses has been reported.
    if (!RelabelProblem(rule)) rules.push_back(std::move(rule));
  }
  return rules;
}

void Checker::CheckJob(const Job& job) {
  const Values& values = job.values;
  const Values authorization = values.Sub("authorization");
  constexpr std::string_view kCredentials = "authorization credentials or bearer token file";
  Require(authorization, "credentials_file", job.file, kCredentials);
  Require(values, "bearer_token_file", job.file, kCredentials);
  CheckTls(job, values);

  if (!values.Has("static_configs") && !values.Has("file_sd_configs")) {
    for (const yaml::Node& item : values.Items("kubernetes_sd_configs")) {
      if (item.IsMapping()) CheckTls(job, values.Of(item));
    }
    return;
  }
  ScrapeJob scrape = ReadScrapeJob(values, defaults_);
  const NeverRefusedTargets harmless(values, scrape);
  // Made when a target is not plainly harmless.
  std::optional<std::vector<RelabelRule>> rules;
  const std::string where = fmt::format("scrape job {}", GoQuote(scrape.name));
  const auto check_groups = [&](const std::vector<TargetGroup>& groups, bool listed) {
    if (listed) {
      // promtool: mechanisms come in the order of their names, listed targets last.
      for (const yaml::Node& item : values.Items("kubernetes_sd_configs")) {
        if (item.IsMapping()) CheckTls(job, values.Of(item));
      }
    }
    std::size_t group_index = 0;
    for (const TargetGroup& group : groups) {
      std::size_t index = 0;
      // Earlier releases refused more.
      const bool is_harmless = !schema::IsForBefore(options_.load.target_version, "3.0") &&
                               harmless.IsNeverRefused(group);
      for (const Target& target : group.targets) {
        if (is_harmless && NeverRefusedTargets::IsNeverRefused(target)) {
          ++index;
          continue;
        }
        if (!rules) rules = RulesOf(values, scrape.settings.names, regexes_);
        RelabelLabels labels = DiscoveredLabels(scrape, LabelsOf(group, target));
        if (Relabel(*rules, labels)) {
          const Result<LabelPairs> result = TargetLabels(labels, options_.load.target_version);
          // Targets with a `/` that nothing relabels have been reported with their section.
          const bool is_known = listed && !values.IsSet("relabel_configs") && !result &&
                                target.address.find('/') != std::string::npos;
          if (!result && !is_known) {
            check_.diagnostics
                .Report(kBadTarget, target.where,
                        fmt::format("`{}` cannot be scraped: {}", target.address,
                                    result.error().message))
                .upstream = result.error().message;
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
  ForEachTargetGroups(values, job.file, where, check_groups);
  if (values.Items("static_configs").empty()) {
    for (const yaml::Node& item : values.Items("kubernetes_sd_configs")) {
      if (item.IsMapping()) CheckTls(job, values.Of(item));
    }
  }
}

Duration Checker::IntervalOf(const Job& job) const {
  const Duration interval = job.values.Time("scrape_interval");
  return interval == Duration::zero() ? global_.scrape_interval : interval;
}

void Checker::CheckInterval(const Job& job) {
  if (options_.syntax_only || !options_.lookback_delta) return;
  const Duration interval = IntervalOf(job);
  if (interval < *options_.lookback_delta) return;
  const yaml::Entry* entry = job.values.Find("scrape_interval");
  if (entry == nullptr) entry = job.values.Find("job_name");
  const std::string text = FormatPrometheusDuration(interval);
  if (entry != nullptr) {
    Report(kLongInterval, job.values.input().file, entry->value.span,
           fmt::format("scraped every {}, series are taken for stale between scrapes", text))
        .notes.push_back(fmt::format("queries look back {}",
                                     FormatPrometheusDuration(*options_.lookback_delta)));
  }
  if (check_.upstream.lint.empty()) {
    check_.upstream.lint = fmt::format(
        "too long scrape interval found, data point will be marked as stale - job: {}, interval: "
        "{}",
        job.values.Text("job_name"), text);
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

void Checker::CheckAlertmanagers(const Values& config, const std::string& path) {
  const Values alerting = config.Sub("alerting");
  for (const yaml::Node& item : alerting.Items("alertmanagers")) {
    if (!item.IsMapping()) continue;
    const Values values = alerting.Of(item);
    const std::vector<RelabelRule> rules = RulesOf(values, global_.names, regexes_);
    const std::string_view scheme = values.Text("scheme", "http");
    const std::string alerts = AlertsPath(values.Text("path_prefix"));
    ForEachTargetGroups(
        values, path, "alertmanager config",
        [&](const std::vector<TargetGroup>& groups, bool listed) {
          for (const TargetGroup& group : groups) {
            for (const Target& target : group.targets) {
              RelabelLabels labels({{"__address__", target.address}});
              labels.Set("__scheme__", scheme);
              labels.Set("__alerts_path__", alerts);
              for (const auto& [name, value] : group.labels) {
                if (name != "__address__") labels.Set(name, value);
              }
              if (!Relabel(rules, labels)) continue;
              const std::string address(labels.Get("__address__"));
              if (address.find('/') == std::string::npos) continue;
              const std::string upstream = GoQuote(address) + " is not a valid hostname";
              if (!listed || !values.Items("relabel_configs").empty()) {
                check_.diagnostics
                    .Report(
                        kBadTarget, target.where,
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

  explicit FileVisitor(std::string_view config) : config_(config) {}

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
    if (StatError(path)) missing_.emplace_back(&value, std::move(path));
  }

  const Found& missing() const { return missing_; }

 private:
  std::string_view config_;
  Found missing_;
};

void Checker::CheckNamedFiles(const yaml::Node& root, const schema::Object& object,
                              const schema::Input& input) {
  if (options_.missing_files == MissingFiles::kIgnore) return;
  FileVisitor visitor(input.file.name());
  schema::VisitValues(root, object, input, kDialect, visitor);
  for (const auto& [node, path] : visitor.missing()) {
    if (!reported_.contains(node)) Missing(input.file, node->span, path, false);
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
  for (const Source& source : sources) order.try_emplace(source.text->name(), order.size());
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
  Checker(options, *check).Run(path, std::move(text));
  return check;
}

std::unique_ptr<ConfigCheck> CheckTargetText(const std::string& path, std::string text) {
  auto check = std::make_unique<ConfigCheck>();
  check->sources.push_back({std::make_unique<SourceBuffer>(path, std::move(text))});
  const LoadedTargets loaded =
      LoadTargets(*check->sources.front().text, check->arena, check->diagnostics);
  check->upstream.error = loaded.upstream_error;
  check->job_count = 0;
  for (const TargetGroup& group : loaded.groups) check->job_count += group.targets.size();
  return check;
}

}  // namespace check::config::prometheus
