#include "libcheck/unittest/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/load.h"
#include "libcheck/unittest/schema.h"
#include "libcheck/unittest/start_time.h"
#include "libcheck/yaml/merge_keys.h"
#include "libcheck/yaml/scalar.h"

namespace check::unittest {
namespace {

using yaml::Dialect;
using yaml::Node;

constexpr Dialect kDialect = Dialect::kGoYamlV2;

// Turns nodes that have been found good into values.
class Reader {
 public:
  Reader(const SourceFile& file, Arena& arena, Diagnostics& diagnostics)
      : file_(file), arena_(arena), diagnostics_(diagnostics) {}

  TestFile ReadFile(const Node& root) {
    TestFile tests;
    ForEachField(root, [&](std::string_view field, const Node& value) {
      if (field == "rule_files") {
        tests.rule_files = ReadTexts(value);
      } else if (field == "evaluation_interval") {
        tests.evaluation_interval = ReadTime(value);
      } else if (field == "group_eval_order") {
        tests.group_eval_order = ReadTexts(value);
      } else if (field == "fuzzy_compare") {
        tests.fuzzy_compare =
            yaml::ToBool(yaml::Resolve(value, kDialect, arena_), kDialect).value_or(false);
      } else if (field == "tests") {
        for (const Node& item : value.items()) groups_.push_back(ReadGroup(item));
      } else if (field == "series_macros") {
        for (const yaml::Entry& entry : yaml::MergedEntries(value, kDialect, arena_)) {
          macros_[entry.key.scalar()] = ReadList<InputSeries>(
              entry.value, [&](const Node& item) { return ReadSeries(item); });
        }
      }
    });
    if (tests.evaluation_interval.value == Duration::zero()) {
      tests.evaluation_interval.value = schema::DefaultTime(kTestFileObject, "evaluation_interval");
    }
    std::size_t index = 0;
    for (TestGroup& group : groups_) {
      group.index = index++;
      AddMacros(group);
      if (group.interval.value == Duration::zero()) {
        group.interval.value = tests.evaluation_interval.value;
      }
    }
    tests.file = &file_;
    tests.tests = arena_.Copy(groups_);
    return tests;
  }

 private:
  template <typename Visit>
  void ForEachField(const Node& node, Visit&& visit) {
    for (const yaml::Entry& entry : yaml::MergedEntries(node, kDialect, arena_)) {
      if (!entry.value.IsNull()) visit(entry.key.scalar(), entry.value);
    }
  }

  template <typename T, typename Read>
  std::span<const T> ReadList(const Node& node, Read&& read) {
    std::vector<T> list;
    list.reserve(node.items().size());
    for (const Node& item : node.items()) list.push_back(read(item));
    return arena_.Copy(list);
  }

  Text ReadText(const Node& node) {
    // Null stands for nothing, quoted text for itself.
    if (node.IsNull()) return {{}, &node};
    return {yaml::Resolve(node, kDialect, arena_).text, &node};
  }
  Time ReadTime(const Node& node) {
    const Result<Duration> duration = ParsePrometheusDuration(ReadText(node).value);
    return {duration ? *duration : Duration::zero(), &node};
  }
  std::span<const Text> ReadTexts(const Node& node) {
    return ReadList<Text>(node, [&](const Node& item) { return ReadText(item); });
  }
  std::span<const Pair> ReadPairs(const Node& node) {
    std::vector<Pair> pairs;
    for (const yaml::Entry& entry : yaml::MergedEntries(node, kDialect, arena_)) {
      pairs.push_back(
          {ReadText(entry.key).value, ReadText(entry.value).value, &entry.key, &entry.value});
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Pair& a, const Pair& b) { return a.name < b.name; });
    return arena_.Copy(pairs);
  }

  bool ReadBool(const Node& node) {
    return yaml::ToBool(yaml::Resolve(node, kDialect, arena_), kDialect).value_or(false);
  }
  std::int64_t ReadInteger(const Node& node) {
    return yaml::ToInteger(yaml::Resolve(node, kDialect, arena_)).value_or(0);
  }
  std::optional<Tolerance> ReadTolerance(const Node& node) {
    std::string_view text = ReadText(node).value;
    const bool relative = text.ends_with('%');
    if (relative) text.remove_suffix(1);
    const auto amount = ParseGoFloat(text);
    if (!amount || !(*amount >= 0)) {
      diagnostics_
          .Report(schema::kBadValue, {&file_, node.span},
                  fmt::format("invalid tolerance `{}`", ReadText(node).value))
          .notes.emplace_back("write a number such as `0.01`, or a percentage such as `1%`");
      return std::nullopt;
    }
    return Tolerance{relative ? *amount / 100 : *amount, relative};
  }

