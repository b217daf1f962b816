#ifndef LIBCHECK_UNITTEST_TEST_FILE_H_
#define LIBCHECK_UNITTEST_TEST_FILE_H_

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "libcheck/base/duration.h"
#include "libcheck/config/common/relabel.h"
#include "libcheck/rules/eval/alert.h"
#include "libcheck/source/source_file.h"
#include "libcheck/yaml/node.h"

/// Unit tests for rules: what their files say. Everything views the file it was read from, and
/// nodes say where it stands there; they are null for what was not given.
namespace check::unittest {

/// A label, annotation or the like.
struct Pair {
  std::string_view name;
  std::string_view value;
  const yaml::Node* name_node = nullptr;
  const yaml::Node* value_node = nullptr;
};

/// Text and where it stands.
struct Text {
  std::string_view value;
  const yaml::Node* node = nullptr;
};

/// A length of time and where it stands.
struct Time {
  Duration value = Duration::zero();
  const yaml::Node* node = nullptr;
};

struct InputSeries {
  const yaml::Node* node = nullptr;
  Text series;
  Text values;
};

struct ExpectedAlert {
  const yaml::Node* node = nullptr;
  std::span<const Pair> labels;
  std::span<const Pair> annotations;
  // Beyond promtool:
  bool subset = false;  ///< Labels and annotations that are not listed do not matter.
  std::span<const Pair> label_patterns;       ///< Regular expressions for whole values.
  std::span<const Pair> annotation_patterns;  ///< Likewise.
  std::span<const Text> absent_labels;

  bool is_plain() const {
    return !subset && label_patterns.empty() && annotation_patterns.empty() &&
           absent_labels.empty();
  }
};

struct AlertTest {
  const yaml::Node* node = nullptr;
  Time eval_time;
  Text alertname;
  std::span<const ExpectedAlert> alerts;
  const yaml::Node* alerts_node = nullptr;
  // Beyond promtool:
  rules::AlertState state = rules::AlertState::kFiring;
  std::optional<std::int64_t> count;  ///< How many alerts are in that state.
  bool partial = false;               ///< There may be more alerts than those listed.

  bool is_plain() const {
    return state == rules::AlertState::kFiring && !count && !partial &&
           std::all_of(alerts.begin(), alerts.end(),
                       [](const ExpectedAlert& alert) { return alert.is_plain(); });
  }
};

struct ExpectedSample {
  const yaml::Node* node = nullptr;
  Text labels;
  double value = 0;
  const yaml::Node* value_node = nullptr;
  Text histogram;
  bool subset = false;  ///< Beyond promtool: labels that are not listed do not matter.
};

/// How far values may be off.
struct Tolerance {
  double amount = 0;
  bool relative = false;  ///< Times what is expected.
};

struct ExprTest {
  const yaml::Node* node = nullptr;
  Text expr;
  Time eval_time;
  std::span<const ExpectedSample> samples;
  const yaml::Node* samples_node = nullptr;
  // Beyond promtool:
  std::optional<Tolerance> tolerance;
  std::optional<std::int64_t> count;  ///< How many samples there are.
  bool partial = false;               ///< There may be more samples than those listed.

  bool is_plain() const {
    return !tolerance && !count && !partial &&
           std::none_of(samples.begin(), samples.end(),
                        [](const ExpectedSample& sample) { return sample.subset; });
  }
};

using config::RelabelStage;

/// Labels, and what rules should make of them. Beyond promtool.
struct RelabelTest {
  const yaml::Node* node = nullptr;
  RelabelStage stage = RelabelStage::kScrape;
  std::span<const Pair> labels;         ///< Before.
  std::span<const Pair> target_labels;  ///< kMetric: of the target that was scraped.
  Text config;                          ///< The file with the rules.
  Text job;                             ///< Whose rules they are, or the job to be assumed.
  std::string_view rules_field;         ///< What rules that are given here stand under.
  const yaml::Node* rules = nullptr;    ///< Rules that are given here.

  std::span<const Pair> expected;
  const yaml::Node* expected_node = nullptr;
  bool dropped = false;  ///< Nothing is to be left.
  bool subset = false;   ///< Labels that are not listed do not matter.
  std::span<const Pair> label_patterns;
  std::span<const Text> absent_labels;
};

/// Series and what is expected of the rules that look at them.
struct TestGroup {
  const yaml::Node* node = nullptr;
  std::size_t index = 0;  ///< Among the groups of the file, from 0.
  Text name;
  Time interval;  ///< Between the samples of the input; already the file's if not given.
  /// Nanoseconds since the epoch, at which the test begins.
  std::optional<std::int64_t> start;
  std::span<const Text> macros;
  std::span<const InputSeries> input;  ///< Those of the macros first.
  std::span<const AlertTest> alert_tests;
  std::span<const ExprTest> expr_tests;
  std::span<const RelabelTest> relabel_tests;
  std::span<const Pair> external_labels;
  std::string_view external_url;

  /// The latest time at which anything is expected.
  Duration LastTime() const;
};

struct TestFile {
  const SourceFile* file = nullptr;
  std::span<const Text> rule_files;
  Time evaluation_interval;
  std::span<const Text> group_eval_order;
  bool fuzzy_compare = false;
  std::span<const TestGroup> tests;
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_TEST_FILE_H_
