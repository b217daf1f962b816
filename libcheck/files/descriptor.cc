#include "libcheck/files/descriptor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>

#include "libcheck/base/error_text.h"

namespace check {
namespace {

// What keeps a file that was named, rather than handed over, from being read.
std::optional<std::string_view> WhyNotRegular(const struct stat& info) {
  if (S_ISREG(info.st_mode)) return std::nullopt;
  if (S_ISDIR(info.st_mode)) return "is a directory";
  if (S_ISFIFO(info.st_mode)) return std::nullopt;
  if (S_ISSOCK(info.st_mode)) return "is a socket, not a file";
  // The empty file that scripts like to name.
  if (S_ISCHR(info.st_mode) && info.st_rdev == makedev(1, 3)) return std::nullopt;
  return "is a device, not a file";
}

// Whether a process has the other end of a pipe open. Linux: tee() tells without taking anything.
bool HasWriter(int pipe) {
  int spare[2];
  if (::pipe2(spare, O_CLOEXEC | O_NONBLOCK) != 0) return true;
  const ssize_t copied = ::tee(pipe, spare[1], 1, SPLICE_F_NONBLOCK);
  const bool waits = copied < 0 && errno == EAGAIN;
  ::close(spare[0]);
  ::close(spare[1]);
  return copied > 0 || waits;
}

// Waits until there is something to read, or its end. False if no process writes to the pipe.
bool WaitForWriter(int pipe) {
  constexpr auto kPatience = std::chrono::seconds(5);
  const auto end = std::chrono::steady_clock::now() + kPatience;
  bool has_writer = false;
  for (;;) {
    pollfd waiting = {.fd = pipe, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&waiting, 1, has_writer ? -1 : 50);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return true;  // Whoever reads will be told.
    has_writer = has_writer || HasWriter(pipe);
    if (!has_writer && std::chrono::steady_clock::now() > end) return false;
  }
}

}  // namespace

Descriptor::~Descriptor() {
  if (is_owned_ && fd_ >= 0) ::close(fd_);
}

Error CannotRead(const std::string& path, std::string_view why) {
  std::string message =
      path == "-" ? "cannot read standard input: " : "cannot read `" + path + "`: ";
  const std::size_t why_begins = message.size();
  return Error{.message = message.append(why), .why_begins = why_begins};
}

Error CannotRead(const std::string& path, int error) {
  Error failure = CannotRead(path, SystemErrorText(error));
  failure.number = error;
  return failure;
}

std::optional<int> InheritedDescriptor(std::string_view path) {
  if (path == "/dev/stdin") return STDIN_FILENO;
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  const std::string own = "/proc/" + std::to_string(::getpid()) + "/fd/";
  for (const std::string_view prefix : {"/dev/fd/", "/proc/self/fd/", own.c_str()}) {
    if (!path.starts_with(prefix)) continue;
    const std::string_view digits = path.substr(prefix.size());
    int fd = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), fd);
    if (error == std::errc() && end == digits.data() + digits.size() && fd >= 0) return fd;
  }
  return std::nullopt;
}

Result<Descriptor> OpenToRead(const std::string& path, struct stat& info) {
  if (path.find('\0') != std::string::npos) return CannotRead(path, ENOENT);
  const std::optional<int> inherited =
      path == "-" ? std::optional(STDIN_FILENO) : InheritedDescriptor(path);
  if (inherited) {
    if (::fstat(*inherited, &info) != 0) return CannotRead(path, errno);
    if (S_ISDIR(info.st_mode)) return CannotRead(path, "is a directory");
    return Descriptor(*inherited, false);
  }
  // Opening a named pipe waits for a writer unless told not to.
  Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY), true);
  if (file.get() < 0) {
    // The answer for a socket, which says little.
    return errno == ENXIO ? CannotRead(path, "is a socket, not a file") : CannotRead(path, errno);
  }
  if (::fstat(file.get(), &info) != 0) return CannotRead(path, errno);
  if (const auto why = WhyNotRegular(info)) return CannotRead(path, *why);
  if (S_ISFIFO(info.st_mode) && !WaitForWriter(file.get())) {
    return CannotRead(path, "is a named pipe that nothing writes to");
  }
  return file;
}

long ReadSome(int fd, char* buffer, std::size_t size) {
  for (;;) {
    const ssize_t got = ::read(fd, buffer, size);
    if (got >= 0) return got;
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return -1;
    // Whoever shares standard input with us made it non-blocking.
    pollfd waiting = {.fd = fd, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, -1) < 0 && errno != EINTR) return -1;
  }
}

}  // namespace check
