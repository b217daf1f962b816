#ifndef LIBCHECK_FILES_FILE_WRITER_H_
#define LIBCHECK_FILES_FILE_WRITER_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/result.h"

namespace check {

/// A file that is written in pieces and is there once it is complete, so that at no moment there is
/// half a file, and nothing is left of it if it is given up or the process is interrupted: until
/// Commit() it has no name. Then it takes the place of the file of that name, whose permissions are
/// kept; a symbolic link stays one. Devices and pipes are written to as they are.
class NewFile {
 public:
  static Result<NewFile> Open(const std::string& path);
  NewFile(NewFile&& other) noexcept
      : path_(std::move(other.path_)),
        target_(std::move(other.target_)),
        fd_(std::exchange(other.fd_, -1)),
        is_nameless_(other.is_nameless_) {}
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  /// Why it could not be done, if so.
  std::optional<Error> Write(std::string_view text);
  /// The last call. If it fails, the old file is what it was.
  std::optional<Error> Commit();

 private:
  NewFile(std::string path, std::string target, int fd, bool is_nameless)
      : path_(std::move(path)), target_(std::move(target)), fd_(fd), is_nameless_(is_nameless) {}
  bool TakePlace() const;

  std::string path_;    // As it was given.
  std::string target_;  // Behind links.
  int fd_;
  bool is_nameless_;  // False: `fd_` is the target itself.
};

/// Puts `text` in the place of what the file `path` holds, or makes it, as NewFile does. Returns
/// why it could not be done, if so; then nothing has changed.
std::optional<Error> ReplaceFile(const std::string& path, std::string_view text);

/// Whether what is going to be written to `path` goes into a folder: it ends in a slash, or there
/// is a folder of that name.
bool IsFolder(const std::string& path);

/// Creates the folder `path`, and those above it, unless they exist. Returns why it could not be
/// done, if so.
std::optional<Error> CreateFolder(const std::string& path);

}  // namespace check

#endif  // LIBCHECK_FILES_FILE_WRITER_H_
