#include <algorithm>
#include <cstddef>
#include <optional>
#include <unordered_set>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/promql/format.h"
#include "libcheck/rules/format_edit.h"

namespace check::rules {
namespace {

constexpr std::size_t kLeastWidth = 40;  // However far the rule is indented.
// Of a tree: each may be indented further than the one above it, so that lines would fill memory.
// Taller expressions stay as they are.
constexpr std::uint32_t kMostLevels = 3'000;

bool IsBlockScalar(const yaml::Node& node) {
  return node.style == yaml::Style::kLiteral || node.style == yaml::Style::kFolded;
}

/// Whether YAML could take a plain `text` for a number, a boolean, a date or nothing.
bool LooksTyped(std::string_view text) {
  constexpr std::string_view kWords[] = {"null", "true", "false", "yes", "no",
                                         "on",   "off",  "y",     "n",   "~"};
  const auto same = [&](std::string_view word) { return IsInAnyCase(text, word); };
  if (std::any_of(std::begin(kWords), std::end(kWords), same)) return true;
  return text.find_first_not_of("0123456789.+-_:xXoObBeEaAcCdDfFiInNTZ") == std::string_view::npos;
}

/// Whether `text`, printed PromQL on one line, can stand in a block mapping without quotes.
bool CanBePlain(std::string_view text) {
  if (text.empty() || text.find_first_of("\n\t") != std::string_view::npos) return false;
  constexpr std::string_view kIndicators = "?:,[]{}#&*!|>'\"%@` ";
  if (kIndicators.find(text.front()) != std::string_view::npos) return false;
  if (text.starts_with("- ") || text == "-" || text.starts_with("---")) return false;
  return text.find(": ") == std::string_view::npos && text.find(" #") == std::string_view::npos &&
         !text.ends_with(':') && !text.ends_with(' ');
}

/// How an expression is to stand in the file.
struct Layout {
  bool block = false;
  std::string text;  ///< Of a block: indented, with a line break in front of each line.
};

class ExpressionFormatter {
 public:
  ExpressionFormatter(const Unit& unit, const FormatOptions& options)
      : text_(unit.text()), options_(options), line_break_(LineBreak(text_)) {}

  void Visit(const Rule& rule) {
    const yaml::Node* value = rule.expr_node;
    if (rule.expr == nullptr || rule.expr->height > kMostLevels || value == nullptr ||
        value->is_alias || rule.node == nullptr || rule.node->style != yaml::Style::kBlock ||
        HasProperties(text_, *value)) {
      return;
    }
    for (const yaml::Entry& entry : rule.node->entries()) {
      if (&entry.value == value && seen_.insert(value->span.begin).second) Visit(rule, entry.key);
    }
  }

  std::vector<Edit> Take() { return std::move(edits_); }

 private:
  void Visit(const Rule& rule, const yaml::Node& key) {
    const yaml::Node& value = *rule.expr_node;
    if (!BeginsEntry(text_, key.span.begin) || !IsColon(key, value)) return;
    const std::size_t indent = key.span.begin - LineBegin(text_, key.span.begin);
    const std::size_t margin = indent + 2;
    const std::size_t width =
        std::max(kLeastWidth, options_.width - std::min(options_.width, margin));
    const auto formatted = promql::Format(*rule.expr_source, *rule.expr, options_.load.promql,
                                          {.width = width, .indent_left_operand = false});
    if (!formatted) return;

    const bool same_line = LineBegin(text_, value.span.begin) == LineBegin(text_, key.span.begin);
    const std::size_t column = same_line ? value.span.begin - LineBegin(text_, value.span.begin)
                                         : indent + key.span.size() + 2;
    const bool is_plain = value.style == yaml::Style::kPlain;
    const bool fits = column + formatted->size() <= options_.width && CanBePlain(*formatted) &&
                      (is_plain || !LooksTyped(*formatted)) && !promql::HasComments(*formatted);
    const bool keeps_quotes = !is_plain && !IsBlockScalar(value) && LooksTyped(*formatted) &&
                              *formatted == value.scalar();
    if (keeps_quotes) return;
    if (fits) {
      PutInline(key, value, *formatted);
    } else {
      PutBlock(key, value, indent, Indented(*formatted, margin));
    }
  }

