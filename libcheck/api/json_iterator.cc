#include "libcheck/api/json_iterator.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/base/utf8.h"

namespace check::api {
namespace {

constexpr std::size_t kMaxDepth = 10'000;

bool IsNumberCharacter(char c) {
  return IsDigit(c) || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
}

std::string Found(std::string_view expected, char c) {
  return fmt::format("{}, but found {}", expected, std::string_view(&c, 1));
}

bool IsSurrogate(std::uint32_t rune) { return rune >= 0xD800 && rune < 0xE000; }

// What is wrong with a number that is read in the careful way; nothing if it is one.
std::string_view NumberFault(std::string_view text) {
  if (text.empty()) return "empty number";
  if (text[0] == '-') return "-- is not valid";
  const std::size_t dot = text.find('.');
  if (dot == text.npos) return {};
  if (dot + 1 == text.size()) return "dot can not be last character";
  return IsDigit(text[dot + 1]) ? "" : "missing digit after dot";
}

}  // namespace

void JsonIterator::Fail(std::string_view operation, std::string_view why) {
  if (failed()) return;
  const std::size_t begin = head_ - std::min<std::size_t>(head_, 10);
  const std::size_t wide_begin = head_ - std::min<std::size_t>(head_, 50);
  error_ = fmt::format("{}: {}, error found in #{} byte of ...|{}|..., bigger context ...|{}|...",
                       operation, why, head_ - begin, text_.substr(begin, head_ + 10 - begin),
                       text_.substr(wide_begin, head_ + 50 - wide_begin));
  state_ = State::kFailed;
}

void JsonIterator::Wrap(std::string_view prefix) {
  if (failed()) error_.insert(0, prefix);
}

bool JsonIterator::Load() {
  if (state_ == State::kGood) {
    head_ = text_.size();
    state_ = State::kOver;
  }
  return false;
}

char JsonIterator::NextToken() {
  for (std::size_t i = head_; i < text_.size(); ++i) {
    if (IsSpace(text_[i])) continue;
    head_ = i + 1;
    return text_[i];
  }
  Load();
  return '\0';
}

void JsonIterator::Unread() {
  if (state_ == State::kGood) --head_;
}

char JsonIterator::ReadByte() {
  if (head_ >= text_.size()) {
    Load();
    return '\0';
  }
  return text_[head_++];
}

void JsonIterator::SkipLiteral(std::string_view rest) {
  for (const char c : rest) {
    if (ReadByte() != c) {
      return Fail(rest.size() == 3 ? "skipThreeBytes" : "skipFourBytes",
                  fmt::format("expect {}", rest));
    }
  }
}

bool JsonIterator::Enter() {
  if (++depth_ <= kMaxDepth) return true;
  Fail("incrementDepth", "exceeded max depth");
  return false;
}

bool JsonIterator::ReadNil() {
  if (NextToken() == 'n') {
    SkipLiteral("ull");
    return true;
  }
  Unread();
  return false;
}

std::string JsonIterator::ReadString() {
  const char c = NextToken();
  if (c == 'n') {
    SkipLiteral("ull");
    return {};
  }
  if (c != '"') {
    Fail("ReadString", Found("expects \" or n", c));
    return {};
  }
  for (std::size_t i = head_; i < text_.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text_[i]);
    if (byte == '"') {
      std::string text(text_.substr(head_, i - head_));
      head_ = i + 1;
      return text;
    }
    if (byte == '\\') break;
    if (byte < ' ') {
      Fail("ReadString", fmt::format("invalid control character found: {}", byte));
      return {};
    }
  }
  return ReadEscapedString();
}

std::string JsonIterator::ReadEscapedString() {
  std::string out;
  while (state_ == State::kGood) {
    const char c = ReadByte();
    if (c == '"') return out;
    if (c == '\\') {
      ReadEscape(ReadByte(), out);
    } else {
      out += c;
    }
  }
  Fail("readStringSlowPath", "unexpected end of input");
  return {};
}

std::uint32_t JsonIterator::ReadHex() {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = ReadByte();
    if (state_ != State::kGood) return value;
    if (!IsHexDigit(c)) {
      Fail("readU4", Found("expects 0~9 or a~f", c));
      return value;
    }
    value = value * 16 + static_cast<std::uint32_t>(HexValue(c));
  }
  return value;
}

