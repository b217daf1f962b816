#include "libcheck/exposition/lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "libcheck/exposition/scan.h"

namespace check::exposition {
namespace {

// Enough that handing blocks over costs nothing, so little that a block is still in the cache when
// it is looked at.
constexpr std::size_t kBlock = std::size_t{512} << 10;

// Memory for a block and the padding behind it.
class Buffer {
 public:
  char* data() { return bytes_.get(); }
  std::size_t capacity() const { return capacity_; }

  // Keeps the first `used` bytes.
  void Grow(std::size_t capacity, std::size_t used) {
    if (capacity <= capacity_) return;
    std::unique_ptr<char[]> larger(new char[capacity + kScanPadding]);
    if (used > 0) std::memcpy(larger.get(), bytes_.get(), used);
    bytes_ = std::move(larger);
    capacity_ = capacity;
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
};

// What one read gave.
struct Chunk {
  Buffer buffer;
  std::size_t offset = 0;  // Where it begins in the buffer; in front there is room for a rest.
  std::size_t size = 0;
  std::optional<Error> error;
};

// Fills the chunk, or stops short at the end of the input or at an error.
void Fill(ByteSource& input, Chunk& chunk, std::size_t wanted) {
  chunk.size = 0;
  while (chunk.size < wanted) {
    const auto got =
        input.Read(chunk.buffer.data() + chunk.offset + chunk.size, wanted - chunk.size);
    if (!got) chunk.error = got.error();
    if (!got || *got == 0) return;
    chunk.size += *got;
  }
}

// Cuts chunks into blocks of whole lines.
class Blocks {
 public:
  explicit Blocks(BlockReader& reader) : reader_(reader) {}

  // Room that a chunk has to leave in front of what is read into it.
  static constexpr std::size_t kRoom = std::size_t{64} << 10;

  // False: no more is wanted.
  bool Add(Chunk& chunk) {
    char* begin = chunk.buffer.data() + chunk.offset;
    const std::string_view fresh(begin, chunk.size);
    const std::size_t last = fresh.rfind('\n');
    if (last == fresh.npos) {
      rest_.append(fresh);
      if (rest_.size() > kLongestLine) {
        error_ = Error{fmt::format("a line is longer than {} MiB", kLongestLine >> 20)};
        return false;
      }
      return true;
    }
    if (!rest_.empty()) {
      if (rest_.size() <= chunk.offset) {
        begin -= rest_.size();
        std::memcpy(begin, rest_.data(), rest_.size());
      } else {
        // A line longer than the room: it goes by itself.
        const std::size_t first = fresh.find('\n') + 1;
        rest_.append(fresh.substr(0, first));
        if (!GiveRest()) return false;
        begin += first;
      }
      rest_.clear();
    }
    const char* const end = fresh.data() + last + 1;
    rest_.assign(end, static_cast<std::size_t>(fresh.data() + fresh.size() - end));
    return begin == end || reader_.ReadBlock({begin, static_cast<std::size_t>(end - begin)});
  }

  bool Finish() { return rest_.empty() || GiveRest(); }

  std::optional<Error>& error() { return error_; }

 private:
  bool GiveRest() {
    const std::size_t size = rest_.size();
    rest_.append(kScanPadding, '\0');
    return reader_.ReadBlock(std::string_view(rest_).substr(0, size));
  }

  BlockReader& reader_;
  std::string rest_;
  std::optional<Error> error_;
};

// Reads one chunk ahead on a thread of its own.
class ReadAhead {
 public:
  explicit ReadAhead(ByteSource& input) : input_(input), thread_([this] { Work(); }) {}
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  ~ReadAhead() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  // Gives `chunk` back to be filled anew, and puts the next one in its place.
  void Exchange(Chunk& chunk) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return full_; });
    std::swap(chunk, chunk_);
    full_ = false;
    lock.unlock();
    changed_.notify_all();
  }

 private:
  void Work() {
    for (;;) {
      Chunk chunk;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !full_ || stop_; });
        if (stop_) return;
        std::swap(chunk, chunk_);
      }
      chunk.buffer.Grow(Blocks::kRoom + kBlock, 0);
      chunk.offset = Blocks::kRoom;
      Fill(input_, chunk, kBlock);
      {
        const std::lock_guard lock(mutex_);
        std::swap(chunk, chunk_);
        full_ = true;
      }
      changed_.notify_all();
    }
  }

  ByteSource& input_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Chunk chunk_;
  bool full_ = false;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace

std::optional<Error> ReadBlocks(ByteSource& input, BlockReader& reader) {
  Blocks blocks(reader);
  Chunk chunk;
  // Most expositions are small, and pay for no more than that.
  constexpr std::size_t kFirst = std::size_t{64} << 10;
  chunk.buffer.Grow(kFirst, 0);
  Fill(input, chunk, kFirst);
  const bool is_all = chunk.size < kFirst;
  bool more = !chunk.error && blocks.Add(chunk);
  if (!is_all && more) {
    ReadAhead ahead(input);
    bool at_end = false;
    while (more && !at_end) {
      ahead.Exchange(chunk);
      at_end = chunk.size < kBlock;
      more = !chunk.error && (chunk.size == 0 || blocks.Add(chunk));
    }
  }
  if (chunk.error) return chunk.error;
  if (more) blocks.Finish();
  return blocks.error();
}

}  // namespace check::exposition
