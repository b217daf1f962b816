#include "libcheck/config/prometheus/prometheus_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/config/prometheus/codes.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/visit.h"

namespace check::config::prometheus {
namespace {

using schema::Values;

constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV2;
constexpr yaml::Node kNothing = {};

// What labels depend on.
constexpr std::string_view kTopFields[] = {"global", "alerting", "scrape_configs",
                                           "scrape_config_files"};
constexpr std::string_view kGlobalFields[] = {"scrape_interval",
                                              "scrape_timeout",
                                              "external_labels",
                                              "convert_classic_histograms_to_nhcb",
                                              "always_scrape_classic_histograms",
                                              "scrape_native_histograms"};
constexpr std::string_view kJobFields[] = {"job_name",
                                           "scrape_interval",
                                           "scrape_timeout",
                                           "metrics_path",
                                           "scheme",
                                           "params",
                                           "honor_labels",
                                           "convert_classic_histograms_to_nhcb",
                                           "always_scrape_classic_histograms",
                                           "scrape_native_histograms",
                                           "relabel_configs",
                                           "metric_relabel_configs"};
constexpr std::string_view kAlertingFields[] = {"alert_relabel_configs"};
constexpr schema::WantedFields kRelabellingFields[] = {{&kConfig, kTopFields},
                                                       {&kScrapeConfigFile, kTopFields},
                                                       {&kGlobal, kGlobalFields},
                                                       {&kScrapeConfig, kJobFields},
                                                       {&kAlerting, kAlertingFields}};

// Reports sections that a server in agent mode has no use for. Gives what upstream says of the
// first.
std::string CheckAgentMode(const Values& config, Diagnostics& diagnostics) {
  std::string upstream;
  const auto refuse = [&](const yaml::Entry& entry) {
    const std::string_view name = entry.key.scalar();
    auto& problem = diagnostics.Report(kAgentMode, {&config.input().file, entry.key.span},
                                       fmt::format("`{}` is not allowed in agent mode", name));
    problem.upstream = fmt::format("field {} is not allowed in agent mode", name);
    if (upstream.empty()) upstream = problem.upstream.str();
  };
  const Values alerting = config.Sub("alerting");
  if (!alerting.Items("alertmanagers").empty() ||
      !alerting.Items("alert_relabel_configs").empty()) {
    refuse(*config.Find("alerting"));
  }
  for (const std::string_view field : {"rule_files", "remote_read"}) {
    if (!config.Items(field).empty()) refuse(*config.Find(field));
  }
  return upstream;
}

class Reader {
 public:
  Reader(const ReadOptions& options, PrometheusConfig& config)
      : options_(options), config_(config) {}

  void Run(const std::string& path, std::string text) {
    const PrometheusConfig::File& file = Load(kConfig, path, std::move(text));
    if (const std::string& error = file.loaded.upstream_error; !error.empty()) {
      config_.upstream_error = fmt::format("parsing YAML file {}: {}", path, error);
    }
    const Values top = file.top();
    config_.global = ReadGlobal(top.Sub("global"));
    if (options_.agent) {
      std::string error = CheckAgentMode(top, config_.diagnostics);
      if (config_.upstream_error.empty()) config_.upstream_error = std::move(error);
    }
    const Values external = top.Sub("global").Sub("external_labels");
    for (const yaml::Entry& label : external.entries()) {
      config_.external_labels.emplace_back(external.TextOf(label.key),
                                           external.TextOf(label.value));
    }
    AddJobs(file, "main config file", config_.diagnostics);
    AddAlerting(top);
    for (const yaml::Node& item : top.Items("remote_write")) {
      if (item.IsMapping()) {
        config_.write_relabel.push_back(RulesOf(top.Of(item), "write_relabel_configs"));
      }
    }
    config_.rule_files = PatternsOf(top, "rule_files", path);
    config_.scrape_config_files = PatternsOf(top, "scrape_config_files", path);
    if (options_.follow_files) FollowFiles();
    // Nothing of the files is shown unless something is wrong.
    if (!config_.diagnostics.found().empty()) config_.HideSecrets();
  }

