#ifndef LIBCHECK_SLO_OBJECTIVE_H_
#define LIBCHECK_SLO_OBJECTIVE_H_

#include <string>
#include <string_view>

#include "libcheck/base/result.h"

namespace check::slo {

/// The share of events that have to succeed, as it was written: 99.9 %. Budgets are taken from its
/// decimal digits, so that 99.9 % leaves exactly the number 0.001 and not 0.0009999999999999432.
class Objective {
 public:
  Objective() = default;

  /// "99.9" or "99.9%". The error is one sentence: it is not a number, or not between 0 and 100,
  /// both excluded.
  static Result<Objective> ParsePercent(std::string_view text);
  /// The same as a share: "0.999".
  static Result<Objective> ParseRatio(std::string_view text);
  /// What leaves this many millionths of the events to fail: 1000 for 99.9 %.
  static Objective FromBudgetPpm(unsigned ppm);

  /// Without needless digits: "99.9".
  const std::string& percent() const { return percent_; }
  /// 0.999
  double ratio() const { return ratio_; }
  /// The share of events that may fail, 1 - ratio(): 0.001.
  double budget() const { return budget_; }
  /// The same as decimal digits: "0.001".
  const std::string& budget_text() const { return budget_text_; }

 private:
  static Result<Objective> FromDigits(std::string_view written, std::string digits,
                                      std::size_t point);

  std::string percent_ = "99.9";
  std::string budget_text_ = "0.001";
  double ratio_ = 0.999;
  double budget_ = 0.001;
};

}  // namespace check::slo

#endif  // LIBCHECK_SLO_OBJECTIVE_H_
