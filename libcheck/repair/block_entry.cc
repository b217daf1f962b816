#include "libcheck/repair/block_entry.h"

#include <algorithm>

#include "libcheck/base/ascii.h"

namespace check::repair {
namespace {

std::size_t LineBegin(std::string_view text, std::size_t at) {
  return at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0.
}

// Without the line break.
std::size_t LineEnd(std::string_view text, std::size_t at) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  return end > at && text[end - 1] == '\r' ? end - 1 : end;
}

// Of the line behind; the size of the text if there is none.
std::size_t NextLine(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

// How many blanks a line begins with.
std::size_t IndentOf(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

std::string_view LineAt(std::string_view text, std::size_t begin) {
  return text.substr(begin, LineEnd(text, begin) - begin);
}

bool IsEmpty(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

bool IsComment(std::string_view line) { return line.substr(IndentOf(line)).starts_with('#'); }

// How long the blanks and the dashes of lists are that a line begins with.
std::size_t DashIndent(std::string_view line) {
  std::size_t at = IndentOf(line);
  while (line.substr(at).starts_with("- ")) {
    at = std::min(line.find_first_not_of(' ', at + 1), line.size());
  }
  return at;
}

// The key at the start of `rest`, which may be quoted, or nothing.
std::optional<std::string_view> KeyAt(std::string_view rest) {
  const char quote = rest.empty() ? ' ' : rest.front();
  if (quote == '"' || quote == '\'') {
    const std::size_t end = rest.find(quote, 1);
    if (end == std::string_view::npos) return std::nullopt;
    return rest.substr(1, end - 1);
  }
  const std::size_t colon = rest.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return rest.substr(0, colon);
}

}  // namespace

std::optional<BlockEntry> BlockEntry::At(std::string_view text, Span key) {
  BlockEntry entry(text);
  entry.key_ = key;
  entry.line_begin_ = LineBegin(text, key.begin);
  const std::string_view line = LineAt(text, entry.line_begin_);
  entry.indent_ = key.begin - entry.line_begin_;
  if (DashIndent(line) != entry.indent_) return std::nullopt;
  entry.is_after_dash_ = IndentOf(line) != entry.indent_;

  std::size_t at = key.end;
  while (at < text.size() && IsBlank(text[at])) ++at;
  if (at >= text.size() || text[at] != ':') return std::nullopt;
  ++at;
  std::size_t end = LineEnd(text, key.begin);
  while (at < end && IsBlank(text[at])) ++at;
  while (end > at && IsBlank(text[end - 1])) --end;
  entry.value_ = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
  entry.end_ = entry.value_.end;

  for (std::size_t next = NextLine(text, key.begin); next < text.size();) {
    const std::string_view below = LineAt(text, next);
    // A list may be no deeper than its key.
    const bool is_item = IndentOf(below) == entry.indent_ &&
                         below.substr(entry.indent_).starts_with("- ") && !entry.is_after_dash_;
    if (!IsEmpty(below) && IndentOf(below) <= entry.indent_ && !is_item) break;
    if (!IsEmpty(below)) {
      entry.end_ = static_cast<std::uint32_t>(next + below.size());
      entry.is_one_line_ = false;
    }
    next = NextLine(text, next);
  }
  return entry;
}

std::optional<Span> BlockEntry::lines() const {
  if (is_after_dash_) return std::nullopt;
  return Span{static_cast<std::uint32_t>(line_begin_),
              static_cast<std::uint32_t>(NextLine(text_, end_))};
}

std::optional<BlockEntry> BlockEntry::Sibling(std::string_view name) const {
  const auto key_on = [&](std::size_t line_begin) -> std::optional<BlockEntry> {
    const std::string_view rest = LineAt(text_, line_begin).substr(indent_);
    const auto key = KeyAt(rest);
    if (key != name) return std::nullopt;
    const std::size_t quotes = rest.front() == name.front() ? 0 : 2;
    const auto begin = static_cast<std::uint32_t>(line_begin + indent_);
    return At(text_, {begin, begin + static_cast<std::uint32_t>(name.size() + quotes)});
  };
  for (std::size_t at = line_begin_; at > 0 && !is_after_dash_;) {
    const std::size_t before = LineBegin(text_, at - 1);
    const std::string_view line = LineAt(text_, before);
    at = before;
    if (IsEmpty(line) || IsComment(line) || IndentOf(line) > indent_) continue;
    if (DashIndent(line) != indent_) break;
    if (auto sibling = key_on(before)) return sibling;
    if (IndentOf(line) < indent_) break;
  }
  for (std::size_t at = NextLine(text_, line_begin_); at < text_.size(); at = NextLine(text_, at)) {
    const std::string_view line = LineAt(text_, at);
    if (IsEmpty(line) || IsComment(line) || IndentOf(line) > indent_) continue;
    if (IndentOf(line) < indent_) break;
    if (line.substr(indent_).starts_with("- ")) continue;
    if (auto sibling = key_on(at)) return sibling;
  }
  return std::nullopt;
}

}  // namespace check::repair