void JsonIterator::ReadEscape(char c, std::string& out) {
  constexpr std::string_view kNames = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (c != 'u') {
    const std::size_t at = c == '\0' ? kNames.npos : kNames.find(c);
    if (at == kNames.npos) return Fail("readEscapedChar", "invalid escape char after \\");
    out += kMeanings[at];
    return;
  }
  const auto append = [&](std::uint32_t rune) {
    AppendUtf8(out, IsSurrogate(rune) ? kRuneError : rune);
  };
  const std::uint32_t first = ReadHex();
  if (!IsSurrogate(first)) return append(first);
  if (ReadByte() != '\\') {
    Unread();
    return append(first);
  }
  if (const char next = ReadByte(); next != 'u') {
    append(first);
    return ReadEscape(next, out);
  }
  const std::uint32_t second = ReadHex();
  if (state_ != State::kGood) return;
  if (first < 0xDC00 && second >= 0xDC00 && second < 0xE000) {
    return append(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
  }
  append(first);
  append(second);
}

std::string_view JsonIterator::ReadNumber() {
  std::size_t end = head_;
  while (end < text_.size() && IsNumberCharacter(text_[end])) ++end;
  const std::string_view number = text_.substr(head_, end - head_);
  head_ = end;
  if (end == text_.size()) Load();
  if (!failed() && number.empty()) Fail("readNumberAsString", "invalid number");
  return number;
}

bool JsonIterator::ReadArray() {
  const char c = NextToken();
  switch (c) {
    case 'n':
      SkipLiteral("ull");
      return false;
    case '[':
      if (NextToken() == ']') return false;
      Unread();
      return true;
    case ']':
      return false;
    case ',':
      return true;
    default:
      Fail("ReadArray", Found("expect [ or , or ] or n", c));
      return false;
  }
}

std::string JsonIterator::ReadObject() {
  char c = NextToken();
  if (c == 'n') {
    SkipLiteral("ull");
    return {};
  }
  if (c == '}') return {};
  if (c == '{') {
    c = NextToken();
    if (c == '}') return {};
    if (c != '"') {
      Fail("ReadObject", Found("expect \" after {", c));
      return {};
    }
    Unread();
  } else if (c != ',') {
    Fail("ReadObject", Found("expect { or , or } or n", c));
    return {};
  }
  std::string field = ReadString();
  c = NextToken();
  if (c != ':') Fail("ReadObject", Found("expect : after object field", c));
  return field;
}

std::string_view JsonIterator::SkipAndReturn() {
  const std::size_t begin = head_;
  Skip();
  return text_.substr(begin, head_ - begin);
}

void JsonIterator::Skip() {
  const char c = NextToken();
  switch (c) {
    case '"':
      return SkipString();
    case 'n':
      return SkipLiteral("ull");
    case 't':
      return SkipLiteral("rue");
    case 'f':
      return SkipLiteral("alse");
    case '[':
      return SkipArray();
    case '{':
      return SkipObject();
    case '0':
      Unread();
      return SkipFloat("readFloat32");
    default:
      if (c == '-' || IsDigit(c)) return SkipNumber();
      Fail("Skip", fmt::format("do not know how to skip: {}", static_cast<unsigned char>(c)));
  }
}

void JsonIterator::SkipNumber() {
  if (TrySkipNumber()) return;
  Unread();
  if (failed()) return;
  SkipFloat("readFloat64");
  if (!failed()) return;
  // json-iterator: what is no such number is tried as a larger one, from where that ended.
  state_ = State::kGood;
  error_.clear();
  const std::string_view number = ReadNumber();
  if (!failed() && !ParseGoFloat(number)) FailAsNumber(number);
}

// Whether there is no need to look closer, be it that something is wrong.
bool JsonIterator::TrySkipNumber() {
  bool has_dot = false;
  for (std::size_t i = head_; i < text_.size(); ++i) {
    const char c = text_[i];
    if (IsDigit(c)) continue;
    if (c == '.') {
      if (has_dot) {
        Fail("validateNumber", "more than one dot found in number");
        return true;
      }
      if (i + 1 == text_.size()) return false;
      if (!IsDigit(text_[i + 1])) {
        Fail("validateNumber", "missing digit after dot");
        return true;
      }
      has_dot = true;
      continue;
    }
    const bool ends = c == ',' || c == ']' || c == '}' || IsSpace(c);
    if (!ends || head_ == i) return false;
    head_ = i;
    return true;
  }
  return false;
}

void JsonIterator::SkipFloat(const std::string& operation) {
  if (NextToken() != '-') Unread();
  const std::string_view rest = text_.substr(head_);
  if (rest.size() > 1 && rest[0] == '0' && IsDigit(rest[1])) {
    return Fail(operation, "leading zero is invalid");
  }
  if (rest.starts_with('.')) return Fail(operation, "leading dot is invalid");
  if (!rest.empty() && (IsSpace(rest[0]) || rest[0] == ',' || rest[0] == ']' || rest[0] == '}')) {
    return Fail(operation, "empty number");
  }
  const std::string_view number = ReadNumber();
  if (failed()) return;
  if (const std::string_view fault = NumberFault(number); !fault.empty()) {
    return Fail(operation + "SlowPath", fault);
  }
  const std::optional<double> value = ParseGoFloat(number);
  if (!value || std::isinf(*value)) FailAsNumber(number);
}

// Go's error, which json-iterator passes on without a place.
void JsonIterator::FailAsNumber(std::string_view number) {
  error_ = fmt::format("strconv.ParseFloat: parsing \"{}\": invalid syntax", number);
  state_ = State::kFailed;
}

void JsonIterator::SkipString() {
  for (std::size_t i = head_; i < text_.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text_[i]);
    if (byte == '"') {
      head_ = i + 1;
      return;
    }
    if (byte == '\\') break;
    if (byte < ' ') {
      return Fail("trySkipString", fmt::format("invalid control character found: {}", byte));
    }
  }
  Unread();
  ReadString();
}

