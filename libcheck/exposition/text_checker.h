#ifndef LIBCHECK_EXPOSITION_TEXT_CHECKER_H_
#define LIBCHECK_EXPOSITION_TEXT_CHECKER_H_

#include <string>
#include <string_view>
#include <utility>

#include "libcheck/exposition/checker.h"
#include "libcheck/exposition/histogram_group.h"
#include "libcheck/exposition/promtool_line.h"

namespace check::exposition {

/// Checks the text format. A line is taken that both the server and promtool take.
class TextChecker final : public Checker {
 public:
  TextChecker(std::string path, const CheckOptions& options)
      : Checker(std::move(path), options),
        promtool_(families_, model::NameValidation::kUtf8),
        histograms_(reports_) {}

 protected:
  bool Accept(const Sample& sample) override;
  void ReadCarefully(std::string_view whole) override;
  void EndOfBlock() override { histograms_.KeepText(); }
  void EndOfText() override;
  bool Lints(const CodeInfo& info) const override;

 private:
  void Take(const Sample& sample, const Resolved& resolved);
  bool ServerTakes(std::string_view whole);

  PromtoolLine promtool_;
  HistogramGroups histograms_;
  Resolved resolved_;  // What the name of the sample before stands for.
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_TEXT_CHECKER_H_
