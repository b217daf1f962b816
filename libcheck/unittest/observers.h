#ifndef LIBCHECK_UNITTEST_OBSERVERS_H_
#define LIBCHECK_UNITTEST_OBSERVERS_H_

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "libcheck/rules/eval/observer.h"

namespace check::unittest {

/// Several observers as one. Of operands and branches only the first that wants to hears.
class Observers final : public rules::EvaluationObserver {
 public:
  void Add(std::unique_ptr<rules::EvaluationObserver> observer) {
    all_.push_back(std::move(observer));
  }

  void StepBegins(std::int64_t time) override {
    for (const auto& each : all_) each->StepBegins(time);
  }
  void RuleEvaluated(const rules::PreparedRule& rule, std::int64_t time,
                     const promql::Vector& result, const std::string* error) override {
    for (const auto& each : all_) each->RuleEvaluated(rule, time, result, error);
  }
  void AlertChanged(const rules::PreparedRule& rule, std::int64_t time, model::Labels labels,
                    rules::AlertState from, rules::AlertState to) override {
    for (const auto& each : all_) each->AlertChanged(rule, time, labels, from, to);
  }
  bool WantsEverything() const override {
    return std::any_of(all_.begin(), all_.end(),
                       [](const auto& each) { return each->WantsEverything(); });
  }
  promql::OperandObserver* operands() override {
    for (const auto& each : all_) {
      if (auto* operands = each->operands()) return operands;
    }
    return nullptr;
  }
  gotemplate::BranchObserver* branches() override {
    for (const auto& each : all_) {
      if (auto* branches = each->branches()) return branches;
    }
    return nullptr;
  }

 private:
  std::vector<std::unique_ptr<rules::EvaluationObserver>> all_;
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_OBSERVERS_H_
