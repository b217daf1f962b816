#include "libcheck/record/test_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/promql/series_description.h"
#include "libcheck/record/notation.h"
#include "libcheck/rules/eval/evaluation.h"
#include "libcheck/yaml/write.h"

namespace check::record {
namespace {

constexpr std::int64_t kNanosecondsPerMs = 1'000'000;

std::string DurationText(std::int64_t ms) {
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

// A series of the test.
struct Input {
  std::string series;
  std::string values;
};

// The samples of a series at the times of a grid.
class Grid {
 public:
  Grid(Period period, std::int64_t interval) : period_(period), interval_(interval) {}

  std::vector<promql::SequenceValue> Place(const series::SampleColumn& column,
                                           const series::SampleColumn* present) const {
    std::vector<promql::SequenceValue> values;
    Position at;
    bool is_open = false;  // There are samples, and they have not been ended.
    for (std::int64_t time = period_.start; time <= period_.end; time += interval_) {
      promql::SequenceValue& value = values.emplace_back(Last(column, time, at));
      if (!value.omitted) {
        is_open = true;
      } else if (is_open && present != nullptr && !Has(*present, time)) {
        value = {.value = model::kNaN, .stale = true};
        is_open = false;
      }
    }
    while (!values.empty() && values.back().omitted) values.pop_back();
    return values;
  }

 private:
  struct Position {
    std::size_t next_float = 0;
    std::size_t next_histogram = 0;
  };

  // The last sample since the time before, or none.
  promql::SequenceValue Last(const series::SampleColumn& column, std::int64_t time,
                             Position& at) const {
    promql::SequenceValue value = {.omitted = true};
    std::int64_t taken = time - interval_;
    const auto& times = column.times;
    for (; at.next_float < times.size() && times[at.next_float] <= time; ++at.next_float) {
      if (times[at.next_float] <= taken) continue;
      taken = times[at.next_float];
      value = {.value = column.floats[at.next_float]};
    }
    const auto& histograms = column.histograms;
    for (; at.next_histogram < histograms.size() && histograms[at.next_histogram].time <= time;
         ++at.next_histogram) {
      if (histograms[at.next_histogram].time <= taken) continue;
      taken = histograms[at.next_histogram].time;
      value = {.histogram = histograms[at.next_histogram].histogram};
    }
    return value;
  }

  static bool Has(const series::SampleColumn& present, std::int64_t time) {
    const std::size_t count = present.times.CountUpTo(time);
    if (count > 0 && present.times[count - 1] == time) return true;
    const auto& histograms = present.histograms;
    const auto found = std::lower_bound(
        histograms.begin(), histograms.end(), time,
        [](const promql::HistogramPoint& point, std::int64_t at) { return point.time < at; });
    return found != histograms.end() && found->time == time;
  }

  Period period_;
  std::int64_t interval_;
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct FiringAlert {
  Pairs labels;  // Without the alert's name.
  Pairs annotations;
  friend auto operator<=>(const FiringAlert&, const FiringAlert&) = default;
};

// Which alerts of a name fire at a step.
struct Moment {
  std::int64_t step = 0;
  std::vector<FiringAlert> alerts;

  // Whether these are the same alerts, whatever their annotations say.
  bool SameAlerts(const Moment& other) const {
    return std::equal(
        alerts.begin(), alerts.end(), other.alerts.begin(), other.alerts.end(),
        [](const FiringAlert& a, const FiringAlert& b) { return a.labels == b.labels; });
  }
};

// The moments at which the alerts that fire are others than before.
using Changes = std::map<std::string, std::vector<Moment>, std::less<>>;

class TestWriter {
 public:
  TestWriter(series::SampleSet& samples, series::SampleSet& present, const TestSource& source)
      : samples_(samples), present_(present), source_(source) {}

  Result<RecordedTest> Run() {
    MakeInput();
    test_.series = input_.size();
    if (auto error = Evaluate()) return *error;
    Write();
    return std::move(test_);
  }

 private:
  void MakeInput() {
    const Grid grid(source_.period, source_.interval);
    const bool is_known = !present_.columns().empty();
    for (const series::SampleColumn& column : samples_.columns()) {
      if (source_.needs.made.contains(column.labels.metric_name())) continue;
      const series::SampleColumn* const known =
          is_known ? &present_.Column(present_.labels().Import(column.labels)) : nullptr;
      const auto values = grid.Place(column, known);
      if (!values.empty()) input_.push_back({SeriesText(column.labels), ValuesText(values)});
    }
    std::sort(input_.begin(), input_.end(),
              [](const Input& a, const Input& b) { return a.series < b.series; });
  }

  std::int64_t last_step() const {
    return (source_.period.end - source_.period.start) / source_.interval;
  }

  // Evaluates the rules as the test will be.
  std::optional<Error> Evaluate() {
    rules::EvaluationOptions options;
    options.schedule = {
        .start_ns = source_.needs.asks_time ? source_.period.start * kNanosecondsPerMs : 0,
        .step_ns = source_.interval * kNanosecondsPerMs,
        .last_step = last_step()};
    options.input_step_ns = options.schedule.step_ns;
    options.parser = source_.parser;
    options.engine.default_subquery_step = source_.interval;
    options.all_rules = true;
    options.ahead = false;
    rules::Evaluation evaluation(options, nullptr);
    std::vector<promql::SeriesDescription> read(input_.size());
    for (std::size_t i = 0; i < input_.size(); ++i) {
      const std::string text = input_[i].series + " " + input_[i].values;
      if (auto fault = promql::ParseSeriesDescription(text, read[i])) {
        return Error{fmt::format("cannot write `{}` as the input of a test: {}", input_[i].series,
                                 fault->message)};
      }
      evaluation.input().Add({read[i].labels.begin(), read[i].labels.end()},
                             std::move(read[i].values));
    }
    evaluation.Prepare({source_.groups.begin(), source_.groups.end()}, {});
    for (std::int64_t step = 0; step <= last_step(); ++step) {
      const rules::StepErrors errors = evaluation.Step(step, true);
      if (errors.input) return Error{*errors.input};
      if (!errors.rules.empty()) {
        return Error{fmt::format("cannot evaluate `{}`: {}", errors.rules[0].rule->name,
                                 errors.rules[0].message)};
      }
      if (TimeOf(step) >= source_.from) NoteAlerts(evaluation, step);
    }
    return std::nullopt;
  }

  std::int64_t TimeOf(std::int64_t step) const {
    return source_.period.start + step * source_.interval;
  }

  void NoteAlerts(rules::Evaluation& evaluation, std::int64_t step) {
    std::map<std::string, Moment, std::less<>> now;
    for (rules::AlertingEvaluator* const alerting : evaluation.alerts()) {
      Moment& moment = now[std::string(alerting->rule().name)];
      moment.step = step;
      alerting->ForEach(rules::AlertState::kFiring, [&](const rules::Alert& alert) {
        FiringAlert& firing = moment.alerts.emplace_back();
        for (const model::Label& label : alert.labels.list()) {
          if (label.name->text == rules::kAlertNameLabel) continue;
          firing.labels.emplace_back(label.name->text, label.value->text);
        }
        firing.annotations = alert.annotations;
      });
    }
    for (auto& [name, moment] : now) {
      std::sort(moment.alerts.begin(), moment.alerts.end());
      auto& changes = changes_[name];
      const Moment nothing;
      if (!moment.SameAlerts(changes.empty() ? nothing : changes.back())) {
        changes.push_back(std::move(moment));
      }
    }
  }

  // What a test is to look at: when alerts begin to fire, what is before that, when they are the
  // most, and when they are over.
  std::vector<Moment> Choose(const std::vector<Moment>& changes) const {
    std::vector<Moment> chosen;
    const Moment& first = changes.front();
    if (first.step > 0 && TimeOf(first.step - 1) >= source_.from) {
      chosen.push_back({first.step - 1, {}});
    }
    chosen.push_back(first);
    const auto most = std::max_element(
        changes.begin(), changes.end(),
        [](const Moment& a, const Moment& b) { return a.alerts.size() < b.alerts.size(); });
    if (most != changes.begin() && most->alerts.size() > first.alerts.size()) {
      chosen.push_back(*most);
    }
    const auto over = std::find_if(changes.begin(), changes.end(),
                                   [](const Moment& moment) { return moment.alerts.empty(); });
    if (over != changes.end()) chosen.push_back(*over);
    std::sort(chosen.begin(), chosen.end(),
              [](const Moment& a, const Moment& b) { return a.step < b.step; });
    return chosen;
  }

  void Write() {
    yaml::Writer out;
    out.Comment(fmt::format("Recorded from {} to {}.", Rfc3339(source_.period.start),
                            Rfc3339(source_.period.end)));
    out.BeginMapping();
    out.Key("rule_files");
    out.BeginSequence();
    for (const std::string& path : source_.rule_files) out.String(path);
    out.End();
    out.Key("evaluation_interval");
    out.String(DurationText(source_.interval));
    if (source_.groups.size() > 1) WriteGroupOrder(out);
    out.Key("tests");
    out.BeginSequence();
    out.BeginMapping();
    out.Key("interval");
    out.String(DurationText(source_.interval));
    if (source_.needs.asks_time) {
      out.Key("start_timestamp");
      out.String(Rfc3339(source_.period.start));
    }
    out.Key("input_series");
    out.BeginSequence();
    for (const Input& input : input_) {
      out.BeginMapping();
      out.Key("series");
      out.String(input.series);
      out.Key("values");
      out.String(input.values);
      out.End();
    }
    out.End();
    WriteAlertTests(out);
    out.End();
    out.End();
    out.End();
    test_.text = out.Take();
  }

  // Without it promtool may take them in any order.
  void WriteGroupOrder(yaml::Writer& out) const {
    out.Key("group_eval_order");
    out.BeginSequence();
    std::vector<std::string_view> names;
    for (const rules::PreparedGroup* const group : source_.groups) {
      const std::string_view name = group->group->name;
      if (std::find(names.begin(), names.end(), name) != names.end()) continue;
      names.push_back(name);
      out.String(name);
    }
    out.End();
  }

  void WriteAlertTests(yaml::Writer& out) {
    std::vector<std::pair<Moment, std::string_view>> all;
    for (const auto& [name, changes] : changes_) {
      if (changes.empty()) continue;
      test_.fired.push_back(name);
      for (Moment& moment : Choose(changes)) all.emplace_back(std::move(moment), name);
    }
    if (all.empty()) return;
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.first.step < b.first.step; });
    out.Key("alert_rule_test");
    out.BeginSequence();
    for (const auto& [moment, name] : all) {
      out.BeginMapping();
      out.Key("eval_time");
      out.String(DurationText(moment.step * source_.interval));
      out.Key("alertname");
      out.String(name);
      out.Key("exp_alerts");
      WriteAlerts(out, moment.alerts);
      out.End();
    }
    out.End();
  }

  static void WriteAlerts(yaml::Writer& out, const std::vector<FiringAlert>& alerts) {
    if (alerts.empty()) return out.EmptySequence();
    out.BeginSequence();
    for (const FiringAlert& alert : alerts) {
      out.BeginMapping();
      WritePairs(out, "exp_labels", alert.labels);
      WritePairs(out, "exp_annotations", alert.annotations);
      out.End();
    }
    out.End();
  }

  static void WritePairs(yaml::Writer& out, std::string_view key, const Pairs& pairs) {
    if (pairs.empty()) return;
    out.Key(key);
    out.BeginMapping();
    for (const auto& [name, value] : pairs) {
      out.Key(name);
      out.String(value);
    }
    out.End();
  }

  static std::string Rfc3339(std::int64_t ms) { return FormatTime(ms, "UTC", TimeStyle::kRfc3339); }

  series::SampleSet& samples_;
  series::SampleSet& present_;
  const TestSource& source_;
  std::vector<Input> input_;
  Changes changes_;
  RecordedTest test_;
};

}  // namespace

std::int64_t UsualInterval(series::SampleSet& samples, std::int64_t fallback) {
  constexpr std::size_t kEnough = 10'000;
  constexpr std::int64_t kSecond = 1000;
  std::map<std::int64_t, std::size_t> counts;
  std::size_t seen = 0;
  const auto note = [&](std::int64_t interval) {
    if (interval >= kSecond) interval = (interval + kSecond / 2) / kSecond * kSecond;
    ++counts[interval];
    ++seen;
  };
  for (const series::SampleColumn& column : samples.columns()) {
    for (std::size_t i = 1; i < column.times.size() && seen < kEnough; ++i) {
      note(column.times[i] - column.times[i - 1]);
    }
    for (std::size_t i = 1; i < column.histograms.size() && seen < kEnough; ++i) {
      note(column.histograms[i].time - column.histograms[i - 1].time);
    }
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? fallback : std::max<std::int64_t>(most->first, 1);
}

Result<RecordedTest> WriteTest(series::SampleSet& samples, series::SampleSet& present,
                               const TestSource& source) {
  return TestWriter(samples, present, source).Run();
}

}  // namespace check::record
