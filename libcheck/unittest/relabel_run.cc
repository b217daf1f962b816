#include "libcheck/unittest/relabel_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "libcheck/base/edit_distance.h"
#include "libcheck/base/quote.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/schema/codes.h"
#include "libcheck/unittest/codes.h"
#include "libcheck/unittest/match.h"
#include "libcheck/unittest/upstream_text.h"

namespace check::unittest {
namespace {

using config::LabelPairs;
using config::RelabelLabels;
using config::WrittenRelabelRule;
using Lines = std::vector<std::string>;

LabelPairs Own(std::span<const Pair> pairs) {
  LabelPairs own;
  for (const Pair& pair : pairs) own.emplace_back(pair.name, pair.value);
  return own;
}

// Labels on their way, line by line.
Lines StepsOf(const config::RelabelTrace& trace, RelabelStage stage) {
  Lines lines = {"before: " + UpstreamLabels(config::WithoutSettings(trace.before))};
  for (const config::RelabelStep& step : trace.steps) {
    lines.push_back(fmt::format("line {}, {}: {}", step.line(), ToString(step.rule->rule.action),
                                step.Describe()));
  }
  if (stage == RelabelStage::kScrape && trace.result) {
    lines.push_back("after: " + UpstreamLabels(config::SeriesLabels(*trace.result)));
  }
  return lines;
}

// What a test expects, for people, beside what there is: patterns as values that begin with `~`.
OwnLabels Shown(const RelabelTest& test, const OwnLabels& got) {
  OwnLabels shown;
  for (const Pair& pair : test.expected) {
    if (!pair.value.empty()) shown.emplace_back(pair.name, pair.value);
  }
  for (const Pair& pair : test.label_patterns) {
    const std::string* value = Find(got, pair.name);
    const Result<Regex> regex = Regex::Compile(pair.value);
    const bool matches = value != nullptr && regex && regex->FullMatch(*value);
    shown.emplace_back(pair.name, matches ? *value : "~" + std::string(pair.value));
  }
  std::sort(shown.begin(), shown.end());
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  return shown;
}

bool IsNamed(const RelabelTest& test, std::string_view name) {
  const auto is_it = [&](const Pair& pair) { return pair.name == name; };
  return std::any_of(test.expected.begin(), test.expected.end(), is_it) ||
         std::any_of(test.label_patterns.begin(), test.label_patterns.end(), is_it) ||
         std::any_of(test.absent_labels.begin(), test.absent_labels.end(),
                     [&](const Text& text) { return text.value == name; });
}

// Whether labels that are not named matter.
bool OthersMatter(const RelabelTest& test, std::string_view name) {
  return !test.subset && test.expected_node != nullptr &&
         !(test.stage == RelabelStage::kScrape && name.starts_with("__"));
}

// The place of what differs first, or of the whole test.
Span PlaceOfDifference(const RelabelTest& test, const OwnLabels& got) {
  const auto value_of = [&](std::string_view name) -> std::string_view {
    const std::string* value = Find(got, name);
    return value == nullptr ? std::string_view() : std::string_view(*value);
  };
  for (const Pair& pair : test.expected) {
    if (value_of(pair.name) != pair.value) return pair.value_node->span;
  }
  for (const Pair& pair : test.label_patterns) {
    const Result<Regex> regex = Regex::Compile(pair.value);
    if (!regex || value_of(pair.name).empty() || !regex->FullMatch(value_of(pair.name))) {
      return pair.value_node->span;
    }
  }
  for (const Text& name : test.absent_labels) {
    if (!value_of(name.value).empty()) return name.node->span;
  }
  return test.expected_node != nullptr ? test.expected_node->span : test.node->span;
}

}  // namespace

const RelabelRules::Config& RelabelRules::ConfigOf(const std::string& path, const Location& where,
                                                   Diagnostics& diagnostics) {
  const auto [at, is_new] = configs_.try_emplace(path);
  Config& config = at->second;
  if (!is_new) return config;
  Result<std::string> text = files_->Read(path);
  if (!text) {
    diagnostics.Report(kNoConfig, where, text.error().message);
    return config;
  }
  config.read = config::prometheus::ReadPrometheusConfig(
      path, std::move(*text),
      {.files = files_, .checked = config::prometheus::Checked::kRelabelling});
  Diagnostics found = config.read->diagnostics;
  for (const Diagnostic& problem : config.read->unreadable.found()) {
    found.Report(kNoConfig, where, problem.message);
  }
  config.good = !found.HasErrors();
  std::move(found.found().begin(), found.found().end(), std::back_inserter(diagnostics.found()));
  return config;
}

bool RelabelRules::TakeFromConfig(const RelabelTest& test, const std::string& path,
                                  const SourceFile& file, Diagnostics& diagnostics, Setup& setup) {
  const Config& config =
      ConfigOf(PathBeside(path, test.config.value), {&file, test.config.node->span}, diagnostics);
  if (!config.good) return false;
  setup.external_labels = config.read->external_labels;
  if (test.stage == RelabelStage::kAlert) {
    setup.rules = &config.read->alert_relabel->rules();
    setup.origin = fmt::format("`alert_relabel_configs` of {}", test.config.value);
    return true;
  }
  const std::string_view field =
      test.stage == RelabelStage::kMetric ? "metric_relabel_configs" : "relabel_configs";
  if (test.job.value.empty()) {
    diagnostics.Report(schema::kMissingField, {&file, test.config.node->span},
                       fmt::format("the test needs `job`, to select its `{}`", field));
    return false;
  }
  const config::prometheus::ScrapeJob* job = config.read->FindJob(test.job.value);
  if (job == nullptr) {
    auto& problem =
        diagnostics.Report(schema::kBadValue, {&file, test.job.node->span},
                           fmt::format("`{}` has no job `{}`", test.config.value, test.job.value));
    std::vector<std::string_view> names;
    for (const auto& other : config.read->jobs) names.push_back(other.settings.name);
    if (const auto meant = ClosestMatch(test.job.value, names)) {
      problem.notes.push_back(fmt::format("did you mean `{}`?", *meant));
    }
    return false;
  }
  setup.job = &job->settings;
  setup.rules =
      test.stage == RelabelStage::kMetric ? &job->metric_relabel.rules() : &job->relabel.rules();
  const bool has_rules = !setup.rules->empty();
  setup.origin = fmt::format("`{}` of job `{}` in {}", field, test.job.value,
                             has_rules ? setup.rules->front().file->name() : test.config.value);
  return true;
}

void RelabelRules::Read(const FileSystem& files, const TestFile& tests, const std::string& path,
                        Arena& arena, Diagnostics& diagnostics) {
  files_ = &files;
  for (const TestGroup& group : tests.tests) {
    for (const RelabelTest& test : group.relabel_tests) {
      auto setup = std::make_unique<Setup>();
      if (test.rules != nullptr) {
        const std::size_t errors = diagnostics.found().size();
        const yaml::Stream no_stream;  // Only places in error messages would need it.
        config::RegexCache regexes;
        setup->own_rules =
            config::ReadRelabelRules(*test.rules, {*tests.file, no_stream, arena},
                                     model::NameValidation::kUtf8, regexes, diagnostics);
        if (diagnostics.found().size() > errors) continue;
        setup->own_job.name = test.job.value;
        setup->job = &setup->own_job;
        setup->rules = &setup->own_rules;
        setup->origin = fmt::format("`{}`", test.rules_field);
      } else if (test.config.node == nullptr ||
                 !TakeFromConfig(test, path, *tests.file, diagnostics, *setup)) {
        continue;
      }
      for (const Pair& pair : group.external_labels) {
        std::erase_if(setup->external_labels,
                      [&](const auto& label) { return label.first == pair.name; });
        setup->external_labels.emplace_back(pair.name, pair.value);
      }
      setups_.emplace(&test, std::move(setup));
    }
  }
}

RelabelLabels RelabelRules::LabelsBefore(const RelabelTest& test, const Setup& setup) {
  switch (test.stage) {
    case RelabelStage::kMetric:
      return config::SampleLabels(Own(test.labels), Own(test.target_labels),
                                  setup.job->honor_labels);
    case RelabelStage::kAlert:
      return config::AlertLabels(Own(test.labels), setup.external_labels);
    case RelabelStage::kScrape:
      break;
  }
  return config::DiscoveredLabels(*setup.job, Own(test.labels));
}

std::vector<Failure> RelabelRules::Run(const SourceFile& file, const TestGroup& group) const {
  std::vector<Failure> failures;
  for (const RelabelTest& test : group.relabel_tests) {
    const auto found = setups_.find(&test);
    if (found == setups_.end()) continue;
    const Setup& setup = *found->second;
    config::RelabelTrace trace =
        config::TraceRelabelling(LabelsBefore(test, setup), *setup.rules, test.stage);
    const bool kept = trace.result.has_value();
    const bool good =
        trace.refused.empty() && (test.dropped ? !kept : kept && Matches(test, *trace.result));
    if (good) continue;
    Failure& failure = failures.emplace_back(Failure{{&file, test.node->span}, {}});
    if (kept && !test.dropped) failure.where.span = PlaceOfDifference(test, *trace.result);
    History history = {setup.origin + ", rule by rule:"};
    for (const std::string& step : StepsOf(trace, test.stage)) history.push_back("  " + step);
    if (!trace.refused.empty()) {
      failure.what = RelabelRefused{std::move(trace.refused), std::move(history)};
      continue;
    }
    RelabelDiffers differs = {.test = &test, .kept = kept, .history = std::move(history)};
    if (kept && !test.dropped) {
      differs.expected = Shown(test, *trace.result);
      for (const auto& label : *trace.result) {
        if (IsNamed(test, label.first) || OthersMatter(test, label.first)) {
          differs.got.push_back(label);
        }
      }
    }
    failure.what = std::move(differs);
  }
  return failures;
}

std::vector<std::string> RelabelRules::paths() const {
  std::vector<std::string> paths;
  for (const auto& [path, config] : configs_) {
    paths.push_back(path);
    if (config.read == nullptr) continue;
    for (const auto& source : config.read->sources()) {
      if (source->name() != path) paths.emplace_back(source->name());
    }
  }
  return paths;
}

}  // namespace check::unittest
