#ifndef LIBCHECK_FILES_DESCRIPTOR_H_
#define LIBCHECK_FILES_DESCRIPTOR_H_

#include <sys/stat.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/result.h"

/// For this room: everyone else has file_system.h.
namespace check {

/// An open file, closed with it unless this process was started with it.
class Descriptor {
 public:
  Descriptor(int fd, bool is_owned) : fd_(fd), is_owned_(is_owned) {}
  Descriptor(Descriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), is_owned_(other.is_owned_) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor();

  int get() const { return fd_; }
  /// Whether it was named, rather than handed over.
  bool is_owned() const { return is_owned_; }

 private:
  int fd_;
  bool is_owned_;
};

/// "cannot read `PATH`: WHY"
Error CannotRead(const std::string& path, std::string_view why);
Error CannotRead(const std::string& path, int error);

/// The descriptor that `path` is another name for, as `/dev/stdout` and `/dev/fd/3`: one that this
/// process was started with.
std::optional<int> InheritedDescriptor(std::string_view path);

/// Opens `path` ("-": standard input) if it is something to read to its end, and looks at it.
Result<Descriptor> OpenToRead(const std::string& path, struct stat& info);

/// Up to `size` bytes, waiting for them if need be; 0 at the end, or -1 with errno set.
long ReadSome(int fd, char* buffer, std::size_t size);

}  // namespace check

#endif  // LIBCHECK_FILES_DESCRIPTOR_H_
