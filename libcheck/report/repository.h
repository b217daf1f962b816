#ifndef LIBCHECK_REPORT_REPOSITORY_H_
#define LIBCHECK_REPORT_REPOSITORY_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/files/file_system.h"

namespace check::report {

struct Run;
struct TestRun;

/// Where the paths of formats for machines start: services that show findings beside the lines of a
/// change know files by their path in the repository, wherever the command was started.
class Repository {
 public:
  /// Both are absolute paths of folders. Relative paths start in `working_folder`.
  Repository(std::string root, std::string working_folder);

  /// The root of the repository that `files` are in: the first of `checkouts` (absolute paths that
  /// a CI system names; empty ones do not count) that contains one of them, otherwise the nearest
  /// folder with a `.git` from `working_folder` upwards, otherwise `working_folder`.
  static Repository Find(const FileSystem& disk, std::string working_folder,
                         std::span<const std::string> checkouts,
                         std::span<const std::string_view> files);

  const std::string& root() const { return root_; }

  /// `path` from the root, without `.` and `..`. Outside the root: the absolute path. "-" and the
  /// empty path stay as they are.
  std::string PathOf(std::string_view path) const;

  /// Makes all paths those of PathOf().
  void Apply(Run& run) const;
  void Apply(TestRun& run) const;

 private:
  std::string root_;
  std::string working_folder_;
};

/// The paths of the files that were looked at.
std::vector<std::string_view> PathsOf(const Run& run);
std::vector<std::string_view> PathsOf(const TestRun& run);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_REPOSITORY_H_