void JsonIterator::SkipArray() {
  if (!Enter()) return;
  char c = NextToken();
  if (c != ']') {
    Unread();
    do {
      Skip();
      c = NextToken();
    } while (c == ',');
    if (c != ']') return Fail("ReadArrayCB", Found("expect ] in the end", c));
  }
  --depth_;
}

void JsonIterator::SkipObject() {
  if (!Enter()) return;
  char c = NextToken();
  if (c == '}') {
    --depth_;
    return;
  }
  if (c != '"') return Fail("ReadObjectCB", Found("expect \" after {", c));
  Unread();
  do {
    ReadString();
    c = NextToken();
    if (c != ':') Fail("ReadObject", Found("expect : after object field", c));
    Skip();
    c = NextToken();
  } while (c == ',');
  if (c != '}') return Fail("ReadObjectCB", "object not ended with }");
  --depth_;
}

void JsonIterator::ReadStruct(std::string_view type, std::initializer_list<Field> fields,
                              const std::function<void(std::size_t)>& read) {
  char c = NextToken();
  if (c == 'n') return SkipLiteral("ull");
  if (c != '{') return Fail("readObjectStart", Found("expect { or n", c));
  if (NextToken() == '}') return;
  Unread();
  if (!Enter()) return;
  do {
    const std::string name = ReadString();
    c = NextToken();
    if (c != ':') Fail("ReadObject", Found("expect : after object field", c));
    std::size_t i = 0;
    for (const Field& field : fields) {
      if (name == field.name || LowerAscii(name) == LowerAscii(field.name)) break;
      ++i;
    }
    if (i == fields.size()) {
      Skip();
    } else {
      read(i);
      Wrap(fmt::format("{}: ", fields.begin()[i].go_name));
    }
    c = NextToken();
  } while (c == ',');
  if (!type.empty()) Wrap(fmt::format("{}.", type));
  if (c != '}') Fail("struct Decode", Found("expect }", c));
  --depth_;
}

bool JsonIterator::ReadSlice(std::string_view type, const std::function<void()>& read) {
  const std::string prefix = fmt::format("{}: ", type);
  char c = NextToken();
  if (c == 'n') {
    SkipLiteral("ull");
    Wrap(prefix);
    return false;
  }
  if (c != '[') {
    Fail("decode slice", Found("expect [ or n", c));
  } else if (NextToken() != ']') {
    Unread();
    do {
      read();
      c = NextToken();
    } while (c == ',');
    if (c != ']') Fail("decode slice", Found("expect ]", c));
  }
  Wrap(prefix);
  return true;
}

void JsonIterator::End() {
  if (NextToken() != '\0') Fail("Unmarshal", "there are bytes left after unmarshal");
}

}  // namespace check::api
