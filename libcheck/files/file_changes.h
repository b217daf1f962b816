#ifndef LIBCHECK_FILES_FILE_CHANGES_H_
#define LIBCHECK_FILES_FILE_CHANGES_H_

#include <filesystem>
#include <span>
#include <string>

#include "libcheck/base/result.h"

namespace check {

/// Changes of the files of one file system, as they come. For FileWatch, which makes sense of them.
class FileChanges {
 public:
  virtual ~FileChanges() = default;

  /// From now on looks at these files and folders and at no others. Returns whether something of
  /// what had not been looked at so far has changed after `since`.
  virtual Result<bool> Follow(std::span<const std::string> paths,
                              std::filesystem::file_time_type since) = 0;

  /// What becomes readable, for poll(), when there may have been a change.
  virtual int descriptor() const = 0;

  /// Whether there has been one since it was last asked. Does not wait.
  virtual bool Take() = 0;
};

}  // namespace check

#endif  // LIBCHECK_FILES_FILE_CHANGES_H_
