#include <algorithm>
#include <cstring>

#include "libcheck/base/utf8.h"
#include "libcheck/yaml/chars.h"
#include "libcheck/yaml/scan.h"

// Scalars of all styles. Where what is written is what it says, the token views the text.
namespace check::yaml {
namespace {

// What the line breaks between two pieces of a plain or quoted scalar come to: one line feed is a
// space, and of several the first does not count. U+2028 and U+2029 are kept.
void AppendFolded(std::string& out, std::string_view first, std::string_view rest) {
  if (first == "\n") {
    if (rest.empty()) {
      out += ' ';
    } else {
      out += rest;
    }
  } else {
    out += first;
    out += rest;
  }
}

unsigned HexDigit(char c) {
  return c <= '9' ? static_cast<unsigned>(c - '0') : (static_cast<unsigned>(c) | 0x20U) - 'a' + 10;
}

}  // namespace

void Scanner::PushScalar(const Token& scalar) {
  Token& token = Push(Type::kScalar, scalar.begin, scalar.end);
  token.style = scalar.style;
  token.text = scalar.text;
}

bool Scanner::FetchPlain() {
  if (!SaveSimpleKey()) return false;
  simple_key_allowed_ = false;
  Token token;
  if (!ScanPlain(token)) return false;
  PushScalar(token);
  return true;
}

bool Scanner::FetchQuoted(bool single) {
  if (!SaveSimpleKey()) return false;
  simple_key_allowed_ = false;
  Token token;
  if (!ScanQuoted(single, token)) return false;
  PushScalar(token);
  return true;
}

bool Scanner::FetchBlockScalar(bool literal) {
  if (!RemoveSimpleKey()) return false;
  simple_key_allowed_ = true;
  Token token;
  if (!ScanBlockScalar(literal, token)) return false;
  PushScalar(token);
  return true;
}

bool Scanner::ScanPlain(Token& token) {
  const char* const start = at_;
  const std::int64_t indent = indent_ + 1;
  const bool in_flow = flow_level_ > 0;
  const unsigned stops = in_flow ? kPlainStop | kEndsFlowPlain : kPlainStop;
  const char* end = at_;    // Of the last character that belongs to it.
  const char* piece = at_;  // What has not been copied yet, once something has been.
  bool copied = false;
  bool at_line_start = false;

  for (;;) {
    if (at_ == line_ && IsDocumentIndicator(at_)) break;
    if (*at_ == '#') break;

    const char* const run = at_;
    for (;;) {
      while (!Is(at_, stops)) ++at_;
      if (*at_ == ':' ? IsBlankOrEnd(at_ + 1)
                      : IsBlankOrEnd(at_) || (in_flow && Is(at_, kEndsFlowPlain))) {
        break;
      }
      ++at_;
    }
    if (at_ != run) {
      if (at_line_start) {
        // Lines were folded before this run.
        if (!copied)
          scratch_.assign(start, end);
        else
          scratch_.append(piece, end);
        copied = true;
        AppendFolded(scratch_, breaks_first_, breaks_);
        piece = run;
        at_line_start = false;
      }
      end = at_;
    }
    if (!Is(at_, kBlank) && !IsBreak(at_)) break;

    for (;;) {
      if (Is(at_, kBlank)) {
        if (at_line_start && *at_ == '\t' && Column() < indent) {
          return Fail(Problem::kPlainTab, Offset(start));
        }
        ++at_;
        continue;
      }
      const std::size_t length = BreakLength(at_);
      if (length == 0) break;
      if (!at_line_start) {
        breaks_first_ = BreakText(at_, length);
        breaks_.clear();
        at_line_start = true;
      } else {
        breaks_ += BreakText(at_, length);
      }
      StartLine(length);
    }
    if (!in_flow && Column() < indent) break;
  }

  token.style = Style::kPlain;
  token.begin = Offset(start);
  token.end = Offset(end);
  if (copied) {
    scratch_.append(piece, end);
    token.text = arena_.Copy(scratch_);
  } else {
    token.text = View(start, end);
  }
  if (at_line_start) simple_key_allowed_ = true;
  return true;
}

bool Scanner::ScanQuoted(bool single, Token& token) {
  const std::uint32_t start = Here();
  const char quote = single ? '\'' : '"';
  ++at_;
  token.style = single ? Style::kSingleQuoted : Style::kDoubleQuoted;
  token.begin = start;

  bool copied = false;
  const char* run = at_;
  for (;;) {
    while (!Is(at_, kQuotedStop)) ++at_;
    if (*at_ == quote) {
      if (!single || at_[1] != '\'') break;
      Unquote(run, at_ + 1, copied);
      at_ += 2;
      run = at_;
    } else if (*at_ == '\0') {
      return Fail(Problem::kQuotedEnd, start);
    } else if (IsBreak(at_)) {
      const char* end = at_;
      while (end != run && Is(end - 1, kBlank)) --end;
      Unquote(run, end, copied);
      if (!FoldQuoted(start, false)) return false;
      run = at_;
    } else if (!single && *at_ == '\\') {
      Unquote(run, at_, copied);
      if (const std::size_t length = BreakLength(at_ + 1); length != 0) {
        ++at_;
        if (!FoldQuoted(start, true)) return false;
      } else if (!ScanEscape(start)) {
        return false;
      }
      run = at_;
    } else {
      ++at_;
    }
  }
  if (copied) {
    scratch_.append(run, at_);
    token.text = arena_.Copy(scratch_);
  } else {
    token.text = View(run, at_);
  }
  ++at_;
  token.end = Here();
  return true;
}

// Adds text to what is decoded so far. The first piece starts that.
void Scanner::Unquote(const char* begin, const char* end, bool& copied) {
  if (!copied) scratch_.clear();
  copied = true;
  scratch_.append(begin, end);
}

// Folds the line breaks here, the first of which may have been taken away by a backslash.
bool Scanner::FoldQuoted(std::uint32_t start, bool escaped) {
  std::string_view first;
  breaks_.clear();
  bool is_first = true;
  for (;;) {
    const std::size_t length = BreakLength(at_);
    if (length != 0) {
      if (!is_first) {
        breaks_ += BreakText(at_, length);
      } else if (!escaped) {
        first = BreakText(at_, length);
      }
      is_first = false;
      StartLine(length);
      continue;
    }
    if (!Is(at_, kBlank)) break;
    ++at_;
  }
  AppendFolded(scratch_, first, breaks_);
  return !(at_ == line_ && IsDocumentIndicator(at_)) || Fail(Problem::kQuotedDocument, start);
}

// Reads the escape sequence at the backslash into scratch_.
bool Scanner::ScanEscape(std::uint32_t start) {
  int digits = 0;
  switch (at_[1]) {
    case '0':
      scratch_ += '\0';
      break;
    case 'a':
      scratch_ += '\a';
      break;
    case 'b':
      scratch_ += '\b';
      break;
    case 't':
    case '\t':
      scratch_ += '\t';
      break;
    case 'n':
      scratch_ += '\n';
      break;
    case 'v':
      scratch_ += '\v';
      break;
    case 'f':
      scratch_ += '\f';
      break;
    case 'r':
      scratch_ += '\r';
      break;
    case 'e':
      scratch_ += '\x1B';
      break;
    case ' ':
    case '"':
    case '\'':
    case '\\':
      scratch_ += at_[1];
      break;
    case 'N':
      AppendUtf8(scratch_, 0x85);
      break;
    case '_':
      AppendUtf8(scratch_, 0xA0);
      break;
    case 'L':
      AppendUtf8(scratch_, 0x2028);
      break;
    case 'P':
      AppendUtf8(scratch_, 0x2029);
      break;
    case 'x':
      digits = 2;
      break;
    case 'u':
      digits = 4;
      break;
    case 'U':
      digits = 8;
      break;
    default:
      return Fail(Problem::kEscapeUnknown, start);
  }
  at_ += 2;
  if (digits == 0) return true;

  std::uint32_t code_point = 0;
  for (int i = 0; i < digits; ++i) {
    if (!Is(at_ + i, kHexDigit)) return Fail(Problem::kEscapeDigits, start);
    code_point = code_point * 16 + HexDigit(at_[i]);
  }
  if ((code_point >= 0xD800 && code_point <= 0xDFFF) || code_point > 0x10FFFF) {
    return Fail(Problem::kEscapeRange, start);
  }
  AppendUtf8(scratch_, code_point);
  at_ += digits;
  return true;
}

// Reads what follows `|` or `>` on its line.
bool Scanner::ScanBlockHeader(std::uint32_t start, int& chomping, std::int64_t& increment) {
  const auto read_chomping = [&] {
    if (*at_ != '+' && *at_ != '-') return false;
    chomping = *at_++ == '+' ? 1 : -1;
    return true;
  };
  const auto read_increment = [&] {
    if (*at_ < '0' || *at_ > '9') return true;
    if (*at_ == '0') return Fail(Problem::kBlockIndentZero, start);
    increment = *at_++ - '0';
    return true;
  };
  if (read_chomping()) {
    if (!read_increment()) return false;
  } else {
    if (!read_increment()) return false;
    if (increment != 0) read_chomping();
  }
  while (Is(at_, kBlank)) ++at_;
  if (*at_ == '#') {
    while (!IsBreakOrEnd(at_)) ++at_;
  }
  return IsBreakOrEnd(at_) || Fail(Problem::kBlockHeader, start);
}

bool Scanner::ScanBlockScalar(bool literal, Token& token) {
  const std::uint32_t start = Here();
  ++at_;
  int chomping = 0;
  std::int64_t increment = 0;
  if (!ScanBlockHeader(start, chomping, increment)) return false;
  const char* end = at_;
  if (const std::size_t length = BreakLength(at_); length != 0) StartLine(length);

  std::int64_t indent = increment == 0 ? 0 : std::max<std::int64_t>(indent_, 0) + increment;
  breaks_.clear();
  if (!ScanBlockBreaks(start, indent, breaks_)) return false;

  // The first line is kept back as a view: most blocks have no other.
  std::string_view only;
  bool copied = !breaks_.empty();
  if (copied) scratch_.clear();
  std::string_view line_break;
  const char* break_at = nullptr;
  bool leading_blank = false;
  while (Column() == indent && *at_ != '\0') {
    if (!copied && !only.empty()) {
      scratch_.assign(only);
      copied = true;
    }
    const bool blank = Is(at_, kBlank);
    if (!literal && !leading_blank && !blank && line_break == "\n") {
      if (breaks_.empty()) scratch_ += ' ';
    } else if (!line_break.empty()) {
      scratch_ += line_break;
    }
    if (!breaks_.empty()) {
      scratch_ += breaks_;
      breaks_.clear();
    }
    leading_blank = blank;

    const char* const begin = at_;
    at_ = EndOfLine(at_);
    end = at_;
    if (copied) {
      scratch_.append(begin, at_);
    } else {
      only = std::string_view(begin, static_cast<std::size_t>(at_ - begin));
    }
    const std::size_t length = BreakLength(at_);
    break_at = at_;
    line_break = length == 0 ? std::string_view() : BreakText(at_, length);
    if (length != 0) StartLine(length);
    if (!ScanBlockBreaks(start, indent, breaks_)) return false;
  }

  token.style = literal ? Style::kLiteral : Style::kFolded;
  token.begin = start;
  token.end = Offset(end);
  const bool keeps_break = chomping != -1 && !line_break.empty();
  if (!copied && (chomping != 1 || breaks_.empty())) {
    if (!keeps_break) {
      token.text = only.empty() ? std::string_view() : View(only.data(), only.data() + only.size());
      return true;
    }
    if (*break_at == line_break.front() && !only.empty()) {
      token.text = View(only.data(), break_at + line_break.size());
      return true;
    }
  }
  if (!copied) scratch_.assign(only);
  if (keeps_break) scratch_ += line_break;
  if (chomping == 1) scratch_ += breaks_;
  token.text = arena_.Copy(scratch_);
  return true;
}

// Skips indentation and empty lines, whose breaks are added to `breaks`. Works out `indent` where
// that is still 0.
bool Scanner::ScanBlockBreaks(std::uint32_t start, std::int64_t& indent, std::string& breaks) {
  std::int64_t deepest = 0;
  for (;;) {
    while ((indent == 0 || Column() < indent) && *at_ == ' ') ++at_;
    deepest = std::max(deepest, Column());
    if ((indent == 0 || Column() < indent) && *at_ == '\t') return Fail(Problem::kBlockTab, start);
    const std::size_t length = BreakLength(at_);
    if (length == 0) break;
    breaks += BreakText(at_, length);
    StartLine(length);
  }
  if (indent == 0) indent = std::max<std::int64_t>({deepest, indent_ + 1, 1});
  return true;
}

const char* Scanner::EndOfLine(const char* p) const {
  if (only_newlines_) {
    const auto* found =
        static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(base_ + size_ - p)));
    return found == nullptr ? base_ + size_ : found;
  }
  while (!IsBreakOrEnd(p)) ++p;
  return p;
}

}  // namespace check::yaml
