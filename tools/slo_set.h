#ifndef TOOLS_SLO_SET_H_
#define TOOLS_SLO_SET_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/result.h"
#include "libcheck/slo/slo.h"
#include "libcheck/slo/specs/alert_windows.h"
#include "libcheck/source/source_file.h"

namespace tools {

/// Objectives, and the texts that their places point into.
struct SloSet {
  std::vector<check::slo::Slo> slos;
  std::vector<std::unique_ptr<check::SourceBuffer>> files;
  std::unique_ptr<check::Arena> arena = std::make_unique<check::Arena>();
};

/// The objectives of files, folders, patterns and standard input ("-"). The error stands for all
/// that was written to standard error.
check::Result<SloSet> ReadSloSet(const std::vector<std::string>& paths);

/// A file of Sloth's AlertWindows. What is wrong in it has been written to standard error; the
/// error is one sentence, still to be reported.
check::Result<check::slo::AlertWindows> ReadWindowsFile(const std::string& path);

/// Leaves only objectives called one of `names`: by name, identifier or "service/name". The error
/// says what there is.
std::optional<check::Error> SelectSlos(const std::vector<std::string>& names, SloSet& set);

}  // namespace tools

#endif  // TOOLS_SLO_SET_H_
