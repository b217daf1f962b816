#include "libcheck/yaml/fast_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "libcheck/yaml/char_class.h"
#include "libcheck/yaml/value_text.h"

namespace check::yaml {
namespace {

// libyaml gives up on keys of more than 1,024 characters.
constexpr std::ptrdiff_t kLongestKey = 1000;
constexpr int kDeepest = 64;
constexpr Builder::Properties kNoProperties = {};

// Functions return false to give up. They leave the cursor behind what they have read.
class QuickReader {
 public:
  QuickReader(std::string_view text, Arena& arena, Builder& builder)
      : text_(text),
        p_(text.data()),
        end_(text.data() + text.size()),
        line_(text.data()),
        arena_(arena),
        builder_(builder) {}

  bool Read() {
    if (!ToContent()) return false;
    if (AtDocumentIndicator()) {
      if (*p_ != '-') return false;
      p_ += 3;
      const char* const line = line_;
      if (!ToContent() || line_ == line) return false;
    }
    if (p_ == end_ || AtDocumentIndicator()) return false;
    builder_.BeginDocument();
    // A document that is one scalar is nothing that anybody is in a hurry for.
    if (AtDash() ? !Sequence(Column()) : !MappingOrScalar(-1, false)) return false;
    if (p_ != end_) return false;
    builder_.EndDocument();
    return true;
  }

 private:
  char At(std::ptrdiff_t ahead) const { return end_ - p_ > ahead ? p_[ahead] : '\0'; }
  std::ptrdiff_t Column() const { return p_ - line_; }
  std::uint32_t Offset(const char* at) const {
    return static_cast<std::uint32_t>(at - text_.data());
  }
  // Whether what stands `ahead` separates words: a space, a line feed, or the end.
  bool SeparatesAt(std::ptrdiff_t ahead) const {
    const char c = At(ahead);
    return c == ' ' || c == '\n' || c == '\0';
  }
  bool AtDash() const { return At(0) == '-' && SeparatesAt(1); }
  bool AtDocumentIndicator() const {
    if (p_ != line_ || end_ - p_ < 3) return false;
    const std::string_view start(p_, 3);
    // A tab may follow too. No sensible key begins like that.
    return start == "---" || start == "...";
  }

  // Passes over spaces, comments and line breaks.
  bool ToContent() {
    for (;;) {
      while (At(0) == ' ') ++p_;
      switch (At(0)) {
        case '#':
          if (p_ != text_.data() && p_[-1] != ' ' && p_[-1] != '\n') return false;
          p_ = std::find(p_, end_, '\n');
          break;
        case '\n':
          line_ = ++p_;
          break;
        case '\t':
          return false;
        default:
          return true;
      }
    }
  }

  // What stands at the cursor, in a collection at the column `parent`, can be anything.
  bool Node(std::ptrdiff_t parent, bool is_first_of_line) {
    if (AtDocumentIndicator()) return false;
    if (AtDash()) return is_first_of_line && Sequence(Column());
    return MappingOrScalar(parent, !is_first_of_line);
  }

  void Empty(const char* at) {
    const std::uint32_t offset = Offset(at);
    builder_.Scalar(kNoProperties, {at, 0}, Style::kPlain, {offset, offset});
  }

  // At its first dash. One that stands in the column of the mapping around it begins with the dash,
  // and any other where that begins.
  bool Sequence(std::ptrdiff_t column, bool is_indented = true) {
    if (++depth_ > kDeepest) return false;
    const std::uint32_t begin = Offset(p_);
    if (!builder_.Begin(kNoProperties, Kind::kSequence, Style::kBlock,
                        {begin, begin + (is_indented ? 0 : 1)})) {
      return false;
    }
    do {
      const char* const behind = ++p_;
      if (!ToContent()) return false;
      if (p_ == end_ || Column() <= column) {
        Empty(behind);
      } else if (!Node(column, true)) {
        return false;
      }
    } while (p_ != end_ && Column() == column && AtDash());
    builder_.End();
    --depth_;
    return p_ == end_ || Column() < column || (!is_indented && Column() == column);
  }

  // At its first key, which ends where `colon` points.
  bool Mapping(std::ptrdiff_t column) {
    if (++depth_ > kDeepest) return false;
    const std::uint32_t begin = Offset(p_);
    if (!builder_.Begin(kNoProperties, Kind::kMapping, Style::kBlock, {begin, begin})) return false;
    do {
      if (AtDocumentIndicator() || !Key() || !Value(column)) return false;
    } while (p_ != end_ && Column() == column);
    builder_.End();
    --depth_;
    return p_ == end_ || Column() < column;
  }

