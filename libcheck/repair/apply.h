#ifndef LIBCHECK_REPAIR_APPLY_H_
#define LIBCHECK_REPAIR_APPLY_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/fix.h"

namespace check::repair {

struct Applied {
  std::string text;
  std::vector<std::size_t> made;  ///< Which of the fixes, in the order given.
};

/// Makes `fixes` in `text`, the file that all of them are in, as far as their edits do not overlap;
/// the first ones given go first. One that is given twice is made once, and counts as made.
Applied Apply(std::string_view text, std::span<const Fix* const> fixes);

}  // namespace check::repair

#endif  // LIBCHECK_REPAIR_APPLY_H_
