#ifndef LIBCHECK_WORKSPACE_RUN_H_
#define LIBCHECK_WORKSPACE_RUN_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/report/report.h"
#include "libcheck/workspace/file_kind.h"

namespace check::workspace {

/// A file that was found and is not checked.
struct Skipped {
  std::string path;
  const FileKind* kind = nullptr;  ///< What it seems to be, if that can be told.
};

/// What came of a run.
struct Outcome {
  report::Run report;  ///< All that was found, in the order of the inputs, then of place.
  std::vector<std::string> errors;  ///< Why something could not be looked at, a sentence each.
  std::vector<Skipped> skipped;
};

/// Checks files, each as what it is, with those that they lead to; no file twice. Uses all cores;
/// what comes back does not depend on how threads were scheduled.
Outcome CheckFiles(std::vector<Input> inputs, const Options& options);

/// What CheckFiles would check `inputs` as: each has its kind, which is null if it would be
/// skipped. Files that others lead to are not among them. One that cannot be read is an error in
/// `errors`.
std::vector<Input> RecogniseFiles(std::vector<Input> inputs, const Options& options,
                                  std::vector<std::string>& errors);

/// Adds what was found in a file that has been finished.
void AddTo(report::Run& report, Document document);

/// What to do about a baseline. At most one of both is given.
struct BaselineFiles {
  std::string hide;   ///< The file of findings to hide; empty: what the settings say.
  std::string write;  ///< The file to write all findings to, which hides them.
};

/// What a baseline did.
struct BaselineOutcome {
  std::size_t hidden = 0;  ///< Findings.
  std::size_t stale = 0;   ///< Entries that nothing matches any more.
};

/// Takes what the baseline has out of each of the lists, or writes it; `checked` are the paths of
/// the files that were looked at. The error is that this was not possible.
Result<BaselineOutcome> ApplyBaseline(const BaselineFiles& baselines, const Options& options,
                                      std::span<std::vector<Finding>* const> lists,
                                      std::span<const std::string> checked);
/// The same for a report, which notes what was done.
std::optional<Error> ApplyBaseline(const BaselineFiles& baselines, const Options& options,
                                   report::Run& report);

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_RUN_H_
