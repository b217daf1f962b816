#include "libcheck/schema/explained.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/schema/codes.h"

namespace check::schema {
namespace {

using yaml::Node;

// Calls `look` for each word in backticks.
template <typename Look>
bool AnyTicked(std::string_view text, Look&& look) {
  while (true) {
    const std::size_t begin = text.find('`');
    if (begin == text.npos) return false;
    text.remove_prefix(begin + 1);
    const std::size_t end = text.find('`');
    if (end == text.npos) return false;
    if (look(text.substr(0, end))) return true;
    text.remove_prefix(end + 1);
  }
}

template <typename Look>
bool AnyTicked(const Diagnostic& diagnostic, Look&& look) {
  return AnyTicked(diagnostic.message, look) ||
         std::ranges::any_of(diagnostic.notes,
                             [&](const std::string& note) { return AnyTicked(note, look); });
}

bool Covers(Span span, std::uint32_t at) {
  return span.begin <= at && at < std::max(span.end, span.begin + 1);
}

// The mappings around a place, from the outermost to the innermost.
std::vector<const Node*> MappingsAround(const Node& root, std::uint32_t at) {
  std::vector<const Node*> around;
  for (const Node* node = &root; node != nullptr;) {
    if (node->IsMapping()) around.push_back(node);
    const Node* next = nullptr;
    for (const yaml::Entry& entry : node->entries()) {
      if (!entry.value.is_alias && Covers(entry.value.span, at)) next = &entry.value;
    }
    for (const Node& item : node->items()) {
      if (!item.is_alias && Covers(item.span, at)) next = &item;
    }
    node = next;
  }
  return around;
}

bool HasKeyAt(const Node& mapping, Span span) {
  return std::ranges::any_of(mapping.entries(),
                             [&](const yaml::Entry& entry) { return entry.key.span == span; });
}

// Whether `unknown`, a field that was reported, is what `missing` misses.
bool Explains(const Diagnostic& unknown, const Diagnostic& missing, const SourceFile& file,
              const std::vector<const Node*>& around) {
  if (around.empty() || unknown.where.file != &file) return false;
  if (HasKeyAt(*around.back(), unknown.where.span)) {
    return std::ranges::any_of(unknown.notes, [&](const std::string& note) {
      return AnyTicked(note, [&](std::string_view meant) {
        return AnyTicked(missing, [&](std::string_view word) { return word == meant; });
      });
    });
  }
  // It is indented too little, or too much.
  const std::string_view name = file.text(unknown.where.span);
  const bool is_near = std::ranges::any_of(
      around, [&](const Node* mapping) { return HasKeyAt(*mapping, unknown.where.span); });
  return is_near && AnyTicked(missing, [&](std::string_view word) { return word == name; });
}

}  // namespace

void DropExplained(const yaml::Node& root, const SourceFile& file, std::size_t first,
                   Diagnostics& diagnostics) {
  if (diagnostics.upstream() != nullptr) return;
  std::vector<Diagnostic>& found = diagnostics.found();
  const auto begin = found.begin() + static_cast<std::ptrdiff_t>(first);
  std::vector<Diagnostic> unknown;
  for (auto it = begin; it != found.end(); ++it) {
    if (it->info == &kUnknownField) unknown.push_back(*it);
  }
  // Each is compared with each.
  constexpr std::size_t kMost = 200;
  if (unknown.empty() || unknown.size() > kMost) return;
  std::size_t looked_at = 0;
  const auto is_explained = [&](const Diagnostic& missing) {
    if (missing.info != &kMissingField || missing.where.file != &file) return false;
    if (++looked_at > kMost) return false;
    const auto around = MappingsAround(root, missing.where.span.begin);
    return std::ranges::any_of(
        unknown, [&](const Diagnostic& one) { return Explains(one, missing, file, around); });
  };
  found.erase(std::remove_if(begin, found.end(), is_explained), found.end());
}

}  // namespace check::schema
