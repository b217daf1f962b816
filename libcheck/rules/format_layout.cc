#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "libcheck/rules/format_edit.h"

namespace check::rules {
namespace {

constexpr std::size_t kStep = 2;

bool IsBlock(const yaml::Node& node) {
  return !node.is_alias && !node.IsScalar() && node.style == yaml::Style::kBlock;
}

/// Counts the ways a file indents.
class Habits {
 public:
  explicit Habits(std::string_view text) : text_(text) {}

  void Visit(const yaml::Node& node) {
    if (!IsBlock(node)) return;
    for (const yaml::Entry& entry : node.entries()) {
      const std::size_t key = ColumnOf(entry.key);
      if (IsBlock(entry.value)) {
        const std::size_t value = ColumnOf(entry.value);
        if (entry.value.IsSequence()) {
          Count(value - key == 0 ? under_key_ : further_in_);
          if (value - key != 0) Note(list_step_, value - key);
        } else {
          Note(mapping_step_, value - key);
        }
      }
      Visit(entry.value);
    }
    for (const yaml::Node& item : node.items()) {
      if (IsBlock(item)) Note(item_step_, ColumnOf(item) - ColumnOf(node));
      Visit(item);
    }
  }

  bool mixed() const { return mixed_ || (under_key_ != 0 && further_in_ != 0); }
  std::size_t list_step() const { return under_key_ > further_in_ ? 0 : kStep; }

 private:
  std::size_t ColumnOf(const yaml::Node& node) const {
    return node.span.begin - LineBegin(text_, node.span.begin);
  }
  static void Count(std::size_t& count) { ++count; }
  void Note(std::optional<std::size_t>& seen, std::size_t step) {
    mixed_ = mixed_ || (seen.has_value() && *seen != step);
    seen = step;
  }

  std::string_view text_;
  std::size_t under_key_ = 0;
  std::size_t further_in_ = 0;
  std::optional<std::size_t> mapping_step_;
  std::optional<std::size_t> list_step_;
  std::optional<std::size_t> item_step_;
  bool mixed_ = false;
};

/// Works out where each line is to begin.
class Indenter {
 public:
  Indenter(std::string_view text, std::size_t list_step) : text_(text), list_step_(list_step) {}

  /// `column` is where `node` is to begin. False if the text has a shape that is best left alone.
  bool Visit(const yaml::Node& node, std::size_t column) {
    if (HasProperties(text_, node)) return false;
    if (node.IsSequence()) {
      for (const yaml::Node& item : node.items()) {
        if (!VisitItem(node, item, column)) return false;
      }
      return true;
    }
    for (const yaml::Entry& entry : node.entries()) {
      if (!VisitEntry(entry, column)) return false;
    }
    return true;
  }

  std::vector<Edit> Take() {
    MoveTheRest();
    std::vector<Edit> edits;
    for (const Line& line : lines_) {
      const std::string_view now = text_.substr(line.begin, line.indented.begin - line.begin);
      if (now.size() != line.to)
        edits.push_back({{line.begin, line.indented.begin}, std::string(line.to, ' ')});
      if (line.dash_gap.size() > 1) edits.push_back({line.dash_gap, " "});
    }
    return edits;
  }

 private:
  /// A line that begins a key or an item, and those that belong to it.
  struct Line {
    std::uint32_t begin = 0;
    Span indented;               ///< From its first character that is no space.
    std::size_t to = 0;          ///< How many spaces it is to have.
    Span dash_gap = {};          ///< The spaces after `-`.
    std::uint32_t body_end = 0;  ///< Of the value that begins on this line, if it takes several.
  };

  std::size_t ColumnOf(std::uint32_t offset) const { return offset - LineBegin(text_, offset); }

  bool IsFirstOnLine(std::uint32_t offset) const {
    const std::uint32_t begin = LineBegin(text_, offset);
    return text_.substr(begin, offset - begin).find_first_not_of(' ') == std::string_view::npos;
  }

  void Put(std::uint32_t offset, std::size_t column, Span dash_gap = {}) {
    const std::uint32_t begin = LineBegin(text_, offset);
    lines_.push_back({begin, {offset, LineEnd(text_, offset)}, column, dash_gap});
  }

  bool VisitEntry(const yaml::Entry& entry, std::size_t column) {
    if (!entry.key.IsScalar() || !BeginsEntry(text_, entry.key.span.begin)) return false;
    if (IsFirstOnLine(entry.key.span.begin)) Put(entry.key.span.begin, column);
    if (!IsBlock(entry.value)) {
      PutBody(entry.value);
      return true;
    }
    return Visit(entry.value, column + (entry.value.IsSequence() ? list_step_ : kStep));
  }

