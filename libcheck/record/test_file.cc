#include "libcheck/record/test_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/record/firing.h"
#include "libcheck/record/grid.h"
#include "libcheck/record/notation.h"
#include "libcheck/yaml/write.h"

namespace check::record {
namespace {

std::string DurationText(std::int64_t ms) {
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

class TestWriter {
 public:
  TestWriter(series::SampleSet& samples, series::SampleSet& present, const TestSource& source)
      : samples_(samples), present_(present), source_(source) {}

  Result<RecordedTest> Run() {
    MakeInput();
    test_.series = input_.size();
    auto firing = FindFiring(input_, source_);
    if (!firing) return firing.error();
    firing_ = std::move(*firing);
    Write();
    return std::move(test_);
  }

 private:
  void MakeInput() {
    const bool is_known = !present_.columns().empty();
    for (const series::SampleColumn& column : samples_.columns()) {
      if (source_.needs.made.contains(column.labels.metric_name())) continue;
      const series::SampleColumn* const known =
          is_known ? &present_.Column(present_.labels().Import(column.labels)) : nullptr;
      const auto values = PlaceOnGrid(column, known, source_.period, source_.interval);
      if (!values.empty()) input_.push_back({SeriesText(column.labels), ValuesText(values)});
    }
    std::sort(input_.begin(), input_.end(),
              [](const Input& a, const Input& b) { return a.series < b.series; });
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
    for (auto& [name, moments] : firing_) {
      test_.fired.push_back(name);
      for (Moment& moment : moments) all.emplace_back(std::move(moment), name);
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
  Firing firing_;
  RecordedTest test_;
};

}  // namespace

Result<RecordedTest> WriteTest(series::SampleSet& samples, series::SampleSet& present,
                               const TestSource& source) {
  return TestWriter(samples, present, source).Run();
}

}  // namespace check::record
