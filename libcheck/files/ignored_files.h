#ifndef LIBCHECK_FILES_IGNORED_FILES_H_
#define LIBCHECK_FILES_IGNORED_FILES_H_

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/files/file_system.h"

namespace check {

/// What git ignores among files that are found in folders. Git is asked once for each folder where
/// a search begins, and only if that is in a repository; without git, nothing is ignored, which is
/// noted if a repository has a .gitignore.
///
/// Used by one thread.
class IgnoredFiles {
 public:
  explicit IgnoredFiles(const FileSystem& files) : files_(files) {}

  /// Whether the file or folder `path` is ignored. What is in an ignored folder is not, unless that
  /// is ignored by itself: the search has begun inside, so somebody means it.
  bool Ignores(std::string_view path);

  /// Why git could not be asked, a sentence each.
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  struct Repository {
    std::vector<std::string> asked;  // Folders about which git has been asked.
    std::set<std::string, std::less<>> ignored;
  };
  struct Folder {
    std::string path;  // Absolute.
    Repository* repository = nullptr;
  };

  const Folder& FolderOf(std::string_view path);
  Repository* RepositoryOf(const std::string& folder);
  void Ask(Repository& repository, const std::string& root, const std::string& folder);

  const FileSystem& files_;
  std::map<std::string, Folder, std::less<>> folders_;  // As they are spelt.
  std::map<std::string, std::string> roots_;            // Of absolute folders; empty: none.
  std::map<std::string, Repository> repositories_;
  std::vector<std::string> problems_;
};

}  // namespace check

#endif  // LIBCHECK_FILES_IGNORED_FILES_H_
