#include "libcheck/files/gunzip.h"

#include <isa-l/igzip_lib.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "libcheck/base/shared_library.h"

namespace check {
namespace {

// What is left of the input, and of the room for output.
struct Buffers {
  std::uint8_t* in = nullptr;
  std::uint32_t in_size = 0;
  std::uint8_t* out = nullptr;
  std::uint32_t out_size = 0;
};

enum class Step : std::uint8_t { kGoesOn, kMemberEnds, kDamaged };

// Unpacks one member after another.
class Inflater {
 public:
  virtual ~Inflater() = default;
  virtual bool BeginMember() = 0;
  virtual Step Inflate(Buffers& buffers) = 0;
};

class ZlibInflater final : public Inflater {
 public:
  ZlibInflater() {
    constexpr int kGzipOnly = 16;
    usable_ = inflateInit2(&stream_, MAX_WBITS + kGzipOnly) == Z_OK;
  }
  ZlibInflater(const ZlibInflater&) = delete;
  ZlibInflater& operator=(const ZlibInflater&) = delete;
  ~ZlibInflater() override { inflateEnd(&stream_); }

  bool BeginMember() override { return usable_ && inflateReset(&stream_) == Z_OK; }

  Step Inflate(Buffers& buffers) override {
    stream_.next_in = buffers.in;
    stream_.avail_in = buffers.in_size;
    stream_.next_out = buffers.out;
    stream_.avail_out = buffers.out_size;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    buffers = {stream_.next_in, stream_.avail_in, stream_.next_out, stream_.avail_out};
    if (status == Z_STREAM_END) return Step::kMemberEnds;
    return status == Z_OK || status == Z_BUF_ERROR ? Step::kGoesOn : Step::kDamaged;
  }

 private:
  z_stream stream_ = {};
  bool usable_ = false;
};

// Intel's library, which takes a third of zlib's time, where it is installed.
struct Igzip {
  decltype(&isal_inflate_init) init = nullptr;
  decltype(&isal_inflate) inflate = nullptr;
};

const Igzip* LoadIgzip() {
  static const Igzip* const loaded = []() -> const Igzip* {
    static Igzip igzip;
    const SharedLibrary library({"libisal.so.2"});
    const bool complete = library.Find("isal_inflate_init", igzip.init) &&
                          library.Find("isal_inflate", igzip.inflate);
    return complete ? &igzip : nullptr;
  }();
  return loaded;
}

class IgzipInflater final : public Inflater {
 public:
  explicit IgzipInflater(const Igzip& igzip) : igzip_(igzip) {}

  bool BeginMember() override {
    igzip_.init(&state_);
    state_.crc_flag = ISAL_GZIP;
    return true;
  }

  Step Inflate(Buffers& buffers) override {
    state_.next_in = buffers.in;
    state_.avail_in = buffers.in_size;
    state_.next_out = buffers.out;
    state_.avail_out = buffers.out_size;
    const int status = igzip_.inflate(&state_);
    buffers = {state_.next_in, state_.avail_in, state_.next_out, state_.avail_out};
    if (status < 0 || status == ISAL_NEED_DICT) return Step::kDamaged;
    return state_.block_state == ISAL_BLOCK_FINISH ? Step::kMemberEnds : Step::kGoesOn;
  }

 private:
  const Igzip& igzip_;
  inflate_state state_ = {};
};

std::unique_ptr<Inflater> MakeInflater(bool fast) {
  const Igzip* igzip = fast ? LoadIgzip() : nullptr;
  if (igzip == nullptr) return std::make_unique<ZlibInflater>();
  return std::make_unique<IgzipInflater>(*igzip);
}

class GunzipSource final : public ByteSource {
 public:
  GunzipSource(std::unique_ptr<ByteSource> packed, bool fast)
      : packed_(std::move(packed)), input_(kInput), inflater_(MakeInflater(fast)) {}

  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    size = std::min<std::size_t>(size, std::numeric_limits<std::uint32_t>::max());
    buffers_.out = reinterpret_cast<std::uint8_t*>(buffer);
    buffers_.out_size = static_cast<std::uint32_t>(size);
    while (buffers_.out_size == size) {
      if (buffers_.in_size == 0 && !has_more_) {
        const auto got = packed_->Read(input_.data(), input_.size());
        if (!got) return got.error();
        if (*got == 0 && !between_members_) return Error{"the gzip data end early"};
        if (*got == 0) return std::size_t{0};
        buffers_.in = reinterpret_cast<std::uint8_t*>(input_.data());
        buffers_.in_size = static_cast<std::uint32_t>(*got);
      }
      if (between_members_ && !inflater_->BeginMember()) return Damaged();
      between_members_ = false;
      const Step step = inflater_->Inflate(buffers_);
      if (step == Step::kDamaged) return Damaged();
      between_members_ = step == Step::kMemberEnds;
      // What had no room in the output is in the inflater still.
      has_more_ = buffers_.out_size == 0 && !between_members_;
    }
    return size - buffers_.out_size;
  }

 private:
  static constexpr std::size_t kInput = std::size_t{128} << 10;

  static Error Damaged() { return {"the gzip data are damaged"}; }

  std::unique_ptr<ByteSource> packed_;
  std::vector<char> input_;
  std::unique_ptr<Inflater> inflater_;
  Buffers buffers_;
  bool between_members_ = true;
  bool has_more_ = false;
};

}  // namespace

bool LooksLikeGzip(std::string_view head) { return head.starts_with("\x1f\x8b"); }

std::unique_ptr<ByteSource> Gunzip(std::unique_ptr<ByteSource> packed, Unpacker unpacker) {
  return std::make_unique<GunzipSource>(std::move(packed), unpacker == Unpacker::kFastest);
}

std::unique_ptr<ByteSource> GunzipIfPacked(std::unique_ptr<ByteSource> source) {
  std::string head;
  source = ReadHead(std::move(source), 2, head);
  return LooksLikeGzip(head) ? Gunzip(std::move(source)) : std::move(source);
}

}  // namespace check
