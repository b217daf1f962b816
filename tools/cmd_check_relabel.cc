#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/edit_distance.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"
#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/config/prometheus/relabel_trace.h"
#include "libcheck/report/json_text.h"
#include "libcheck/report/report.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/ignored_documents.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools {
namespace {

namespace config = check::config;
namespace prometheus = check::config::prometheus;
using check::report::Json;
using config::LabelPairs;
using config::RelabelStage;

struct Options {
  std::string path;
  std::vector<std::string> arguments;
  std::string job;
  std::string stage = "scrape";
  std::vector<std::string> target_labels;
  std::string format = "text";
  ColorFlag color;
};

// Something to be relabelled.
struct Subject {
  std::string title;
  LabelPairs labels;
};

// `name="value", ...`
std::string Text(const LabelPairs& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    text += (text.empty() ? "" : ", ") + name + "=" + check::GoQuote(value);
  }
  return text;
}

// Where a target is scraped: with the job's parameters, the first values of which may have been
// changed or added to as labels.
std::string UrlOf(const LabelPairs& target, const config::JobSettings& job) {
  constexpr std::string_view kParam = "__param_";
  std::map<std::string, std::vector<std::string>> params;
  for (const auto& [name, value] : job.params) params[name].push_back(value);
  for (const auto& [name, value] : job.further_params) params[name].push_back(value);
  for (const auto& [name, value] : target) {
    if (!name.starts_with(kParam)) continue;
    std::vector<std::string>& values = params[name.substr(kParam.size())];
    values.resize(std::max<std::size_t>(values.size(), 1));
    values[0] = value;
  }
  std::string url = fmt::format("{}://{}{}", config::LabelValue(target, "__scheme__"),
                                config::LabelValue(target, "__address__"),
                                config::LabelValue(target, "__metrics_path__"));
  char separator = '?';
  for (const auto& [name, values] : params) {
    for (const std::string& value : values) {
      url += separator + check::FormEncode(name) + "=" + check::FormEncode(value);
      separator = '&';
    }
  }
  return url;
}

Json ToJson(const LabelPairs& labels) {
  Json json = Json::object();
  for (const auto& [name, value] : labels) json[name] = value;
  return json;
}

// NAME=VALUE, or nothing if it is something else.
std::optional<std::pair<std::string, std::string>> ReadLabel(const std::string& text) {
  const std::size_t sign = text.find('=');
  if (sign == std::string::npos) return std::nullopt;
  std::string name = text.substr(0, sign);
  if (!check::model::IsValidLabelName(name, check::model::NameValidation::kLegacy)) {
    return std::nullopt;
  }
  return std::pair(std::move(name), text.substr(sign + 1));
}

class CheckRelabel {
 public:
  explicit CheckRelabel(const Options& options)
      : options_(options),
        stage_(options.stage == "metric"  ? RelabelStage::kMetric
               : options.stage == "alert" ? RelabelStage::kAlert
                                          : RelabelStage::kScrape),
        color_(options.color.Use()) {}

  Exit Run() {
    if (!ReadArguments() || !ReadConfig()) return failed_;
    if (stage_ == RelabelStage::kAlert) {
      Relabel(*config_->alert_relabel, nullptr, Given("the alert"));
    } else if (!RelabelJobs()) {
      return failed_;
    }
    if (options_.format == "json") {
      WriteData(check::report::ToText(Json{{"version", 1}, {"relabelled", std::move(json_)}}));
    } else {
      WriteOut(text_);
    }
    return refused_ ? Exit::kProblems : Exit::kOk;
  }

 private:
  bool Fail(const std::string& message) {
    WriteError(message);
    failed_ = Exit::kFailed;
    return false;
  }

