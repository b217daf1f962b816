#ifndef LIBCHECK_BASE_ARENA_H_
#define LIBCHECK_BASE_ARENA_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace check {

/// Memory for the many small, trivially destructible objects of one document: syntax trees and
/// decoded text. Everything is given back at once, when the arena is reset or destroyed.
///
/// Not for use by two threads at once.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  void* Allocate(std::size_t bytes, std::size_t alignment) {
    std::size_t at = (used_ + alignment - 1) & ~(alignment - 1);
    if (blocks_.empty() || at + bytes > blocks_.back().size) {
      AddBlock(bytes + alignment);
      at = 0;  // operator new[] aligns for every fundamental type.
    }
    used_ = at + bytes;
    return blocks_.back().memory.get() + at;
  }

  /// A T made in place. Its destructor never runs, so it must not need one.
  template <typename T, typename... Args>
  T* New(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    static_assert(alignof(T) <= alignof(std::max_align_t));
    return ::new (Allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  /// A copy of `items` that lives as long as the arena.
  template <typename T>
  std::span<T> Copy(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) return {};
    auto* memory = static_cast<T*>(Allocate(items.size() * sizeof(T), alignof(T)));
    std::memcpy(static_cast<void*>(memory), items.data(), items.size() * sizeof(T));
    return {memory, items.size()};
  }
  template <typename T>
  std::span<T> Copy(const std::vector<T>& items) {
    return Copy(std::span<const T>(items));
  }

  std::string_view Copy(std::string_view text) {
    if (text.empty()) return {};
    auto* memory = static_cast<char*>(Allocate(text.size(), 1));
    std::memcpy(memory, text.data(), text.size());
    return {memory, text.size()};
  }

  /// Forgets all that was allocated but keeps the largest block, so that the next document of
  /// like size needs no memory from the system.
  void Reset() {
    if (blocks_.size() > 1) {
      std::swap(blocks_.front(), blocks_.back());
      blocks_.resize(1);
    }
    used_ = 0;
  }

  /// Bytes taken from the system.
  std::size_t capacity() const {
    std::size_t total = 0;
    for (const Block& block : blocks_) total += block.size;
    return total;
  }

 private:
  struct Block {
    std::unique_ptr<char[]> memory;
    std::size_t size = 0;
  };

  void AddBlock(std::size_t at_least) {
    constexpr std::size_t kFirst = std::size_t{4} << 10;
    constexpr std::size_t kLargest = std::size_t{1} << 20;
    const std::size_t next = blocks_.empty() ? kFirst : std::min(kLargest, blocks_.back().size * 2);
    const std::size_t size = std::max(at_least, next);
    blocks_.push_back({std::unique_ptr<char[]>(new char[size]), size});
    used_ = 0;
  }

  std::vector<Block> blocks_;
  std::size_t used_ = 0;  // Of the last block.
};

}  // namespace check

#endif  // LIBCHECK_BASE_ARENA_H_
