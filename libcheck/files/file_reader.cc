#include "libcheck/files/file_reader.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

#include "libcheck/files/descriptor.h"

namespace check {
namespace {

constexpr std::string_view kTooLarge = "is larger than 1 GiB";

// Reads up to the end, and appends to `text`. 0 if that worked; otherwise errno, or EFBIG.
//
// By way of a buffer that stays in the processor's cache: a string can only grow by being written
// to, and writing a large one twice takes longer than this.
int ReadToEnd(int fd, std::string& text) {
  constexpr std::size_t kChunk = std::size_t{128} << 10;
  static thread_local const std::unique_ptr<char[]> buffer(new char[kChunk]);
  for (;;) {
    const long got = ReadSome(fd, buffer.get(), kChunk);
    if (got < 0) return errno;
    if (got == 0) return 0;
    text.append(buffer.get(), static_cast<std::size_t>(got));
    if (text.size() > kLargestFile) return EFBIG;
  }
}

Result<std::string> ReadDescriptor(const std::string& path, int fd, const struct stat& info) {
  const std::size_t size = S_ISREG(info.st_mode) ? static_cast<std::size_t>(info.st_size) : 0;
  if (size > kLargestFile) return CannotRead(path, kTooLarge);
  std::string text;
  text.reserve(size);
  const int error = ReadToEnd(fd, text);
  if (error == EFBIG) return CannotRead(path, kTooLarge);
  if (error != 0) return CannotRead(path, error);
  return text;
}

class FileSource final : public ByteSource {
 public:
  FileSource(std::string path, Descriptor file, const struct stat& info)
      : path_(std::move(path)),
        file_(std::move(file)),
        is_regular_(S_ISREG(info.st_mode)),
        size_(is_regular_ ? static_cast<std::size_t>(info.st_size) : 0) {}

  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    const long got = ReadSome(file_.get(), buffer, size);
    if (got < 0) return CannotRead(path_, errno);
    read_ += static_cast<std::size_t>(got);
    // A pipe that never ends would be read for ever.
    if (!is_regular_ && read_ > kLargestFile) return CannotRead(path_, kTooLarge);
    return static_cast<std::size_t>(got);
  }

  std::string Tail(std::size_t size) const override {
    std::string tail(std::min(size, size_), '\0');
    const ssize_t got =
        ::pread(file_.get(), tail.data(), tail.size(), static_cast<off_t>(size_ - tail.size()));
    tail.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return tail;
  }

 private:
  std::string path_;
  Descriptor file_;
  bool is_regular_;
  std::size_t size_;
  std::size_t read_ = 0;
};

bool SameContent(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

Result<std::string> ReadFile(const std::string& path) {
  struct stat before = {};
  const Result<Descriptor> file = OpenToRead(path, before);
  if (!file) return file.error();
  if (!file->is_owned() || !S_ISREG(before.st_mode)) {
    return ReadDescriptor(path, file->get(), before);
  }

  // Half of the old text and half of the new would be reported as faults that nobody wrote.
  for (int attempt = 0; attempt < 3; ++attempt) {
    Result<std::string> text = ReadDescriptor(path, file->get(), before);
    struct stat after = {};
    if (!text.ok() || ::fstat(file->get(), &after) != 0) return text;
    if (SameContent(before, after)) return text;
    before = after;
    if (::lseek(file->get(), 0, SEEK_SET) != 0) return CannotRead(path, errno);
  }
  return CannotRead(path, "it changes while it is read");
}

Result<std::unique_ptr<ByteSource>> OpenFile(const std::string& path) {
  struct stat info = {};
  Result<Descriptor> file = OpenToRead(path, info);
  if (!file) return file.error();
  return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(path, std::move(*file), info));
}

}  // namespace check
