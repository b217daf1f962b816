#include "libcheck/files/file_writer.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <vector>

#include "libcheck/base/error_text.h"
#include "libcheck/files/descriptor.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/unfinished_file.h"

// Functions that return bool have set errno when they return false.
namespace check {
namespace {

namespace fs = std::filesystem;

Error CannotWrite(const std::string& path, std::string_view why) {
  return Error{"cannot write `" + path + "`: " + std::string(why)};
}

bool FailWith(int number) {
  errno = number;
  return false;
}

// Closes what is open, keeping errno if there was a fault before.
bool Close(int fd, bool ok) {
  const int number = errno;
  const bool closed = ::close(fd) == 0;
  return ok ? closed : FailWith(number);
}

// On disk, where the file system can promise that.
bool Sync(int fd) {
  return ::fsync(fd) == 0 || errno == EINVAL || errno == ENOSYS || errno == EROFS;
}

// `path` behind symbolic links, up to a name that stands for an open descriptor: behind
// /proc/self/fd/1 is the name that a file once had, or none.
std::string BehindLinks(std::string path) {
  constexpr int kMostLinks = 40;  // As in Linux.
  for (int i = 0; i < kMostLinks && !InheritedDescriptor(path); ++i) {
    if (path.starts_with("/proc/")) break;
    std::error_code not_a_link;
    const fs::path next = fs::read_symlink(path, not_a_link);
    if (not_a_link) break;
    path = (fs::path(path).parent_path() / next).string();
  }
  return path;
}

std::string FolderOf(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

// Access lists are among them.
bool CopyAttributes(const std::string& from, int to) {
  const ssize_t size = ::listxattr(from.c_str(), nullptr, 0);
  if (size <= 0) return size == 0 || errno == ENOTSUP || errno == ENOSYS;
  std::vector<char> names(static_cast<std::size_t>(size));
  const ssize_t listed = ::listxattr(from.c_str(), names.data(), names.size());
  if (listed < 0) return false;
  for (const char* name = names.data(); name < names.data() + listed;
       name += std::string_view(name).size() + 1) {
    const ssize_t length = ::getxattr(from.c_str(), name, nullptr, 0);
    if (length < 0) return false;
    std::vector<char> value(static_cast<std::size_t>(length));
    const ssize_t got = ::getxattr(from.c_str(), name, value.data(), value.size());
    if (got < 0 || ::fsetxattr(to, name, value.data(), static_cast<std::size_t>(got), 0) != 0) {
      return false;
    }
  }
  return true;
}

// A regular file that is there, or is going to be.
class RegularFile {
 public:
  // `old`: null if it is not there.
  RegularFile(const std::string& path, const struct stat* old) : path_(path), old_(old) {}

  bool Write(std::string_view text) const {
    // Under its further names, the old text would go on.
    const bool has_further_names = old_ != nullptr && old_->st_nlink > 1;
    if (!has_further_names && TakePlace(text)) return true;
    constexpr int kNoRename[] = {EACCES, EBUSY, EPERM, EROFS, EXDEV};
    const bool is_possible_in_place =
        old_ != nullptr &&
        (has_further_names ||
         std::find(std::begin(kNoRename), std::end(kNoRename), errno) != std::end(kNoRename));
    return is_possible_in_place && WriteInPlace(text);
  }

 private:
  bool TakePlace(std::string_view text) const {
    const std::string folder = FolderOf(path_);
    const UnfinishedFile aside(folder);
    return CreateAside(folder, aside.path(), text) &&
           ::rename(aside.path().c_str(), path_.c_str()) == 0;
  }

  bool CreateAside(const std::string& folder, const std::string& aside,
                   std::string_view text) const {
    // Without a name until it is complete, so that even SIGKILL leaves nothing.
    int fd = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, Mode());
    if (fd >= 0) {
      if (!Fill(fd, text)) return Close(fd, false);
      const std::string open = "/proc/self/fd/" + std::to_string(fd);
      const bool has_name =
          ::linkat(AT_FDCWD, open.c_str(), AT_FDCWD, aside.c_str(), AT_SYMLINK_FOLLOW) == 0;
      if (Close(fd, has_name)) return true;
    }
    // Not all file systems can do that.
    fd = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, Mode());
    return fd >= 0 && Close(fd, Fill(fd, text));
  }

