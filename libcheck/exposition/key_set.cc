#include "libcheck/exposition/key_set.h"

#include <algorithm>
#include <new>

#include "libcheck/base/xxhash.h"
#include "libcheck/exposition/key_bytes.h"

namespace check::exposition {
namespace {

constexpr std::size_t kFewestSlots = 8;
constexpr int kOffsetBits = 40;
constexpr std::uint64_t kOffsets = (std::uint64_t{1} << kOffsetBits) - 1;

// The bits of a slot that are the hash's. What stands lower in the hash decides where the slot is.
std::uint64_t TagOf(std::uint64_t hash) { return hash & ~kOffsets; }

// How many slots `count` keys need.
std::size_t SlotsFor(std::size_t count) {
  std::size_t slots = kFewestSlots;
  while (count * 4 > slots * 3) slots *= 2;
  return slots;
}

}  // namespace

KeySet::Record KeySet::Read(std::uint64_t offset) const {
  const char* at = records_.get() + offset;
  Record record;
  record.number = static_cast<std::uint32_t>(ReadVarint(at));
  const std::uint64_t size = ReadVarint(at);
  record.key = {at, size};
  record.next = static_cast<std::uint64_t>(at + size - records_.get());
  return record;
}

// Where `key` is, or the free slot where it belongs. There is one.
std::size_t KeySet::SlotOf(std::string_view key, std::uint64_t hash) const {
  const std::size_t last = slots_.size() - 1;
  std::size_t at = hash & last;
  for (; slots_[at] != 0; at = (at + 1) & last) {
    if (TagOf(slots_[at]) == TagOf(hash) && SameBytes(Read((slots_[at] & kOffsets) - 1).key, key)) {
      break;
    }
  }
  return at;
}

void KeySet::Rebuild(std::size_t slots) {
  slots_.assign(slots, 0);
  for (std::uint64_t offset = 0; offset < used_;) {
    const Record record = Read(offset);
    const std::uint64_t hash = HashBytes(record.key);
    std::size_t at = hash & (slots - 1);
    while (slots_[at] != 0) at = (at + 1) & (slots - 1);
    slots_[at] = TagOf(hash) | (offset + 1);
    offset = record.next;
  }
}

void KeySet::Grow(std::uint64_t more) {
  // Large blocks are moved by the kernel, without being copied.
  capacity_ = std::max(used_ + more, 2 * capacity_);
  void* larger = std::realloc(records_.release(), capacity_);
  if (larger == nullptr) throw std::bad_alloc();
  records_.reset(static_cast<char*>(larger));
}

// Returns the offset.
std::uint64_t KeySet::Append(std::string_view key, std::uint32_t number) {
  const std::uint64_t most = 2 * kLongestVarint + key.size();
  if (most > capacity_ - used_) Grow(most);
  const std::uint64_t offset = used_;
  char* const end = WriteText(WriteVarint(records_.get() + offset, number), key);
  used_ = static_cast<std::uint64_t>(end - records_.get());
  return offset;
}

KeySet::Added KeySet::Add(std::string_view key, std::uint32_t number) {
  const std::uint64_t hash = HashBytes(key);
  if (slots_.empty()) Rebuild(kFewestSlots);
  std::size_t at = SlotOf(key, hash);
  if (slots_[at] != 0) return {Read((slots_[at] & kOffsets) - 1).number, false};
  if ((count_ + 1) * 4 > slots_.size() * 3) {
    // Small ones grow fast, large ones waste little.
    Rebuild(slots_.size() * (slots_.size() < 1024 ? 4 : 2));
    at = SlotOf(key, hash);
  }
  slots_[at] = TagOf(hash) | (Append(key, number) + 1);
  ++count_;
  return {number, true};
}

std::optional<std::uint32_t> KeySet::Find(std::string_view key) const {
  if (count_ == 0) return std::nullopt;
  const std::uint64_t slot = slots_[SlotOf(key, HashBytes(key))];
  if (slot == 0) return std::nullopt;
  return Read((slot & kOffsets) - 1).number;
}

void KeySet::Close(Index& spare) {
  if (was_closed_ || count_ == 0) return;
  was_closed_ = true;
  if (void* fitting = std::realloc(records_.get(), used_)) {
    static_cast<void>(records_.release());
    records_.reset(static_cast<char*>(fitting));
    capacity_ = used_;
  }
  spare = std::move(slots_);
  slots_ = {};
  // The next family is likely to be like this one, but may have a single series.
  constexpr std::size_t kMost = 4096;
  spare.resize(std::min({SlotsFor(count_), kMost, spare.size()}));
}

void KeySet::Open(Index& spare) {
  if (!slots_.empty()) return;
  if (count_ > 0) return Rebuild(SlotsFor(count_ + 1));
  slots_ = std::move(spare);
  spare = {};
  std::fill(slots_.begin(), slots_.end(), 0);
}

}  // namespace check::exposition
