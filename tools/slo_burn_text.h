#ifndef TOOLS_SLO_BURN_TEXT_H_
#define TOOLS_SLO_BURN_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/plot/picture.h"
#include "libcheck/result/grid.h"
#include "libcheck/slo/burn_json.h"
#include "tools/slo_subjects.h"

/// What `pronoia slo burn` shows.
namespace tools {

struct GridStyle {
  bool colour = false;
  std::size_t width = 0;  ///< Of the terminal; 0: it has no end.
  std::string_view zone = "UTC";
};

/// An objective at one time: its budget, windows, alerts, and notes.
std::string BurnReport(const SloSubject& subject, const check::slo::BurnResult& result,
                       const GridStyle& style);

/// The columns of CSV, and the rows of some windows.
check::result::Grid BurnCsvGrid();
void AddBurnCsv(const SloSubject& subject, std::int64_t time,
                const std::vector<check::slo::WindowBurn>& windows, check::result::Grid& grid);

/// Burn rates over a time: a row for each step, or a line for each window.
check::result::Grid BurnRangeGrid(const check::slo::Slo& slo, const check::slo::BurnRange& range,
                                  std::string_view zone);
check::plot::Picture BurnPicture(const SloSubject& subject, const check::slo::BurnRange& range,
                                 std::int64_t step);

}  // namespace tools

#endif  // TOOLS_SLO_BURN_TEXT_H_