  // Whether there is nothing but a colon and white space between a key and its value.
  bool IsColon(const yaml::Node& key, const yaml::Node& value) const {
    const std::string_view between = text_.substr(key.span.end, value.span.begin - key.span.end);
    return between.find_first_not_of(": \r\n") == std::string_view::npos &&
           std::count(between.begin(), between.end(), ':') == 1 && !between.ends_with(':');
  }

  std::string Indented(std::string_view lines, std::size_t margin) const {
    std::string out;
    while (!lines.empty()) {
      const std::string_view line = lines.substr(0, lines.find('\n'));
      out += line_break_;
      out.append(margin, ' ');
      out += line;
      lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    }
    return out;
  }

  void PutInline(const yaml::Node& key, const yaml::Node& value, std::string_view expr) {
    if (IsBlockScalar(value)) {
      const Span header = HeaderOf(value);
      Replace(header, std::string(expr));
      Replace({LineEnd(text_, header.end), value.span.end}, "");
    } else {
      ReplaceValue(key, value, std::string(expr));
    }
  }

  void PutBlock(const yaml::Node& key, const yaml::Node& value, std::size_t indent,
                std::string lines) {
    DrawBackComments(LineEnd(text_, value.span.end), indent);
    if (!IsBlockScalar(value)) {
      ReplaceValue(key, value, "|-");
      const std::uint32_t end = LineEnd(text_, value.span.end);
      Replace({end, end}, std::move(lines));
      return;
    }
    const Span header = HeaderOf(value);
    const std::string_view indicators = text_.substr(header.begin, header.size());
    std::string chomping;
    for (const char c : indicators) {
      if (c == '-' || c == '+') chomping = c;
    }
    Replace(header, "|" + chomping);
    Replace({LineEnd(text_, header.end), value.span.end}, std::move(lines));
  }

  // Comments on the lines after `end` would become part of a block if they were indented as far as
  // its text.
  void DrawBackComments(std::uint32_t end, std::size_t indent) {
    for (std::size_t at = text_.find('\n', end); at != std::string_view::npos;
         at = text_.find('\n', at)) {
      const auto begin = static_cast<std::uint32_t>(at + 1);
      at = text_.find_first_not_of(" \r\n", at);
      if (at == std::string_view::npos || text_[at] != '#') return;
      const std::uint32_t line = std::max(begin, LineBegin(text_, static_cast<std::uint32_t>(at)));
      if (at - line >= indent + 2) {
        Replace({line, static_cast<std::uint32_t>(at)}, std::string(indent, ' '));
      }
    }
  }

  // The `|-` of a block scalar.
  Span HeaderOf(const yaml::Node& value) const {
    std::uint32_t end = value.span.begin;
    while (end < text_.size() &&
           std::string_view("|>+-123456789").find(text_[end]) != std::string_view::npos) {
      ++end;
    }
    return {value.span.begin, end};
  }

  // A value on the line after its key moves up to it.
  void ReplaceValue(const yaml::Node& key, const yaml::Node& value, std::string text) {
    const std::string_view between = text_.substr(key.span.end, value.span.begin - key.span.end);
    if (between.find('\n') == std::string_view::npos) {
      Replace(value.span, std::move(text));
    } else {
      Replace({key.span.end, value.span.end}, ": " + text);
    }
  }

  void Replace(Span span, std::string text) {
    if (text_.substr(span.begin, span.size()) != text) edits_.push_back({span, std::move(text)});
  }

  std::string_view text_;
  const FormatOptions& options_;
  std::string_view line_break_;
  std::unordered_set<std::uint32_t> seen_;  // Merge keys show one expression in several rules.
  std::vector<Edit> edits_;
};

}  // namespace

std::vector<Edit> ExpressionEdits(const Unit& unit, const FormatOptions& options) {
  ExpressionFormatter formatter(unit, options);
  for (const RuleSet& set : unit.loaded.sets) {
    if (set.file != &unit.source) continue;
    for (const Group& group : set.groups) {
      for (const Rule& rule : group.rules) formatter.Visit(rule);
    }
  }
  return formatter.Take();
}

}  // namespace check::rules
