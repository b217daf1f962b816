#include "libcheck/yaml/duplicates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/base/quote.h"
#include "libcheck/yaml/codes.h"

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
  if (a.kind != b.kind || a.is_alias != b.is_alias) return false;
  return !a.IsScalar() || a.is_alias || (a.size_ == b.size_ && a.scalar() == b.scalar());
}

// Comparing every key with every other is quickest for the few keys that mappings have.
constexpr std::size_t kFewKeys = 24;

bool MayHaveDuplicates(std::span<const Entry> entries) {
  if (entries.size() > kFewKeys) return true;
  for (std::size_t i = 1; i < entries.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (LooksAlike(entries[i].key, entries[j].key)) return true;
    }
  }
  return false;
}

// Indices of a key and of a later one that is the same.
using Pair = std::pair<std::uint32_t, std::uint32_t>;

// One pair for each key that is not the first of its kind, ordered by the first.
std::vector<Pair> FindDuplicates(std::span<const Entry> entries, const SourceFile& file) {
  std::vector<Pair> found;
  const auto count = static_cast<std::uint32_t>(entries.size());
  std::unordered_map<Key, std::uint32_t, Hash> first;
  first.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto [known, is_new] = first.try_emplace(KeyOf(entries[i].key, file), i);
    if (!is_new) found.emplace_back(known->second, i);
  }
  std::sort(found.begin(), found.end());
  return found;
}

// go-yaml compares each key with each later one. That is only followed as far as is sensible.
std::vector<Pair> AllPairs(const std::vector<Pair>& found) {
  constexpr std::size_t kMostPairs = 10'000;
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < found.size() && pairs.size() < kMostPairs; ++i) {
    pairs.push_back(found[i]);
    for (std::size_t j = i + 1; j < found.size() && found[j].first == found[i].first; ++j) {
      pairs.emplace_back(found[i].second, found[j].second);
      if (pairs.size() >= kMostPairs) break;
    }
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

}  // namespace

bool ReportDuplicateKeys(const Node& mapping, const SourceFile& file, const Stream& stream,
                         Diagnostics& diagnostics) {
  const std::span<const Entry> entries = mapping.entries();
  if (!MayHaveDuplicates(entries)) return false;
  const std::vector<Pair> found = FindDuplicates(entries, file);
  if (found.empty()) return false;
  const auto line = [&](const Pair& pair) {
    const Node& key = entries[pair.second].key;
    const auto number = [&](const Node& node) {
      return UpstreamPosition(file, stream, node.span.begin).line;
    };
    return fmt::format("line {}: mapping key {} already defined at line {}", number(key),
                       GoQuote(key.is_alias ? file.text(key.span).substr(1) : key.scalar()),
                       number(entries[pair.first].key));
  };
  const std::vector<Pair> pairs =
      diagnostics.upstream() == nullptr ? std::vector<Pair>() : AllPairs(found);
  auto pair = pairs.begin();
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Node& key = entries[found[i].second].key;
    std::string message = key.is_alias     ? fmt::format("duplicate key `{}`", file.text(key.span))
                          : key.IsScalar() ? fmt::format("duplicate key `{}`", key.scalar())
                                           : fmt::format("a second key that is {}", Describe(key));
    auto& problem = diagnostics.Report(kDuplicateKey, {&file, key.span}, std::move(message));
    problem.labels.push_back({{&file, entries[found[i].first].key.span}, "first defined here"});
    std::string upstream;
    for (; pair != pairs.end() && (i + 1 == found.size() || *pair != found[i + 1]); ++pair) {
      upstream += (upstream.empty() ? "" : "\n  ") + line(*pair);
    }
    problem.upstream = std::move(upstream);
  }
  return true;
}

}  // namespace check::yaml
