#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/base64.h"
#include "libcheck/base/utf8.h"
#include "libcheck/yaml/char_class.h"
#include "libcheck/yaml/node.h"

// Decodes a scalar a second time, noting where each piece comes from. The end is known here, so
// this need not watch for what could end a scalar, nor for faults.
namespace check::yaml {
namespace {

// Decoded text and what it was decoded from. Offsets of the outer text count from `base`.
class Mapped {
 public:
  Mapped(const char* origin, std::uint32_t base) : origin_(origin), base_(base) {}

  void Copy(const char* begin, const char* end) {
    if (begin != end) Add({begin, static_cast<std::size_t>(end - begin)}, begin, end);
  }
  void Decode(std::string_view text, const char* begin, const char* end) {
    if (!text.empty()) Add(text, begin, end);
  }

  const std::string& text() const { return text_; }
  std::vector<Segment>& segments() { return segments_; }

 private:
  void Add(std::string_view text, const char* begin, const char* end) {
    const Segment next = {{static_cast<std::uint32_t>(text_.size()),
                           static_cast<std::uint32_t>(text_.size() + text.size())},
                          {base_ + static_cast<std::uint32_t>(begin - origin_),
                           base_ + static_cast<std::uint32_t>(end - origin_)}};
    text_ += text;
    if (!segments_.empty() && next.inner.size() == next.outer.size()) {
      Segment& last = segments_.back();
      if (last.inner.size() == last.outer.size() && last.outer.end == next.outer.begin) {
        last.inner.end = next.inner.end;
        last.outer.end = next.outer.end;
        return;
      }
    }
    segments_.push_back(next);
  }

  const char* origin_;
  std::uint32_t base_;
  std::string text_;
  std::vector<Segment> segments_;
};

// The line breaks between two pieces of a scalar, and the blanks around them.
class Gap {
 public:
  // Reads the white space at `p`, which may not end the text.
  const char* Read(const char* p) {
    breaks_.clear();
    begin_ = p;
    for (;;) {
      if (Is(p, kBlank)) {
        ++p;
        continue;
      }
      const std::size_t length = BreakLength(p);
      if (length == 0) break;
      breaks_.push_back(p);
      p += length;
    }
    end_ = p;
    return p;
  }

  // `escaped`: the first break is one that a backslash took away.
  void Fold(Mapped& out, bool escaped) const {
    if (breaks_.empty()) {
      if (!escaped) out.Copy(begin_, end_);
      return;
    }
    std::size_t i = 0;
    if (!escaped && Text(0) == "\n") {
      if (breaks_.size() == 1) out.Decode(" ", breaks_[0], breaks_[0] + BreakLength(breaks_[0]));
      i = 1;
    }
    for (; i < breaks_.size(); ++i) {
      out.Decode(Text(i), breaks_[i], breaks_[i] + BreakLength(breaks_[i]));
    }
  }

 private:
  std::string_view Text(std::size_t i) const {
    return BreakText(breaks_[i], BreakLength(breaks_[i]));
  }

