#ifndef LIBCHECK_ALERTMANAGER_PART_SET_H_
#define LIBCHECK_ALERTMANAGER_PART_SET_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace check::alertmanager {

/// Some of the parts of a label's values, by their numbers: see LabelParts. Sets that are combined
/// are of the same label.
class PartSet {
 public:
  PartSet() = default;
  /// Of `size` parts there are, none or all.
  explicit PartSet(std::size_t size, bool all = false) : words_((size + kBits - 1) / kBits) {
    if (!all) return;
    for (std::size_t part = 0; part < size; ++part) Add(part);
  }

  void Add(std::size_t part) { words_[part / kBits] |= std::uint64_t{1} << (part % kBits); }
  bool Has(std::size_t part) const { return (words_[part / kBits] >> (part % kBits) & 1) != 0; }
  bool empty() const {
    for (const std::uint64_t word : words_) {
      if (word != 0) return false;
    }
    return true;
  }
  /// The least number. The set is not empty.
  std::size_t First() const {
    std::size_t at = 0;
    while (words_[at] == 0) ++at;
    return at * kBits + static_cast<std::size_t>(std::countr_zero(words_[at]));
  }

  bool Intersects(const PartSet& other) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] & other.words_[i]) != 0) return true;
    }
    return false;
  }
  bool IsWithin(const PartSet& other) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] & ~other.words_[i]) != 0) return false;
    }
    return true;
  }
  void Keep(const PartSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }
  void Remove(const PartSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  }

  friend bool operator==(const PartSet&, const PartSet&) = default;
  friend auto operator<=>(const PartSet&, const PartSet&) = default;

 private:
  static constexpr std::size_t kBits = 64;
  std::vector<std::uint64_t> words_;
};

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_PART_SET_H_