 private:
  const PrometheusConfig::File& Load(const schema::Object& object, const std::string& path,
                                     std::string text) {
    const SourceFile& file = config_.Keep(path, std::move(text));
    const std::string_view version = config_.target_version();
    schema::Options validate = {.dialect = kDialect,
                                .names = UsualNames(version),
                                .target_version = version,
                                .marks_secrets_later = true};
    if (options_.checked == Checked::kRelabelling) validate.only = kRelabellingFields;
    const schema::Object* table = options_.checked == Checked::kYaml ? nullptr : &object;
    schema::LoadedFile loaded =
        schema::Load(file, table, {.reader = "Prometheus", .validate = validate}, config_.arena(),
                     config_.diagnostics);
    config_.files.push_back(std::make_unique<PrometheusConfig::File>(
        file, object, std::move(loaded), config_.arena(), version));
    return *config_.files.back();
  }

  RelabelRuleList RulesOf(const Values& section, std::string_view field) const {
    return {section, field, config_.global.names, config_.regexes()};
  }

  static std::vector<FilePattern> PatternsOf(const Values& section, std::string_view field,
                                             std::string_view path) {
    std::vector<FilePattern> patterns;
    for (const yaml::Node& item : section.Items(field)) {
      if (!item.IsScalar()) continue;
      patterns.push_back(
          {{&section.input().file, item.span}, PathBeside(path, section.TextOf(item))});
    }
    return patterns;
  }

  // `place` is where upstream finds the jobs.
  void AddJobs(const PrometheusConfig::File& file, const std::string& place,
               Diagnostics& diagnostics) {
    const bool is_main = &file == config_.files.front().get();
    const Values top = file.top();
    schema::Section section(file.object, top, diagnostics);
    config_.jobs.reserve(config_.jobs.size() + top.Items("scrape_configs").size());
    for (const yaml::Node& item : top.Items("scrape_configs")) {
      if (!item.IsMapping()) continue;
      const Values job = top.Of(item);
      JobSettings settings = ReadJobSettings(job, config_.global);
      const model::NameValidation names = settings.names;
      // Of the configuration itself that is part of what its table says.
      if (options_.checked == Checked::kAll && !is_main) {
        CheckScrapeConfig(section, job, config_.global);
      }
      const auto [known, is_new] = job_names_.try_emplace(settings.name, place);
      const bool is_repeated = !is_new && !is_main;
      if (is_repeated && options_.checked == Checked::kAll && !settings.name.empty()) {
        section.Report(schema::kDuplicateValue, job.Find("job_name")->value,
                       fmt::format("duplicate `job_name`: `{}`", settings.name),
                       fmt::format("found multiple scrape configs with job name {}, first found in "
                                   "{}",
                                   GoQuote(settings.name), known->second));
      }
      RegexCache& regexes = config_.regexes();
      config_.jobs.push_back({{job, file.text.name(), {job, "relabel_configs", names, regexes}},
                              std::move(settings),
                              {job, "metric_relabel_configs", names, regexes},
                              is_repeated});
      if (options_.checked == Checked::kRelabelling) {
        config_.jobs.back().relabel.Read(diagnostics);
        config_.jobs.back().metric_relabel.Read(diagnostics);
      }
    }
  }

  void AddAlerting(const Values& top) {
    const Values alerting = top.Sub("alerting");
    const std::string_view path = top.input().file.name();
    config_.alert_relabel = RulesOf(alerting, "alert_relabel_configs");
    if (options_.checked == Checked::kRelabelling) {
      config_.alert_relabel->Read(config_.diagnostics);
    }
    for (const yaml::Node& item : alerting.Items("alertmanagers")) {
      if (!item.IsMapping()) continue;
      const Values values = alerting.Of(item);
      config_.alertmanagers.push_back({{values, path, RulesOf(values, "relabel_configs")},
                                       RulesOf(values, "alert_relabel_configs")});
    }
  }

  void FollowFiles() {
    for (const FilePattern& pattern : config_.scrape_config_files) {
      const auto found = config_.Find(pattern);
      if (!found) {
        config_.unreadable.Report(schema::kBadValue, pattern.where,
                                  fmt::format("invalid pattern `{}`", pattern.path));
        Fail(fmt::format("error retrieving scrape config files for {}: {}", GoQuote(pattern.path),
                         found.error().message));
        continue;
      }
      for (const std::string& path : *found) FollowFile(path, pattern.where);
    }
  }

