#include "libcheck/files/file_writer.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "libcheck/base/error_text.h"
#include "libcheck/files/file_system.h"

namespace check {
namespace {

Error CannotWrite(const std::string& path, int number) {
  return Error{"cannot write `" + path + "`: " + SystemErrorText(number)};
}

bool WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// Makes the file `path` with all that is in `from`; false with errno set, and then it is not there.
bool CopyTo(const std::string& path, int from, mode_t mode) {
  const int to = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (to < 0) return false;
  char buffer[1 << 16];
  ssize_t got = 0;
  bool ok = true;
  for (off_t at = 0; ok && (got = ::pread(from, buffer, sizeof buffer, at)) > 0; at += got) {
    ok = WriteAll(to, {buffer, static_cast<std::size_t>(got)});
  }
  ok = ok && got == 0 && ::fchmod(to, mode) == 0 && ::fsync(to) == 0;
  int number = errno;
  if (::close(to) != 0 && ok) {
    number = errno;
    ok = false;
  }
  if (!ok) ::unlink(path.c_str());
  errno = number;
  return ok;
}

// The permissions a new file gets: those of the file it replaces, else what the umask leaves.
mode_t ModeFor(const std::string& path) {
  struct stat info = {};
  if (::stat(path.c_str(), &info) == 0) return info.st_mode & 07777U;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666U & ~mask;
}

// While a file stands beside the one that it will replace, this thread is not interrupted.
class NoInterruption {
 public:
  NoInterruption() {
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&signals, signal);
    ::pthread_sigmask(SIG_BLOCK, &signals, &before_);
  }
  NoInterruption(const NoInterruption&) = delete;
  NoInterruption& operator=(const NoInterruption&) = delete;
  ~NoInterruption() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

// A file without a name, on the same disk as `target`; -1 with errno set.
int OpenNameless(const std::string& target) {
  std::filesystem::path folder = std::filesystem::path(target).parent_path();
  if (folder.empty()) folder = ".";
  const int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0) return fd;
  // Not all file systems can do that.
  const NoInterruption no_interruption;
  std::string aside = target + ".XXXXXX";
  const int named = ::mkostemp(aside.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(aside.c_str());
  return named;
}

}  // namespace

Result<NewFile> NewFile::Open(const std::string& path) {
  // Behind a link, it is the file it points to that is replaced.
  std::error_code problem;
  const std::filesystem::path real = std::filesystem::canonical(path, problem);
  std::string target = problem ? path : real.string();
  struct stat info = {};
  const bool is_device = ::stat(target.c_str(), &info) == 0 && !S_ISREG(info.st_mode);
  const int fd = is_device ? ::open(target.c_str(), O_WRONLY | O_CLOEXEC) : OpenNameless(target);
  if (fd < 0) return CannotWrite(path, errno);
  return NewFile(path, std::move(target), fd, !is_device);
}

NewFile::~NewFile() {
  if (fd_ >= 0) ::close(fd_);
}

std::optional<Error> NewFile::Write(std::string_view text) {
  if (!WriteAll(fd_, text)) return CannotWrite(path_, errno);
  return std::nullopt;
}

std::optional<Error> NewFile::Commit() {
  if (is_nameless_ && !(::fchmod(fd_, ModeFor(target_)) == 0 && ::fsync(fd_) == 0 && TakePlace())) {
    return CannotWrite(path_, errno);
  }
  if (::close(std::exchange(fd_, -1)) != 0) return CannotWrite(path_, errno);
  return std::nullopt;
}

// Gives it a name beside the target, and then that of the target.
bool NewFile::TakePlace() const {
  static std::atomic<unsigned> count = 0;
  const std::string aside =
      target_ + "." + std::to_string(::getpid()) + "-" + std::to_string(++count) + ".tmp";
  const NoInterruption no_interruption;
  const std::string open = "/proc/self/fd/" + std::to_string(fd_);
  bool is_there = ::linkat(AT_FDCWD, open.c_str(), AT_FDCWD, aside.c_str(), AT_SYMLINK_FOLLOW) == 0;
  if (!is_there) is_there = CopyTo(aside, fd_, ModeFor(target_));
  if (is_there && std::rename(aside.c_str(), target_.c_str()) == 0) return true;
  const int number = errno;
  if (is_there) ::unlink(aside.c_str());
  errno = number;
  return false;
}

std::optional<Error> ReplaceFile(const std::string& path, std::string_view text) {
  Result<NewFile> file = NewFile::Open(path);
  if (!file) return file.error();
  if (std::optional<Error> error = file->Write(text)) return error;
  return file->Commit();
}

bool IsFolder(const std::string& path) {
  if (path.ends_with('/')) return true;
  const auto info = Disk().Stat(path);
  return info && info->type == FileType::kFolder;
}

std::optional<Error> CreateFolder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) return std::nullopt;
  return Error{"cannot create the folder `" + path + "`: " + error.message()};
}

}  // namespace check
