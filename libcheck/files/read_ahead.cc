#include "libcheck/files/read_ahead.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "libcheck/base/parallel.h"

namespace check {
namespace {

constexpr std::size_t kBlock = std::size_t{128} << 10;
constexpr std::size_t kBlocks = 4;
// What is read before a thread is worth its while.
constexpr std::size_t kShort = std::size_t{256} << 10;

}  // namespace

// Fills blocks in a ring, which the other thread empties.
class ReadAhead::Reader {
 public:
  explicit Reader(ByteSource& source) : source_(source), thread_([this] { Fill(); }) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  Result<std::size_t> Read(char* buffer, std::size_t size) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return filled_ > 0 || ended_; });
    if (filled_ == 0) return error_ ? Result<std::size_t>(*error_) : Result<std::size_t>(0);
    Block& block = blocks_[first_];
    lock.unlock();
    size = std::min(size, block.size - taken_);
    std::memcpy(buffer, block.bytes.data() + taken_, size);
    taken_ += size;
    if (taken_ < block.size) return size;
    lock.lock();
    taken_ = 0;
    first_ = (first_ + 1) % kBlocks;
    --filled_;
    lock.unlock();
    changed_.notify_all();
    return size;
  }

 private:
  struct Block {
    std::vector<char> bytes;
    std::size_t size = 0;
  };

  void Fill() {
    for (std::size_t at = 0;; at = (at + 1) % kBlocks) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return filled_ < kBlocks || stopped_; });
        if (stopped_) return;
      }
      Block& block = blocks_[at];
      block.bytes.resize(kBlock);
      block.size = 0;
      std::optional<Error> error;
      bool ends = false;
      while (block.size < kBlock && !ends) {
        const Result<std::size_t> got =
            source_.Read(block.bytes.data() + block.size, kBlock - block.size);
        if (!got) error = got.error();
        ends = !got || *got == 0;
        if (got) block.size += *got;
      }
      {
        const std::lock_guard lock(mutex_);
        if (block.size > 0) ++filled_;
        ended_ = ends;
        error_ = std::move(error);
      }
      changed_.notify_all();
      if (ends) return;
    }
  }

  ByteSource& source_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<Block, kBlocks> blocks_;
  std::size_t first_ = 0;   // That is read from next.
  std::size_t taken_ = 0;   // Of it.
  std::size_t filled_ = 0;  // Blocks.
  bool ended_ = false;
  bool stopped_ = false;
  std::optional<Error> error_;
  std::thread thread_;  // Last: it uses all of the above.
};

ReadAhead::ReadAhead(ByteSource& source) : source_(source) {}
ReadAhead::~ReadAhead() = default;

Result<std::size_t> ReadAhead::Read(char* buffer, std::size_t size) {
  if (reader_ != nullptr) return reader_->Read(buffer, size);
  if (read_ >= kShort && ThreadCount() > 1) {
    reader_ = std::make_unique<Reader>(source_);
    return reader_->Read(buffer, size);
  }
  Result<std::size_t> got = source_.Read(buffer, size);
  if (got) read_ += *got;
  return got;
}

}  // namespace check
