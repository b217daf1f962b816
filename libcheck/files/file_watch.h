#ifndef LIBCHECK_FILES_FILE_WATCH_H_
#define LIBCHECK_FILES_FILE_WATCH_H_

#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "libcheck/base/result.h"

namespace check {

/// Waits for changes of files. It looks at the folders they are in, since editors put a new file in
/// the old one's place.
class FileWatch {
 public:
  FileWatch();
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

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
  struct Folder {
    std::set<std::string> names;
    bool is_stand_in =
        false;  // For one that does not exist: whatever comes may be what is missing.
  };

  std::optional<Error> Add(const std::filesystem::path& path, std::map<int, Folder>& folders);
  bool TakeEvents();

  int fd_ = -1;
  int open_error_ = 0;
  std::map<int, Folder> folders_;  // By watch descriptor.
  std::filesystem::file_time_type since_;
  bool changed_ = false;
};

}  // namespace check

#endif  // LIBCHECK_FILES_FILE_WATCH_H_