  bool ReadArguments() {
    if (!options_.target_labels.empty() && stage_ != RelabelStage::kMetric) {
      return Fail("`--target-label` requires `--stage metric`");
    }
    if (!options_.job.empty() && stage_ == RelabelStage::kAlert) {
      return Fail("`--job` has no meaning for `--stage alert`: alerts are relabelled for all jobs");
    }
    for (const std::string& argument : options_.arguments) {
      if (auto label = ReadLabel(argument)) {
        labels_.push_back(std::move(*label));
      } else if (stage_ == RelabelStage::kScrape) {
        addresses_.push_back(argument);
      } else {
        return Fail(fmt::format("invalid label `{}`: expected NAME=VALUE", argument));
      }
    }
    for (const std::string& text : options_.target_labels) {
      auto label = ReadLabel(text);
      if (!label) return Fail(fmt::format("invalid label `{}`: expected NAME=VALUE", text));
      target_labels_.push_back(std::move(*label));
    }
    if (stage_ == RelabelStage::kMetric && labels_.empty()) {
      return Fail("missing sample: give its labels, such as `__name__=up`");
    }
    if (stage_ == RelabelStage::kAlert && labels_.empty()) {
      return Fail("missing alert: give its labels, such as `alertname=Down`");
    }
    return true;
  }

  // False, with findings printed, if the configuration has faults.
  bool ReadConfig() {
    check::Result<std::string> text = ReadInput(options_.path);
    if (!text) return Fail(text.error().message);
    config_ = prometheus::ReadPrometheusConfig(
        options_.path == "-" ? "<stdin>" : options_.path, std::move(*text),
        {.files = &check::Disk(), .checked = prometheus::Checked::kRelabelling});
    const auto& unreadable = config_->unreadable.found();
    for (const check::Diagnostic& problem : unreadable) WriteError(problem.message);
    if (!unreadable.empty()) failed_ = Exit::kFailed;
    if (!config_->diagnostics.HasErrors()) {
      WarnOfIgnoredDocuments(config_->diagnostics, color_);
    } else {
      check::report::Run run;
      for (const auto& file : config_->files)
        run.files.push_back({.path = std::string(file->text.name())});
      for (const check::Diagnostic& diagnostic : config_->diagnostics.found()) {
        run.findings.push_back(check::ToFinding(diagnostic));
      }
      WriteErr(check::report::FindFormat("text")->Render(run, {.colour = color_}));
      failed_ = Exit::kProblems;
      return false;
    }
    return unreadable.empty();
  }

  bool RelabelJobs() {
    std::vector<const prometheus::ScrapeJob*> jobs;
    if (!options_.job.empty()) {
      const prometheus::ScrapeJob* job = config_->FindJob(options_.job);
      if (job == nullptr) return Fail(NoSuchJob());
      jobs = {job};
    } else {
      for (const prometheus::ScrapeJob& job : config_->jobs) jobs.push_back(&job);
      if (jobs.empty()) return Fail(fmt::format("`{}` has no jobs", options_.path));
      const bool every = labels_.empty() && addresses_.empty();
      if (jobs.size() > 1 && !every) {
        return Fail("choose a job with `--job`: " + JobNames());
      }
    }
    for (const prometheus::ScrapeJob* job : jobs) {
      if (stage_ == RelabelStage::kMetric) {
        Relabel(job->metric_relabel, &job->settings, Given("the sample"));
        continue;
      }
      std::vector<Subject> targets;
      if (!FindTargets(*job, targets)) return false;
      Relabel(job->relabel, &job->settings, targets);
    }
    return true;
  }

  std::string JobNames() const {
    std::string names;
    for (const prometheus::ScrapeJob& job : config_->jobs) {
      names += (names.empty() ? "" : ", ") + job.settings.name;
    }
    return names;
  }

  std::string NoSuchJob() const {
    std::vector<std::string_view> names;
    for (const prometheus::ScrapeJob& job : config_->jobs) names.push_back(job.settings.name);
    const auto meant = check::ClosestMatch(options_.job, names);
    return fmt::format("`{}` has no job `{}`{}", options_.path, options_.job,
                       meant           ? fmt::format(", did you mean `{}`?", *meant)
                       : names.empty() ? std::string()
                                       : "; the jobs are: " + JobNames());
  }

  std::vector<Subject> Given(std::string title) const { return {{std::move(title), labels_}}; }

