#include "libcheck/rules/format_edit.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <unordered_set>
#include <utility>

namespace check::rules {
namespace {

constexpr std::string_view kBlank = " \t";

bool IsBlockScalar(const yaml::Node& node) {
  return node.style == yaml::Style::kLiteral || node.style == yaml::Style::kFolded;
}

/// Collects the scalars that take several lines, in the order of the file.
class Scalars {
 public:
  explicit Scalars(const Unit& unit) : text_(unit.text()) {
    for (const RuleSet& set : unit.loaded.sets) {
      if (set.file != &unit.source) continue;
      for (const Group& group : set.groups) {
        for (const Rule& rule : group.rules) {
          const yaml::Node* expr = rule.expr_node;
          if (expr != nullptr && !HasProperties(text_, *expr)) exprs_.insert(expr->span.begin);
        }
      }
    }
    for (const yaml::Document& document : unit.stream.documents) {
      if (document.root != nullptr) Visit(*document.root);
    }
  }

  const std::vector<Span>& found() const { return found_; }
  /// The block scalar at the end of the file, or null. Never an expression.
  const yaml::Node* last() const { return last_; }

 private:
  void Visit(const yaml::Node& node) {
    if (node.is_alias) return;
    for (const yaml::Node& item : node.items()) Visit(item);
    for (const yaml::Entry& entry : node.entries()) {
      Visit(entry.key);
      Visit(entry.value);
    }
    if (!node.IsScalar()) return;
    Span span = node.span;
    if (IsBlockScalar(node)) {
      span.begin = LineEnd(text_, span.begin);
      // What looks like an empty line after the text may be part of it. In PromQL that is no
      // matter.
      const std::size_t next = text_.find_first_not_of(" \t\r\n", span.end);
      if (exprs_.contains(node.span.begin)) {
        span.end = std::max(span.begin, span.end);
      } else if (next == std::string_view::npos) {
        span.end = static_cast<std::uint32_t>(text_.size());
        last_ = &node;
      } else {
        span.end = std::max(span.end, LineBegin(text_, static_cast<std::uint32_t>(next)));
      }
    }
    if (LineEnd(text_, node.span.begin) < node.span.end) found_.push_back(span);
  }

  std::string_view text_;
  std::unordered_set<std::uint32_t> exprs_;  // Where they begin.
  std::vector<Span> found_;
  const yaml::Node* last_ = nullptr;
};

/// Answers, for spans that come in order, whether they meet any of a sorted list.
class Sweep {
 public:
  explicit Sweep(std::vector<Span> spans) : spans_(std::move(spans)) {
    std::sort(spans_.begin(), spans_.end(),
              [](const Span& a, const Span& b) { return a.begin < b.begin; });
  }
  bool Meets(Span span) {
    while (at_ < spans_.size() && spans_[at_].end <= span.begin) ++at_;
    return at_ < spans_.size() && spans_[at_].begin < span.end;
  }

 private:
  std::vector<Span> spans_;
  std::size_t at_ = 0;
};

/// Whether the line breaks at the end of the file belong to the value of `node`, which is last.
bool KeepsEnd(std::string_view text, const yaml::Node& node) {
  const std::string_view header =
      text.substr(node.span.begin, LineEnd(text, node.span.begin) - node.span.begin);
  const std::string_view indicators = header.substr(0, header.find_first_of(" \t"));
  if (indicators.find('+') != std::string_view::npos) return true;
  const bool clips = indicators.find('-') == std::string_view::npos;
  return clips && !text.ends_with('\n');
}

}  // namespace

std::string Apply(std::string_view text, std::vector<Edit>& edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end < b.span.end;
  });
  std::string out;
  out.reserve(text.size() + edits.size() * 16);
  std::uint32_t at = 0;
  for (const Edit& edit : edits) {
    assert(edit.span.begin >= at);
    out.append(text.substr(at, edit.span.begin - at));
    out.append(edit.text);
    at = edit.span.end;
  }
  out.append(text.substr(at));
  return out;
}

std::uint32_t LineBegin(std::string_view text, std::uint32_t offset) {
  if (offset == 0) return 0;
  const std::size_t before = text.rfind('\n', offset - 1);
  return before == std::string_view::npos ? 0 : static_cast<std::uint32_t>(before + 1);
}

std::uint32_t LineEnd(std::string_view text, std::uint32_t offset) {
  std::size_t end = text.find('\n', offset);
  if (end == std::string_view::npos) return static_cast<std::uint32_t>(text.size());
  if (end > offset && text[end - 1] == '\r') --end;
  return static_cast<std::uint32_t>(end);
}

std::string_view LineBreak(std::string_view text) {
  const std::size_t first = text.find('\n');
  return first != std::string_view::npos && first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n";
}

bool BeginsEntry(std::string_view text, std::uint32_t offset) {
  const std::uint32_t begin = LineBegin(text, offset);
  const std::string_view before = text.substr(begin, offset - begin);
  if (before.find_first_not_of(" -") != std::string_view::npos) return false;
  return before.empty() || before.back() == ' ';
}

bool HasProperties(std::string_view text, const yaml::Node& node) {
  return node.span.begin < text.size() &&
         (text[node.span.begin] == '&' || text[node.span.begin] == '!');
}

std::vector<Edit> SpaceEdits(const Unit& unit, const std::vector<Edit>& others) {
  const std::string_view text = unit.text();
  const Scalars scalars(unit);
  std::vector<Span> edited;
  edited.reserve(others.size());
  for (const Edit& edit : others) edited.push_back(edit.span);
  Sweep inside_scalar(scalars.found());
  Sweep inside_edit(std::move(edited));

  std::vector<Edit> edits;
  const std::size_t last_text = text.find_last_not_of(" \t\r\n");
  if (last_text == std::string_view::npos) return edits;
  const auto text_end = static_cast<std::uint32_t>(last_text + 1);
  for (std::uint32_t begin = 0; begin < text_end;) {
    const std::uint32_t end = LineEnd(text, begin);
    const std::string_view line = text.substr(begin, end - begin);
    const std::size_t last = line.find_last_not_of(kBlank);
    const Span blank = {
        begin + static_cast<std::uint32_t>(last == std::string_view::npos ? 0 : last + 1), end};
    if (blank.size() != 0 && !inside_scalar.Meets(blank) && !inside_edit.Meets(blank)) {
      edits.push_back({blank, ""});
    }
    begin = text.find('\n', end) == std::string_view::npos
                ? text_end
                : static_cast<std::uint32_t>(text.find('\n', end) + 1);
  }

  const std::uint32_t end = LineEnd(text, text_end);
  const std::string_view rest = text.substr(end);
  if (const yaml::Node* last = scalars.last()) {
    // Lines of nothing but spaces after its text are part of it.
    if (KeepsEnd(text, *last) || rest.find_first_of(kBlank) != std::string_view::npos) return edits;
  }
  if (rest != "\n" && rest != "\r\n") {
    edits.push_back({{end, static_cast<std::uint32_t>(text.size())}, std::string(LineBreak(text))});
  }
  return edits;
}

}  // namespace check::rules