  // A key and the colon behind it.
  bool Key() {
    const char* const begin = p_;
    if (!ScalarOfLine() || At(0) != ':' || p_ - begin > kLongestKey) return false;
    ++p_;
    return SeparatesAt(0);
  }

  // Behind the colon of a key in a mapping at `column`.
  bool Value(std::ptrdiff_t column) {
    const char* const behind = p_;
    const char* const line = line_;
    if (!ToContent()) return false;
    if (line_ == line && p_ != end_) return Node(column, false);
    if (p_ != end_ && Column() > column) return Node(column, true);
    if (p_ != end_ && Column() == column && AtDash()) return Sequence(column, false);
    Empty(behind);
    return true;
  }

  bool MappingOrScalar(std::ptrdiff_t parent, bool is_value_on_line_of_key) {
    switch (At(0)) {
      case '|':
      case '>':
        return parent >= 0 && BlockScalar(parent);
      case '[':
      case '{':
        return FlowCollection() && EndOfLine();
      default:
        break;
    }
    const char* const begin = p_;
    if (!SkipScalarOfLine()) return false;
    const bool is_quoted = *begin == '"' || *begin == '\'';
    if (At(0) == ':') {
      if (is_value_on_line_of_key) return false;
      p_ = begin;
      return Mapping(Column());
    }
    if (parent < 0) return false;
    if (!is_quoted) return PlainLines(begin, parent);
    p_ = begin;
    return ScalarOfLine() && EndOfLine();
  }

  // Up to the next content, which must not stand on this line.
  bool EndOfLine() {
    const char* const line = line_;
    return ToContent() && (p_ == end_ || line_ != line);
  }

  // Passes over what ScalarOfLine reads.
  bool SkipScalarOfLine() {
    const char quote = At(0);
    if (quote != '"' && quote != '\'') return SkipPlain();
    if (SkipQuoted(quote) == nullptr) return false;
    while (At(0) == ' ') ++p_;
    return true;
  }

  // Text on one line, plain or in quotes. Stops at the next thing on that line.
  bool ScalarOfLine() {
    const char* const begin = p_;
    const char quote = At(0);
    if (quote != '"' && quote != '\'') {
      if (!SkipPlain()) return false;
      const Span span = {Offset(begin), Offset(plain_end_)};
      builder_.Scalar(kNoProperties, text_.substr(span.begin, span.size()), Style::kPlain, span);
      return true;
    }
    if (!Quoted(quote)) return false;
    while (At(0) == ' ') ++p_;
    return true;
  }

  // Passes over plain text, up to a colon that ends it, a comment or the end of the line, and the
  // spaces before that. Sets plain_end_ to where the text ends.
  bool SkipPlain() {
    if (p_ == end_ || Is(p_, kBlank | kLineBreak)) return false;
    if (Is(p_, kSpecial) && (*p_ != '-' || SeparatesAt(1))) return false;
    return SkipPlainRest();
  }

  bool SkipPlainRest() {
    for (;;) {
      while (p_ != end_ && !Is(p_, kPlainStop)) ++p_;
      plain_end_ = p_;
      switch (At(0)) {
        case ' ':
          while (At(0) == ' ') ++p_;
          if (At(0) == '#' || At(0) == '\n' || p_ == end_) return true;
          // A colon by itself is one that ends text.
          if (At(0) == ':' && SeparatesAt(1)) return true;
          if (At(0) == '\t') return false;
          break;
        case ':':
          if (At(1) == '\t') return false;
          if (SeparatesAt(1)) return true;
          ++p_;
          break;
        case '\n':
        case '\0':
          return true;
        case '\t':
          return false;
        default:
          // A byte that line breaks of several bytes begin with, of which there are none here.
          ++p_;
          break;
      }
    }
  }

  // Behind a line of plain text that begins at `begin`, and may go on on further lines: those that
  // are indented by more than `parent`.
  bool PlainLines(const char* begin, std::ptrdiff_t parent) {
    const char* last = plain_end_;
    folded_.clear();
    bool is_folded = false;
    while (At(0) == '\n') {
      std::size_t breaks = 0;
      while (At(0) == '\n') {
        line_ = ++p_;
        ++breaks;
        while (At(0) == ' ') ++p_;
      }
      if (At(0) == '\t') return false;
      if (p_ == end_ || At(0) == '#' || Column() <= parent) break;
      if (!is_folded) folded_.assign(begin, last);
      is_folded = true;
      if (breaks == 1) {
        folded_ += ' ';
      } else {
        folded_.append(breaks - 1, '\n');
      }
      const char* const start = p_;
      if (!SkipPlainRest()) return false;
      // A colon on a further line is a mistake.
      if (At(0) == ':') return false;
      last = plain_end_;
      folded_.append(start, last);
    }
    const Span span = {Offset(begin), Offset(last)};
    builder_.Scalar(kNoProperties,
                    is_folded ? ValueText(text_, folded_, Style::kPlain, span, arena_)
                              : text_.substr(span.begin, span.size()),
                    Style::kPlain, span);
    return ToContent();
  }

