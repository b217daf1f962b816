#ifndef LIBCHECK_SLO_REPORT_TABLES_H_
#define LIBCHECK_SLO_REPORT_TABLES_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/slo/report.h"

/// The tables of a page about objectives, as HTML.
namespace check::slo {

/// Any text, for use between tags and in attributes: on one line, without what could move or hide
/// other text.
std::string HtmlText(std::string_view text);

/// Rows below titles. On narrow pages each row of a table with many columns is a list of its own,
/// with the titles beside the values.
class HtmlTable {
 public:
  /// `label`: what it is, for those who do not see it. The first column names the row.
  HtmlTable(std::string_view label, std::vector<std::string_view> titles);

  /// As many cells as there are titles. They are HTML already.
  void AddRow(const std::vector<std::string>& cells);

  bool empty() const { return rows_.empty(); }
  std::string Html() const;

 private:
  std::string label_;
  std::vector<std::string_view> titles_;
  std::string rows_;
};

/// A bar for a share, 1 being all of it.
std::string HtmlBar(double share);

std::string EpisodeTable(const ReportFacts& facts, const ReportOptions& options);
/// Of days or hours. `title`: what a row is.
std::string SpentTable(const std::vector<BudgetCurve::Spender>& rows, std::string_view title,
                       bool is_days, const ReportOptions& options);
/// The alerts of the policy with their arithmetic.
std::string PolicyTable(const Slo& slo);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_REPORT_TABLES_H_
