#ifndef LIBCHECK_UNITTEST_OUTCOME_H_
#define LIBCHECK_UNITTEST_OUTCOME_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "libcheck/rules/eval/rule_library.h"
#include "libcheck/rules/eval/template_expander.h"
#include "libcheck/unittest/test_file.h"

namespace check::unittest {

/// Labels that depend on nothing else, sorted by name. Unlike a LabelTable's they may be empty.
using OwnLabels = std::vector<std::pair<std::string, std::string>>;

/// Gives the label a value, instead of the one it has, if any.
inline void Put(OwnLabels& labels, std::string_view name, std::string_view value) {
  const auto at = std::lower_bound(labels.begin(), labels.end(), name,
                                   [](const auto& l, std::string_view n) { return l.first < n; });
  if (at != labels.end() && at->first == name) {
    at->second = value;
  } else {
    labels.emplace(at, name, value);
  }
}

/// The value of a label, or null.
inline const std::string* Find(const OwnLabels& labels, std::string_view name) {
  const auto at = std::find_if(labels.begin(), labels.end(),
                               [&](const auto& label) { return label.first == name; });
  return at == labels.end() ? nullptr : &at->second;
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

// Why a test group failed: one struct for each of the codes that say so, and called like it.
// Messages are in Prometheus's words unless something else is said.

struct BadSeries {
  std::string message;
};

struct NoAlertName {
  std::string message;
};

struct TooLong {
  std::string message;  ///< Our own words.
};

struct BadRuleFile {
  std::string message;  ///< One of promtool's lines, or kNoRules.
};
/// There are no rules to test, which promtool accepts.
inline constexpr std::string_view kNoRules = "no rule file was found";

struct BadInput {
  std::string message;
};

struct RuleFailed {
  const rules::PreparedRule* rule = nullptr;
  std::int64_t time = 0;  ///< Nanoseconds since the epoch.
  std::string message;
};

/// What happened up to a failure, for people: lines.
using History = std::vector<std::string>;
/// What may be the reason of a failure, and what to do about it, for people: a note each.
using Advice = std::vector<std::string>;

struct AlertsDiffer {
  const AlertTest* test = nullptr;
  std::vector<AlertView> expected = {};
  std::vector<AlertView> got = {};
  std::string message = {};  ///< Our own words; empty if the test is one that promtool knows.
  History history = {};
  Advice advice = {};
};

/// Of an expectation as well, that cannot be read.
struct ExpressionFailed {
  const ExprTest* test = nullptr;
  std::string message;
};

struct SamplesDiffer {
  const ExprTest* test = nullptr;
  std::vector<SampleView> expected = {};
  std::vector<SampleView> got = {};
  std::string message = {};  ///< As in AlertsDiffer.
  History history = {};
  Advice advice = {};
};

struct RelabelDiffers {
  const RelabelTest* test = nullptr;
  bool kept = true;  ///< Whether anything is left.
  OwnLabels expected = {};
  OwnLabels got = {};
  History history = {};
};

struct RelabelRefused {
  std::string message;
  History history = {};
};

/// Why a test group failed: one thing.
struct Failure {
  Location where;  ///< In the test file, or within text that is embedded in it.
  std::variant<BadSeries, NoAlertName, TooLong, BadRuleFile, BadInput, RuleFailed, AlertsDiffer,
               ExpressionFailed, SamplesDiffer, RelabelDiffers, RelabelRefused>
      what;

  template <typename T>
  bool is() const {
    return std::holds_alternative<T>(what);
  }
};

/// What came of a test group.
struct GroupOutcome {
  const TestGroup* group = nullptr;
  std::vector<Failure> failures;
  rules::TemplateFaults template_faults;
  std::int64_t nanoseconds = 0;  ///< How long it took.
  std::string debug;             ///< What --debug prints, without how long it took.

  bool passed() const { return failures.empty(); }
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_OUTCOME_H_