  void FollowFile(const std::string& path, const Location& named_at) {
    const std::string absolute = GoQuote(AbsolutePath(path));
    Result<std::string> text = options_.files->Read(path);
    if (!text) {
      config_.unreadable.Report(kMissingFile, named_at, text.error().message);
      return Fail(fmt::format("{}: {}", absolute, text.error().message));
    }
    const PrometheusConfig::File& file = Load(kScrapeConfigFile, path, std::move(*text));
    Diagnostics of_jobs(config_.diagnostics.upstream());
    AddJobs(file, absolute, of_jobs);
    std::string upstream = file.loaded.upstream_error;
    if (upstream.empty()) upstream = schema::UpstreamError(of_jobs).value_or("");
    if (!upstream.empty()) Fail(fmt::format("{}: {}", absolute, upstream));
    std::move(of_jobs.found().begin(), of_jobs.found().end(),
              std::back_inserter(config_.diagnostics.found()));
  }

  // promtool stops at the first thing that is wrong.
  void Fail(std::string upstream) {
    if (config_.upstream_jobs_error.empty()) config_.upstream_jobs_error = std::move(upstream);
  }

  const ReadOptions& options_;
  PrometheusConfig& config_;
  std::map<std::string, std::string, std::less<>> job_names_;  // Where each is.
};

}  // namespace

RelabelRuleList::RelabelRuleList(const Values& section, std::string_view field,
                                 model::NameValidation names, RegexCache& regexes)
    : list_(&kNothing), input_(&section.input()), field_(field), names_(names), regexes_(&regexes) {
  if (const yaml::Entry* list = section.Find(field)) list_ = &list->value;
}

Values RelabelRuleList::FieldsOf(const yaml::Node& item) const { return {item, *input_, kDialect}; }

const std::vector<WrittenRelabelRule>& RelabelRuleList::rules() const {
  Diagnostics known;
  if (!rules_) Read(known);
  return *rules_;
}

void RelabelRuleList::Read(Diagnostics& diagnostics) const {
  rules_ = ReadRelabelRules(*list_, *input_, names_, *regexes_, diagnostics);
}

std::vector<TargetGroup> TargetSection::ListedTargets() const {
  return ReadTargetGroups(section, "static_configs");
}

std::vector<FilePattern> TargetSection::TargetFiles() const {
  std::vector<FilePattern> patterns;
  for (const yaml::Node& mechanism : section.Items("file_sd_configs")) {
    if (!mechanism.IsMapping()) continue;
    for (const yaml::Node& item : section.Of(mechanism).Items("files")) {
      if (!item.IsScalar() || item.scalar().empty()) continue;
      patterns.push_back({{&file(), item.span}, PathBeside(path, section.TextOf(item))});
    }
  }
  return patterns;
}

Values PrometheusConfig::File::top() const {
  const bool has_fields = loaded.root != nullptr && loaded.root->IsMapping();
  return {has_fields ? *loaded.root : kNothing, input, kDialect};
}

const ScrapeJob* PrometheusConfig::FindJob(std::string_view name) const {
  const auto at = std::find_if(jobs.begin(), jobs.end(),
                               [&](const ScrapeJob& job) { return job.settings.name == name; });
  return at == jobs.end() ? nullptr : &*at;
}

const SourceFile& PrometheusConfig::Keep(const std::string& path, std::string text) const {
  return *sources_.emplace_back(std::make_unique<SourceBuffer>(path, std::move(text)));
}

Result<std::vector<std::string>> PrometheusConfig::Find(const FilePattern& pattern) const {
  return GlobAsGo(*file_system_, pattern.path);
}

const ReadTargetFile& PrometheusConfig::TargetsIn(const std::string& path) const {
  const auto [at, is_new] = target_files_.try_emplace(path);
  ReadTargetFile& file = at->second;
  if (!is_new) return file;
  file.diagnostics = Diagnostics(diagnostics.upstream());
  if (Result<std::string> text = file_system_->Read(path)) {
    file.loaded = LoadTargets(Keep(path, std::move(*text)), arena_, file.diagnostics,
                              UsualNames(target_version_));
  } else {
    file.unreadable = text.error();
  }
  return file;
}

void PrometheusConfig::HideSecrets() const {
  if (std::exchange(secrets_are_hidden_, true)) return;
  for (const std::unique_ptr<File>& file : files) {
    if (file->loaded.root == nullptr) continue;
    schema::MarkSecrets(*file->loaded.root, file->object, file->input, kDialect);
  }
}

std::unique_ptr<PrometheusConfig> ReadPrometheusConfig(const std::string& path, std::string text,
                                                       const ReadOptions& options) {
  auto config = std::make_unique<PrometheusConfig>(options);
  Reader(options, *config).Run(path, std::move(text));
  return config;
}

}  // namespace check::config::prometheus
