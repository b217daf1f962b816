#include "libcheck/unittest/footguns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/edit_distance.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/series_description.h"
#include "libcheck/unittest/codes.h"
#include "libcheck/unittest/input_text.h"

namespace check::unittest {
namespace {

class Finder {
 public:
  Finder(const FileOutcome& file, Diagnostics& diagnostics)
      : file_(file), tests_(*file.tests), diagnostics_(diagnostics) {}

  void Find() {
    for (const rules::PreparedGroup* group : file_.under_test.groups) {
      groups_.insert(group->group->name);
      for (const rules::PreparedRule& rule : group->rules) {
        if (rule.is_alert) alerts_.insert(rule.name);
      }
    }
    const bool complete = file_.unmatched.empty() && file_.under_test.errors.empty();
    if (complete) FindUnknownGroups();
    if (complete) FindGroupIntervals();
    for (const TestGroup& group : tests_.tests) {
      FindInputTrouble(group);
      FindNothingTested(group);
      for (const AlertTest& test : group.alert_tests) CheckAlertTest(test, complete);
      for (const ExprTest& test : group.expr_tests) CheckExprTest(group, test);
    }
    if (tests_.tests.empty()) {
      diagnostics_.Report(kNothingTested, {file_.source.get(), {0, 0}}, "the file has no tests");
    }
  }

 private:
  Diagnostic& Report(const CodeInfo& info, const yaml::Node* node, std::string message) {
    return diagnostics_.Report(info, {file_.source.get(), node != nullptr ? node->span : Span()},
                               std::move(message));
  }

  void Suggest(Diagnostic& diagnostic, std::string_view text,
               const std::set<std::string_view>& known) {
    const std::vector<std::string_view> words(known.begin(), known.end());
    if (const auto meant = ClosestMatch(text, words)) {
      diagnostic.notes.push_back(fmt::format("did you mean `{}`?", *meant));
    }
  }

  void FindUnknownGroups() {
    for (const Text& name : tests_.group_eval_order) {
      if (groups_.contains(name.value)) continue;
      auto& problem = Report(kUnknownGroup, name.node,
                             fmt::format("no rule file has a group `{}`", name.value));
      Suggest(problem, name.value, groups_);
    }
  }

  void FindGroupIntervals() {
    const Duration interval = tests_.evaluation_interval.value;
    for (const rules::PreparedGroup* group : file_.under_test.groups) {
      if (group->group->interval == Duration::zero() || group->group->interval == interval)
        continue;
      const yaml::Node* node = tests_.evaluation_interval.node;
      if (node == nullptr && !tests_.rule_files.empty()) node = tests_.rule_files.front().node;
      auto& problem =
          Report(kIntervalIgnored, node,
                 fmt::format("group `{}` is evaluated every {}, not at its own interval of {}",
                             group->group->name, FormatPrometheusDuration(interval),
                             FormatPrometheusDuration(group->group->interval)));
      problem.notes.emplace_back(
          "tests evaluate all groups at `evaluation_interval`, as promtool does");
      // Once is enough.
      return;
    }
  }

  void FindInputTrouble(const TestGroup& group) {
    std::map<std::vector<std::pair<std::string, std::string>>, const InputSeries*> known;
    for (std::size_t i = 0; i < group.input.size(); ++i) {
      const InputSeries& input = group.input[i];
      if (i + 1 < group.input.size() && EndsInput(input)) {
        auto& problem = Report(
            kLostSeries, input.values.node != nullptr ? input.values.node : input.node,
            fmt::format("promtool drops the {} series after this one", group.input.size() - i - 1));
        problem.notes.emplace_back(
            "promtool ends the input at an empty line: write the values in one line, or with `|-` "
            "or `>-`");
      }
      promql::SeriesDescription series;
      if (promql::ParseSeriesDescription(input.series.value, series)) continue;
      std::sort(series.labels.begin(), series.labels.end());
      const auto [first, is_new] = known.try_emplace(std::move(series.labels), &input);
      if (is_new) continue;
      Report(kDuplicateSeries, input.series.node, "duplicate series: only the last values count")
          .labels.push_back({{file_.source.get(), first->second->series.node != nullptr
                                                      ? first->second->series.node->span
                                                      : first->second->node->span},
                             "first defined here"});
    }
  }

  void FindNothingTested(const TestGroup& group) {
    if (!group.alert_tests.empty() || !group.expr_tests.empty() || !group.relabel_tests.empty()) {
      return;
    }
    Report(kNothingTested, group.name.node != nullptr ? group.name.node : group.node,
           "the test expects nothing, so it always passes");
  }

  void CheckAlertTest(const AlertTest& test, bool complete) {
    const std::string_view name = test.alertname.value;
    if (complete && !name.empty() && !alerts_.contains(name)) {
      auto& problem = Report(kUnknownAlert, test.alertname.node,
                             fmt::format("no rule file has an alert `{}`", name));
      Suggest(problem, name, alerts_);
    }
    for (const ExpectedAlert& alert : test.alerts) {
      for (const Pair& label : alert.labels) {
        if (label.name == rules::kAlertNameLabel && label.value != name) {
          Report(
              kAlertNameIgnored, label.value_node,
              fmt::format("the label `alertname` is always `{}`, whatever is written here", name));
        } else if (label.value.empty()) {
          Report(kEmptyLabel, label.name_node,
                 fmt::format("no alert has the label `{}` with an empty value", label.name))
              .notes.emplace_back("a label without a value is the same as no label: remove it");
        }
      }
    }
  }

  // Samples that a person would think are there: the input is loaded for the last evaluation.
  void CheckExprTest(const TestGroup& group, const ExprTest& test) {
    const std::int64_t step = tests_.evaluation_interval.value.count();
    const std::int64_t interval = group.interval.value.count();
    const std::int64_t at = test.eval_time.value.count();
    const std::int64_t loaded = group.LastTime().count() / step * step;
    if (at <= loaded || at / interval == loaded / interval || group.input.empty()) return;
    Report(kUnseenSamples, test.eval_time.node,
           fmt::format("samples after {} are not seen at {}",
                       FormatPrometheusDuration(Duration(loaded)),
                       FormatPrometheusDuration(test.eval_time.value)))
        .notes.push_back(fmt::format(
            "the last evaluation of the rules is at {}, and the input is loaded up to there; use a "
            "multiple of {}",
            FormatPrometheusDuration(Duration(loaded)),
            FormatPrometheusDuration(tests_.evaluation_interval.value)));
  }

  const FileOutcome& file_;
  const TestFile& tests_;
  Diagnostics& diagnostics_;
  std::set<std::string_view> groups_;
  std::set<std::string_view> alerts_;
};

}  // namespace

void FindFootguns(const FileOutcome& file, Diagnostics& diagnostics) {
  Finder(file, diagnostics).Find();
}

}  // namespace check::unittest
