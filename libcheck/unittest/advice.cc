#include "libcheck/unittest/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "libcheck/base/ascii.h"
#include "libcheck/unittest/input_advice.h"

namespace check::unittest {
namespace {

using Notes = std::vector<std::string>;

std::string ShownTime(Duration time) { return FormatPrometheusDuration(time); }

// The last evaluation of the rules up to `time`.
Duration LastEvaluation(const FailureContext& context, Duration time) {
  const std::int64_t step = context.evaluation.schedule().step_ns;
  return Duration(time.count() / step * step);
}

void AdviseOnTime(const FailureContext& context, Duration time, Notes& notes) {
  const Duration last = LastEvaluation(context, time);
  if (last == time) return;
  notes.push_back(fmt::format(
      "`eval_time` {} is not a multiple of `evaluation_interval` {}: the rules were last evaluated "
      "at "
      "{}",
      ShownTime(time), ShownTime(context.file.evaluation_interval.value), ShownTime(last)));
}

// Whether `expr` reads what rules make.
bool ReadsRules(const promql::Expr& expr, const RulesUnderTest& under_test) {
  if (const auto* selector = promql::TryAs<promql::VectorSelector>(&expr)) {
    if (selector->name.starts_with("ALERTS")) return true;
    for (const rules::PreparedGroup* group : under_test.groups) {
      const bool records = std::any_of(group->rules.begin(), group->rules.end(),
                                       [&](const rules::PreparedRule& rule) {
                                         return !rule.is_alert && rule.name == selector->name;
                                       });
      if (records) return true;
    }
  }
  bool reads = false;
  promql::ForEachChild(
      expr, [&](const promql::Expr& child) { reads = reads || ReadsRules(child, under_test); });
  return reads;
}

// A tolerance that is wide enough for two values that should be the same; empty if they differ by
// more than rounding.
std::string RoundingAdvice(double expected, double got) {
  if (expected == got || !std::isfinite(expected) || !std::isfinite(got)) return {};
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (std::nextafter(expected, kInfinity) == got || std::nextafter(expected, -kInfinity) == got) {
    return "the values differ in the last bit only: set `fuzzy_compare: true` in the file";
  }
  const double difference = std::abs(expected - got) / std::max(std::abs(expected), std::abs(got));
  if (difference > 1e-6) return {};
  return fmt::format("the values differ by rounding only: set `tolerance: {}` in the test",
                     difference > 1e-9 ? "0.0001%" : "0.0000001%");
}

void AdviseOnRounding(const SamplesDiffer& failure, Notes& notes) {
  for (const SampleView& expected : failure.expected) {
    for (const SampleView& got : failure.got) {
      if (expected.labels != got.labels || !expected.histogram.empty() || !got.histogram.empty()) {
        continue;
      }
      std::string advice = RoundingAdvice(expected.value, got.value);
      if (advice.empty()) continue;
      notes.push_back(std::move(advice));
      return;
    }
  }
}

// The names that follow `$externalLabels.` or `.ExternalLabels.` in a template.
Notes ExternalLabelsIn(std::string_view text) {
  constexpr std::string_view kWord = "xternalLabels.";
  Notes names;
  for (std::size_t at = text.find(kWord); at != std::string_view::npos;
       at = text.find(kWord, at + 1)) {
    const std::string_view rest = text.substr(at + kWord.size());
    std::size_t size = 0;
    while (size < rest.size() && (IsAlphanumeric(rest[size]) || rest[size] == '_')) ++size;
    if (size > 0) names.emplace_back(rest.substr(0, size));
  }
  return names;
}

void AdviseOnExternal(const rules::PreparedText& text, const FailureContext& context,
                      Notes& notes) {
  for (const std::string& name : ExternalLabelsIn(text.value())) {
    const bool given =
        std::any_of(context.group.external_labels.begin(), context.group.external_labels.end(),
                    [&](const Pair& pair) { return pair.name == name; });
    if (given) continue;
    std::string note = fmt::format(
        "`{}` shows the external label `{}`, which the test does not set: add it to "
        "`external_labels`",
        text.name(), name);
    if (std::find(notes.begin(), notes.end(), note) == notes.end())
      notes.push_back(std::move(note));
  }
  if (text.value().find("xternalURL") != std::string_view::npos &&
      context.group.external_url.empty()) {
    notes.push_back(
        fmt::format("`{}` shows the external URL, which the test does not set: add `external_url`",
                    text.name()));
  }
}

// External labels are added to alerts when they are sent, not by rules.
void AdviseOnSentLabels(const AlertsDiffer& failure, const FailureContext& context, Notes& notes) {
  for (const Pair& pair : context.group.external_labels) {
    const bool wanted =
        std::any_of(failure.expected.begin(), failure.expected.end(),
                    [&](const AlertView& alert) { return Find(alert.labels, pair.name); });
    const bool there = std::any_of(failure.got.begin(), failure.got.end(), [&](const auto& alert) {
      return Find(alert.labels, pair.name) != nullptr;
    });
    if (!wanted || there || failure.got.empty()) continue;
    notes.push_back(
        fmt::format("`{}` is an external label: Prometheus adds it when it sends alerts, so tests "
                    "do not see it",
                    pair.name));
  }
}

}  // namespace

Notes AdviceOn(const AlertsDiffer& failure, const FailureContext& context) {
  Notes notes;
  const AlertTest& test = *failure.test;
  AdviseOnTime(context, test.eval_time.value, notes);
  const bool lacks = failure.got.size() < failure.expected.size();
  const std::int64_t at = LastEvaluation(context, test.eval_time.value).count();
  bool pending = false;
  for (rules::AlertingEvaluator* alerting : context.evaluation.alerts()) {
    if (alerting->rule().name != test.alertname.value) continue;
    alerting->ForEach(rules::AlertState::kPending, [&](const rules::Alert& alert) {
      pending = pending || alert.state == rules::AlertState::kPending;
    });
  }
  for (const rules::PreparedGroup* group : context.under_test.groups) {
    for (const rules::PreparedRule& rule : group->rules) {
      if (!rule.is_alert || rule.name != test.alertname.value) continue;
      if (lacks && !pending) {
        Notes input = AdviceOnInput(*rule.expr, at, context);
        std::move(input.begin(), input.end(), std::back_inserter(notes));
      }
      if (failure.got.empty()) continue;
      for (const rules::PreparedText& text : rule.annotations)
        AdviseOnExternal(text, context, notes);
      for (const rules::PreparedText& text : rule.labels) AdviseOnExternal(text, context, notes);
    }
  }
  AdviseOnSentLabels(failure, context, notes);
  return notes;
}

Notes AdviceOn(const SamplesDiffer& failure, const FailureContext& context) {
  Notes notes;
  const ExprTest& test = *failure.test;
  const promql::Expr* expr = context.evaluation.queries().Parse(std::string(test.expr.value));
  AdviseOnRounding(failure, notes);
  if (expr == nullptr) return notes;
  if (ReadsRules(*expr, context.under_test)) AdviseOnTime(context, test.eval_time.value, notes);
  if (failure.got.size() < failure.expected.size()) {
    Notes input = AdviceOnInput(*expr, test.eval_time.value.count(), context);
    std::move(input.begin(), input.end(), std::back_inserter(notes));
  }
  return notes;
}

void AdviseOnRanges(const GroupOutcome& closed, GroupOutcome& outcome) {
  const auto advise = [&](auto& failure) {
    using What = std::remove_reference_t<decltype(failure)>;
    const bool still =
        std::any_of(closed.failures.begin(), closed.failures.end(), [&](const Failure& other) {
          const auto* same = std::get_if<What>(&other.what);
          // Nothing is tested behind a rule that fails.
          return other.is<RuleFailed>() || (same != nullptr && same->test == failure.test);
        });
    if (still) return;
    failure.advice.insert(
        failure.advice.begin(),
        "passes with Prometheus 2.x: a sample is exactly one window old, and since 3.0 ranges and "
        "lookback do not include it; make the range longer or test at another time");
  };
  for (Failure& failure : outcome.failures) {
    if (auto* alerts = std::get_if<AlertsDiffer>(&failure.what)) advise(*alerts);
    if (auto* samples = std::get_if<SamplesDiffer>(&failure.what)) advise(*samples);
  }
}

}  // namespace check::unittest
