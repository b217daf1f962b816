#include "libcheck/source/file_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "libcheck/base/error_text.h"

namespace check {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

Error CannotRead(const std::string& path, std::string_view why) {
  std::string message =
      path == "-" ? "cannot read standard input: " : "cannot read `" + path + "`: ";
  return Error{message += why};
}

Error CannotRead(const std::string& path, int error) {
  return CannotRead(path, SystemErrorText(error));
}

// The descriptor that `path` is another name for: one that this process was started with.
std::optional<int> InheritedDescriptor(std::string_view path) {
  if (path == "-" || path == "/dev/stdin") return STDIN_FILENO;
  for (const std::string_view prefix : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(prefix)) continue;
    const std::string_view digits = path.substr(prefix.size());
    int fd = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), fd);
    if (error == std::errc() && end == digits.data() + digits.size() && fd >= 0) return fd;
  }
  return std::nullopt;
}

// What keeps a file that was named, rather than handed over, from being read.
std::optional<std::string_view> WhyNotRegular(const struct stat& info) {
  if (S_ISREG(info.st_mode)) return std::nullopt;
  if (S_ISDIR(info.st_mode)) return "is a directory";
  if (S_ISFIFO(info.st_mode)) return "is a named pipe, not a file";
  if (S_ISSOCK(info.st_mode)) return "is a socket, not a file";
  // The empty file that scripts like to name.
  if (S_ISCHR(info.st_mode) && info.st_rdev == makedev(1, 3)) return std::nullopt;
  return "is a device, not a file";
}

// Reads up to the end, and appends to `text`. 0 if that worked; otherwise errno, or EFBIG.
//
// By way of a buffer that stays in the processor's cache: a string can only grow by being written
// to, and writing a large one twice takes longer than this.
int ReadToEnd(int fd, std::string& text) {
  constexpr std::size_t kChunk = std::size_t{128} << 10;
  static thread_local const std::unique_ptr<char[]> buffer(new char[kChunk]);
  for (;;) {
    const ssize_t got = ::read(fd, buffer.get(), kChunk);
    if (got == 0) return 0;
    if (got > 0) {
      text.append(buffer.get(), static_cast<std::size_t>(got));
      if (text.size() > kLargestFile) return EFBIG;
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return errno;
    // Whoever shares standard input with us made it non-blocking.
    pollfd waiting = {.fd = fd, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, -1) < 0 && errno != EINTR) return errno;
  }
}

Result<std::string> ReadDescriptor(const std::string& path, int fd, const struct stat& info) {
  const std::size_t size = S_ISREG(info.st_mode) ? static_cast<std::size_t>(info.st_size) : 0;
  constexpr std::string_view kTooLarge = "is larger than 1 GiB";
  if (size > kLargestFile) return CannotRead(path, kTooLarge);
  std::string text;
  text.reserve(size);
  const int error = ReadToEnd(fd, text);
  if (error == EFBIG) return CannotRead(path, kTooLarge);
  if (error != 0) return CannotRead(path, error);
  return text;
}

bool SameContent(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

Result<std::string> ReadNamed(const std::string& path) {
  // Opening a named pipe waits for a writer unless told not to.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) {
    // The answer for a socket, which says little.
    return errno == ENXIO ? CannotRead(path, "is a socket, not a file") : CannotRead(path, errno);
  }
  struct stat before = {};
  if (::fstat(file.get(), &before) != 0) return CannotRead(path, errno);
  if (const auto why = WhyNotRegular(before)) return CannotRead(path, *why);

  // Half of the old text and half of the new would be reported as faults that nobody wrote.
  for (int attempt = 0; attempt < 3; ++attempt) {
    Result<std::string> text = ReadDescriptor(path, file.get(), before);
    struct stat after = {};
    if (!text.ok() || ::fstat(file.get(), &after) != 0) return text;
    if (SameContent(before, after)) return text;
    before = after;
    if (::lseek(file.get(), 0, SEEK_SET) != 0) return CannotRead(path, errno);
  }
  return CannotRead(path, "it keeps changing while it is read");
}

}  // namespace

Result<std::string> ReadFile(const std::string& path) {
  if (path.find('\0') != std::string::npos) return CannotRead(path, ENOENT);
  const std::optional<int> inherited = InheritedDescriptor(path);
  if (!inherited) return ReadNamed(path);
  struct stat info = {};
  if (::fstat(*inherited, &info) != 0) return CannotRead(path, errno);
  if (S_ISDIR(info.st_mode)) return CannotRead(path, "is a directory");
  return ReadDescriptor(path, *inherited, info);
}

}  // namespace check