  // The targets that were given, or else those that the job lists.
  bool FindTargets(const prometheus::ScrapeJob& job, std::vector<Subject>& targets) {
    for (const std::string& address : addresses_) {
      targets.push_back({address, labels_});
      targets.back().labels.emplace_back("__address__", address);
    }
    if (!labels_.empty() && addresses_.empty()) targets = Given("the target");
    if (!targets.empty()) return true;
    AddGroups(job.ListedTargets(), {}, targets);
    for (const prometheus::FilePattern& pattern : job.TargetFiles()) {
      const auto paths = config_->Find(pattern);
      if (!paths) return Fail(fmt::format("invalid pattern `{}`", pattern.path));
      for (const std::string& path : *paths) {
        const prometheus::ReadTargetFile& file = config_->TargetsIn(path);
        if (file.unreadable) return Fail(file.unreadable->message);
        if (file.diagnostics.HasErrors()) {
          return Fail(fmt::format("`{}` has errors: check it with `pronoia check targets`", path));
        }
        AddGroups(file.loaded.groups, path, targets);
      }
    }
    return true;
  }

  static void AddGroups(const std::vector<prometheus::TargetGroup>& groups, const std::string& path,
                        std::vector<Subject>& targets) {
    for (const prometheus::TargetGroup& group : groups) {
      for (const prometheus::Target& target : group.targets) {
        Subject& subject = targets.emplace_back(Subject{target.address, group.labels});
        subject.labels.emplace_back("__address__", target.address);
        if (!path.empty()) subject.labels.emplace_back("__meta_filepath", path);
      }
    }
  }

  config::RelabelLabels Before(const config::JobSettings* job, const LabelPairs& labels) const {
    switch (stage_) {
      case RelabelStage::kMetric:
        return config::SampleLabels(labels, target_labels_, job->honor_labels);
      case RelabelStage::kAlert:
        return config::AlertLabels(labels, config_->external_labels);
      case RelabelStage::kScrape:
        break;
    }
    return config::DiscoveredLabels(*job, labels);
  }

  void Relabel(const prometheus::RelabelRuleList& list, const config::JobSettings* job,
               const std::vector<Subject>& subjects) {
    const std::vector<config::WrittenRelabelRule>& rules = list.rules();
    const std::string_view file =
        rules.empty() ? config_->files.front()->text.name() : rules.front().file->name();
    const std::string of_job = job != nullptr ? fmt::format(" of job `{}`", job->name) : "";
    if (!text_.empty()) text_ += "\n";
    text_ += fmt::format("`{}`{} in {}{}\n", list.field(), of_job, file,
                         rules.empty()      ? ": there are no rules"
                         : subjects.empty() ? ": there are no targets"
                                            : "");
    std::size_t kept = 0;
    for (const Subject& subject : subjects) {
      const config::RelabelTrace trace =
          config::TraceRelabelling(Before(job, subject.labels), rules, stage_);
      if (trace.result) ++kept;
      refused_ = refused_ || !trace.refused.empty();
      AddText(job, subject, trace);
      AddJson(job, subject, trace);
    }
    if (subjects.size() > 1) {
      text_ += fmt::format("\n{} of {} targets are kept\n", kept, subjects.size());
    }
  }

  std::string Painted(std::string_view code, const std::string& text) const {
    return color_ ? fmt::format("\033[{}m{}\033[0m", code, text) : text;
  }

  void AddText(const config::JobSettings* job, const Subject& subject,
               const config::RelabelTrace& trace) {
    text_ += "\n  " + Painted("1", subject.title) + "\n";
    std::vector<std::pair<std::string, std::string>> rows;
    rows.emplace_back("before", Text(config::WithoutSettings(trace.before)));
    for (const config::RelabelStep& step : trace.steps) {
      const std::string what = step.Describe();
      rows.emplace_back(fmt::format("line {}, {}", step.line(), ToString(step.rule->rule.action)),
                        step.kept ? what : Painted("31", what));
    }
    if (!trace.refused.empty()) rows.emplace_back("refused", Painted("31", trace.refused));
    if (trace.result) {
      const bool target = stage_ == RelabelStage::kScrape;
      rows.emplace_back("after",
                        Text(target ? config::SeriesLabels(*trace.result) : *trace.result));
      if (target) rows.emplace_back("scraped at", UrlOf(*trace.result, *job));
    }
    std::size_t width = 0;
    for (const auto& row : rows) width = std::max(width, row.first.size());
    for (const auto& [what, value] : rows) {
      text_ += fmt::format("    {:<{}}  {}\n", what, width, value);
    }
  }

