#ifndef LIBCHECK_REPORT_BASELINE_H_
#define LIBCHECK_REPORT_BASELINE_H_

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/diagnostic/baseline.h"
#include "libcheck/files/file_system.h"

namespace check::report {

/// The folder that the file `path` is in: the root of the baseline in it.
std::string FolderOf(std::string_view path);

/// A baseline as text: JSON with one line for each entry, so that changes to it read well.
std::string BaselineText(const Baseline& baseline);

/// What BaselineText() wrote. `path` is the file that it came from.
Result<Baseline> ParseBaseline(const std::string& path, std::string_view text);

/// Reads the file `path`.
Result<Baseline> ReadBaseline(const FileSystem& files, const std::string& path);
/// Writes it, on disk. That never leaves half a file behind.
std::optional<Error> WriteBaseline(const std::string& path, const Baseline& baseline);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_BASELINE_H_
