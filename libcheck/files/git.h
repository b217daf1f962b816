#ifndef LIBCHECK_FILES_GIT_H_
#define LIBCHECK_FILES_GIT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/files/file_system.h"

/// What git knows of the files in a repository, from the program `git`. It is run without the
/// monitors and external diffs that a repository's configuration may name. Errors say that git is
/// missing, or why it refuses, in a sentence.
namespace check {

/// The nearest folder that has something called `.git` in it, `folder` or one above: an absolute
/// path. Nothing if there is none. Asks the file system only.
std::optional<std::string> FindRepository(const FileSystem& files, std::string_view folder);

/// What is ignored in and below `folder` by .gitignore files, .git/info/exclude and the user's
/// global excludes: paths from `folder`. What is in an ignored folder is not listed. Tracked files
/// are never ignored.
Result<std::vector<std::string>> IgnoredBelow(const std::string& folder);

/// Lines that differ in a file.
struct LineChange {
  std::uint32_t first = 0;  ///< In the file as it is now. After this line, if `count` is 0.
  std::uint32_t count = 0;
  std::vector<std::string> removed;  ///< What was there before.
};

/// A file that differs from what it was.
struct FileChange {
  std::string path;        ///< From the root of the repository. Empty: it was deleted.
  std::string old_path;    ///< Empty: it is new, and all of it counts as changed.
  bool is_folder = false;  ///< A repository of its own, in this one.
  std::string old_commit;  ///< If that is a submodule and not new: what it was at.
  std::vector<LineChange> lines;
};

/// What differs between `revision` and the files as they are now, committed, staged or not, with
/// those that git does not track and does not ignore. `revision` may end in `...`: then what counts
/// is where HEAD branched off from it. Submodules come as one entry each.
Result<std::vector<FileChange>> ChangesSince(const std::string& root, const std::string& revision);

}  // namespace check

#endif  // LIBCHECK_FILES_GIT_H_
