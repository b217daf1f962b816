#ifndef LIBCHECK_UNITTEST_OUTCOME_H_
#define LIBCHECK_UNITTEST_OUTCOME_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/unittest/rule_library.h"
#include "libcheck/unittest/test_file.h"

namespace check::unittest {

/// Labels that depend on nothing else, sorted by name. Unlike a LabelTable's they may be empty.
using OwnLabels = std::vector<std::pair<std::string, std::string>>;

/// Gives the label a value, in the place of the one it has, if any.
inline void Put(OwnLabels& labels, std::string_view name, std::string_view value) {
  const auto at = std::lower_bound(labels.begin(), labels.end(), name,
                                   [](const auto& l, std::string_view n) { return l.first < n; });
  if (at != labels.end() && at->first == name) {
    at->second = value;
  } else {
    labels.emplace(at, name, value);
  }
}

/// An alert that was expected, or that fired.
struct AlertView {
  OwnLabels labels;
  OwnLabels annotations;
  friend auto operator<=>(const AlertView&, const AlertView&) = default;
};

/// A sample that was expected, or that a query gave.
struct SampleView {
  OwnLabels labels;
  double value = 0;
  std::string histogram;  ///< In the notation of tests; empty: a float.
};

/// Why a test group failed: one thing.
struct Failure {
  enum class Kind : std::uint8_t {
    kSeries,      ///< An input series cannot be read.
    kNoName,      ///< An alert test names no alert.
    kTooLong,     ///< It would take too many evaluations.
    kRuleFile,    ///< A rule file is not valid. `message` is one of promtool's lines.
    kInput,       ///< The input cannot be stored.
    kRule,        ///< A rule could not be evaluated.
    kAlerts,      ///< Other alerts fired than expected.
    kExpression,  ///< An expression could not be evaluated, or its expectation not read.
    kSamples,     ///< A query gave other samples than expected.
    kRelabel,     ///< Relabelling gave other labels than expected.
    kRefused,     ///< Prometheus would refuse what relabelling gave.
  };

  Kind kind = Kind::kInput;
  Location where;                      ///< In the test file, or within text that is embedded in it.
  std::string message = {};            ///< Prometheus's words; empty for kAlerts and kSamples.
  const PreparedRule* rule = nullptr;  ///< kRule
  const PreparedGroup* rule_group = nullptr;  ///< kRule
  std::int64_t time = 0;                      ///< kRule: nanoseconds since the epoch.
  const AlertTest* alert_test = nullptr;      ///< kAlerts, kNoName
  std::vector<AlertView> expected_alerts = {};
  std::vector<AlertView> got_alerts = {};
  const ExprTest* expr_test = nullptr;  ///< kExpression, kSamples
  std::vector<SampleView> expected_samples = {};
  std::vector<SampleView> got_samples = {};
  const RelabelTest* relabel_test = nullptr;  ///< kRelabel, kRefused
  OwnLabels expected_labels = {};             ///< kRelabel
  OwnLabels got_labels = {};                  ///< kRelabel
  bool kept = true;                           ///< kRelabel: whether there are labels, at all.
  /// What happened up to then, for people: lines.
  std::vector<std::string> history = {};
};

/// A template of an alert that failed, and how that first went, in Go's words.
struct TemplateFault {
  const gotemplate::PrometheusTemplate* text = nullptr;
  std::string message;
};

/// What came of a test group.
struct GroupOutcome {
  const TestGroup* group = nullptr;
  std::vector<Failure> failures;
  std::vector<TemplateFault> template_faults;
  std::int64_t nanoseconds = 0;  ///< How long it took.
  std::string debug;             ///< What --debug prints, without how long it took.

  bool passed() const { return failures.empty(); }
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_OUTCOME_H_