  // Passes over text in quotes on one line; null to give up. Sets has_escapes_.
  const char* SkipQuoted(char quote) {
    has_escapes_ = false;
    ++p_;
    for (;; ++p_) {
      while (p_ != end_ && !Is(p_, kQuotedStop)) ++p_;
      if (p_ == end_ || *p_ == '\n') return nullptr;
      if (*p_ == quote) {
        if (quote == '"' || At(1) != '\'') return ++p_;
        has_escapes_ = true;
        ++p_;
      } else if (*p_ == '\\' && quote == '"') {
        has_escapes_ = true;
        ++p_;
        if (p_ == end_ || *p_ == '\n') return nullptr;
      }
    }
  }

  bool Quoted(char quote) {
    const char* const begin = p_;
    if (SkipQuoted(quote) == nullptr) return false;
    const Span span = {Offset(begin), Offset(p_)};
    const Style style = quote == '"' ? Style::kDoubleQuoted : Style::kSingleQuoted;
    std::string_view text = text_.substr(span.begin + 1, span.size() - 2);
    if (has_escapes_) {
      if (quote == '"' ? !DecodeDouble(text) : !DecodeSingle(text)) return false;
      text = ValueText(text_, folded_, style, span, arena_);
    }
    builder_.Scalar(kNoProperties, text, style, span);
    return true;
  }

  bool DecodeSingle(std::string_view raw) {
    folded_.clear();
    for (std::size_t i = 0; i < raw.size(); ++i) {
      folded_ += raw[i];
      if (raw[i] == '\'') ++i;
    }
    return true;
  }

