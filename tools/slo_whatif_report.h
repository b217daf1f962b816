#ifndef TOOLS_SLO_WHATIF_REPORT_H_
#define TOOLS_SLO_WHATIF_REPORT_H_

#include <string>
#include <utility>
#include <vector>

#include "libcheck/plot/scatter.h"
#include "libcheck/result/grid.h"
#include "libcheck/slo/whatif.h"

/// How the rows of `slo whatif` are shown.
namespace tools {

/// The rows of an objective, or of one of its groups, sorted.
struct WhatIfTable {
  std::string service;
  std::string slo;
  std::vector<std::pair<std::string, std::string>> group;
  std::vector<check::slo::WhatIfRow> rows;

  std::string Title() const;
};

/// Which columns a person needs: of what the grid does not vary, none.
struct WhatIfColumns {
  bool objective = false;
  bool period = false;
  bool policy = false;
  bool factor = false;
  bool window = false;
  bool for_ms = false;
};

/// The letter of the row with this index among those of the front: "a" to "z", then "*".
std::string FrontMark(std::size_t index);

/// For people.
check::result::Grid WhatIfGridOf(const std::vector<WhatIfTable>& tables,
                                 const WhatIfColumns& columns);
/// All columns, with plain numbers.
check::result::Grid WhatIfCsvOf(const std::vector<WhatIfTable>& tables);
std::string WhatIfJson(const std::vector<WhatIfTable>& tables);
/// Delays and pages of the rows that paged; those of the front have their letters.
check::plot::Scatter WhatIfScatter(const WhatIfTable& table);

}  // namespace tools

#endif  // TOOLS_SLO_WHATIF_REPORT_H_
