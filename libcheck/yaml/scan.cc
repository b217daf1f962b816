#include "libcheck/yaml/scan.h"

#include <cstring>

#include "libcheck/yaml/chars.h"

namespace check::yaml {
namespace {

// go-yaml keeps this many tokens behind the one it gives out, to know where comments belong. That
// decides which of two faults it meets first.
constexpr std::size_t kLookahead = 2;

// go-yaml looks no further than this for the next comment.
constexpr std::ptrdiff_t kCommentReach = 512;

// A key without `?` may be this many characters long.
constexpr std::ptrdiff_t kLongestKey = 1024;

std::ptrdiff_t CountCharacters(const char* begin, const char* end) {
  std::ptrdiff_t count = 0;
  for (; begin != end; ++begin) {
    if ((static_cast<unsigned char>(*begin) & 0xC0U) != 0x80U) ++count;
  }
  return count;
}

}  // namespace

Scanner::Scanner(const Input& input, Arena& arena, std::size_t max_depth)
    : base_(input.text.data()),
      size_(static_cast<std::uint32_t>(input.text.size())),
      original_(input.original),
      arena_(arena),
      max_depth_(max_depth),
      only_newlines_(input.only_newlines),
      at_(base_ + input.start),
      line_(at_) {
  keys_.emplace_back();
}

bool Scanner::Fail(Problem problem, std::uint32_t context) {
  failure_ = {problem, Here(), true, context};
  return false;
}

void Scanner::Skip() {
  ready_ = false;
  ++head_;
  ++parsed_;
  if (head_ == 256) {
    tokens_.erase(tokens_.begin(), tokens_.begin() + 256);
    levels_.erase(levels_.begin(), levels_.begin() + 256);
    head_ = 0;
  }
}

Token& Scanner::Push(Type type, std::uint32_t begin, std::uint32_t end) {
  Token& token = tokens_.emplace_back();
  token.type = type;
  token.begin = begin;
  token.end = end;
  levels_.push_back(saved_level_);
  saved_level_ = 0;
  return token;
}

void Scanner::Insert(std::uint32_t number, Type type, std::uint32_t at) {
  if (number < parsed_) {
    // go-yaml: too late to put it where it belongs.
    Push(type, at, at);
    return;
  }
  Token token;
  token.type = type;
  token.begin = token.end = at;
  const std::size_t index = head_ + (number - parsed_);
  tokens_.insert(tokens_.begin() + static_cast<std::ptrdiff_t>(index), token);
  levels_.push_back(0);
}

bool Scanner::Prepare() {
  if (failure_.problem != Problem::kNone) return false;
  for (;;) {
    if (tokens_.size() > head_ + kLookahead) {
      // A token that may begin a key can only be given out once that is settled.
      const std::uint32_t level = levels_[head_];
      if (level == 0 || level > keys_.size()) break;
      bool valid = false;
      if (!CheckKey(keys_[level - 1], valid)) return false;
      if (!valid) break;
    }
    if (!FetchNext()) return false;
  }
  ready_ = true;
  return true;
}

bool Scanner::FetchNext() {
  if (!started_) {
    started_ = true;
    Push(Type::kStreamStart, 0, 0);
    return true;
  }
  const std::uint32_t before = Here();
  SkipToToken();
  UnrollIndent(Column(), before);

  const char c = *at_;
  if (Column() == 0) {
    if (c == '%') return FetchDirective();
    if ((c == '-' || c == '.') && IsDocumentIndicator(at_)) return FetchDocumentIndicator();
  }
  if (c == '\0') return FetchStreamEnd();
  if (!FetchIndicatorOrScalar()) return false;
  const Token& token = tokens_.back();
  if (Offset(line_) < token.end && token.type != Type::kBlockEntry) SkipLineComment();
  return true;
}

bool Scanner::FetchIndicatorOrScalar() {
  const char c = *at_;
  switch (c) {
    case '[':
      return FetchFlowStart(Type::kFlowSequenceStart);
    case '{':
      return FetchFlowStart(Type::kFlowMappingStart);
    case ']':
      return FetchFlowEnd(Type::kFlowSequenceEnd);
    case '}':
      return FetchFlowEnd(Type::kFlowMappingEnd);
    case ',':
      return FetchFlowEntry();
    case '-':
      if (IsBlankOrEnd(at_ + 1)) return FetchBlockEntry();
      return FetchPlain();
    case '?':
      if (flow_level_ > 0 || IsBlankOrEnd(at_ + 1)) return FetchKey();
      return FetchPlain();
    case ':':
      if (flow_level_ > 0 || IsBlankOrEnd(at_ + 1)) return FetchValue();
      return FetchPlain();
    case '*':
      return FetchAnchor(Type::kAlias);
    case '&':
      return FetchAnchor(Type::kAnchor);
    case '!':
      return FetchTag();
    case '|':
    case '>':
      if (flow_level_ == 0) return FetchBlockScalar(c == '|');
      break;
    case '\'':
    case '"':
      return FetchQuoted(c == '\'');
    default:
      if (!Is(at_, kSpecial | kBlank)) return FetchPlain();
      break;
  }
  return Fail(Problem::kBadCharacter, Here());
}

void Scanner::SkipToToken() {
  for (;;) {
    // A tab may separate, but not indent.
    while (*at_ == ' ' || (*at_ == '\t' && (flow_level_ > 0 || !simple_key_allowed_))) ++at_;
    if (*at_ == '#') SkipComments();
    const std::size_t length = BreakLength(at_);
    if (length == 0) return;
    StartLine(length);
    if (flow_level_ == 0) simple_key_allowed_ = true;
  }
}

// Skips the comment that starts here, and any more that come after nothing but white space. Tabs
// before those are no fault, unlike elsewhere: go-yaml looks for them on a path of their own.
void Scanner::SkipComments() {
  for (;;) {
    at_ = EndOfLine(at_);
    const char* next = at_;
    const char* line = line_;
    while (next - at_ < kCommentReach) {
      // Looking ahead byte by byte, go-yaml does not get past a line break of several.
      if (!Is(next, kBlank | kLineBreak)) break;
      if (Is(next, kLineBreak)) line = next + 1;
      ++next;
    }
    if (next - at_ >= kCommentReach || *next != '#') return;
    at_ = next;
    line_ = line;
  }
}

// Skips a comment on the line of the token that was just read.
void Scanner::SkipLineComment() {
  const char* next = at_;
  while (Is(next, kBlank) && next - at_ < kCommentReach) ++next;
  if (next - at_ >= kCommentReach || *next != '#') return;
  at_ = EndOfLine(next);
}

bool Scanner::FetchStreamEnd() {
  if (Column() != 0) past_end_ = true;
  UnrollIndent(-1, Here());
  if (!RemoveSimpleKey()) return false;
  simple_key_allowed_ = false;
  Push(Type::kStreamEnd, Here(), Here());
  return true;
}

bool Scanner::FetchDocumentIndicator() {
  UnrollIndent(-1, Here());
  if (!RemoveSimpleKey()) return false;
  simple_key_allowed_ = false;
  const std::uint32_t begin = Here();
  const Type type = *at_ == '-' ? Type::kDocumentStart : Type::kDocumentEnd;
  at_ += 3;
  Push(type, begin, Here());
  return true;
}

bool Scanner::FetchFlowStart(Type type) {
  if (!SaveSimpleKey()) return false;
  const std::uint32_t level = saved_level_;
  keys_.emplace_back();
  keys_.back().begin = Here();
  keys_.back().number = NextNumber();
  ++flow_level_;
  if (flow_level_ > max_depth_) return Fail(Problem::kNesting, Here());
  simple_key_allowed_ = true;
  const std::uint32_t begin = Here();
  ++at_;
  saved_level_ = level;
  Push(type, begin, Here());
  return true;
}

bool Scanner::FetchFlowEnd(Type type) {
  if (!RemoveSimpleKey()) return false;
  if (flow_level_ > 0) {
    --flow_level_;
    if (keys_.back().number >= parsed_ && keys_.back().number < NextNumber()) {
      LevelOf(keys_.back().number) = 0;
    }
    keys_.pop_back();
  }
  simple_key_allowed_ = false;
  const std::uint32_t begin = Here();
  ++at_;
  Push(type, begin, Here());
  return true;
}

bool Scanner::FetchFlowEntry() {
  if (!RemoveSimpleKey()) return false;
  simple_key_allowed_ = true;
  const std::uint32_t begin = Here();
  ++at_;
  Push(Type::kFlowEntry, begin, Here());
  return true;
}

bool Scanner::FetchBlockEntry() {
  if (flow_level_ == 0) {
    if (!simple_key_allowed_) return Fail(Problem::kEntryNotAllowed, Here());
    if (!RollIndent(Column(), -1, Type::kBlockSequenceStart, Here())) return false;
  }
  if (!RemoveSimpleKey()) return false;
  simple_key_allowed_ = true;
  const std::uint32_t begin = Here();
  ++at_;
  Push(Type::kBlockEntry, begin, Here());
  return true;
}

bool Scanner::FetchKey() {
  if (flow_level_ == 0) {
    if (!simple_key_allowed_) return Fail(Problem::kKeyNotAllowed, Here());
    if (!RollIndent(Column(), -1, Type::kBlockMappingStart, Here())) return false;
  }
  if (!RemoveSimpleKey()) return false;
  simple_key_allowed_ = flow_level_ == 0;
  const std::uint32_t begin = Here();
  ++at_;
  Push(Type::kKey, begin, Here());
  return true;
}

bool Scanner::FetchValue() {
  SimpleKey& key = keys_.back();
  bool valid = false;
  if (!CheckKey(key, valid)) return false;
  if (valid) {
    if (key.number >= parsed_) LevelOf(key.number) = 0;
    Insert(key.number, Type::kKey, key.begin);
    if (!RollIndent(key.begin - static_cast<std::int64_t>(key.line), key.number,
                    Type::kBlockMappingStart, key.begin)) {
      return false;
    }
    key.possible = false;
    simple_key_allowed_ = false;
  } else {
    if (flow_level_ == 0) {
      if (!simple_key_allowed_) return Fail(Problem::kValueNotAllowed, Here());
      if (!RollIndent(Column(), -1, Type::kBlockMappingStart, Here())) return false;
    }
    simple_key_allowed_ = flow_level_ == 0;
  }
  const std::uint32_t begin = Here();
  ++at_;
  Push(Type::kValue, begin, Here());
  return true;
}

// A key has to end on the line it began on, and soon. Where nothing but a key can stand, one that
// does not is a fault.
bool Scanner::CheckKey(SimpleKey& key, bool& valid) {
  valid = false;
  if (!key.possible) return true;
  const bool same_line = !past_end_ && key.line == Offset(line_);
  if (same_line && (at_ - base_ - key.begin <= kLongestKey ||
                    CountCharacters(base_ + key.begin, at_) <= kLongestKey)) {
    valid = true;
    return true;
  }
  if (key.required) return Fail(Problem::kMissingColon, key.begin);
  key.possible = false;
  return true;
}

// What comes next may begin a key.
bool Scanner::SaveSimpleKey() {
  saved_level_ = 0;
  if (!simple_key_allowed_) return true;
  const SimpleKey key = {.possible = true,
                         .required = flow_level_ == 0 && indent_ == Column(),
                         .begin = Here(),
                         .line = Offset(line_),
                         .number = NextNumber()};
  if (!RemoveSimpleKey()) return false;
  keys_.back() = key;
  saved_level_ = static_cast<std::uint32_t>(keys_.size());
  return true;
}

bool Scanner::RemoveSimpleKey() {
  SimpleKey& key = keys_.back();
  if (!key.possible) return true;
  if (key.required) return Fail(Problem::kMissingColon, key.begin);
  key.possible = false;
  if (key.number >= parsed_) LevelOf(key.number) = 0;
  return true;
}

bool Scanner::RollIndent(std::int64_t column, std::int64_t number, Type type, std::uint32_t at) {
  if (flow_level_ > 0 || indent_ >= column) return true;
  indents_.push_back(indent_);
  indent_ = column;
  if (indents_.size() > max_depth_) return Fail(Problem::kNesting, keys_.back().begin);
  if (number < 0) {
    Push(type, at, at);
  } else {
    Insert(static_cast<std::uint32_t>(number), type, at);
  }
  return true;
}

void Scanner::UnrollIndent(std::int64_t column, std::uint32_t at) {
  if (flow_level_ > 0) return;
  while (indent_ > column) {
    Push(Type::kBlockEnd, at, at);
    indent_ = indents_.back();
    indents_.pop_back();
  }
}

}  // namespace check::yaml
