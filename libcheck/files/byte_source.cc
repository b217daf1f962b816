#include "libcheck/files/byte_source.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace check {
namespace {

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

class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)), source_(text_) {}

  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    return source_.Read(buffer, size);
  }
  std::string Tail(std::size_t size) const override { return source_.Tail(size); }

 private:
  std::string text_;
  MemorySource source_;
};

// A source after some of it has been read: that first, then the rest.
class RestOfSource final : public ByteSource {
 public:
  RestOfSource(std::unique_ptr<ByteSource> source, std::string head, bool is_all,
               std::optional<Error> error)
      : source_(std::move(source)),
        head_(std::move(head)),
        is_all_(is_all),
        error_(std::move(error)) {}

  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    if (read_ < head_.size()) {
      size = std::min(size, head_.size() - read_);
      std::memcpy(buffer, head_.data() + read_, size);
      read_ += size;
      return size;
    }
    if (error_) return *error_;
    if (is_all_) return std::size_t{0};
    return source_->Read(buffer, size);
  }

  std::string Tail(std::size_t size) const override {
    if (!is_all_) return source_->Tail(size);
    return head_.substr(head_.size() - std::min(size, head_.size()));
  }

 private:
  std::unique_ptr<ByteSource> source_;
  std::string head_;
  std::size_t read_ = 0;
  bool is_all_;
  std::optional<Error> error_;
};

}  // namespace

std::string ByteSource::Tail(std::size_t /*size*/) const { return {}; }

std::unique_ptr<ByteSource> ReadHead(std::unique_ptr<ByteSource> source, std::size_t size,
                                     std::string& head) {
  head.resize(size);
  std::size_t filled = 0;
  bool is_all = false;
  std::optional<Error> error;
  while (filled < size && !is_all && !error) {
    const auto got = source->Read(head.data() + filled, size - filled);
    if (!got) {
      error = got.error();
    } else {
      is_all = *got == 0;
      filled += *got;
    }
  }
  head.resize(filled);
  return std::make_unique<RestOfSource>(std::move(source), head, is_all, std::move(error));
}

std::unique_ptr<ByteSource> FromMemory(std::string_view text) {
  return std::make_unique<MemorySource>(text);
}

std::unique_ptr<ByteSource> FromText(std::string text) {
  return std::make_unique<TextSource>(std::move(text));
}

}  // namespace check
