#include <string_view>

#include "libcheck/base/ascii.h"
#include "libcheck/exposition/server_reader.h"
#include "libcheck/exposition/server_tokens.h"

// The server's tokens, state by state. Prometheus: where nothing fits, the bytes that began to fit
// have been passed over, and so are part of what its errors quote.
namespace check::exposition {
// The byte after the current one, or NUL at the end. A NUL where any text may stand is passed over.
char ServerReader::Advance() {
  ++at_;
  const bool takes_nul =
      state_ == State::kLabelValue || state_ == State::kMeta2 || state_ == State::kComment;
  while (takes_nul && at_ < size() && At(at_) == '\0') ++at_;
  return Current();
}

// From an opening quote to behind the closing one.
bool ServerReader::Quoted(bool may_break) {
  for (char c = Advance();; c = Advance()) {
    if (c == '"') {
      Advance();
      return true;
    }
    if (c == '\\') {
      c = Advance();
      if (c == '\n') return false;
    }
    if (c == '\0' || (c == '\n' && !may_break)) return false;
  }
}

void ServerReader::NameBytes(bool with_colon) {
  char c = Current();
  while (IsNameStart(c) || IsDigit(c) || (with_colon && c == ':')) c = Advance();
}

// The rest of a word whose first byte is the current one.
bool ServerReader::Word(std::string_view word) {
  for (const char expected : word) {
    if (Current() != expected) return false;
    Advance();
  }
  return true;
}

ServerReader::Token ServerReader::Lex() {
  // Prometheus: at the end, its errors quote the token before.
  if (at_ >= size()) return Token::kEnd;
  start_ = at_;
  return format_ == Format::kPrometheusText ? LexText() : LexOpenMetrics();
}

ServerReader::Token ServerReader::RestOfComment() {
  for (char c = Current();; c = Advance()) {
    if (c == '\0') return Token::kEnd;
    if (c == '\n') {
      state_ = State::kInit;
      return Token::kComment;
    }
  }
}

ServerReader::Token ServerReader::LexTextComment() {
  const char c = Current();
  if (c == 'H' || c == 'T') {
    if (Word(c == 'H' ? "HELP" : "TYPE") && IsBlank(Current())) {
      while (IsBlank(Advance())) {
      }
      state_ = State::kMeta1;
      return c == 'H' ? Token::kHelp : Token::kType;
    }
  }
  return RestOfComment();
}

ServerReader::Token ServerReader::LexText() {
  const char c = Current();
  if (state_ == State::kMeta2) {
    bool is_blank = true;
    for (char next = c; next != '\n' && next != '\0'; next = Advance()) {
      is_blank = is_blank && IsBlank(next);
    }
    // Blanks alone are passed over, and an empty text follows.
    if (is_blank && at_ > start_) return Token::kBlank;
    state_ = State::kInit;
    return Token::kText;
  }
  if (IsBlank(c)) {
    while (IsBlank(Advance())) {
    }
    return Token::kBlank;
  }
  switch (state_) {
    case State::kInit:
      if (c == '\0') {
        Advance();
        return Token::kEnd;
      }
      if (c == '\n') {
        Advance();
        return Token::kLineBreak;
      }
      if (c == '#') {
        if (!IsBlank(Advance())) return RestOfComment();
        while (IsBlank(Advance())) {
        }
        state_ = State::kComment;
        return LexTextComment();
      }
      if (IsNameStart(c) || c == ':') {
        NameBytes(true);
        state_ = State::kValue;
        return Token::kMetricName;
      }
      if (c != '{') return Token::kInvalid;
      Advance();
      state_ = State::kLabels;
      return Token::kBraceOpen;
    case State::kComment:
      return LexTextComment();
    case State::kMeta1:
      if (c == '"') {
        if (!Quoted(true)) return Token::kInvalid;
      } else if (IsNameStart(c) || c == ':') {
        NameBytes(true);
      } else {
        return Token::kInvalid;
      }
      state_ = State::kMeta2;
      return Token::kMetricName;
    case State::kLabelValue:
      if (c != '"' || !Quoted(true)) return Token::kInvalid;
      state_ = State::kLabels;
      return Token::kLabelValue;
    case State::kValue:
      if (c == '\n' || c == '\0') return Token::kInvalid;
      if (c == '{') {
        Advance();
        state_ = State::kLabels;
        return Token::kBraceOpen;
      }
      for (char next = c; !IsBlank(next) && next != '\n' && next != '{' && next != '\0';) {
        next = Advance();
      }
      state_ = State::kTimestamp;
      return Token::kValue;
    case State::kTimestamp:
      if (c == '\n') {
        Advance();
        state_ = State::kInit;
        return Token::kLineBreak;
      }
      if (!IsDigit(c)) return Token::kInvalid;
      while (IsDigit(Advance())) {
      }
      return Token::kTimestamp;
    default:
      return LexLabels(State::kValue, State::kLabelValue, State::kLabels, true);
  }
}

// A token between braces.
ServerReader::Token ServerReader::LexLabels(State behind, State value, State here, bool may_break) {
  const char c = Current();
  if (IsNameStart(c)) {
    NameBytes(false);
    return Token::kLabelName;
  }
  if (c == '"') {
    if (!Quoted(may_break)) return Token::kInvalid;
    state_ = here;
    return Token::kQuoted;
  }
  if (c != '}' && c != '=' && c != ',') return Token::kInvalid;
  Advance();
  if (c == '}') state_ = behind;
  if (c == '=') state_ = value;
  return c == '}' ? Token::kBraceClose : c == '=' ? Token::kEquals : Token::kComma;
}

ServerReader::Token ServerReader::LexOpenMetricsComment() {
  switch (Current()) {
    case 'E':
      if (!Word("EOF")) return Token::kInvalid;
      if (Current() == '\n') Advance();
      state_ = State::kInit;
      return Token::kEofWord;
    case 'H':
      if (!Word("HELP ")) return Token::kInvalid;
      state_ = State::kMeta1;
      return Token::kHelp;
    case 'T':
      if (!Word("TYPE ")) return Token::kInvalid;
      state_ = State::kMeta1;
      return Token::kType;
    case 'U':
      if (!Word("UNIT ")) return Token::kInvalid;
      state_ = State::kMeta1;
      return Token::kUnit;
    default:
      return Token::kInvalid;
  }
}

// A blank and what follows it, up to the next blank or line break.
ServerReader::Token ServerReader::LexValueLike(State next, Token token) {
  if (Current() != ' ') return Token::kInvalid;
  char c = Advance();
  if (c == ' ' || c == '\n' || c == '\0') return Token::kInvalid;
  while (c != ' ' && c != '\n' && c != '\0') c = Advance();
  state_ = next;
  return token;
}

ServerReader::Token ServerReader::LexOpenMetrics() {
  const char c = Current();
  switch (state_) {
    case State::kInit:
      if (c == '#') {
        if (Advance() != ' ') return Token::kInvalid;
        Advance();
        state_ = State::kComment;
        return LexOpenMetricsComment();
      }
      if (IsNameStart(c) || c == ':') {
        NameBytes(true);
        state_ = State::kValue;
        return Token::kMetricName;
      }
      if (c != '{') return Token::kInvalid;
      Advance();
      state_ = State::kLabels;
      return Token::kBraceOpen;
    case State::kComment:
      return LexOpenMetricsComment();
    case State::kMeta1:
      if (c == '"') {
        if (!Quoted(true)) return Token::kInvalid;
      } else if (IsNameStart(c) || c == ':') {
        NameBytes(true);
      } else {
        return Token::kInvalid;
      }
      state_ = State::kMeta2;
      return Token::kMetricName;
    case State::kMeta2: {
      if (c != ' ') return Token::kInvalid;
      char next = Advance();
      while (next != '\n' && next != '\0') next = Advance();
      if (next == '\0') return Token::kInvalid;
      Advance();
      state_ = State::kInit;
      return Token::kText;
    }
    case State::kLabels:
      return LexLabels(State::kValue, State::kLabelValue, State::kLabels, true);
    case State::kLabelValue:
      if (c != '"' || !Quoted(false)) return Token::kInvalid;
      state_ = State::kLabels;
      return Token::kLabelValue;
    case State::kValue:
      if (c == '{') {
        Advance();
        state_ = State::kLabels;
        return Token::kBraceOpen;
      }
      return LexValueLike(State::kTimestamp, Token::kValue);
    case State::kExemplar:
      return LexLabels(State::kExemplarValue, State::kExemplarValue, State::kExemplar, false);
    case State::kExemplarValue:
      if (c == '"') {
        if (!Quoted(false)) return Token::kInvalid;
        state_ = State::kExemplar;
        return Token::kLabelValue;
      }
      return LexValueLike(State::kExemplarTimestamp, Token::kValue);
    case State::kTimestamp:
    case State::kExemplarTimestamp:
      break;
  }
  if (c == '\n') {
    Advance();
    state_ = State::kInit;
    return Token::kLineBreak;
  }
  if (state_ == State::kTimestamp && c == ' ' && at_ + 2 < size() && At(at_ + 1) == '#' &&
      At(at_ + 2) == ' ') {
    Advance();
    Advance();
    if (Advance() != '{') return Token::kInvalid;
    Advance();
    state_ = State::kExemplar;
    return Token::kComment;
  }
  return LexValueLike(state_, Token::kTimestamp);
}

}  // namespace check::exposition
