#include "libcheck/record/firing.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "libcheck/promql/series_description.h"
#include "libcheck/rules/eval/evaluation.h"

namespace check::record {
namespace {

constexpr std::int64_t kNanosecondsPerMs = 1'000'000;

// Whether these are the same alerts, whatever their annotations say.
bool SameAlerts(std::span<const FiringAlert> a, std::span<const FiringAlert> b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const FiringAlert& x, const FiringAlert& y) { return x.labels == y.labels; });
}

FiringAlert ToFiring(const rules::Alert& alert) {
  FiringAlert firing;
  for (const model::Label& label : alert.labels.list()) {
    if (label.name->text == rules::kAlertNameLabel) continue;
    firing.labels.emplace_back(label.name->text, label.value->text);
  }
  firing.annotations = alert.annotations;
  return firing;
}

class Evaluator {
 public:
  explicit Evaluator(const TestSource& source)
      : source_(source),
        last_step_((source.period.end - source.period.start) / source.interval),
        evaluation_(Options(), nullptr) {}

  std::optional<Error> Run(const std::vector<Input>& input) {
    if (auto error = Load(input)) return error;
    evaluation_.Prepare({source_.groups.begin(), source_.groups.end()}, {});
    for (std::int64_t step = 0; step <= last_step_; ++step) {
      const rules::StepErrors errors = evaluation_.Step(step, /*annotate=*/true);
      if (errors.input) return Error{*errors.input};
      if (!errors.rules.empty()) {
        return Error{fmt::format("cannot evaluate `{}`: {}", errors.rules[0].rule->name,
                                 errors.rules[0].message)};
      }
      if (IsOfInterest(step)) NoteAlerts(step);
    }
    return std::nullopt;
  }

  Firing Choose() const {
    Firing firing;
    for (const auto& [name, changes] : changes_) {
      if (!changes.empty()) firing.emplace(name, ChooseOf(changes));
    }
    return firing;
  }

 private:
  rules::EvaluationOptions Options() const {
    rules::EvaluationOptions options;
    const std::int64_t start = source_.needs.asks_time ? source_.period.start : 0;
    options.schedule = {.start_ns = start * kNanosecondsPerMs,
                        .step_ns = source_.interval * kNanosecondsPerMs,
                        .last_step = last_step_};
    options.input_step_ns = options.schedule.step_ns;
    options.parser = source_.parser;
    options.engine.default_subquery_step = source_.interval;
    options.all_rules = true;
    options.ahead = false;
    return options;
  }

  std::optional<Error> Load(const std::vector<Input>& input) {
    read_.resize(input.size());
    for (std::size_t i = 0; i < input.size(); ++i) {
      promql::SeriesDescription& series = read_[i];
      const std::string text = input[i].series + " " + input[i].values;
      if (const auto fault = promql::ParseSeriesDescription(text, series)) {
        return Error{
            fmt::format("cannot write `{}` as test input: {}", input[i].series, fault->message)};
      }
      evaluation_.input().Add({series.labels.begin(), series.labels.end()},
                              std::move(series.values));
    }
    return std::nullopt;
  }

  bool IsOfInterest(std::int64_t step) const {
    return source_.period.start + step * source_.interval >= source_.from;
  }

  void NoteAlerts(std::int64_t step) {
    std::map<std::string_view, Moment> now;
    for (rules::AlertingEvaluator* const alerting : evaluation_.alerts()) {
      Moment& moment = now[alerting->rule().name];
      moment.step = step;
      alerting->ForEach(rules::AlertState::kFiring, [&](const rules::Alert& alert) {
        moment.alerts.push_back(ToFiring(alert));
      });
    }
    for (auto& [name, moment] : now) {
      std::sort(moment.alerts.begin(), moment.alerts.end());
      std::vector<Moment>& changes = changes_[std::string(name)];
      const bool is_same = changes.empty() ? moment.alerts.empty()
                                           : SameAlerts(moment.alerts, changes.back().alerts);
      if (!is_same) changes.push_back(std::move(moment));
    }
  }

  std::vector<Moment> ChooseOf(const std::vector<Moment>& changes) const {
    std::vector<Moment> chosen;
    const Moment& first = changes.front();
    if (first.step > 0 && IsOfInterest(first.step - 1)) chosen.push_back({first.step - 1, {}});
    chosen.push_back(first);
    const auto most = std::max_element(
        changes.begin(), changes.end(),
        [](const Moment& a, const Moment& b) { return a.alerts.size() < b.alerts.size(); });
    if (most->alerts.size() > first.alerts.size()) chosen.push_back(*most);
    const auto over = std::find_if(changes.begin(), changes.end(),
                                   [](const Moment& moment) { return moment.alerts.empty(); });
    if (over != changes.end()) chosen.push_back(*over);
    std::sort(chosen.begin(), chosen.end(),
              [](const Moment& a, const Moment& b) { return a.step < b.step; });
    return chosen;
  }

  const TestSource& source_;
  std::int64_t last_step_;
  rules::Evaluation evaluation_;
  std::vector<promql::SeriesDescription> read_;
  // Of each alert, the moments at which those that fire are others than before.
  std::map<std::string, std::vector<Moment>, std::less<>> changes_;
};

}  // namespace

Result<Firing> FindFiring(const std::vector<Input>& input, const TestSource& source) {
  Evaluator evaluator(source);
  if (auto error = evaluator.Run(input)) return *error;
  return evaluator.Choose();
}

}  // namespace check::record
