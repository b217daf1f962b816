#ifndef LIBCHECK_LINT_FILE_RUN_H_
#define LIBCHECK_LINT_FILE_RUN_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/suppress.h"
#include "libcheck/lint/driver.h"

/// Parts of the driver: what happens to one file.
namespace check::lint {

/// The checks that are on for the file `path`.
std::vector<const Check*> ActiveChecks(std::string_view path, const Options& options);

/// Memory that one thread uses for one group after the other.
struct Scratch {
  Arena arena;
  Diagnostics diagnostics;
  FileFacts facts;
};

/// What one file came to.
struct FileOutcome {
  std::vector<Finding> findings;  ///< Sorted by place; those that comments hide are gone.
  std::size_t rule_count = 0;
  std::size_t suppressed = 0;
  bool has_rules = false;
  std::optional<Suppressions> suppressions;  ///< Unless the file has no such comments.
};

/// Reads and checks `file`. Its facts are left in `scratch`, one for each thread there is: none but
/// the first is used for a file of ordinary size.
FileOutcome RunFile(const SourceBuffer& file, bool found, const Options& options, Arena& arena,
                    std::span<Scratch> scratch);

/// By place; at one place the gravest first.
void SortFindings(std::vector<Finding>& findings);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_FILE_RUN_H_
