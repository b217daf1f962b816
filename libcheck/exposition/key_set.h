#ifndef LIBCHECK_EXPOSITION_KEY_SET_H_
#define LIBCHECK_EXPOSITION_KEY_SET_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace check::exposition {

/// Byte strings that are all different, each with a number: the series of a family, or the values
/// of a label. They are found by their hash and distinguished by their bytes, which are kept.
///
/// A key takes its bytes and 2 to 10 more. What they are found by takes 8 bytes a slot, of which up
/// to three in four are used, and only while the set is open: families stand together in nearly all
/// expositions, and one index serves them all.
class KeySet {
 public:
  /// Slots of a set, or memory for those of the next one.
  using Index = std::vector<std::uint64_t>;

  struct Added {
    std::uint32_t number = 0;  ///< Of the key: the one given when it was new.
    bool is_new = false;
  };
  /// Adds `key` with `number`, unless it is there. The set must be open, or empty.
  Added Add(std::string_view key, std::uint32_t number);

  /// The number of `key`, or nothing. The set must be open, or empty.
  std::optional<std::uint32_t> Find(std::string_view key) const;

  std::size_t size() const { return count_; }

  /// To be called when other sets will be added to: hands the slots over to `spare`, unless the set
  /// has been closed before. Sets that are left and come back to again and again keep theirs.
  void Close(Index& spare);
  /// To be called before a set is added to or looked into that may have been closed.
  void Open(Index& spare);

 private:
  struct Free {
    void operator()(char* memory) const { std::free(memory); }
  };

  struct Record {
    std::uint32_t number = 0;
    std::string_view key;
    std::uint64_t next = 0;  // Where the record behind it is.
  };
  Record Read(std::uint64_t offset) const;
  std::size_t SlotOf(std::string_view key, std::uint64_t hash) const;
  void Rebuild(std::size_t slots);
  void Grow(std::uint64_t more);
  std::uint64_t Append(std::string_view key, std::uint32_t number);

  // One record after another: number and size, in 7 bits a byte, then the bytes.
  std::unique_ptr<char, Free> records_;
  std::uint64_t used_ = 0;
  std::uint64_t capacity_ = 0;
  // A power of two: 0 where free, else 24 bits of the hash and 1 + the offset of the record.
  Index slots_;
  std::size_t count_ = 0;
  bool was_closed_ = false;
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_KEY_SET_H_
