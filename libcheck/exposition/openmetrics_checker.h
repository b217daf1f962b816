#ifndef LIBCHECK_EXPOSITION_OPENMETRICS_CHECKER_H_
#define LIBCHECK_EXPOSITION_OPENMETRICS_CHECKER_H_

#include <string>
#include <string_view>
#include <utility>

#include "libcheck/exposition/checker.h"
#include "libcheck/exposition/openmetrics_rules.h"

namespace check::exposition {

/// Checks OpenMetrics 1.0: what the server refuses, and what the specification demands besides.
class OpenMetricsChecker final : public Checker, private OpenMetricsRules::Listener {
 public:
  OpenMetricsChecker(std::string path, const CheckOptions& options)
      : Checker(std::move(path), options), rules_(families_, *this) {}

 protected:
  bool Accept(const Sample& sample) override;
  void ReadCarefully(std::string_view whole) override;
  void EndOfText() override;
  bool Lints(const CodeInfo& info) const override;

 private:
  void Wrong(const CodeInfo& info, std::string_view part, std::string message) override;
  void WrongAbove(const CodeInfo& info, const LineMark& line, std::string message) override;
  LineMark KeepLine() override { return Checker::KeepLine(); }

  void Take(const Sample& sample, const Exemplar* exemplar);
  bool ReadEntry(ServerReader& reader, std::string_view whole);
  bool CheckNames(const Entry& entry);

  OpenMetricsRules rules_;
  bool at_end_ = false;
  bool reported_end_ = false;
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_OPENMETRICS_CHECKER_H_
