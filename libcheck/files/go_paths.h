#ifndef LIBCHECK_FILES_GO_PATHS_H_
#define LIBCHECK_FILES_GO_PATHS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/files/file_system.h"

namespace check {

/// What a file means by a path that it names: Go's filepath.Join of the folder that `file` is in
/// and `path`, which is left as it is if it is absolute or empty.
std::string PathBeside(std::string_view file, std::string_view path);

/// Go's filepath.Abs.
std::string AbsolutePath(std::string_view path);

/// Go's filepath.Glob: the paths that `pattern` stands for, sorted. The error is that the pattern
/// is malformed.
Result<std::vector<std::string>> GlobAsGo(const FileSystem& files, const std::string& pattern);

/// Go's filepath.Match for one name. Nothing if the pattern is malformed.
std::optional<bool> MatchAsGo(std::string_view pattern, std::string_view name);

/// Why Go's os.Stat fails: "stat x: no such file or directory". Nothing if it does not.
std::optional<std::string> StatError(const FileSystem& files, const std::string& path);

/// The same for os.Open: "open x: permission denied".
std::optional<std::string> OpenError(const FileSystem& files, const std::string& path);

/// Everything in the file `path`. The error is that of Go's os.ReadFile: "read x: is a directory".
Result<std::string> ReadAsGo(const FileSystem& files, const std::string& path);

}  // namespace check

#endif  // LIBCHECK_FILES_GO_PATHS_H_
