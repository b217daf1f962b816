#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <string_view>

#include "libcheck/rules/format_edit.h"

namespace check::rules {
namespace {

constexpr std::string_view kOrder[] = {"record",          "alert",  "expr",       "for",
                                       "keep_firing_for", "labels", "annotations"};

std::size_t RankOf(std::string_view key) {
  return static_cast<std::size_t>(std::find(std::begin(kOrder), std::end(kOrder), key) -
                                  std::begin(kOrder));
}

bool HasAnchorOrAlias(std::string_view text, const yaml::Node& node) {
  if (node.is_alias || HasProperties(text, node)) return true;
  for (const yaml::Node& item : node.items()) {
    if (HasAnchorOrAlias(text, item)) return true;
  }
  for (const yaml::Entry& entry : node.entries()) {
    if (HasAnchorOrAlias(text, entry.key) || HasAnchorOrAlias(text, entry.value)) return true;
  }
  return false;
}

bool IsBlockScalar(const yaml::Node& node) {
  return node.style == yaml::Style::kLiteral || node.style == yaml::Style::kFolded;
}

/// The end of the last line that `value` takes up.
std::uint32_t EndOf(std::string_view text, const yaml::Node& key, const yaml::Node& value) {
  return LineEnd(text, std::max(key.span.end, value.span.end));
}

/// Whether what follows `node` in the file matters to its value: it ends in a block scalar that
/// keeps its empty lines, or that the end of the file cuts short.
bool DependsOnWhatFollows(std::string_view text, const yaml::Node& node) {
  if (!node.items().empty()) return DependsOnWhatFollows(text, node.items().back());
  if (!node.entries().empty()) return DependsOnWhatFollows(text, node.entries().back().value);
  if (!IsBlockScalar(node)) return false;
  return text.substr(node.span.begin, 3).find('+') != std::string_view::npos ||
         LineEnd(text, node.span.end) == text.size();
}

/// The lines of each entry of `rule`, from its key to the end of its last line, or none if they
/// cannot be told apart or moved.
std::vector<Span> Chunks(std::string_view text, const yaml::Node& rule) {
  std::vector<Span> chunks;
  for (const yaml::Entry& entry : rule.entries()) {
    if (!entry.key.IsScalar() || RankOf(entry.key.scalar()) == std::size(kOrder)) return {};
    if (!BeginsEntry(text, entry.key.span.begin)) return {};
    const Span chunk = {entry.key.span.begin, EndOf(text, entry.key, entry.value)};
    if (!chunks.empty()) {
      // Directly after the line break of the one before.
      const std::size_t next = text.find('\n', chunks.back().end);
      if (next == std::string_view::npos || next + 1 != LineBegin(text, chunk.begin)) return {};
    }
    if (HasAnchorOrAlias(text, entry.value) || DependsOnWhatFollows(text, entry.value)) return {};
    chunks.push_back(chunk);
  }
  return chunks;
}

void Visit(std::string_view text, const yaml::Node& rule, std::vector<Edit>& edits) {
  const auto entries = rule.entries();
  const auto before = [&](std::size_t a, std::size_t b) {
    return RankOf(entries[a].key.scalar()) < RankOf(entries[b].key.scalar());
  };
  std::vector<std::size_t> order(entries.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (std::is_sorted(order.begin(), order.end(), before)) return;
  const std::vector<Span> chunks = Chunks(text, rule);
  if (chunks.empty()) return;
  std::stable_sort(order.begin(), order.end(), before);
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    if (order[i] == i) continue;
    const Span chunk = chunks[order[i]];
    edits.push_back({chunks[i], std::string(text.substr(chunk.begin, chunk.size()))});
  }
}

}  // namespace

std::vector<Edit> OrderEdits(const Unit& unit) {
  std::vector<Edit> edits;
  for (const RuleSet& set : unit.loaded.sets) {
    if (set.file != &unit.source) continue;
    for (const Group& group : set.groups) {
      for (const Rule& rule : group.rules) {
        if (rule.node == nullptr || rule.node->is_alias ||
            rule.node->style != yaml::Style::kBlock || HasProperties(unit.text(), *rule.node)) {
          continue;
        }
        Visit(unit.text(), *rule.node, edits);
      }
    }
  }
  return edits;
}

}  // namespace check::rules
