#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/edit_distance.h"
#include "libcheck/base/quote.h"
#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/config/prometheus/relabel_trace.h"
#include "libcheck/discovery/discover.h"
#include "libcheck/http/http.h"
#include "libcheck/report/json_text.h"
#include "libcheck/report/report.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/ignored_documents.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/progress.h"
#include "tools/raw_output.h"

namespace tools {
namespace {

namespace config = check::config;
namespace discovery = check::discovery;
using check::report::Json;
using config::LabelPairs;

struct Options {
  std::string path;
  std::string job;
  std::string timeout = "30s";
  std::string format = "text";
  ColorFlag color;
};

std::string WaitText(std::span<const std::string_view> waiting) {
  const std::string more =
      waiting.size() > 1 ? fmt::format(" and {} more", waiting.size() - 1) : "";
  return fmt::format("waiting for `{}`{}", waiting[0], more);
}

Json ToJson(const LabelPairs& labels) {
  Json json = Json::object();
  for (const auto& [name, value] : labels) {
    // The one label that Prometheus may put a password into.
    json[name] = name == "__meta_url" ? check::http::PublicUrl(value) : value;
  }
  return json;
}

// `name="value", ...` of those that series get.
std::string OfSeries(const LabelPairs& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    if (name.starts_with("__")) continue;
    text += (text.empty() ? "" : ", ") + name + "=" + check::GoQuote(value);
  }
  return text;
}

std::string Plural(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

class CheckServiceDiscovery {
 public:
  explicit CheckServiceDiscovery(const Options& options)
      : options_(options), color_(options.color.Use()) {}

  Exit Run() {
    const check::Result<check::Duration> timeout = ReadDurationFlag("--timeout", options_.timeout);
    if (!timeout) return Fail(timeout.error().message);
    check::Result<std::string> text = ReadInput(options_.path);
    if (!text) return Fail(text.error().message);
    config_ =
        config::prometheus::ReadPrometheusConfig(options_.path == "-" ? "<stdin>" : options_.path,
                                                 std::move(*text), {.files = &check::Disk()});
    config_->HideSecrets();
    check::Diagnostics& problems = config_->diagnostics;
    std::ranges::copy(config_->unreadable.found(), std::back_inserter(problems.found()));
    if (problems.HasErrors()) {
      PrintProblems(problems);
      return Exit::kProblems;
    }
    WarnOfIgnoredDocuments(problems, color_);
    job_ = config_->FindJob(options_.job);
    if (job_ == nullptr) return Fail(NoSuchJob());

    const auto http = check::http::LazyCurlTransport();
    {
      ProgressLine progress;
      asked_ = discovery::Discover(*job_, *http,
                                   {.files = &check::Disk(),
                                    .timeout = TimeoutOf(*timeout),
                                    .progress = [&](std::span<const std::string_view> waiting) {
                                      if (!waiting.empty()) progress.Show(WaitText(waiting));
                                    }});
    }
    text_ = fmt::format("job `{}` in {}{}\n", job_->settings.name, job_->path,
                        asked_.empty() ? ": it has no service discovery" : "");
    for (const discovery::Asked& asked : asked_) Add(asked);
    Finish();

    check::Diagnostics failures;
    discovery::ReportFailures(asked_, failures);
    PrintProblems(failures);
    return Status();
  }

 private:
  Exit Fail(const std::string& message) {
    WriteError(message);
    return Exit::kFailed;
  }

  void PrintProblems(const check::Diagnostics& problems) {
    if (problems.found().empty()) return;
    check::report::Run run;
    for (const check::Diagnostic& problem : problems.found()) {
      run.findings.push_back(check::ToFinding(problem));
    }
    for (const auto& file : config_->files) {
      run.files.push_back({.path = std::string(file->text.name())});
    }
    WriteErr(check::report::FindFormat("text")->Render(run, {.colour = color_}));
  }

  std::string NoSuchJob() const {
    std::vector<std::string_view> names;
    std::string all;
    for (const auto& job : config_->jobs) {
      names.push_back(job.settings.name);
      all += fmt::format("{}`{}`", all.empty() ? "" : ", ", job.settings.name);
    }
    const auto meant = check::ClosestMatch(options_.job, names);
    std::string message = fmt::format("`{}` has no job `{}`", options_.path, options_.job);
    if (meant) message += fmt::format(", did you mean `{}`?", *meant);
    if (all.empty()) return message;
    return message + (meant ? " The jobs are " : "; the jobs are ") + all;
  }

  Exit Status() const {
    Exit status = refused_ > 0 ? Exit::kProblems : Exit::kOk;
    for (const discovery::Asked& asked : asked_) {
      if (asked.outcome == discovery::Outcome::kImpossible) return Exit::kFailed;
      if (asked.outcome == discovery::Outcome::kFailed) status = Exit::kProblems;
    }
    return status;
  }

  std::string Painted(std::string_view code, const std::string& text) const {
    return color_ ? fmt::format("\033[{}m{}\033[0m", code, text) : text;
  }

  void Add(const discovery::Asked& asked) {
    constexpr std::string_view kOutcomes[] = {"answered", "failed", "impossible"};
    const auto outcome = static_cast<std::size_t>(asked.outcome);
    const check::LineColumn place = asked.where.file->PositionOf(asked.where.span.begin);
    std::size_t count = 0;
    for (const auto& group : asked.found.groups) count += group.targets.size();
    const std::string what =
        asked.outcome != discovery::Outcome::kAnswered
            ? Painted("31", fmt::format("{}", asked.outcome == discovery::Outcome::kFailed
                                                  ? "failed"
                                                  : "not supported"))
            : fmt::format("{} in {}", Plural(count, "target"),
                          Plural(asked.found.groups.size(), "group"));
    text_ += fmt::format("\n{}, line {}: {}\n", Painted("1", std::string(asked.field)), place.line,
                         what);
    Json groups = Json::array();
    for (const auto& group : asked.found.groups) groups.push_back(AddGroup(group));
    Json entry = {{"field", asked.field},
                  {"file", asked.where.file->name()},
                  {"line", place.line},
                  {"column", place.column},
                  {"outcome", kOutcomes[outcome]}};
    if (!asked.why.empty()) entry["why"] = asked.why;
    entry["warnings"] = asked.found.warnings;
    entry["groups"] = std::move(groups);
    json_.push_back(std::move(entry));
  }

  Json AddGroup(const discovery::TargetGroup& group) {
    Json targets = Json::array();
    std::vector<std::pair<std::string, std::string>> rows;
    for (const discovery::Labels& target : group.targets) {
      const config::RelabelTrace trace =
          config::TraceRelabelling(discovery::LabelsOf(job_->settings, group, target),
                                   job_->relabel.rules(), config::RelabelStage::kScrape);
      rows.emplace_back(AddressOf(trace.before), Describe(trace));
      Json entry = {{"discovered", ToJson(trace.before)}};
      if (trace.result) {
        ++kept_;
        entry["outcome"] = "kept";
        entry["labels"] = ToJson(*trace.result);
      } else if (trace.dropped()) {
        ++dropped_;
        const config::RelabelStep& step = trace.steps.back();
        entry["outcome"] = "dropped";
        entry["why"] = step.Describe();
        entry["rule"] = {{"file", step.rule->file->name()},
                         {"line", step.line()},
                         {"action", ToString(step.rule->rule.action)}};
      } else {
        ++refused_;
        entry["outcome"] = "refused";
        entry["why"] = trace.refused;
      }
      targets.push_back(std::move(entry));
    }
    text_ += fmt::format("  {}{}\n", group.source.empty() ? "(no name)" : ShownSource(group.source),
                         rows.empty() ? ": no targets" : "");
    std::size_t width = 0;
    for (const auto& row : rows) width = std::max(width, row.first.size());
    for (const auto& [address, what] : rows) {
      text_ += fmt::format("    {:<{}}  {}\n", address, width, what);
    }
    return {{"source", ShownSource(group.source)}, {"targets", std::move(targets)}};
  }

  static std::string ShownSource(const std::string& source) {
    return check::http::IsHttpUrl(source) ? check::http::PublicUrl(source) : source;
  }

  static std::string AddressOf(const LabelPairs& labels) {
    const auto at = std::find_if(labels.begin(), labels.end(),
                                 [](const auto& label) { return label.first == "__address__"; });
    return at == labels.end() ? "(no address)" : at->second;
  }

  std::string Describe(const config::RelabelTrace& trace) const {
    if (trace.result) return OfSeries(*trace.result);
    if (!trace.refused.empty()) return Painted("31", trace.refused);
    const config::RelabelStep& step = trace.steps.back();
    return Painted("2", fmt::format("{} (line {}, {})", step.Describe(), step.line(),
                                    ToString(step.rule->rule.action)));
  }

  void Finish() {
    const std::size_t found = kept_ + dropped_ + refused_;
    if (options_.format == "json") {
      WriteData(check::report::ToText(Json{{"version", 1},
                                           {"job", job_->settings.name},
                                           {"mechanisms", std::move(json_)},
                                           {"found", found},
                                           {"kept", kept_},
                                           {"dropped", dropped_},
                                           {"refused", refused_}}));
      return;
    }
    text_ +=
        fmt::format("\n{} found, {} kept, {} dropped", Plural(found, "target"), kept_, dropped_);
    if (refused_ > 0) text_ += fmt::format(", {} refused", refused_);
    WriteOut(text_ + "\n");
  }

  const Options& options_;
  const bool color_;
  std::unique_ptr<config::prometheus::PrometheusConfig> config_;
  const config::prometheus::ScrapeJob* job_ = nullptr;
  std::vector<discovery::Asked> asked_;
  std::string text_;
  Json json_ = Json::array();
  std::size_t kept_ = 0;
  std::size_t dropped_ = 0;
  std::size_t refused_ = 0;
};

constexpr Example kExamples[] = {
    {"pronoia check service-discovery prometheus.yml node",
     "List the targets of a job after relabelling"},
    {"pronoia check service-discovery --timeout 5s prometheus.yml pods",
     "Wait at most five seconds for servers that do not respond"},
    {"pronoia check service-discovery --format json prometheus.yml node | jq "
     "'.mechanisms[].groups[].targets[]'",
     "Pass all labels on to another program"},
};

}  // namespace

extern const Command kCheckServiceDiscoveryCommand = {
    .path = "check service-discovery",
    .summary = "Query the service discovery of a job and list its targets",
    .description =
        "Query all service discovery mechanisms of a scrape job, with the credentials in the "
        "configuration, and relabel the targets as Prometheus would. For each target, print the "
        "labels of its series, or the rule that drops it. The command ends when all mechanisms "
        "have responded, or at the timeout.\n\nWith --format json: an object with `version` (1), "
        "`job`, the numbers of targets `found`, `kept`, `dropped` and `refused`, and `mechanisms`. "
        "Each of those has `field`, `file`, `line`, `column`, an `outcome` (answered, failed or "
        "impossible) with `why`, `warnings`, and `groups` with `source` and `targets`. A target "
        "has the labels `discovered` and an `outcome`: kept, with `labels`; dropped, with `why` "
        "and the `rule`; or refused, with `why`.\n\nExit status: 0 all mechanisms responded, 1 one "
        "did not, Prometheus would refuse a target, or the configuration has errors, 2 the job is "
        "unknown, something could not be read, or only Prometheus can query a mechanism.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("config", &options->path, "CONFIG",
                     "A prometheus.yml, or - for standard input", {.required = true});
      flags.Argument("job", &options->job, "JOB", "Name of the scrape job", {.required = true});
      flags.Option("--timeout", &options->timeout, "DURATION", "How long to wait for responses");
      flags.Option("--format", &options->format, "TRACE", "Output format");
      options->color.Declare(flags);
      return [options] { return CheckServiceDiscovery(*options).Run(); };
    },
};

}  // namespace tools
