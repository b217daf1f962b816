#ifndef LIBCHECK_DIAGNOSTIC_FIX_H_
#define LIBCHECK_DIAGNOSTIC_FIX_H_

#include <string>
#include <vector>

#include "libcheck/diagnostic/finding.h"

namespace check {

/// What puts a finding right: bytes of its file that are replaced by others, all or none of them.
struct Fix {
  struct Edit {
    Place where;
    std::string text;  ///< In place of what is there.
  };
  std::string title;        ///< What it does, in the imperative: "rename to `labels`".
  std::vector<Edit> edits;  ///< In the order of the file; none overlap.
};

}  // namespace check

#endif  // LIBCHECK_DIAGNOSTIC_FIX_H_
