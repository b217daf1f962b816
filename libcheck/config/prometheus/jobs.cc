#include "libcheck/config/prometheus/jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/config/prometheus/codes.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/files/file_reader.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"
#include "libcheck/schema/visit.h"

namespace check::config::prometheus {
namespace {

using schema::Values;

constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV2;

class Reader {
 public:
  explicit Reader(ConfigJobs& read) : read_(read) {}

  void Run(const std::string& path, std::string text) {
    const Values* config = Load(kConfig, path, std::move(text), read_.config_error);
    if (!read_.config_error.empty()) {
      read_.config_error = fmt::format("parsing YAML file {}: {}", path, read_.config_error);
    }
    if (config == nullptr) return;
    global_ = ReadGlobal(config->Sub("global"));
    defaults_ = {.interval = global_.scrape_interval,
                 .timeout = global_.scrape_timeout,
                 .convert_classic_histograms = global_.classic_to_nhcb,
                 .always_scrape_classic_histograms = global_.always_classic,
                 .scrape_native_histograms = global_.native_histograms,
                 .names = global_.names};
    AddJobs(*config, path);
    for (const yaml::Node& item : config->Items("scrape_config_files")) {
      const std::string pattern = PathBeside(path, config->TextOf(item));
      const auto found = GlobAsGo(pattern);
      if (!found) {
        read_.diagnostics.Report(schema::kBadValue, {&config->input().file, item.span},
                                 fmt::format("`{}` is no pattern", pattern));
        Fail(fmt::format("error retrieving scrape config files for {}: {}", GoQuote(pattern),
                         found.error().message));
        continue;
      }
      for (const std::string& file : *found) AddFile(file, {&config->input().file, item.span});
    }
  }

 private:
  // promtool stops at the first thing that is wrong.
  void Fail(std::string upstream) {
    if (read_.jobs_error.empty()) read_.jobs_error = std::move(upstream);
  }

  // The values at the top of a file; null if there are none.
  const Values* Load(const schema::Object& object, const std::string& path, std::string text,
                     std::string& upstream) {
    ConfigJobs::Source& source = read_.sources.emplace_back();
    source.text = std::make_unique<SourceBuffer>(path, std::move(text));
    source.loaded = std::make_unique<LoadedFile>(
        LoadAs(object, *source.text, {}, read_.arena, read_.diagnostics));
    upstream = source.loaded->upstream_error;
    const yaml::Node* root = source.loaded->root;
    if (root == nullptr || !root->IsMapping()) return nullptr;
    source.input = std::make_unique<schema::Input>(
        schema::Input{*source.text, source.loaded->stream, read_.arena});
    schema::MarkSecrets(*root, object, *source.input, kDialect);
    tops_.push_back(std::make_unique<Values>(*root, *source.input, kDialect));
    return tops_.back().get();
  }

  void AddFile(const std::string& path, Location named_at) {
    const std::string absolute = GoQuote(AbsolutePath(path));
    Result<std::string> text = ReadFile(path);
    if (!text) {
      read_.diagnostics.Report(kMissingFile, named_at, text.error().message);
      return Fail(fmt::format("{}: {}", absolute, text.error().message));
    }
    std::string upstream;
    const Values* file = Load(kScrapeConfigFile, path, std::move(*text), upstream);
    if (file != nullptr) {
      // What is wrong with jobs of the configuration itself has been said when it was read.
      Diagnostics of_jobs;
      schema::Section section(kScrapeConfigFile, *file, of_jobs);
      for (const yaml::Node& item : file->Items("scrape_configs")) {
        if (!item.IsMapping()) continue;
        const Values job = file->Of(item);
        CheckScrapeConfig(section, job, global_);
        const auto known = names_.find(job.Text("job_name"));
        if (known == names_.end() || job.Text("job_name").empty()) continue;
        of_jobs
            .Report(schema::kDuplicateValue, {&job.input().file, job.Find("job_name")->value.span},
                    fmt::format("`{}` is the `job_name` of another one, too", known->first))
            .upstream =
            fmt::format("found multiple scrape configs with job name {}, first found in {}",
                        GoQuote(known->first), known->second);
      }
      if (upstream.empty()) upstream = schema::UpstreamError(of_jobs).value_or("");
      std::move(of_jobs.found().begin(), of_jobs.found().end(),
                std::back_inserter(read_.diagnostics.found()));
      AddJobs(*file, path, absolute);
    }
    if (!upstream.empty()) Fail(fmt::format("{}: {}", absolute, upstream));
  }

  void AddJobs(const Values& file, const std::string& path,
               const std::string& shown_path = "main config file") {
    for (const yaml::Node& item : file.Items("scrape_configs")) {
      if (!item.IsMapping()) continue;
      const Values section = file.Of(item);
      ScrapeJob job = ReadScrapeJob(section, defaults_);
      names_.try_emplace(job.name, shown_path);
      // Rules that are wrong have been reported, and keep the job from being used.
      Diagnostics known;
      if (const yaml::Entry* rules = section.Find("relabel_configs")) {
        job.relabel = ReadRelabelRules(rules->value, section.input().file, job.settings.names,
                                       read_.arena, known);
      }
      read_.jobs.push_back({section, path, std::move(job)});
    }
  }

  ConfigJobs& read_;
  Global global_;
  ScrapeDefaults defaults_;
  std::vector<std::unique_ptr<Values>> tops_;
  std::map<std::string, std::string, std::less<>> names_;  // Where each is.
};

}  // namespace

const WrittenJob* ConfigJobs::Find(std::string_view name) const {
  const auto found = std::find_if(jobs.begin(), jobs.end(),
                                  [&](const WrittenJob& job) { return job.job.name == name; });
  return found == jobs.end() ? nullptr : &*found;
}

std::vector<Finding> ConfigJobs::ToFindings(const Diagnostics& found) const {
  std::vector<Finding> findings;
  for (const Diagnostic& problem : found.found()) {
    findings.push_back(ToFinding(problem));
  }
  return findings;
}

std::unique_ptr<ConfigJobs> ReadConfigJobs(const std::string& path, std::string text) {
  auto read = std::make_unique<ConfigJobs>();
  Reader(*read).Run(path, std::move(text));
  return read;
}

}  // namespace check::config::prometheus
