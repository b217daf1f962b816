#include "libcheck/notify/mail_text.h"

#include <algorithm>

#include "libcheck/base/text.h"
#include "libcheck/base/utf8.h"

namespace check::notify {
namespace {

bool IsPrintable(char c) { return c >= ' ' && c <= '~'; }
bool IsBlank(char c) { return c == ' ' || c == '\t'; }

void AppendHex(std::string& out, char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '=';
  out += kDigits[byte >> 4];
  out += kDigits[byte & 0xF];
}

// One line after another, as Go's quotedprintable.Writer makes them.
class LineWriter {
 public:
  void Add(char c) {
    if (line_.size() == kMostPerLine - 1) BreakSoftly();
    line_ += c;
  }
  void AddEncoded(char c) {
    if (kMostPerLine - 1 - line_.size() < 3) BreakSoftly();
    AppendHex(line_, c);
  }
  void EndLine() {
    EncodeLastBlank();
    Flush("\r\n");
  }
  std::string Take() && {
    EncodeLastBlank();
    Flush("");
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kMostPerLine = 76;

  // A blank at the end of a line would get lost.
  void EncodeLastBlank() {
    if (line_.empty() || !IsBlank(line_.back())) return;
    const char blank = line_.back();
    line_.pop_back();
    AddEncoded(blank);
  }
  void BreakSoftly() { Flush("=\r\n"); }
  void Flush(std::string_view end) {
    out_ += line_;
    out_ += end;
    line_.clear();
  }

  std::string out_;
  std::string line_;
};

// The parts between commas that are not in quotes, angle brackets or comments.
std::vector<std::string_view> SplitAddresses(std::string_view list) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  bool in_quotes = false;
  int depth = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const char c = list[i];
    if (c == '\\' && in_quotes) {
      ++i;
    } else if (c == '"') {
      in_quotes = !in_quotes;
    } else if (!in_quotes && (c == '<' || c == '(')) {
      ++depth;
    } else if (!in_quotes && (c == '>' || c == ')')) {
      --depth;
    } else if (c == ',' && !in_quotes && depth <= 0) {
      parts.push_back(list.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  parts.push_back(list.substr(begin));
  return parts;
}

}  // namespace

std::string EncodeHeader(std::string_view value) {
  const auto is_plain = [](char c) { return IsPrintable(c) || c == '\t'; };
  if (std::all_of(value.begin(), value.end(), is_plain)) return std::string(value);
  constexpr std::string_view kOpen = "=?utf-8?q?";
  constexpr std::string_view kClose = "?=";
  constexpr std::size_t kMost = 75 - kOpen.size() - kClose.size();
  std::string out(kOpen);
  std::size_t length = 0;
  while (!value.empty()) {
    const char c = value[0];
    const bool stands = IsPrintable(c) && c != '=' && c != '?' && c != '_';
    const std::size_t size = stands ? 1 : DecodeRune(value).size;
    const std::size_t encoded = stands ? 1 : 3 * size;
    if (length + encoded > kMost) {
      out.append(kClose).append(" ").append(kOpen);
      length = 0;
    }
    for (const char part : value.substr(0, size)) {
      if (part == ' ') {
        out += '_';
      } else if (stands) {
        out += part;
      } else {
        AppendHex(out, part);
      }
    }
    length += encoded;
    value.remove_prefix(size);
  }
  return out.append(kClose);
}

std::string QuotedPrintable(std::string_view text) {
  LineWriter writer;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' || c == '\n') {
      writer.EndLine();
      if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else if ((IsPrintable(c) && c != '=') || c == '\t') {
      writer.Add(c);
    } else {
      writer.AddEncoded(c);
    }
  }
  return std::move(writer).Take();
}

Result<std::vector<std::string>> ParseAddresses(std::string_view list) {
  std::vector<std::string> addresses;
  for (std::string_view part : SplitAddresses(list)) {
    part = TrimSpace(part);
    if (part.empty()) continue;
    const std::size_t open = part.rfind('<');
    if (open != std::string_view::npos) {
      const std::size_t close = part.find('>', open);
      if (close == std::string_view::npos) return Error{"mail: unclosed angle-addr"};
      part = TrimSpace(part.substr(open + 1, close - open - 1));
    }
    const std::size_t at = part.rfind('@');
    if (at == std::string_view::npos || at == 0) return Error{"mail: missing '@' or angle-addr"};
    if (at + 1 == part.size()) return Error{"mail: no angle-addr"};
    addresses.emplace_back(part);
  }
  if (addresses.empty()) return Error{"mail: no address"};
  return addresses;
}

}  // namespace check::notify
