#include "libcheck/rules/condense.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "libcheck/rules/codes.h"

namespace check::rules {
namespace {

Span BytesOf(const Diagnostic& diagnostic) { return diagnostic.where.Outermost().span; }
Span BytesOf(const Finding& finding) { return finding.where.bytes; }

struct Key {
  const CodeInfo* info;
  Span span;
  std::string_view message;
  friend bool operator==(const Key&, const Key&) = default;
};
struct Hash {
  std::size_t operator()(const Key& key) const {
    const std::uint64_t place = std::uint64_t{key.span.begin} << 32 | key.span.end;
    return std::hash<std::string_view>()(key.message) ^ (place * 0x9E3779B97F4A7C15U);
  }
};

template <typename T>
void CondenseAll(std::vector<T>& found) {
  if (found.size() < 2) return;
  const auto helm =
      std::find_if(found.begin(), found.end(), [](const T& f) { return f.info == &kHelmTemplate; });
  if (helm != found.end()) {
    for (const T& f : found) helm->severity = std::max(helm->severity, f.severity);
    std::swap(found.front(), *helm);
    found.erase(found.begin() + 1, found.end());
    return;
  }
  std::unordered_set<Key, Hash> seen;
  std::vector<bool> is_new;
  is_new.reserve(found.size());
  for (const T& f : found) {
    is_new.push_back(seen.insert({f.info, BytesOf(f), f.message}).second);
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!is_new[i]) continue;
    if (kept != i) found[kept] = std::move(found[i]);
    ++kept;
  }
  found.erase(found.begin() + static_cast<std::ptrdiff_t>(kept), found.end());
}

}  // namespace

void Condense(std::vector<Diagnostic>& found) { CondenseAll(found); }
void Condense(std::vector<Finding>& found) { CondenseAll(found); }

}  // namespace check::rules
