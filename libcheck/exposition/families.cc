#include "libcheck/exposition/families.h"

#include <utility>

#include "libcheck/base/xxhash.h"

namespace check::exposition {
namespace {

// Whether `name` ends in `suffix` with something in front; then `base` is what stands there.
bool Strip(std::string_view name, std::string_view suffix, std::string_view& base) {
  if (name.size() <= suffix.size() || !name.ends_with(suffix)) return false;
  base = name.substr(0, name.size() - suffix.size());
  return true;
}

}  // namespace

void Families::Table::Grow() {
  // Small ones grow fast, large ones waste little.
  const std::size_t size =
      slots.empty() ? 64 : slots.size() * (slots.size() < 4096 ? std::size_t{4} : 2);
  std::vector<Slot> larger(size);
  for (const Slot& slot : slots) {
    if (slot.hash == 0) continue;
    std::size_t at = (slot.hash >> 1) & (size - 1);
    while (larger[at].hash != 0) at = (at + 1) & (size - 1);
    larger[at] = slot;
  }
  slots.swap(larger);
}

// The slot that holds `name`, or a free one for it, which whoever fills it has to count.
Families::Slot& Families::Table::Look(std::string_view name, std::uint64_t hash) {
  hash |= 1;
  if ((count + 1) * 4 > slots.size() * 3) Grow();
  std::size_t at = (hash >> 1) & (slots.size() - 1);
  while (slots[at].hash != 0) {
    if (slots[at].hash == hash && slots[at].resolved->name == name) return slots[at];
    at = (at + 1) & (slots.size() - 1);
  }
  return slots[at];
}

const Resolved* Families::FindHashed(std::string_view name, std::uint64_t hash) {
  return families_.Look(name, hash).resolved;
}

const Resolved* Families::GetHashed(std::string_view name, std::uint64_t hash) {
  Slot& slot = families_.Look(name, hash);
  if (slot.hash != 0) return slot.resolved;
  Family& family = all_.emplace_back();
  family.name = arena_.Copy(name);
  slot = {hash | 1, arena_.New<Resolved>(&family, Resolved::Role::kPlain, family.name)};
  ++families_.count;
  return slot.resolved;
}

Family* Families::Find(std::string_view name) {
  const Resolved* found = FindHashed(name, HashBytes(name));
  return found == nullptr ? nullptr : found->family;
}

Family& Families::Get(std::string_view name) { return *GetHashed(name, HashBytes(name))->family; }

Resolved Families::Resolve(std::string_view name) {
  using Role = Resolved::Role;
  const std::uint64_t hash = HashBytes(name);
  Slot& slot = names_.Look(name, hash);
  if (slot.hash != 0) return *slot.resolved;

  const Resolved* resolved = FindHashed(name, hash);
  if (resolved == nullptr) {
    std::string_view base;
    Role role = Role::kPlain;
    if (Strip(name, "_count", base)) {
      role = Role::kCount;
    } else if (Strip(name, "_sum", base)) {
      role = Role::kSum;
    } else {
      Strip(name, "_bucket", base);
    }
    Family* family = base.empty() ? nullptr : Find(base);
    const bool fits =
        family != nullptr &&
        (family->IsHistogram() || (family->type == MetricType::kSummary && role != Role::kPlain));
    // Prometheus: a name that does not fit becomes a family of its own.
    resolved = fits ? arena_.New<Resolved>(family, role, arena_.Copy(name)) : GetHashed(name, hash);
  }
  slot = {hash | 1, resolved};
  ++names_.count;
  return *resolved;
}

}  // namespace check::exposition
