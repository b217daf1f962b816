#ifndef LIBCHECK_UNITTEST_GROUP_RUN_H_
#define LIBCHECK_UNITTEST_GROUP_RUN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/promql/engine.h"
#include "libcheck/unittest/ahead.h"
#include "libcheck/unittest/input.h"
#include "libcheck/unittest/observer.h"
#include "libcheck/unittest/outcome.h"
#include "libcheck/unittest/rule_run.h"

namespace check::unittest {

struct RunOptions {
  /// Whatever promtool would do, its limits and oversights included.
  bool as_upstream = false;
  /// How expressions in tests, and in templates, are parsed.
  promql::ParseOptions parser;
  /// The default step of subqueries is each file's own evaluation interval.
  promql::EngineOptions engine;
  bool debug = false;
  /// Evaluate rules that no expectation depends on, too.
  bool all_rules = false;
  /// Put series into the store before their time where nobody can tell, and evaluate rules at many
  /// steps together.
  bool ahead = true;
};

/// The rules that a test file is about.
struct RulesUnderTest {
  /// Those of all rule files, in the order in which they are evaluated.
  std::vector<const PreparedGroup*> groups;
  /// What promtool says of the first rule file that is not valid; nothing can be run then.
  std::span<const std::string> errors;
};

/// Runs one test group. Embedded texts that places refer to are put into `arena`; `observer` may be
/// null.
GroupOutcome RunGroup(const TestFile& file, const TestGroup& group, const RulesUnderTest& rules,
                      const RunOptions& options, Arena& arena, Observer* observer);

/// A test group while it runs.
class GroupRun {
 public:
  /// Embedded texts that places refer to are put into `arena`.
  GroupRun(const TestFile& file, const TestGroup& group, const RulesUnderTest& rules,
           const RunOptions& options, Arena& arena, Observer* observer = nullptr);

  GroupOutcome Run();

  /// Whether the outcome is worth nothing: a template has asked for what only the plan of loading
  /// series ahead had put there. Never so without RunOptions::ahead.
  bool has_to_be_repeated() const { return text_.has_looked_ahead(); }

 private:
  bool FindUnnamedAlert();
  bool IsTooLong();
  void PrepareRules();
  void LoadAhead();
  void RunSteps();
  bool IsTestedAt(std::int64_t since_ns) const;
  bool Evaluate(std::int64_t since_ns, bool text_wanted);
  void CheckAlertTest(const AlertTest& test);
  void CheckExtendedAlerts(const AlertTest& test);
  bool CheckExtendedSamples(const ExprTest& test, std::vector<SampleView>& expected,
                            std::vector<SampleView>& got, std::string& message) const;
  void CheckExpressions();
  void CheckExpression(const ExprTest& test);
  bool SameSamples(const std::vector<SampleView>& expected,
                   const std::vector<SampleView>& got) const;
  void Dump();

  // What people are shown of the steps before a failure.
  std::vector<std::string> HistoryOfAlert(const AlertTest& test);
  std::vector<std::string> HistoryOfExpression(const ExprTest& test);
  template <typename Ask>
  void AddSteps(std::string_view expr, std::int64_t last_ns, Ask&& ask,
                std::vector<std::string>& lines);

  std::int64_t start_ns() const { return group_.start.value_or(0); }
  std::int64_t step_ns() const { return file_.evaluation_interval.value.count(); }
  std::int64_t LastStep() const { return group_.LastTime().count() / step_ns(); }

  const TestFile& file_;
  const TestGroup& group_;
  const RulesUnderTest& under_test_;
  const RunOptions& options_;
  Arena& arena_;
  Observer* observer_;
  GroupOutcome outcome_;

  promql::EngineOptions engine_;
  storage::MemoryStore store_;
  Batches batches_;
  Input input_;
  TextQueries queries_;
  AlertText text_;
  AheadPlan plan_;
  World world_;
  std::vector<std::unique_ptr<RuleRun>> rules_;
  std::vector<AlertRun*> alerts_;
  std::vector<const AlertTest*> alert_tests_;  // By time.
  std::size_t next_test_ = 0;
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_GROUP_RUN_H_
