#ifndef LIBCHECK_FILES_FILE_WATCH_H_
#define LIBCHECK_FILES_FILE_WATCH_H_

#include <csignal>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "libcheck/base/result.h"
#include "libcheck/files/file_changes.h"
#include "libcheck/files/file_system.h"

namespace check {

/// Waits for changes of files.
class FileWatch {
 public:
  /// `files` have to live as long.
  explicit FileWatch(const FileSystem& files);

  /// From now on looks at these files and folders and at no others. Any YAML file that comes or
  /// goes beside one of them counts as a change, for it may match a pattern. A change since the
  /// last Wait() returned (or all this began) is not missed, not even in folders that are new.
  /// The error says why that is not possible.
  std::optional<Error> Follow(std::span<const std::string> paths);

  /// Waits for a change, and then until nothing has changed for a moment. False: a signal came, or
  /// `milliseconds` passed (less than 0: no limit). `mask`: signals that are blocked meanwhile;
  /// null: those that are blocked anyway.
  bool Wait(const sigset_t* mask = nullptr, int milliseconds = -1);

 private:
  std::unique_ptr<FileChanges> changes_;
  std::filesystem::file_time_type since_;
  bool changed_ = false;
};

}  // namespace check

#endif  // LIBCHECK_FILES_FILE_WATCH_H_
