#include "libcheck/exposition/families.h"

#include <algorithm>
#include <utility>

#include "libcheck/exposition/hash.h"

namespace check::exposition {
namespace {

// Whether `name` ends in `suffix` with something in front; then `base` is what stands there.
bool Strip(std::string_view name, std::string_view suffix, std::string_view& base) {
  if (name.size() <= suffix.size() || !name.ends_with(suffix)) return false;
  base = name.substr(0, name.size() - suffix.size());
  return true;
}

}  // namespace

// The slot that holds `name`, or a free one for it, which whoever fills it has to count.
Families::Slot& Families::Table::Look(std::string_view name, std::uint64_t hash) {
  hash |= 1;  // 0 marks free slots.
  if ((count + 1) * 2 > slots.size()) {
    std::vector<Slot> larger(std::max<std::size_t>(64, slots.size() * 4));
    for (const Slot& slot : slots) {
      if (slot.hash == 0) continue;
      std::size_t at = (slot.hash >> 1) & (larger.size() - 1);
      while (larger[at].hash != 0) at = (at + 1) & (larger.size() - 1);
      larger[at] = slot;
    }
    slots.swap(larger);
  }
  std::size_t at = (hash >> 1) & (slots.size() - 1);
  while (slots[at].hash != 0) {
    if (slots[at].hash == hash && slots[at].resolved.name == name) return slots[at];
    at = (at + 1) & (slots.size() - 1);
  }
  return slots[at];
}

Family* Families::FindHashed(std::string_view name, std::uint64_t hash) {
  const Slot& slot = families_.Look(name, hash);
  return slot.hash == 0 ? nullptr : slot.resolved.family;
}

Family* Families::Find(std::string_view name) { return FindHashed(name, HashBytes(name)); }

Family& Families::Get(std::string_view name) {
  const std::uint64_t hash = HashBytes(name);
  Slot& slot = families_.Look(name, hash);
  if (slot.hash != 0) return *slot.resolved.family;
  Family& family = all_.emplace_back();
  family.name = arena_.Copy(name);
  slot = {hash | 1, {&family, Resolved::Role::kPlain, family.name}};
  ++families_.count;
  return family;
}

Resolved Families::Resolve(std::string_view name) {
  using Role = Resolved::Role;
  const std::uint64_t hash = HashBytes(name);
  Slot& slot = names_.Look(name, hash);
  if (slot.hash != 0) return slot.resolved;

  Resolved resolved = {FindHashed(name, hash), Role::kPlain, {}};
  std::string_view base;
  Role role = Role::kPlain;
  if (resolved.family == nullptr) {
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
    resolved = fits ? Resolved{family, role, {}} : Resolved{&Get(name), Role::kPlain, {}};
  }
  resolved.name = arena_.Copy(name);
  slot = {hash | 1, resolved};
  ++names_.count;
  return resolved;
}

}  // namespace check::exposition