  bool VisitItem(const yaml::Node& list, const yaml::Node& item, std::size_t column) {
    const std::size_t dash_column = ColumnOf(list.span.begin);
    const std::uint32_t begin = LineBegin(text_, item.span.begin);
    const std::uint32_t dash = begin + static_cast<std::uint32_t>(dash_column);
    // A dash by itself on a line, or one list directly in another.
    if (dash >= item.span.begin || text_[dash] != '-' || !IsFirstOnLine(dash)) return false;
    const std::string_view gap = text_.substr(dash + 1, item.span.begin - dash - 1);
    if (gap.find_first_not_of(' ') != std::string_view::npos) return false;
    const bool is_block = IsBlock(item);
    Put(dash, column, is_block ? Span{dash + 1, item.span.begin} : Span{});
    if (is_block) return Visit(item, column + kStep);
    PutBody(item);
    return true;
  }

  // What looks like an empty line after the text of a block scalar may be part of it.
  void PutBody(const yaml::Node& value) {
    if (value.is_alias || lines_.empty()) return;
    std::uint32_t end = value.span.end;
    if (value.style == yaml::Style::kLiteral || value.style == yaml::Style::kFolded) {
      const std::size_t next = text_.find_first_not_of(" \t\r\n", end);
      end = next == std::string_view::npos
                ? static_cast<std::uint32_t>(text_.size())
                : std::max(end, LineBegin(text_, static_cast<std::uint32_t>(next)));
    }
    lines_.back().body_end = end;
  }

  // Lines between those that begin something: the rest of long values, comments, empty lines. They
  // move by as much as the line they belong to: a comment line with what follows at its column,
  // anything else with what came before.
  void MoveTheRest() {
    std::vector<Line> all;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      all.push_back(lines_[i]);
      const std::uint32_t end =
          i + 1 < lines_.size() ? lines_[i + 1].begin : static_cast<std::uint32_t>(text_.size());
      for (std::uint32_t at = NextLine(lines_[i].begin); at < end; at = NextLine(at)) {
        const std::uint32_t line_end = LineEnd(text_, at);
        std::uint32_t first = at;
        while (first < line_end && text_[first] == ' ') ++first;
        const bool in_body = at < lines_[i].body_end;
        if (!in_body && (first == line_end || IsMarker(at))) continue;
        const std::size_t column = first - at;
        const bool is_comment = !in_body && text_[first] == '#';
        const Line& belongs = is_comment ? OwnerOf(i, column) : lines_[i];
        const std::size_t from = belongs.indented.begin - belongs.begin;
        std::size_t to = column + belongs.to;
        to = to > from ? to - from : 0;
        // A comment after a block scalar must not become part of it.
        if (is_comment && lines_[i].body_end != 0) to = std::min(to, lines_[i].to);
        all.push_back({at, {first, line_end}, to, {}});
      }
    }
    lines_ = std::move(all);
  }

  // Whether a document begins or ends on the line at `at`, or a directive stands there.
  bool IsMarker(std::uint32_t at) const {
    return text_[at] == '%' || text_.substr(at, 3) == "---" || text_.substr(at, 3) == "...";
  }

  std::uint32_t NextLine(std::uint32_t at) const {
    const std::size_t end = text_.find('\n', at);
    return static_cast<std::uint32_t>(end == std::string_view::npos ? text_.size() : end + 1);
  }

  // Of a comment line between line `before` and the next.
  const Line& OwnerOf(std::size_t before, std::size_t column) const {
    const auto begins_at = [&](const Line& line) {
      return line.indented.begin - line.begin == column;
    };
    if (before + 1 < lines_.size() && begins_at(lines_[before + 1])) return lines_[before + 1];
    for (std::size_t i = before + 1; i-- > 0;) {
      if (begins_at(lines_[i])) return lines_[i];
      if (lines_[i].indented.begin - lines_[i].begin < column) break;
    }
    return lines_[before];
  }

  std::string_view text_;
  std::size_t list_step_;
  std::vector<Line> lines_;
};

}  // namespace

std::vector<Edit> IndentationEdits(const Unit& unit) {
  const std::string_view text = unit.text();
  Habits habits(text);
  for (const yaml::Document& document : unit.stream.documents) {
    if (document.root != nullptr) habits.Visit(*document.root);
  }
  if (!habits.mixed()) return {};
  Indenter indenter(text, habits.list_step());
  for (const yaml::Document& document : unit.stream.documents) {
    if (document.root == nullptr || !IsBlock(*document.root)) continue;
    if (!indenter.Visit(*document.root, 0)) return {};
  }
  return indenter.Take();
}

}  // namespace check::rules