  // A new file gets what the umask and the folder's access list leave.
  mode_t Mode() const { return old_ == nullptr ? 0666 : 0600; }

  bool Fill(int fd, std::string_view text) const {
    if (!WriteAll(fd, text)) return false;
    if (old_ != nullptr) {
      struct stat now = {};
      if (::fstat(fd, &now) != 0) return false;
      const bool is_same_owner = now.st_uid == old_->st_uid && now.st_gid == old_->st_gid;
      if (!is_same_owner && ::fchown(fd, old_->st_uid, old_->st_gid) != 0) return FailWith(EPERM);
      if (::fchmod(fd, old_->st_mode & 07777U) != 0) return FailWith(EPERM);
      if (!CopyAttributes(path_, fd)) return FailWith(EPERM);
    }
    return Sync(fd);
  }

  bool WriteInPlace(std::string_view text) const {
    const Result<std::string> before = Disk().Read(path_);
    const int fd = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) return false;
    if (Overwrite(fd, text)) return Close(fd, true);
    const int number = errno;
    if (before) (void)Overwrite(fd, *before);
    errno = number;
    return Close(fd, false);
  }

  static bool Overwrite(int fd, std::string_view text) {
    const auto size = static_cast<off_t>(text.size());
    // A full disk is noticed while the old text is still there.
    const int number = size > 0 ? ::posix_fallocate(fd, 0, size) : 0;
    if (number == ENOSPC || number == EFBIG || number == EDQUOT) return FailWith(number);
    return ::lseek(fd, 0, SEEK_SET) == 0 && WriteAll(fd, text) && ::ftruncate(fd, size) == 0 &&
           Sync(fd);
  }

  const std::string& path_;
  const struct stat* old_;
};

bool WriteInto(const std::string& device, std::string_view text) {
  const int fd = ::open(device.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  return fd >= 0 && Close(fd, WriteAll(fd, text));
}

}  // namespace

bool WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      // Whoever shares it with us made it non-blocking.
      pollfd waiting = {.fd = fd, .events = POLLOUT, .revents = 0};
      if (::poll(&waiting, 1, -1) < 0 && errno != EINTR) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

std::optional<Error> ReplaceFile(const std::string& path, std::string_view text) {
  const std::string target = BehindLinks(path);
  struct stat info = {};
  bool ok = false;
  if (const auto fd = InheritedDescriptor(target)) {
    ok = WriteAll(*fd, text);
  } else if (::stat(target.c_str(), &info) != 0) {
    ok = errno == ENOENT && RegularFile(target, nullptr).Write(text);
  } else if (S_ISSOCK(info.st_mode)) {
    return CannotWrite(path, "it is a socket");
  } else if (!S_ISREG(info.st_mode) || target.starts_with("/proc/")) {
    ok = WriteInto(target, text);
  } else if ((info.st_mode & 0222U) == 0) {
    return CannotWrite(path, "it is read-only");
  } else {
    ok = ::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) == 0 &&
         RegularFile(target, &info).Write(text);
  }
  if (ok) return std::nullopt;
  return CannotWrite(path, SystemErrorText(errno));
}

bool IsFolder(const std::string& path) {
  if (path.ends_with('/')) return true;
  const auto info = Disk().Stat(path);
  return info && info->type == FileType::kFolder;
}

std::optional<Error> CreateFolder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error) return std::nullopt;
  return Error{"cannot create the folder `" + path + "`: " + error.message()};
}

}  // namespace check
