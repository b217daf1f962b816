#include "libcheck/source/byte_source.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "libcheck/source/descriptor.h"

namespace check {
namespace {

class FileSource final : public ByteSource {
 public:
  FileSource(std::string path, Descriptor file, const struct stat& info)
      : path_(std::move(path)),
        file_(std::move(file)),
        size_(S_ISREG(info.st_mode) ? static_cast<std::size_t>(info.st_size) : 0) {}

  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    const long got = ReadSome(file_.get(), buffer, size);
    if (got < 0) return CannotRead(path_, errno);
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
  std::size_t size_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view text) : text_(text), rest_(text) {}

  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    size = std::min(size, rest_.size());
    if (size > 0) std::memcpy(buffer, rest_.data(), size);
    rest_.remove_prefix(size);
    return size;
  }

  std::string Tail(std::size_t size) const override {
    return std::string(text_.substr(text_.size() - std::min(size, text_.size())));
  }

 private:
  std::string_view text_;
  std::string_view rest_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> OpenFile(const std::string& path) {
  struct stat info = {};
  Result<Descriptor> file = OpenToRead(path, info);
  if (!file) return file.error();
  return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(path, std::move(*file), info));
}

std::unique_ptr<ByteSource> FromMemory(std::string_view text) {
  return std::make_unique<MemorySource>(text);
}

}  // namespace check
