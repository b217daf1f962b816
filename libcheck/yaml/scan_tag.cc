#include "libcheck/yaml/chars.h"
#include "libcheck/yaml/scan.h"

// Directives, anchors, aliases and tags.
namespace check::yaml {

bool Scanner::FetchDirective() {
  UnrollIndent(-1, Here());
  if (!RemoveSimpleKey()) return false;
  simple_key_allowed_ = false;

  const std::uint32_t start = Here();
  ++at_;
  const char* const name_begin = at_;
  while (Is(at_, kWord)) ++at_;
  const std::string_view name = View(name_begin, at_);
  if (name.empty()) return Fail(Problem::kDirectiveName, start);
  if (!IsBlankOrEnd(at_)) return Fail(Problem::kDirectiveNameEnd, start);

  Token token;
  if (name == "YAML") {
    if (!ScanVersion(start, token)) return false;
  } else if (name == "TAG") {
    if (!ScanTagDirective(start, token)) return false;
  } else {
    return Fail(Problem::kDirectiveUnknown, start);
  }
  Token& pushed = Push(token.type, start, Here());
  pushed.text = token.text;
  pushed.more = token.more;

  while (Is(at_, kBlank)) ++at_;
  if (*at_ == '#') {
    while (!IsBreakOrEnd(at_)) ++at_;
  }
  if (!IsBreakOrEnd(at_)) return Fail(Problem::kDirectiveTail, start);
  if (const std::size_t length = BreakLength(at_); length != 0) StartLine(length);
  return true;
}

bool Scanner::ScanVersion(std::uint32_t start, Token& token) {
  while (Is(at_, kBlank)) ++at_;
  const char* const begin = at_;
  if (!ScanVersionNumber(start)) return false;
  if (*at_ != '.') return Fail(Problem::kVersionDot, start);
  ++at_;
  if (!ScanVersionNumber(start)) return false;
  token.type = Type::kVersionDirective;
  token.text = View(begin, at_);
  return true;
}

bool Scanner::ScanVersionNumber(std::uint32_t start) {
  constexpr int kMostDigits = 2;
  int digits = 0;
  for (; *at_ >= '0' && *at_ <= '9'; ++at_) {
    if (++digits > kMostDigits) return Fail(Problem::kVersionLong, start);
  }
  return digits > 0 || Fail(Problem::kVersionMissing, start);
}

bool Scanner::ScanTagDirective(std::uint32_t start, Token& token) {
  while (Is(at_, kBlank)) ++at_;
  if (!ScanTagHandle(true, start, token.text)) return false;
  if (!Is(at_, kBlank)) return Fail(Problem::kTagDirectiveSpace, start);
  while (Is(at_, kBlank)) ++at_;
  if (!ScanTagUri(true, {}, start, token.more)) return false;
  if (!IsBlankOrEnd(at_)) return Fail(Problem::kTagDirectiveEnd, start);
  token.type = Type::kTagDirective;
  return true;
}

bool Scanner::FetchAnchor(Type type) {
  if (!SaveSimpleKey()) return false;
  simple_key_allowed_ = false;

  const std::uint32_t start = Here();
  ++at_;
  const char* const begin = at_;
  while (Is(at_, kWord)) ++at_;
  constexpr std::string_view kMayFollow = "?:,]}%@`";
  if (at_ == begin || !(IsBlankOrEnd(at_) || kMayFollow.find(*at_) != std::string_view::npos)) {
    return Fail(type == Type::kAnchor ? Problem::kAnchorName : Problem::kAliasName, start);
  }
  Push(type, start, Here()).text = View(begin, at_);
  return true;
}

bool Scanner::FetchTag() {
  if (!SaveSimpleKey()) return false;
  simple_key_allowed_ = false;

  const std::uint32_t start = Here();
  std::string_view handle;
  std::string_view suffix;
  if (at_[1] == '<') {
    at_ += 2;
    if (!ScanTagUri(false, {}, start, suffix)) return false;
    if (*at_ != '>') return Fail(Problem::kTagClose, start);
    ++at_;
  } else {
    if (!ScanTagHandle(false, start, handle)) return false;
    if (handle.size() > 1 && handle.back() == '!') {
      if (!ScanTagUri(false, {}, start, suffix)) return false;
    } else {
      // It was no handle: the whole is `!` and a suffix, or `!` alone.
      if (!ScanTagUri(false, handle, start, suffix)) return false;
      handle = "!";
      if (suffix.empty()) std::swap(handle, suffix);
    }
  }
  if (!IsBlankOrEnd(at_)) return Fail(Problem::kTagEnd, start);
  Token& token = Push(Type::kTag, start, Here());
  token.text = handle;
  token.more = suffix;
  return true;
}

bool Scanner::ScanTagHandle(bool directive, std::uint32_t start, std::string_view& handle) {
  const Problem problem = directive ? Problem::kTagDirectiveBang : Problem::kTagBang;
  const char* const begin = at_;
  if (*at_ != '!') return Fail(problem, start);
  ++at_;
  while (Is(at_, kWord)) ++at_;
  if (*at_ == '!') {
    ++at_;
  } else if (directive && at_ - begin != 1) {
    return Fail(problem, start);
  }
  handle = View(begin, at_);
  return true;
}

// `head`, without its `!`, comes before what is found here.
bool Scanner::ScanTagUri(bool directive, std::string_view head, std::uint32_t start,
                         std::string_view& uri) {
  std::string text(head.empty() ? head : head.substr(1));
  bool found = !head.empty();
  while (Is(at_, kTagChar)) {
    if (*at_ == '%') {
      if (!ScanTagEscape(start, text)) return false;
    } else {
      text += *at_++;
    }
    found = true;
  }
  if (!found) return Fail(directive ? Problem::kTagDirectiveUri : Problem::kTagUri, start);
  uri = arena_.Copy(text);
  return true;
}

bool Scanner::ScanTagEscape(std::uint32_t start, std::string& uri) {
  const auto digit = [](char c) -> unsigned {
    return c <= '9' ? static_cast<unsigned>(c - '0')
                    : (static_cast<unsigned>(c) | 0x20U) - 'a' + 10;
  };
  int rest = -1;
  do {
    if (*at_ != '%' || !Is(at_ + 1, kHexDigit) || !Is(at_ + 2, kHexDigit)) {
      return Fail(Problem::kTagEscape, start);
    }
    const unsigned byte = digit(at_[1]) * 16 + digit(at_[2]);
    if (rest < 0) {
      rest = byte < 0x80   ? 1
             : byte < 0xC0 ? 0
             : byte < 0xE0 ? 2
             : byte < 0xF0 ? 3
             : byte < 0xF8 ? 4
                           : 0;
      if (rest == 0) return Fail(Problem::kTagLeadingByte, start);
    } else if ((byte & 0xC0U) != 0x80U) {
      return Fail(Problem::kTagTrailingByte, start);
    }
    uri += static_cast<char>(byte);
    at_ += 3;
  } while (--rest > 0);
  return true;
}

}  // namespace check::yaml