  TestGroup ReadGroup(const Node& node) {
    TestGroup group = {.node = &node};
    ForEachField(node, [&](std::string_view field, const Node& value) {
      if (field == "name") {
        group.name = ReadText(value);
      } else if (field == "interval") {
        group.interval = ReadTime(value);
      } else if (field == "start_timestamp") {
        group.start = ReadStart(value);
      } else if (field == "input_series") {
        group.input =
            ReadList<InputSeries>(value, [&](const Node& item) { return ReadSeries(item); });
      } else if (field == "input_macros") {
        group.macros = ReadTexts(value);
      } else if (field == "alert_rule_test") {
        group.alert_tests =
            ReadList<AlertTest>(value, [&](const Node& item) { return ReadAlertTest(item); });
      } else if (field == "promql_expr_test") {
        group.expr_tests =
            ReadList<ExprTest>(value, [&](const Node& item) { return ReadExprTest(item); });
      } else if (field == "relabel_test") {
        group.relabel_tests =
            ReadList<RelabelTest>(value, [&](const Node& item) { return ReadRelabelTest(item); });
      } else if (field == "external_labels") {
        group.external_labels = ReadPairs(value);
      } else if (field == "external_url") {
        group.external_url = ReadText(value).value;
      }
    });
    return group;
  }

  void AddMacros(TestGroup& group) {
    std::vector<InputSeries> input;
    for (const Text& name : group.macros) {
      const auto macro = macros_.find(name.value);
      if (macro == macros_.end()) {
        diagnostics_.Report(schema::kBadValue, {&file_, name.node->span},
                            fmt::format("unknown series macro `{}`", name.value));
      } else {
        input.insert(input.end(), macro->second.begin(), macro->second.end());
      }
    }
    if (input.empty()) return;
    input.insert(input.end(), group.input.begin(), group.input.end());
    group.input = arena_.Copy(input);
  }

  std::optional<std::int64_t> ReadStart(const Node& node) {
    const std::string_view text = ReadText(node).value;
    const auto start = ParseTime(text);
    if (!start) {
      auto& problem = diagnostics_.Report(schema::kBadValue, {&file_, node.span},
                                          fmt::format("invalid time `{}`", text));
      problem.notes.emplace_back(
          "write a time such as `2025-01-01T00:00:00Z`, or seconds since 1970");
      problem.upstream = fmt::format("cannot parse {} to a valid timestamp", GoQuote(text));
    }
    return start;
  }

  InputSeries ReadSeries(const Node& node) {
    InputSeries series = {.node = &node};
    ForEachField(node, [&](std::string_view field, const Node& value) {
      if (field == "series") series.series = ReadText(value);
      if (field == "values") series.values = ReadText(value);
    });
    return series;
  }

  AlertTest ReadAlertTest(const Node& node) {
    AlertTest test = {.node = &node};
    ForEachField(node, [&](std::string_view field, const Node& value) {
      if (field == "eval_time") {
        test.eval_time = ReadTime(value);
      } else if (field == "alertname") {
        test.alertname = ReadText(value);
      } else if (field == "exp_alerts") {
        test.alerts_node = &value;
        test.alerts =
            ReadList<ExpectedAlert>(value, [&](const Node& item) { return ReadAlert(item); });
      } else if (field == "state") {
        for (const auto state : {rules::AlertState::kInactive, rules::AlertState::kPending}) {
          if (ToString(state) == ReadText(value).value) test.state = state;
        }
      } else if (field == "exp_count") {
        test.count = ReadInteger(value);
      } else if (field == "partial") {
        test.partial = ReadBool(value);
      }
    });
    return test;
  }

  ExpectedAlert ReadAlert(const Node& node) {
    ExpectedAlert alert = {.node = &node};
    ForEachField(node, [&](std::string_view field, const Node& value) {
      if (field == "exp_labels") alert.labels = ReadPairs(value);
      if (field == "exp_annotations") alert.annotations = ReadPairs(value);
      if (field == "match") alert.subset = ReadText(value).value == "subset";
      if (field == "label_patterns") alert.label_patterns = ReadPairs(value);
      if (field == "annotation_patterns") alert.annotation_patterns = ReadPairs(value);
      if (field == "absent_labels") alert.absent_labels = ReadTexts(value);
    });
    return alert;
  }