  void AddJson(const config::JobSettings* job, const Subject& subject,
               const config::RelabelTrace& trace) {
    Json steps = Json::array();
    for (const config::RelabelStep& step : trace.steps) {
      steps.push_back({{"file", step.rule->file->name()},
                       {"line", step.line()},
                       {"action", ToString(step.rule->rule.action)},
                       {"kept", step.kept},
                       {"what", step.Describe()},
                       {"labels", ToJson(step.after)}});
    }
    Json entry = {{"stage", options_.stage}};
    if (job != nullptr) entry["job"] = job->name;
    entry["given"] = ToJson(subject.labels);
    entry["before"] = ToJson(trace.before);
    entry["steps"] = std::move(steps);
    entry["dropped"] = trace.dropped();
    if (!trace.refused.empty()) entry["refused"] = trace.refused;
    if (trace.result) entry["after"] = ToJson(*trace.result);
    if (trace.result && stage_ == RelabelStage::kScrape) entry["url"] = UrlOf(*trace.result, *job);
    json_.push_back(std::move(entry));
  }

  const Options& options_;
  const RelabelStage stage_;
  const bool color_;
  LabelPairs labels_;
  LabelPairs target_labels_;
  std::vector<std::string> addresses_;
  std::unique_ptr<prometheus::PrometheusConfig> config_;
  std::string text_;
  Json json_ = Json::array();
  Exit failed_ = Exit::kFailed;
  bool refused_ = false;
};

constexpr Example kExamples[] = {
    {"pronoia check relabel prometheus.yml",
     "Show the relabelling of all targets in the configuration"},
    {"pronoia check relabel prometheus.yml --job node db-1:9100", "Follow one target"},
    {"pronoia check relabel prometheus.yml --job pods __meta_kubernetes_pod_name=shop "
     "__address__=10.0.0.7:80",
     "Follow a target with labels from service discovery"},
    {"pronoia check relabel prometheus.yml --job node --stage metric __name__=go_threads",
     "Show why a sample is dropped"},
    {"pronoia check relabel prometheus.yml --stage alert alertname=Down replica=a",
     "Show the labels with which an alert is sent"},
};

}  // namespace

extern const Command kCheckRelabelCommand = {
    .path = "check relabel",
    .summary = "Show what relabelling rules do to labels",
    .description =
        "Show what each rule does to the labels of a target, a sample or an alert, and which rule "
        "drops it. Arguments of the form NAME=VALUE are labels, others are target addresses. "
        "Without any, the targets of `static_configs` and `file_sd_configs` are "
        "relabelled.\n\nExit status: 0 whether or not something is dropped, 1 Prometheus would "
        "refuse the result, or the configuration has errors, 2 something could not be read.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("config", &options->path, "CONFIG",
                     "A prometheus.yml, or - for standard input", {.required = true});
      flags.Argument("label", &options->arguments, "NAME=VALUE|TARGET",
                     "Labels, or target addresses");
      flags.Option("--job", &options->job, "JOB", "Scrape job whose rules are applied");
      flags.Option("--stage", &options->stage, "STAGE",
                   "Relabel a target (scrape), a scraped sample (metric) or an alert");
      flags.Option("--target-label", &options->target_labels, "LABEL=VALUE",
                   "With --stage metric: a label of the scraped target");
      flags.Option("--format", &options->format, "TRACE", "Output format");
      options->color.Declare(flags);
      return [options] { return CheckRelabel(*options).Run(); };
    },
};

}  // namespace tools
