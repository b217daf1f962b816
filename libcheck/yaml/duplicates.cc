#include "libcheck/yaml/duplicates.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace check::yaml {
namespace {

struct Key {
  enum class Kind : std::uint8_t { kScalar, kSequence, kMapping, kAlias } kind;
  std::string_view text;
  friend bool operator==(const Key&, const Key&) = default;
};

Key KeyOf(const Node& node, const SourceFile& file) {
  if (node.is_alias) return {Key::Kind::kAlias, file.text(node.span)};
  switch (node.kind) {
    case Kind::kSequence:
      return {Key::Kind::kSequence, {}};
    case Kind::kMapping:
      return {Key::Kind::kMapping, {}};
    case Kind::kScalar:
      break;
  }
  return {Key::Kind::kScalar, node.scalar()};
}

struct Hash {
  std::size_t operator()(const Key& key) const {
    return std::hash<std::string_view>()(key.text) + static_cast<std::size_t>(key.kind);
  }
};

bool LooksAlike(const Node& a, const Node& b) {
  return a.kind == b.kind && a.is_alias == b.is_alias &&
         (!a.IsScalar() || a.is_alias || a.scalar() == b.scalar());
}

// Comparing every key with every other is quickest for the few keys that mappings have.
constexpr std::size_t kFewKeys = 24;

}  // namespace

std::vector<std::pair<std::uint32_t, std::uint32_t>> FindDuplicates(std::span<const Entry> entries,
                                                                    const SourceFile& file) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
  const auto count = static_cast<std::uint32_t>(entries.size());
  if (count <= kFewKeys) {
    bool suspicious = false;
    for (std::uint32_t i = 1; i < count && !suspicious; ++i) {
      for (std::uint32_t j = 0; j < i && !suspicious; ++j) {
        suspicious = LooksAlike(entries[i].key, entries[j].key);
      }
    }
    if (!suspicious) return found;
  }
  std::unordered_map<Key, std::uint32_t, Hash> first;
  first.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto [known, is_new] = first.try_emplace(KeyOf(entries[i].key, file), i);
    if (!is_new) found.emplace_back(known->second, i);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace check::yaml