  ExprTest ReadExprTest(const Node& node) {
    ExprTest test = {.node = &node};
    ForEachField(node, [&](std::string_view field, const Node& value) {
      if (field == "expr") {
        test.expr = ReadText(value);
      } else if (field == "eval_time") {
        test.eval_time = ReadTime(value);
      } else if (field == "exp_samples") {
        test.samples_node = &value;
        test.samples =
            ReadList<ExpectedSample>(value, [&](const Node& item) { return ReadSample(item); });
      } else if (field == "tolerance") {
        test.tolerance = ReadTolerance(value);
      } else if (field == "exp_count") {
        test.count = ReadInteger(value);
      } else if (field == "partial") {
        test.partial = ReadBool(value);
      }
    });
    return test;
  }

  ExpectedSample ReadSample(const Node& node) {
    ExpectedSample sample = {.node = &node};
    ForEachField(node, [&](std::string_view field, const Node& value) {
      if (field == "labels") {
        sample.labels = ReadText(value);
      } else if (field == "value") {
        sample.value_node = &value;
        sample.value = yaml::ToFloat(yaml::Resolve(value, kDialect, arena_)).value_or(0);
      } else if (field == "histogram") {
        sample.histogram = ReadText(value);
      } else if (field == "match") {
        sample.subset = ReadText(value).value == "subset";
      }
    });
    return sample;
  }

  RelabelTest ReadRelabelTest(const Node& node) {
    RelabelTest test = {.node = &node};
    ForEachField(node, [&](std::string_view field, const Node& value) {
      if (field == "labels") {
        test.labels = ReadPairs(value);
      } else if (field == "target_labels") {
        test.target_labels = ReadPairs(value);
      } else if (field == "config") {
        test.config = ReadText(value);
      } else if (field == "job") {
        test.job = ReadText(value);
      } else if (field == "stage") {
        test.stage = StageOf(ReadText(value).value);
      } else if (field.ends_with("relabel_configs")) {
        test.rules = &value;
        test.rules_field = field;
        test.stage = StageOf(field.substr(0, field.find('_')));
      } else if (field == "exp_labels") {
        test.expected = ReadPairs(value);
        test.expected_node = &value;
      } else if (field == "exp_dropped") {
        test.dropped = ReadBool(value);
      } else if (field == "match") {
        test.subset = ReadText(value).value == "subset";
      } else if (field == "label_patterns") {
        test.label_patterns = ReadPairs(value);
      } else if (field == "absent_labels") {
        test.absent_labels = ReadTexts(value);
      }
    });
    return test;
  }

  static RelabelStage StageOf(std::string_view name) {
    return name == "metric"  ? RelabelStage::kMetric
           : name == "alert" ? RelabelStage::kAlert
                             : RelabelStage::kScrape;
  }

  const SourceFile& file_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  std::vector<TestGroup> groups_;
  std::map<std::string_view, std::span<const InputSeries>> macros_;
};

}  // namespace

Duration TestGroup::LastTime() const {
  Duration last = Duration::zero();
  for (const AlertTest& test : alert_tests) last = std::max(last, test.eval_time.value);
  for (const ExprTest& test : expr_tests) last = std::max(last, test.eval_time.value);
  return last;
}

LoadedTests Load(const SourceFile& file, const LoadOptions& options, Arena& arena,
                 Diagnostics& diagnostics) {
  LoadedTests loaded;
  schema::LoadedFile read = schema::Load(
      file, options.as_upstream ? &kTestFileObject : &kExtendedTestFileObject,
      {.reader = "`test rules`",
       .validate = {.dialect = kDialect, .ignore_unknown_fields = options.ignore_unknown_fields}},
      arena, diagnostics, [&](const Node* root, const schema::Input&, Diagnostics& found) {
        loaded.tests.emplace().file = &file;
        if (root != nullptr && root->IsMapping()) {
          loaded.tests = Reader(file, arena, found).ReadFile(*root);
        }
      });
  loaded.runnable = read.valid;
  if (!loaded.runnable && options.as_upstream) loaded.tests.reset();
  loaded.upstream_error = std::move(read.upstream_error);
  return loaded;
}

}  // namespace check::unittest
