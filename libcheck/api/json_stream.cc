#include "libcheck/api/json_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/base/utf8.h"

namespace check::api {
namespace {

// A text longer than this is nothing that an API gives.
constexpr std::size_t kMostOfText = std::size_t{64} << 20;
constexpr int kMostDepth = 200;
constexpr std::size_t kLeastBlock = 64;

// Of each byte: 0 where a string does not simply go on, 1 for ASCII, 3 for the rest.
constexpr std::array<unsigned char, 256> kPlain = [] {
  std::array<unsigned char, 256> plain = {};
  for (std::size_t c = 0x20; c < plain.size(); ++c) plain[c] = c < 0x80 ? 1 : 3;
  plain['"'] = plain['\\'] = 0;
  return plain;
}();

unsigned char Plain(char c) { return kPlain[static_cast<unsigned char>(c)]; }

// A number as JSON has it.
bool IsNumber(std::string_view text) {
  const auto digits = [&] {
    const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count;
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool is_zero = text.starts_with('0');
  const std::size_t whole = digits();
  if (whole == 0 || (is_zero && whole > 1)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (digits() == 0) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (digits() == 0) return false;
  }
  return text.empty();
}

bool IsBare(char c) { return IsAlphanumeric(c) || c == '-' || c == '+' || c == '.'; }

}  // namespace

JsonStream::JsonStream(ByteSource& source, std::size_t block) : source_(source) {
  buffer_.resize(std::max(block, kLeastBlock));
  at_ = end_ = buffer_.data();
  // Of a mark that some put in front of UTF-8.
  if (Ahead(3).starts_with("\xef\xbb\xbf")) Advance(3);
}

// What is needed to know a document by its beginning.
std::string_view JsonStream::Head() {
  constexpr std::size_t kEnough = std::size_t{16} << 10;
  if (read_ != 0) return {};
  auto have = static_cast<std::size_t>(end_ - buffer_.data());
  while (have < kEnough && !source_ended_) Receive(have);
  return {buffer_.data(), have};
}

// Puts more behind the `have` bytes in the buffer.
void JsonStream::Receive(std::size_t& have) {
  const Result<std::size_t> got = source_.Read(buffer_.data() + have, buffer_.size() - 1 - have);
  if (!got && why_.empty()) {
    source_failed_ = true;
    source_error_ = got.error();
    why_ = source_error_.message;
  }
  source_ended_ = !got || *got == 0;
  if (got) have += *got;
}

// Gets more, until `size` bytes are there or it is the end. What has been read makes room if there
// is none.
void JsonStream::Refill(std::size_t size) {
  auto at = static_cast<std::size_t>(at_ - buffer_.data());
  auto have = static_cast<std::size_t>(end_ - buffer_.data());
  if (at + size + 1 > buffer_.size()) {
    if (raw_ != nullptr) raw_->append(buffer_, raw_at_, at - raw_at_);
    raw_at_ = 0;
    read_ += at;
    have -= at;
    std::memmove(buffer_.data(), at_, have);
    at = 0;
    if (size + 1 > buffer_.size()) buffer_.resize(std::max(size + 1, buffer_.size() * 2));
  }
  while (have < at + size && !source_ended_) Receive(have);
  buffer_[have] = '\0';
  at_ = buffer_.data() + at;
  end_ = buffer_.data() + have;
  is_end_ = source_ended_;
}

bool JsonStream::Fail(std::string_view why) {
  if (why_.empty()) why_ = why;
  // Nothing comes behind it.
  is_end_ = true;
  at_ = end_;
  return false;
}

bool JsonStream::Unexpected() {
  if (at_ == end_) return Fail("it ends in the middle of the JSON");
  return Fail(fmt::format("invalid JSON at byte {}",
                          read_ + static_cast<std::size_t>(at_ - buffer_.data()) + 1));
}

char JsonStream::Peek() {
  for (;;) {
    while (IsSpace(*at_)) ++at_;
    if (at_ != end_ || is_end_) break;
    Refill(1);
  }
  return at_ == end_ ? '\0' : *at_;
}

bool JsonStream::Enter(char bracket) {
  if (++depth_ > kMostDepth) return Fail("its JSON is nested too deeply");
  return Expect(bracket);
}

bool JsonStream::String(std::string_view& text) {
  if (!Expect('"')) return false;
  std::size_t size = 0;
  unsigned seen = 0;
  for (;;) {
    while (const unsigned char plain = Plain(at_[size])) {
      seen |= plain;
      ++size;
    }
    if (at_ + size != end_) break;
    if (is_end_) {
      at_ = end_;
      return Unexpected();
    }
    if (size > kMostOfText) return Fail("a string in it is too long");
    Refill(std::max(size + 1, std::min(size * 2, kMostOfText)));
  }
  text = {at_, size};
  at_ += size;
  if (*at_ == '\\') return Escaped(text);
  if (*at_ != '"') return Unexpected();
  ++at_;
  return seen < 2 || IsValidUtf8(text) || Fail("a string in it is not valid UTF-8");
}

// The rest of a string that begins with `text` and goes on with an escape.
bool JsonStream::Escaped(std::string_view& text) {
  unescaped_ = text;
  for (;;) {
    if (at_ == end_ && !is_end_) Refill(1);
    if (at_ == end_) return Unexpected();
    if (unescaped_.size() > kMostOfText) return Fail("a string in it is too long");
    if (*at_ == '"') break;
    if (*at_ == '\\') {
      if (!Escape()) return false;
      continue;
    }
    const char* const begin = at_;
    while (Plain(*at_) != 0) ++at_;
    if (at_ == begin) return Unexpected();
    unescaped_.append(begin, at_);
  }
  ++at_;
  text = unescaped_;
  return IsValidUtf8(text) || Fail("a string in it is not valid UTF-8");
}

bool JsonStream::Escape() {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const std::string_view ahead = Ahead(12);
  if (ahead.size() < 2) {
    at_ = end_;
    return Unexpected();
  }
  if (const std::size_t i = kLetters.find(ahead[1]); i != kLetters.npos) {
    unescaped_ += kMeanings[i];
    at_ += 2;
    return true;
  }
  // -1: no `\uXXXX` is there.
  const auto unit = [&](std::size_t begin) -> std::int32_t {
    if (ahead.size() < begin + 6 || ahead[begin] != '\\' || ahead[begin + 1] != 'u') return -1;
    std::int32_t value = 0;
    for (const char c : ahead.substr(begin + 2, 4)) {
      if (HexValue(c) < 0) return -1;
      value = value * 16 + HexValue(c);
    }
    return value;
  };
  std::int32_t code_point = unit(0);
  if (code_point < 0) return Unexpected();
  at_ += 6;
  if (code_point >= 0xd800 && code_point < 0xe000) {
    const std::int32_t low = unit(6);
    if (code_point < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
      code_point = 0x10000 + ((code_point - 0xd800) << 10) + (low - 0xdc00);
      at_ += 6;
    } else {
      code_point = static_cast<std::int32_t>(kRuneError);  // As Go does.
    }
  }
  AppendUtf8(unescaped_, static_cast<std::uint32_t>(code_point));
  return true;
}

bool JsonStream::Bare(std::string_view& text) {
  constexpr std::size_t kMost = 512;
  Peek();
  const std::string_view ahead = Ahead(kMost);
  std::size_t size = 0;
  while (size < ahead.size() && IsBare(ahead[size])) ++size;
  text = ahead.substr(0, size);
  if (size == 0 || size >= kMost) return Unexpected();
  at_ += size;
  // A number may be cut short, too.
  return at_ != end_ || !is_end_ || depth_ == 0 || Unexpected();
}

bool JsonStream::Text(std::string& text) {
  std::string_view read;
  if (Peek() == '"') {
    if (!String(read)) return false;
  } else {
    if (!Bare(read)) return false;
    if (read == "null") return true;
    if (is_strict_) return Fail("it has a number where a string is expected");
  }
  text = read;
  return true;
}

bool JsonStream::Number(double& number) {
  std::string_view text;
  if (!(Peek() == '"' ? String(text) : Bare(text))) return false;
  if (text == "null") return true;
  const std::optional<double> value = ParseGoFloat(text);
  if (!value) return Fail("it has a string where a number is expected");
  number = *value;
  return true;
}

bool JsonStream::Boolean(bool& value) {
  std::string_view text;
  if (!Bare(text)) return false;
  if (text != "true" && text != "false") return Fail("expected true or false");
  value = text == "true";
  return true;
}

bool JsonStream::TakeNull() {
  if (Peek() != 'n') return false;
  std::string_view text;
  return Bare(text) && (text == "null" || Unexpected());
}

bool JsonStream::Skip() {
  std::string_view text;
  switch (Peek()) {
    case '{':
      return Object([&](std::string_view) { return Skip(); });
    case '[':
      return Array([&] { return Skip(); });
    case '"':
      return String(text);
    default:
      return Bare(text) && (text == "true" || text == "false" || text == "null" || IsNumber(text) ||
                            Fail("it has an unknown JSON literal"));
  }
}

bool JsonStream::Raw(std::string& text) {
  Peek();
  raw_ = &text;
  raw_at_ = static_cast<std::size_t>(at_ - buffer_.data());
  const bool ok = Skip();
  if (ok) text.append(static_cast<const char*>(buffer_.data()) + raw_at_, at_);
  raw_ = nullptr;
  return ok;
}

bool JsonStream::End() {
  if (why_.empty() && Peek() == '\0' && at_ == end_) return why_.empty();
  return Unexpected();
}

}  // namespace check::api
