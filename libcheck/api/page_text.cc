#include "libcheck/api/page_text.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/text.h"
#include "libcheck/base/utf8.h"
#include "libcheck/source/secret_text.h"

namespace check::api {
namespace {

// Of ASCII, so that places stay where they are.
std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (IsUpper(c)) c = static_cast<char>(c | 0x20);
  }
  return lower;
}

// What stands between `<name` and `</name`; empty if that is nowhere.
std::string_view Element(std::string_view body, std::string_view lower, std::string_view name) {
  const std::size_t tag = lower.find("<" + std::string(name));
  if (tag == lower.npos) return {};
  const std::size_t begin = lower.find('>', tag);
  if (begin == lower.npos) return {};
  const std::size_t end = std::min(lower.find("</" + std::string(name), begin), body.size());
  return body.substr(begin + 1, end - begin - 1);
}

std::string WithoutTags(std::string_view body) {
  const std::string lower = LowerAscii(body);
  std::string text;
  for (std::size_t at = 0; at < body.size();) {
    if (body[at] != '<') {
      text += body[at++];
      continue;
    }
    std::string_view end = ">";
    if (lower.compare(at, 7, "<script") == 0) end = "</script>";
    if (lower.compare(at, 6, "<style") == 0) end = "</style>";
    if (lower.compare(at, 4, "<!--") == 0) end = "-->";
    const std::size_t found = lower.find(end, at);
    at = found == lower.npos ? body.size() : found + end.size();
    text += ' ';
  }
  return text;
}

std::string DecodeEntities(std::string text) {
  constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
      {"&lt;", "<"},  {"&gt;", ">"},   {"&quot;", "\""}, {"&#34;", "\""},
      {"&#39;", "'"}, {"&nbsp;", " "}, {"&amp;", "&"},
  };
  for (const auto& [entity, character] : kEntities) {
    for (std::size_t at = 0; (at = text.find(entity, at)) != text.npos; ++at) {
      text.replace(at, entity.size(), character);
    }
  }
  return text;
}

std::string HideSecretsIn(std::string text) {
  const std::vector<Span> secrets = FindSecrets(text, SecretSearch::kBroken);
  for (auto span = secrets.rbegin(); span != secrets.rend(); ++span) {
    text.replace(span->begin, span->end - span->begin, kHiddenSecret);
  }
  return HideInUrls(std::move(text));
}

}  // namespace

std::string OneLine(std::string_view text, std::size_t most) {
  std::string line;
  for (text = TrimSpace(text); !text.empty();) {
    const Rune rune = DecodeRune(text);
    const std::string_view bytes = text.substr(0, rune.size);
    text.remove_prefix(rune.size);
    const bool is_space = rune.size == 1 && kAsciiSpace.find(bytes[0]) != kAsciiSpace.npos;
    if (is_space) {
      if (!line.ends_with(' ')) line += ' ';
    } else if (rune.code_point < 0x20 || rune.code_point == '`' ||
               (rune.code_point >= 0x7f && rune.code_point < 0xa0) ||
               (rune.code_point >= 0x2028 && rune.code_point < 0x2070) ||
               rune.code_point == kRuneError) {
      line += '?';
    } else {
      line += bytes;
    }
    if (line.size() > most) return line + "...";
  }
  return line;
}

bool IsHtml(std::string_view body) {
  const std::string lower = LowerAscii(TrimStart(body).substr(0, 200));
  return lower.starts_with("<!doctype html") || lower.starts_with("<html") ||
         lower.starts_with("<head") || lower.starts_with("<body") || lower.starts_with("<!--");
}

std::string PageText(std::string_view body) {
  // Pages say what they have to say early.
  body = body.substr(0, std::size_t{16} << 10);
  if (!IsHtml(body)) return OneLine(HideSecretsIn(std::string(body)));
  const std::string lower = LowerAscii(body);
  for (const std::string_view name : {"title", "h1", "body"}) {
    const std::string text = WithoutTags(Element(body, lower, name));
    if (!TrimSpace(text).empty()) return OneLine(HideSecretsIn(DecodeEntities(text)));
  }
  return OneLine(HideSecretsIn(DecodeEntities(WithoutTags(body))));
}

}  // namespace check::api
