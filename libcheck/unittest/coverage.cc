#include "libcheck/unittest/coverage.h"

#include <map>
#include <string_view>
#include <utility>

#include "libcheck/template/execute.h"
#include "libcheck/unittest/coverage_counts.h"

namespace check::unittest {

using rules::AlertState;

namespace {

class GroupObserver final : public rules::EvaluationObserver,
                            private promql::OperandObserver,
                            private gotemplate::BranchObserver {
 public:
  explicit GroupObserver(std::shared_ptr<GroupCoverage> coverage)
      : coverage_(std::move(coverage)), counts_(coverage_->counts) {}

  bool WantsEverything() const override { return true; }
  promql::OperandObserver* operands() override { return this; }
  gotemplate::BranchObserver* branches() override { return this; }

  void RuleEvaluated(const rules::PreparedRule& rule, std::int64_t /*time*/,
                     const promql::Vector& result, const std::string* error) override {
    RuleCounts& counts = counts_.by_rule[&rule];
    if (error != nullptr) return;
    ++counts.evaluations;
    if (!result.empty()) {
      ++counts.results;
    } else if (rule.is_alert) {
      // Of alerts that were active until now, AlertChanged will tell.
      Alerts& alerts = alerts_[&rule];
      if (alerts.active == 0) BecomeInactive(alerts, counts);
    }
  }

  void AlertChanged(const rules::PreparedRule& rule, std::int64_t /*time*/,
                    model::Labels /*labels*/, AlertState from, AlertState to) override {
    RuleCounts& counts = counts_.by_rule[&rule];
    Alerts& alerts = alerts_[&rule];
    if (to == AlertState::kPending) ++counts.pending;
    if (to == AlertState::kFiring) ++counts.firing;
    if (from == AlertState::kInactive) {
      ++alerts.active;
      alerts.inactive = false;
    } else if (to == AlertState::kInactive && --alerts.active == 0) {
      BecomeInactive(alerts, counts);
    }
  }

 private:
  // The alerts of a rule.
  struct Alerts {
    std::size_t active = 0;
    bool inactive = false;  // Whether that has been counted.
  };

  static void BecomeInactive(Alerts& alerts, RuleCounts& counts) {
    if (alerts.inactive) return;
    alerts.inactive = true;
    ++counts.inactive;
  }

  void OnSet(const promql::BinaryExpr& binary, const promql::SetDecision& decision) override {
    Tally& tally = counts_.operands[&binary];
    tally[0] += decision.from_lhs;
    tally[1] += binary.op == promql::Op::kOr ? decision.from_rhs : decision.lhs - decision.from_lhs;
  }
  void OnComparison(const promql::BinaryExpr& binary,
                    const promql::ComparisonDecision& decision) override {
    Tally& tally = counts_.operands[&binary];
    tally[0] += decision.held;
    tally[1] += decision.failed;
  }
  void OnBranch(const gotemplate::Branch& branch, bool taken) override {
    ++counts_.branches[&branch][taken ? 0 : 1];
  }

  const std::shared_ptr<GroupCoverage> coverage_;
  CoverageCounts& counts_;
  std::unordered_map<const rules::PreparedRule*, Alerts> alerts_;
};

void AddTallies(auto& to, const auto& from) {
  for (const auto& [key, tally] : from) {
    Tally& sum = to[key];
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += tally[i];
  }
}

}  // namespace

void CoverageCounts::Add(const CoverageCounts& other) {
  for (const auto& [rule, counts] : other.by_rule) {
    RuleCounts& sum = by_rule[rule];
    sum.evaluations += counts.evaluations;
    sum.results += counts.results;
    sum.inactive += counts.inactive;
    sum.pending += counts.pending;
    sum.firing += counts.firing;
  }
  AddTallies(operands, other.operands);
  AddTallies(branches, other.branches);
}

CoverageCollector::CoverageCollector() = default;
CoverageCollector::~CoverageCollector() = default;

std::unique_ptr<rules::EvaluationObserver> CoverageCollector::Observe(const TestGroup& group) {
  auto coverage = std::make_shared<GroupCoverage>();
  for (const AlertTest& test : group.alert_tests) coverage->expected.insert(test.alertname.value);
  groups_.push_back(coverage);
  return std::make_unique<GroupObserver>(std::move(coverage));
}

report::Coverage CoverageCollector::Report(const SuiteOutcome& outcome) const {
  CoverageCounts all;
  for (const auto& group : groups_) {
    CoverageCounts counts = group->counts;
    for (auto& [rule, of_rule] : counts.by_rule) {
      const bool is_meant = of_rule.pending > 0 || group->expected.contains(rule->name);
      if (!is_meant) of_rule.inactive = 0;
    }
    all.Add(counts);
  }
  std::map<std::string_view, const rules::PreparedFile*> files;
  for (const auto& test_file : outcome.files) {
    for (const rules::PreparedFile* file : test_file->rule_files) files.emplace(file->path, file);
  }
  report::Coverage coverage;
  for (const auto& [path, file] : files) {
    if (file->source != nullptr && file->usable()) coverage.files.push_back(CoverageOf(*file, all));
  }
  return coverage;
}

}  // namespace check::unittest
