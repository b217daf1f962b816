#ifndef LIBCHECK_WORKSPACE_FIX_FILES_H_
#define LIBCHECK_WORKSPACE_FIX_FILES_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/workspace/run.h"

namespace check::workspace {

/// A file that fixes change.
struct FixedFile {
  std::string path;
  std::string before;
  std::string after;
};

/// What came of fixing.
struct FixOutcome {
  Outcome outcome;               ///< Of a check of the files as they are with the fixes.
  std::vector<FixedFile> files;  ///< Sorted by path. Nothing has been written.
  std::size_t fixed = 0;         ///< Findings that are gone.
  std::size_t visible = 0;       ///< Findings that are left, without what is hidden.
};

/// Takes out of a report what is not to be fixed. The error is that this was not possible.
using HideFindings = std::function<std::optional<Error>(report::Run& report)>;

/// Checks files as CheckFiles does, makes the fixes of what is found, in memory, and checks again,
/// until nothing is left to fix or that has been done ten times. A fix stays only if its finding is
/// gone then, and if no file has an error that it did not have before.
Result<FixOutcome> FixFiles(const std::vector<Input>& inputs, const Options& options,
                            const HideFindings& hide);

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_FIX_FILES_H_
