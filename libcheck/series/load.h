#ifndef LIBCHECK_SERIES_LOAD_H_
#define LIBCHECK_SERIES_LOAD_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/files/file_system.h"
#include "libcheck/storage/memory.h"

/// Series from files, instead of a server.
namespace check::series {

struct LoadOptions {
  const FileSystem* files = &NoFiles();
  std::size_t most_findings = 20;  ///< Of one code in one file.
};

struct LoadedSeries {
  /// All series, in the order in which Prometheus sorts them. Nothing will be added, which the
  /// store promises.
  std::unique_ptr<storage::MemoryStore> store;
  storage::TimeRange times;   ///< Of the first and the last sample, if there are any.
  std::uint64_t samples = 0;  ///< 0: `times` says nothing.

  std::vector<Error> errors;                        ///< What could not be read.
  std::vector<Finding> findings;                    ///< What is wrong in what was read: all errors.
  std::map<const CodeInfo*, std::uint64_t> hidden;  ///< How many more there were of a code.
  std::vector<std::string> remarks;                 ///< What was ignored in folders.

  bool ok() const { return errors.empty() && findings.empty(); }
};

/// Reads all that `paths` stand for: files in the formats of formats.h, packed by gzip or not, "-"
/// for standard input, patterns, and folders, of which files are read whose names tell the format.
///
/// Samples may come in any order, also from several files. What is said twice counts once; a time
/// for which a series has two values is an error. What can be read is there in spite of errors.
LoadedSeries LoadSeries(std::span<const std::string> paths, const LoadOptions& options);

}  // namespace check::series

#endif  // LIBCHECK_SERIES_LOAD_H_
