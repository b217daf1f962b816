#include "libcheck/files/gunzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace check {
namespace {

class GunzipSource final : public ByteSource {
 public:
  explicit GunzipSource(std::unique_ptr<ByteSource> packed)
      : packed_(std::move(packed)), input_(kInput) {
    constexpr int kGzipOnly = 16;
    usable_ = inflateInit2(&stream_, MAX_WBITS + kGzipOnly) == Z_OK;
  }
  GunzipSource(const GunzipSource&) = delete;
  GunzipSource& operator=(const GunzipSource&) = delete;
  ~GunzipSource() override { inflateEnd(&stream_); }

  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    if (!usable_) return Error{"the gzip data cannot be unpacked"};
    size = std::min<std::size_t>(size, std::numeric_limits<uInt>::max());
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out == size) {
      if (stream_.avail_in == 0) {
        const auto got = packed_->Read(input_.data(), input_.size());
        if (!got) return got.error();
        if (*got == 0 && !between_members_) return Error{"the gzip data end early"};
        if (*got == 0) return std::size_t{0};
        stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
        stream_.avail_in = static_cast<uInt>(*got);
      }
      if (between_members_ && inflateReset(&stream_) != Z_OK) return Damaged();
      between_members_ = false;
      const int status = inflate(&stream_, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        between_members_ = true;
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        return Damaged();
      }
    }
    return size - stream_.avail_out;
  }

 private:
  static constexpr std::size_t kInput = std::size_t{128} << 10;

  static Error Damaged() { return {"the gzip data are damaged"}; }

  std::unique_ptr<ByteSource> packed_;
  std::vector<char> input_;
  z_stream stream_ = {};
  bool usable_ = false;
  bool between_members_ = false;
};

}  // namespace

bool LooksLikeGzip(std::string_view head) { return head.starts_with("\x1f\x8b"); }

std::unique_ptr<ByteSource> Gunzip(std::unique_ptr<ByteSource> packed) {
  return std::make_unique<GunzipSource>(std::move(packed));
}

}  // namespace check
