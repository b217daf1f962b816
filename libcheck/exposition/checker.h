#ifndef LIBCHECK_EXPOSITION_CHECKER_H_
#define LIBCHECK_EXPOSITION_CHECKER_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "libcheck/exposition/families.h"
#include "libcheck/exposition/fault.h"
#include "libcheck/exposition/label_values.h"
#include "libcheck/exposition/line_reports.h"
#include "libcheck/exposition/lines.h"
#include "libcheck/exposition/metrics_check.h"
#include "libcheck/exposition/scan.h"
#include "libcheck/exposition/tally.h"

namespace check::exposition {

/// Goes through an exposition line by line, and does what is the same for both formats: counts,
/// lints, finds series that are given twice, compares with the scrape before.
class Checker : public BlockReader {
 public:
  Checker(std::string path, const CheckOptions& options);

  bool ReadBlock(std::string_view block) final;
  CheckedMetrics Finish();

 protected:
  /// Takes a line that Scanner has read; false leaves it to ReadCarefully.
  virtual bool Accept(const Sample& sample) = 0;
  /// Reads any other line, and reports what is wrong with it.
  virtual void ReadCarefully(std::string_view line) = 0;
  virtual void EndOfBlock() {}
  virtual void EndOfText() {}
  /// Whether promlint's word on `info` means anything in this format.
  virtual bool Lints(const CodeInfo& info) const = 0;

  /// Enters a sample that is on the current line. `is_again_fine`: the series may have been there.
  Tally::Counted Enter(const Sample& sample, const Resolved& resolved, bool is_again_fine);
  /// Notes that the current line speaks of `family`.
  void Mention(Family& family);
  LineMark KeepLine();

  /// The line that is being read; its text is good for as long as it is.
  const LineMark& line() const { return line_; }
  void Report(const Fault& fault);

  const CheckOptions& options_;
  LineReports reports_;
  Families families_;
  Scanner scanner_;

 private:
  struct Offender {
    LineMark line;
    Span where;
  };
  struct Offenders {
    Offender le;
    Offender quantile;
    Offender camel_case;
  };

  void NoteOffenders(const Sample& sample, const Family& family);
  void Compare(const Sample& sample, const Resolved& resolved);
  void FinishComparison();
  void LintOne(const Family& family);
  void Summarize(CheckedMetrics& metrics);

  Tally tally_{Tally::Identity::kAnyOrder};
  LabelValueCounter label_values_;
  Sample sample_;
  LineMark line_;
  std::uint64_t samples_ = 0;
  std::uint64_t continuation_bytes_ = 0;  // In lines that Scanner has not read.
  std::unordered_map<const Family*, Offenders> offenders_;
  bool restarted_ = false;
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_CHECKER_H_
