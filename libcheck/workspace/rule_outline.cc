#include "libcheck/workspace/rule_outline.h"

#include <algorithm>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/base/ascii.h"
#include "libcheck/base/text.h"

namespace check::workspace {
namespace {

constexpr std::size_t kLongWord = 63;

bool IsWordByte(char c) { return IsAlphanumeric(c) || c == '_' || c == ':'; }

// Takes the next word from `text`; empty if there is none.
std::string_view TakeWord(std::string_view& text) {
  const auto* const begin = std::find_if(text.begin(), text.end(), IsWordByte);
  const auto* const end = std::find_if_not(begin, text.end(), IsWordByte);
  const std::string_view word(begin, static_cast<std::size_t>(end - begin));
  text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  return word;
}

LineRange LinesOf(const SourceFile& file, const yaml::Node& node) {
  const Location place = Location{&file, node.span}.Outermost();
  const std::uint32_t last =
      std::max(place.span.begin, place.span.end == 0 ? 0 : place.span.end - 1);
  return {place.file->PositionOf(place.span.begin).line, place.file->PositionOf(last).line};
}

bool IsComment(std::string_view line) { return TrimStart(line).starts_with('#'); }

}  // namespace

std::vector<GroupOutline> OutlineOf(const SourceBuffer& file, const rules::LoadOptions& options) {
  Arena arena;
  Diagnostics unused;
  const rules::RuleReader reader(file, options, arena, unused);
  std::vector<GroupOutline> groups;
  for (std::size_t i = 0; i < reader.group_count(); ++i) {
    Arena of_group;
    rules::UpstreamLog log;
    const rules::Group group = reader.ReadGroup(i, of_group, unused, log);
    unused.found().clear();
    if (group.node == nullptr) continue;
    const SourceFile& holder = *reader.set(reader.SetOf(i)).file;
    GroupOutline& outline = groups.emplace_back();
    outline.lines = LinesOf(holder, *group.node);
    for (const rules::Rule& rule : group.rules) {
      if (rule.node == nullptr) continue;
      RuleOutline& one = outline.rules.emplace_back();
      one.lines = LinesOf(holder, *rule.node);
      one.name = rule.name();
      while (one.lines.first > outline.lines.first && IsComment(file.Line(one.lines.first - 1))) {
        --one.lines.first;
      }
      if (rule.expr_node == nullptr) continue;
      for (std::string_view text = rule.expr_node->scalar(); !text.empty();) {
        if (const std::string_view word = TakeWord(text); !word.empty()) one.words.emplace(word);
      }
    }
  }
  return groups;
}

WordSearch::WordSearch(const WordSet& words) : words_(words) {
  for (const std::string& word : words) {
    if (word.empty()) continue;
    lengths_[static_cast<unsigned char>(word.front())] |= std::uint64_t{1}
                                                          << std::min(word.size(), kLongWord);
  }
}

bool WordSearch::AnyIn(std::string_view text) const {
  if (words_.empty()) return false;
  while (!text.empty()) {
    const std::string_view word = TakeWord(text);
    if (word.empty()) return false;
    const std::uint64_t lengths = lengths_[static_cast<unsigned char>(word.front())];
    if ((lengths >> std::min(word.size(), kLongWord) & 1) != 0 && words_.contains(word))
      return true;
  }
  return false;
}

}  // namespace check::workspace