  bool DecodeDouble(std::string_view raw) {
    folded_.clear();
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] != '\\') {
        folded_ += raw[i];
        continue;
      }
      switch (raw[++i]) {
        case '\\':
        case '"':
          folded_ += raw[i];
          break;
        case 'n':
          folded_ += '\n';
          break;
        case 't':
          folded_ += '\t';
          break;
        case 'r':
          folded_ += '\r';
          break;
        default:
          return false;
      }
    }
    return true;
  }

  // How the end of a block scalar is treated.
  enum class Chomp : std::uint8_t { kClip, kStrip, kKeep };

  // `|` or `>` in a collection at the column `parent`.
  bool BlockScalar(std::ptrdiff_t parent) {
    const char* const begin = p_;
    const bool is_literal = *p_++ == '|';
    Chomp chomp = Chomp::kClip;
    if (At(0) == '-' || At(0) == '+') chomp = *p_++ == '-' ? Chomp::kStrip : Chomp::kKeep;
    // How far it is indented can be said here too. Hardly anybody does.
    if (!SeparatesAt(0)) return false;
    const char* last = p_;
    while (At(0) == ' ') ++p_;
    if (At(0) == '#') {
      p_ = std::find(p_, end_, '\n');
      last = p_;
    }
    if (p_ != end_ && *p_ != '\n') return false;
    folded_.clear();
    if (!BlockLines(parent, is_literal, chomp, last)) return false;
    while (last > begin + 1 && (last[-1] == ' ' || last[-1] == '\n')) --last;
    const Style style = is_literal ? Style::kLiteral : Style::kFolded;
    const Span span = {Offset(begin), Offset(last)};
    builder_.Scalar(kNoProperties, ValueText(text_, folded_, style, span, arena_), style, span);
    return ToContent();
  }

  // The lines of a block scalar, from the line break behind its indicator on; `last` is moved to
  // the end of the last one with text.
  bool BlockLines(std::ptrdiff_t parent, bool is_literal, Chomp chomp, const char*& last) {
    std::ptrdiff_t indentation = -1;  // Until there is a line with text.
    std::ptrdiff_t widest = 0;        // Of the empty lines before that.
    std::size_t breaks = 0;           // Of empty lines since the last one with text.
    bool has_text = false;
    bool ends_with_break = false;  // Whether a line break follows the last text.
    bool was_blank_led = false;    // Whether the last line with text began with white space.
    while (p_ != end_) {
      // At the line break before the line.
      const char* const before = p_;
      line_ = ++p_;
      const std::ptrdiff_t limit = indentation < 0 ? end_ - p_ : indentation;
      while (At(0) == ' ' && Column() < limit) ++p_;
      if (At(0) == '\t' && (indentation < 0 || Column() < indentation)) return false;
      if (At(0) == '\n') {
        if (indentation < 0) widest = std::max(widest, Column());
        ++breaks;
        continue;
      }
      if (p_ == end_) break;
      if (indentation < 0) {
        indentation = Column();
        if (indentation <= parent) {
          p_ = before;
          break;
        }
        // Then the empty line counts, and this one belongs to something else.
        if (widest > indentation) return false;
      } else if (Column() < indentation) {
        p_ = before;
        break;
      }
      const bool is_blank_led = At(0) == ' ' || At(0) == '\t';
      if (has_text) {
        const bool folds = !is_literal && !is_blank_led && !was_blank_led;
        if (!folds) {
          folded_ += '\n';
        } else if (breaks == 0) {
          folded_ += ' ';
        }
      }
      folded_.append(breaks, '\n');
      breaks = 0;
      has_text = true;
      was_blank_led = is_blank_led;
      const char* const start = p_;
      p_ = std::find(p_, end_, '\n');
      folded_.append(start, p_);
      last = p_;
      ends_with_break = p_ != end_;
    }
    if (has_text && ends_with_break && chomp != Chomp::kStrip) folded_ += '\n';
    if (chomp == Chomp::kKeep) folded_.append(breaks, '\n');
    return true;
  }

  // At a bracket. Stops behind the one that closes it.
  bool FlowCollection() {
    if (++depth_ > kDeepest) return false;
    const bool is_sequence = *p_ == '[';
    const std::uint32_t begin = Offset(p_);
    if (!builder_.Begin(kNoProperties, is_sequence ? Kind::kSequence : Kind::kMapping, Style::kFlow,
                        {begin, begin + 1})) {
      return false;
    }
    const char closing = is_sequence ? ']' : '}';
    ++p_;
    for (;;) {
      if (!ToFlowContent()) return false;
      if (At(0) == closing) break;
      if (!is_sequence && (!FlowKey() || !ToFlowContent())) return false;
      if (!FlowValue() || !ToFlowContent()) return false;
      if (At(0) == closing) break;
      if (At(0) != ',') return false;
      ++p_;
    }
    ++p_;
    builder_.End(Offset(p_));
    --depth_;
    return true;
  }

  // Between brackets lines may begin anywhere, but not as documents do.
  bool ToFlowContent() { return ToContent() && p_ != end_ && !AtDocumentIndicator(); }

  bool FlowKey() {
    const char* const begin = p_;
    if (!FlowScalar()) return false;
    while (At(0) == ' ') ++p_;
    if (At(0) != ':' || !SeparatesAt(1) || p_ - begin > kLongestKey) return false;
    ++p_;
    return true;
  }

  bool FlowValue() {
    if (At(0) != '[' && At(0) != '{') return FlowScalar();
    return FlowCollection();
  }

  // On one line; what follows is for others to judge.
  bool FlowScalar() {
    const char first = At(0);
    if (first == '"' || first == '\'') return Quoted(first);
    const char* const begin = p_;
    const char* last = p_;
    if (!IsFlowStart(first) && !(first == '-' && IsFlowStart(At(1)))) return false;
    for (; p_ != end_; ++p_) {
      const char c = *p_;
      if (c == ' ') continue;
      if (c == '\n' || c == ',' || c == ']' || c == '}') break;
      if (c == ':') {
        if (SeparatesAt(1)) break;
        if (!IsFlowStart(At(1))) return false;
      } else if (c == '#' || !IsFlowPlain(c)) {
        return false;
      }
      last = p_ + 1;
    }
    p_ = last;
    const Span span = {Offset(begin), Offset(last)};
    builder_.Scalar(kNoProperties, text_.substr(span.begin, span.size()), Style::kPlain, span);
    return true;
  }

  static bool IsFlowStart(char c) {
    return Is(&c, kWord) ? c != '-' : c == '/' || c == '.' || c == '$';
  }
  static bool IsFlowPlain(char c) {
    return Is(&c, kWord) ||
           std::string_view("/.$*+=~^()<>@%;|\\").find(c) != std::string_view::npos;
  }

  std::string_view text_;
  const char* p_;
  const char* end_;
  const char* line_;  // Where the line begins that p_ is in.
  Arena& arena_;
  Builder& builder_;
  int depth_ = 0;
  const char* plain_end_ = nullptr;
  bool has_escapes_ = false;
  std::string folded_;
};

}  // namespace

bool ReadFast(std::string_view text, const TextCheck& check, Arena& arena, Builder& builder) {
  if (!check.odd_breaks.empty() || text.find('\r') != std::string_view::npos) return false;
  if (!check.is_ascii && text.find("\xEF\xBB\xBF") != std::string_view::npos) return false;
  return QuickReader(text, arena, builder).Read();
}

}  // namespace check::yaml