  const char* begin_ = nullptr;
  const char* end_ = nullptr;
  std::vector<const char*> breaks_;
};

void MapPlain(const char* p, const char* end, Mapped& out) {
  Gap gap;
  while (p < end) {
    const char* const begin = p;
    while (p < end && !IsBlankOrEnd(p)) ++p;
    out.Copy(begin, p);
    if (p >= end) return;
    p = gap.Read(p);
    gap.Fold(out, false);
  }
}

void MapSingleQuoted(const char* p, Mapped& out) {
  Gap gap;
  for (;;) {
    const char* const begin = p;
    while (!IsBlankOrEnd(p) && *p != '\'') ++p;
    out.Copy(begin, p);
    if (*p == '\'') {
      if (p[1] != '\'') return;
      out.Decode("'", p, p + 2);
      p += 2;
    } else if (*p == '\0') {
      return;
    } else {
      p = gap.Read(p);
      gap.Fold(out, false);
    }
  }
}

// The escape sequence at the backslash `p`: what it means is added to `out`. Gives its end.
const char* MapEscape(const char* p, Mapped& out) {
  constexpr std::string_view kLetters = "0abt\tnvfre \"'\\";
  constexpr std::string_view kMeanings("\0\a\b\t\t\n\v\f\r\x1B \"'\\", 14);
  if (p[1] == '\0') return p + 1;
  if (const std::size_t i = kLetters.find(p[1]); i != std::string_view::npos) {
    out.Decode(kMeanings.substr(i, 1), p, p + 2);
    return p + 2;
  }
  std::uint32_t code_point = 0;
  int digits = 0;
  switch (p[1]) {
    case 'N':
      code_point = 0x85;
      break;
    case '_':
      code_point = 0xA0;
      break;
    case 'L':
      code_point = 0x2028;
      break;
    case 'P':
      code_point = 0x2029;
      break;
    case 'x':
      digits = 2;
      break;
    case 'u':
      digits = 4;
      break;
    default:
      digits = 8;
      break;
  }
  const char* end = p + 2;
  for (; digits > 0 && Is(end, kHexDigit); --digits, ++end) {
    code_point = code_point * 16 + static_cast<unsigned>(HexValue(*end));
  }
  std::string text;
  AppendUtf8(text, code_point);
  out.Decode(text, p, end);
  return end;
}

void MapDoubleQuoted(const char* p, Mapped& out) {
  Gap gap;
  for (;;) {
    const char* const begin = p;
    while (!IsBlankOrEnd(p) && *p != '"' && *p != '\\') ++p;
    out.Copy(begin, p);
    if (*p == '"' || *p == '\0') return;
    if (*p != '\\') {
      p = gap.Read(p);
      gap.Fold(out, false);
    } else if (const std::size_t length = BreakLength(p + 1); length != 0) {
      p = gap.Read(p + 1 + length);
      gap.Fold(out, true);
    } else {
      p = MapEscape(p, out);
    }
  }
}

// The lines of a block scalar, whose first begins at `p`, when they are indented by `indent`.
void MapBlock(const char* p, bool literal, int chomping, std::ptrdiff_t indent, Mapped& out) {
  struct Break {
    const char* at;
    std::size_t length;
    std::string_view text() const { return BreakText(at, length); }
    void AddTo(Mapped& to) const { to.Decode(text(), at, at + length); }
  };
  std::vector<Break> empty_lines;
  Break after_line = {nullptr, 0};
  bool leading_blank = false;
  for (;;) {
    const char* line = p;
    while (p - line < indent && *p == ' ') ++p;
    if (const std::size_t length = BreakLength(p); length != 0) {
      empty_lines.push_back({p, length});
      p += length;
      continue;
    }
    if (p - line != indent || *p == '\0') break;

    const bool blank = Is(p, kBlank);
    if (after_line.length != 0) {
      const bool folds = !literal && !leading_blank && !blank && after_line.text() == "\n";
      if (!folds) {
        after_line.AddTo(out);
      } else if (empty_lines.empty()) {
        out.Decode(" ", after_line.at, after_line.at + after_line.length);
      }
    }
    for (const Break& empty : empty_lines) empty.AddTo(out);
    empty_lines.clear();
    leading_blank = blank;

    line = p;
    while (!IsBreakOrEnd(p)) ++p;
    out.Copy(line, p);
    after_line = {p, BreakLength(p)};
    p += after_line.length;
  }
  if (chomping >= 0 && after_line.length != 0) after_line.AddTo(out);
  if (chomping > 0) {
    for (const Break& empty : empty_lines) empty.AddTo(out);
  }
}

// Past tags, anchors and what stands between them and the scalar.
const char* SkipProperties(const char* p) {
  while (*p == '&' || *p == '!') {
    while (!IsBlankOrEnd(p)) ++p;
    for (;;) {
      if (*p == '#') {
        while (!IsBreakOrEnd(p)) ++p;
      }
      const std::size_t length = Is(p, kBlank) ? 1 : BreakLength(p);
      if (length == 0) break;
      p += length;
    }
  }
  return p;
}

bool MapBlockScalar(const char* p, std::string_view wanted, Mapped& out) {
  const bool literal = *p == '|';
  int chomping = 0;
  for (++p; !IsBreakOrEnd(p) && !Is(p, kBlank); ++p) {
    if (*p == '+') chomping = 1;
    if (*p == '-') chomping = -1;
  }
  while (!IsBreakOrEnd(p)) ++p;
  p += BreakLength(p);

  // How far the text is indented depends on what surrounds it; at most it is as far as any leading
  // line is, and only one answer gives the right text.
  std::ptrdiff_t deepest = 1;
  for (const char* line = p;;) {
    const char* at = line;
    while (*at == ' ') ++at;
    deepest = std::max(deepest, at - line);
    const std::size_t length = BreakLength(at);
    if (length == 0) break;
    line = at + length;
  }
  constexpr std::ptrdiff_t kMostTries = 40;
  for (std::ptrdiff_t indent = deepest; indent > std::max<std::ptrdiff_t>(0, deepest - kMostTries);
       --indent) {
    Mapped attempt = out;
    MapBlock(p, literal, chomping, indent, attempt);
    if (attempt.text() == wanted) {
      out = std::move(attempt);
      return true;
    }
  }
  return false;
}

// Less-than on pointers into different objects is only defined through std::less.
bool Views(std::string_view whole, std::string_view part) {
  const std::less_equal<const char*> at_or_before;
  return at_or_before(whole.data(), part.data()) &&
         at_or_before(part.data() + part.size(), whole.data() + whole.size());
}

std::vector<Segment> Map(const SourceFile& inner, const void* context) {
  const Node& node = *static_cast<const Node*>(context);
  const std::string_view text = inner.text();
  const std::string_view outer = inner.outer()->text();
  const Span all = {0, static_cast<std::uint32_t>(text.size())};
  if (!text.empty() && Views(outer, text)) {
    const auto begin = static_cast<std::uint32_t>(text.data() - outer.data());
    return {{all, {begin, begin + all.end}}};
  }
  std::vector<Segment> whole = {{all, node.span}};
  if (node.is_alias || text.empty()) return whole;

  // A copy that ends in NUL, with the empty lines that may belong to a block scalar.
  std::size_t end = node.span.end;
  while (end < outer.size() && Is(&outer[end], kBlank | kLineBreak)) ++end;
  const std::string copy(outer.substr(node.span.begin, end - node.span.begin));
  Mapped mapped(copy.c_str(), node.span.begin);
  const char* const p = SkipProperties(copy.c_str());
  switch (node.style) {
    case Style::kPlain:
      MapPlain(p, copy.c_str() + node.span.size(), mapped);
      break;
    case Style::kSingleQuoted:
      MapSingleQuoted(p + 1, mapped);
      break;
    case Style::kDoubleQuoted:
      MapDoubleQuoted(p + 1, mapped);
      break;
    case Style::kLiteral:
    case Style::kFolded:
      if (!MapBlockScalar(p, text, mapped)) return whole;
      break;
    default:
      return whole;
  }
  // A caret in the wrong place is worse than one that is too wide.
  return mapped.text() == text ? std::move(mapped.segments()) : whole;
}

}  // namespace

const SourceFile* Embed(const SourceFile& file, const Node& node, Arena& arena) {
  return arena.New<SourceFile>(file, node.scalar(), Map, static_cast<const void*>(&node));
}

const SourceFile* EmbedBase64(const SourceFile& file, const Node& node, Arena& arena) {
  const std::optional<std::string> text = DecodeBase64(node.scalar());
  if (!text) return nullptr;
  const auto map = [](const SourceFile& inner, const void* context) -> std::vector<Segment> {
    const Span whole = {0, static_cast<std::uint32_t>(inner.text().size())};
    return {{whole, static_cast<const Node*>(context)->span}};
  };
  return arena.New<SourceFile>(file, arena.Copy(std::string_view(*text)), map, &node);
}

}  // namespace check::yaml
