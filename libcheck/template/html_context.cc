#include "libcheck/template/html_context.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "libcheck/base/ascii.h"
#include "libcheck/base/text.h"
#include "libcheck/base/utf8.h"

namespace check::gotemplate {
namespace {

// Go's names, in the order of the values.
constexpr std::string_view kStates[] = {
    "stateText",           "stateTag",         "stateAttrName",
    "stateAfterName",      "stateBeforeValue", "stateHTMLCmt",
    "stateRCDATA",         "stateAttr",        "stateURL",
    "stateSrcset",         "stateJS",          "stateJSDqStr",
    "stateJSSqStr",        "stateJSTmplLit",   "stateJSRegexp",
    "stateJSBlockCmt",     "stateJSLineCmt",   "stateJSHTMLOpenCmt",
    "stateJSHTMLCloseCmt", "stateCSS",         "stateCSSDqStr",
    "stateCSSSqStr",       "stateCSSDqURL",    "stateCSSSqURL",
    "stateCSSURL",         "stateCSSBlockCmt", "stateCSSLineCmt",
    "stateError",          "stateMetaContent", "stateMetaContentURL",
    "stateDead",
};
constexpr std::string_view kDelimiters[] = {"delimNone", "delimDoubleQuote", "delimSingleQuote",
                                            "delimSpaceOrTagEnd"};
constexpr std::string_view kUrlParts[] = {"urlPartNone", "urlPartPreQuery", "urlPartQueryOrFrag",
                                          "urlPartUnknown"};
constexpr std::string_view kSlashes[] = {"jsCtxRegexp", "jsCtxDivOp", "jsCtxUnknown"};
constexpr std::string_view kElements[] = {"elementNone",     "elementScript", "elementStyle",
                                          "elementTextarea", "elementTitle",  "elementMeta"};
constexpr std::string_view kAttributes[] = {"attrNone", "attrScript", "attrScriptType", "attrStyle",
                                            "attrURL",  "attrSrcset", "attrMetaContent"};

template <typename Value, std::size_t n>
std::string_view NameOf(const std::string_view (&names)[n], Value value) {
  return names[static_cast<std::size_t>(value)];
}

std::string Braces(const HtmlContext& context) {
  return fmt::format("[{}]", fmt::join(context.braces, " "));
}

// Attributes by what they hold; those that are not there hold plain text.
constexpr std::string_view kUrlAttributes[] = {
    "action", "archive",    "background", "cite",   "classid",  "codebase",
    "data",   "formaction", "href",       "icon",   "longdesc", "manifest",
    "poster", "profile",    "src",        "usemap", "xmlns",
};
constexpr std::string_view kUnsafeAttributes[] = {
    "accept-charset", "async",          "challenge",  "charset", "content",
    "crossorigin",    "defer",          "enctype",    "form",    "formenctype",
    "formmethod",     "formnovalidate", "http-equiv", "keytype", "language",
    "method",         "novalidate",     "pattern",    "rel",     "sandbox",
    "type",           "value",
};
// Those whose names would otherwise suggest something else.
constexpr std::string_view kPlainAttributes[] = {"srclang"};

template <std::size_t n>
bool IsOneOf(const std::string_view (&names)[n], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

struct Entity {
  std::string_view name;
  std::uint32_t rune;
  bool needs_semicolon = true;
};

constexpr Entity kEntities[] = {
    {"AMP", '&', false},  {"DiacriticalGrave", '`'},
    {"GT", '>', false},   {"Hat", '^'},
    {"LT", '<', false},   {"NewLine", '\n'},
    {"QUOT", '"', false}, {"Tab", '\t'},
    {"UnderBar", '_'},    {"VerticalLine", '|'},
    {"amp", '&', false},  {"apos", '\''},
    {"ast", '*'},         {"bsol", '\\'},
    {"colon", ':'},       {"comma", ','},
    {"commat", '@'},      {"copy", 0xA9, false},
    {"dollar", '$'},      {"equals", '='},
    {"excl", '!'},        {"grave", '`'},
    {"gt", '>', false},   {"lbrace", '{'},
    {"lbrack", '['},      {"lcub", '{'},
    {"lowbar", '_'},      {"lpar", '('},
    {"lsqb", '['},        {"lt", '<', false},
    {"midast", '*'},      {"nbsp", 0xA0, false},
    {"num", '#'},         {"percnt", '%'},
    {"period", '.'},      {"plus", '+'},
    {"quest", '?'},       {"quot", '"', false},
    {"rbrace", '}'},      {"rbrack", ']'},
    {"rcub", '}'},        {"reg", 0xAE, false},
    {"rpar", ')'},        {"rsqb", ']'},
    {"semi", ';'},        {"sol", '/'},
    {"verbar", '|'},      {"vert", '|'},
};

// HTML reads these numbers as Windows does.
constexpr std::uint32_t kWindows[] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

// "&#60;" or "&#x3c;" at the front of `text`. Returns how much was read: 0 if it is no such thing.
std::size_t ReadNumber(std::string_view text, std::string& out) {
  const bool is_hex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
  std::size_t at = is_hex ? 3 : 2;
  const std::size_t first = at;
  std::uint32_t rune = 0;
  for (; at < text.size() && (is_hex ? IsHexDigit(text[at]) : IsDigit(text[at])); ++at) {
    rune = std::min(rune * (is_hex ? 16U : 10U) + static_cast<std::uint32_t>(HexValue(text[at])),
                    0x110000U);
  }
  if (at == first) return 0;
  if (at < text.size() && text[at] == ';') ++at;
  if (rune >= 0x80 && rune <= 0x9F) {
    rune = kWindows[rune - 0x80];
  } else if (rune == 0 || rune > 0x10FFFF || (rune >= 0xD800 && rune <= 0xDFFF)) {
    rune = kRuneError;
  }
  AppendUtf8(out, rune);
  return at;
}

std::size_t ReadEntity(std::string_view text, std::string& out) {
  if (text.size() > 1 && text[1] == '#') return ReadNumber(text, out);
  std::size_t size = 1;
  while (size < text.size() && (IsLetter(text[size]) || IsDigit(text[size]))) ++size;
  const std::string_view name = text.substr(1, size - 1);
  const bool has_semicolon = size < text.size() && text[size] == ';';
  for (std::size_t length = name.size(); length > 1; --length) {
    for (const Entity& entity : kEntities) {
      if (entity.name != name.substr(0, length)) continue;
      const bool whole = length == name.size() && has_semicolon;
      if (entity.needs_semicolon && !whole) continue;
      AppendUtf8(out, entity.rune);
      return 1 + length + (whole ? 1 : 0);
    }
  }
  return 0;
}

}  // namespace

std::string Describe(const HtmlContext& context) {
  return fmt::format("{{{} {} {} {} {} {} {} {}}}", NameOf(kStates, context.state),
                     NameOf(kDelimiters, context.delimiter), NameOf(kUrlParts, context.url_part),
                     NameOf(kSlashes, context.slash), Braces(context),
                     NameOf(kAttributes, context.attribute), NameOf(kElements, context.element),
                     context.fault != nullptr ? context.fault->description : "<nil>");
}

std::string MangledName(std::string_view name, const HtmlContext& context) {
  std::string mangled(name);
  if (context.state == HtmlState::kText) return mangled;
  mangled += "$htmltemplate_";
  mangled += NameOf(kStates, context.state);
  const auto add = [&](bool is_there, std::string_view part) {
    if (is_there) mangled.append("_").append(part);
  };
  add(context.delimiter != HtmlDelimiter::kNone, NameOf(kDelimiters, context.delimiter));
  add(context.url_part != UrlPart::kNone, NameOf(kUrlParts, context.url_part));
  add(context.slash != JsSlash::kRegexp, NameOf(kSlashes, context.slash));
  if (!context.braces.empty()) mangled += "_jsBraceDepth(" + Braces(context) + ")";
  add(context.attribute != HtmlAttribute::kNone, NameOf(kAttributes, context.attribute));
  add(context.element != HtmlElement::kNone, NameOf(kElements, context.element));
  return mangled;
}

bool IsComment(HtmlState state) {
  switch (state) {
    case HtmlState::kHtmlComment:
    case HtmlState::kJsBlockComment:
    case HtmlState::kJsLineComment:
    case HtmlState::kJsHtmlOpenComment:
    case HtmlState::kJsHtmlCloseComment:
    case HtmlState::kCssBlockComment:
    case HtmlState::kCssLineComment:
      return true;
    default:
      return false;
  }
}

bool IsInTag(HtmlState state) {
  return state == HtmlState::kTag || state == HtmlState::kAttrName ||
         state == HtmlState::kAfterName || state == HtmlState::kBeforeValue ||
         state == HtmlState::kAttr;
}

bool IsInScriptLiteral(HtmlState state) {
  return state == HtmlState::kJsDoubleQuoted || state == HtmlState::kJsSingleQuoted ||
         state == HtmlState::kJsTemplate || state == HtmlState::kJsRegexp;
}

std::string_view DelimiterEnds(HtmlDelimiter delimiter) {
  switch (delimiter) {
    case HtmlDelimiter::kDoubleQuote:
      return "\"";
    case HtmlDelimiter::kSingleQuote:
      return "'";
    default:
      return " \t\n\f\r>";
  }
}

HtmlState ValueState(HtmlAttribute attribute) {
  switch (attribute) {
    case HtmlAttribute::kScript:
      return HtmlState::kJs;
    case HtmlAttribute::kStyle:
      return HtmlState::kCss;
    case HtmlAttribute::kUrl:
      return HtmlState::kUrl;
    case HtmlAttribute::kSrcset:
      return HtmlState::kSrcset;
    case HtmlAttribute::kMetaContent:
      return HtmlState::kMetaContent;
    default:
      return HtmlState::kAttr;
  }
}

HtmlContent ContentOf(std::string_view name) {
  if (name.starts_with("data-")) {
    name.remove_prefix(5);
  } else if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
    if (name.substr(0, colon) == "xmlns") return HtmlContent::kUrl;
    name.remove_prefix(colon + 1);
  }
  if (name == "style") return HtmlContent::kCss;
  if (name == "srcdoc") return HtmlContent::kHtml;
  if (name == "srcset") return HtmlContent::kSrcset;
  if (IsOneOf(kPlainAttributes, name)) return HtmlContent::kPlain;
  if (IsOneOf(kUnsafeAttributes, name)) return HtmlContent::kUnsafe;
  if (IsOneOf(kUrlAttributes, name)) return HtmlContent::kUrl;
  if (name.starts_with("on")) return HtmlContent::kJs;
  for (const std::string_view part : {"src", "uri", "url"}) {
    if (name.find(part) != std::string_view::npos) return HtmlContent::kUrl;
  }
  return HtmlContent::kPlain;
}

bool IsJavaScript(std::string_view mime_type) {
  constexpr std::string_view kTypes[] = {
      "",
      "application/ecmascript",
      "application/javascript",
      "application/json",
      "application/ld+json",
      "application/x-ecmascript",
      "application/x-javascript",
      "module",
      "text/ecmascript",
      "text/javascript",
      "text/javascript1.0",
      "text/javascript1.1",
      "text/javascript1.2",
      "text/javascript1.3",
      "text/javascript1.4",
      "text/javascript1.5",
      "text/jscript",
      "text/livescript",
      "text/x-ecmascript",
      "text/x-javascript",
  };
  const std::string type = ToLower(mime_type.substr(0, mime_type.find(';')));
  return IsOneOf(kTypes, TrimSpace(type));
}

bool IsCssNameCharacter(std::uint32_t rune) {
  if (rune < 0x80) return IsNamePart(static_cast<char>(rune)) || rune == '-';
  return rune <= 0xD7FF || (rune >= 0xE000 && rune <= 0xFFFD) ||
         (rune >= 0x10000 && rune <= 0x10FFFF);
}

std::string DecodeCss(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t backslash = std::min(text.find('\\'), text.size());
    out += text.substr(0, backslash);
    text.remove_prefix(backslash);
    if (text.size() < 2) break;
    if (!IsHexDigit(text[1])) {
      const Rune rune = DecodeRune(text.substr(1));
      out += text.substr(1, rune.size);
      text.remove_prefix(1 + std::size_t{rune.size});
      continue;
    }
    std::size_t end = 1;
    std::uint32_t rune = 0;
    for (; end < text.size() && end < 7 && IsHexDigit(text[end]); ++end) {
      rune = rune * 16 + static_cast<std::uint32_t>(HexValue(text[end]));
    }
    if (rune > 0x10FFFF) {
      rune /= 16;
      --end;
    }
    AppendUtf8(out, rune >= 0xD800 && rune <= 0xDFFF ? kRuneError : rune);
    text.remove_prefix(end);
    // One space belongs to the escape.
    if (text.starts_with("\r\n")) {
      text.remove_prefix(2);
    } else if (!text.empty() && std::string_view("\t\n\f\r ").find(text[0]) != text.npos) {
      text.remove_prefix(1);
    }
  }
  return out;
}

std::string UnescapeHtml(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t ampersand = std::min(text.find('&'), text.size());
    out += text.substr(0, ampersand);
    text.remove_prefix(ampersand);
    if (text.empty()) break;
    std::size_t size = ReadEntity(text, out);
    if (size == 0) {
      out += '&';
      size = 1;
    }
    text.remove_prefix(size);
  }
  return out;
}

}  // namespace check::gotemplate
