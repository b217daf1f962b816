#include "libcheck/files/file_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "libcheck/base/error_text.h"

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

// The permissions a new file gets: those of the file it replaces, else what the umask leaves.
mode_t ModeFor(const std::string& path) {
  struct stat info = {};
  if (::stat(path.c_str(), &info) == 0) return info.st_mode & 07777U;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666U & ~mask;
}

}  // namespace

std::optional<Error> ReplaceFile(const std::string& path, std::string_view text) {
  // Behind a link, it is the file it points to that is replaced.
  std::error_code problem;
  const std::filesystem::path real = std::filesystem::canonical(path, problem);
  const std::string target = problem ? path : real.string();

  std::string aside = target + ".XXXXXX";
  const int fd = ::mkostemp(aside.data(), O_CLOEXEC);
  if (fd < 0) return CannotWrite(path, errno);
  const bool written = WriteAll(fd, text) && ::fchmod(fd, ModeFor(target)) == 0 && ::fsync(fd) == 0;
  int number = errno;
  if (::close(fd) != 0 && written)
    number = errno;
  else if (written && std::rename(aside.c_str(), target.c_str()) == 0)
    return std::nullopt;
  else if (written)
    number = errno;
  ::unlink(aside.c_str());
  return CannotWrite(path, number);
}

}  // namespace check
