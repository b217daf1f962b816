#ifndef LIBCHECK_EXPOSITION_SERIES_SET_H_
#define LIBCHECK_EXPOSITION_SERIES_SET_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace check::exposition {

/// The series of one family, told apart by a hash, each with a number that goes with it: the line
/// it was first seen on, or an index. 12 bytes for each slot, of which up to three in four are
/// used.
///
/// One table for each family rather than one for all, since the lines of a family stand together:
/// what is looked at stays in the processor's cache.
class SeriesSet {
 public:
  /// The number that goes with `hash`; if it is new, that is `number` from now on.
  std::uint32_t* Add(std::uint64_t hash, std::uint32_t number, bool& is_new) {
    if (hash == 0) hash = 1;  // 0 marks free slots.
    if (hashes_.empty()) {
      is_new = count_ == 0;
      if (is_new) {
        only_hash_ = hash;
        only_number_ = number;
        count_ = 1;
      }
      if (only_hash_ == hash) return &only_number_;
      Grow();
      numbers_[Slot(only_hash_)] = only_number_;
      hashes_[Slot(only_hash_)] = only_hash_;
    }
    if ((count_ + 1) * 4 > hashes_.size() * 3) Grow();
    const std::size_t at = Slot(hash);
    is_new = hashes_[at] == 0;
    if (is_new) {
      hashes_[at] = hash;
      numbers_[at] = number;
      ++count_;
    }
    return &numbers_[at];
  }

  /// Null if there is no such series.
  const std::uint32_t* Find(std::uint64_t hash) const {
    if (hash == 0) hash = 1;
    if (hashes_.empty()) return count_ > 0 && only_hash_ == hash ? &only_number_ : nullptr;
    const std::size_t at = Slot(hash);
    return hashes_[at] == 0 ? nullptr : &numbers_[at];
  }

  std::size_t size() const { return count_; }

 private:
  // Where `hash` is, or the free slot where it belongs.
  std::size_t Slot(std::uint64_t hash) const {
    std::size_t at = hash & (hashes_.size() - 1);
    while (hashes_[at] != 0 && hashes_[at] != hash) at = (at + 1) & (hashes_.size() - 1);
    return at;
  }

  void Grow() {
    // Small ones grow fast, large ones waste little.
    const std::size_t size = hashes_.empty() ? 4 : hashes_.size() * (hashes_.size() < 1024 ? 4 : 2);
    std::vector<std::uint64_t> hashes(size, 0);
    std::vector<std::uint32_t> numbers(size);
    for (std::size_t i = 0; i < hashes_.size(); ++i) {
      if (hashes_[i] == 0) continue;
      std::size_t at = hashes_[i] & (size - 1);
      while (hashes[at] != 0) at = (at + 1) & (size - 1);
      hashes[at] = hashes_[i];
      numbers[at] = numbers_[i];
    }
    hashes_.swap(hashes);
    numbers_.swap(numbers);
  }

  // Many families have but one series, which needs no table.
  std::uint64_t only_hash_ = 0;
  std::uint32_t only_number_ = 0;
  std::vector<std::uint64_t> hashes_;  // A power of two of slots, 0 where free.
  std::vector<std::uint32_t> numbers_;
  std::size_t count_ = 0;
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_SERIES_SET_H_
