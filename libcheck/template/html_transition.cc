// How text moves from one context of HTML, CSS and JavaScript to the next.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/template/html_context.h"

namespace check::gotemplate {
namespace {

using State = HtmlState;

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::string_view kSpaces = " \t\n\f\r";
constexpr std::string_view kCommentStart = "<!--";
constexpr std::string_view kCommentEnd = "-->";

std::size_t SkipSpace(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(kSpaces, at), text.size());
}

bool EqualsIgnoringCase(std::string_view a, std::string_view lower) {
  return a.size() == lower.size() &&
         std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) {
           return (IsUpper(x) ? static_cast<char>(x | 0x20) : x) == y;
         });
}

// What `%.32q` prints: the first 32 characters, quoted.
std::string QuoteStart(std::string_view text) {
  std::size_t size = 0;
  for (int runes = 0; runes < 32 && size < text.size(); ++runes) {
    size += DecodeRune(text.substr(size)).size;
  }
  return GoQuote(text.substr(0, size));
}

std::size_t Fail(HtmlContext& context, std::string_view text, std::string& fault,
                 std::string description) {
  context = {.state = State::kError};
  fault = std::move(description);
  return text.size();
}

HtmlElement ElementOf(std::string_view name) {
  constexpr struct {
    std::string_view name;
    HtmlElement element;
  } kElements[] = {{"script", HtmlElement::kScript},
                   {"style", HtmlElement::kStyle},
                   {"textarea", HtmlElement::kTextarea},
                   {"title", HtmlElement::kTitle},
                   {"meta", HtmlElement::kMeta}};
  for (const auto& row : kElements) {
    if (EqualsIgnoringCase(name, row.name)) return row.element;
  }
  return HtmlElement::kNone;
}

// The end of the tag's name that begins at `at`: "x-y" and "x:y" are names, "x-" is not.
std::size_t TagNameEnd(std::string_view text, std::size_t at) {
  if (at == text.size() || !IsLetter(text[at])) return at;
  std::size_t end = at + 1;
  while (end < text.size()) {
    if (IsAlphanumeric(text[end])) {
      ++end;
    } else if ((text[end] == ':' || text[end] == '-') && end + 1 < text.size() &&
               IsAlphanumeric(text[end + 1])) {
      end += 2;
    } else {
      break;
    }
  }
  return end;
}

std::size_t AfterText(HtmlContext& context, std::string_view text) {
  std::size_t from = 0;
  for (;;) {
    std::size_t at = text.find('<', from);
    if (at == kNone || at + 1 == text.size()) return text.size();
    if (text.substr(at).starts_with(kCommentStart)) {
      context = {.state = State::kHtmlComment};
      return at + 4;
    }
    ++at;
    const bool closes = text[at] == '/';
    if (closes && ++at == text.size()) return text.size();
    const std::size_t end = TagNameEnd(text, at);
    if (end != at) {
      context = {.state = State::kTag};
      if (!closes) context.element = ElementOf(text.substr(at, end - at));
      return end;
    }
    from = end;
  }
}

// The end of the attribute's name that begins at `at`; kNone if that is no name.
std::size_t AttributeNameEnd(std::string_view text, std::size_t at, HtmlContext& context,
                             std::string& fault) {
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (kSpaces.find(c) != kNone || c == '=' || c == '>') return at;
    if (c == '\'' || c == '"' || c == '<') {
      Fail(context, text, fault,
           fmt::format("{} in attribute name: {}", GoQuote(text.substr(at, 1)), QuoteStart(text)));
      return kNone;
    }
  }
  return text.size();
}

HtmlAttribute AttributeOf(HtmlElement element, std::string_view name) {
  if (element == HtmlElement::kScript && name == "type") return HtmlAttribute::kScriptType;
  if (element == HtmlElement::kMeta && name == "content") return HtmlAttribute::kMetaContent;
  switch (ContentOf(name)) {
    case HtmlContent::kUrl:
      return HtmlAttribute::kUrl;
    case HtmlContent::kCss:
      return HtmlAttribute::kStyle;
    case HtmlContent::kJs:
      return HtmlAttribute::kScript;
    case HtmlContent::kSrcset:
      return HtmlAttribute::kSrcset;
    default:
      return HtmlAttribute::kNone;
  }
}

// What an element holds.
State ElementState(HtmlElement element) {
  switch (element) {
    case HtmlElement::kScript:
      return State::kJs;
    case HtmlElement::kStyle:
      return State::kCss;
    case HtmlElement::kTextarea:
    case HtmlElement::kTitle:
      return State::kRcdata;
    default:
      return State::kText;
  }
}

std::size_t AfterTag(HtmlContext& context, std::string_view text, std::string& fault) {
  const std::size_t begin = SkipSpace(text, 0);
  if (begin == text.size()) return begin;
  const HtmlElement element = context.element;
  if (text[begin] == '>') {
    // <meta> has no closing tag.
    const bool is_meta = element == HtmlElement::kMeta;
    context = {.state = ElementState(element), .element = is_meta ? HtmlElement::kNone : element};
    return begin + 1;
  }
  const std::size_t end = AttributeNameEnd(text, begin, context, fault);
  if (end == kNone) return text.size();
  if (begin == end) {
    return Fail(context, text, fault,
                fmt::format("expected space, attr name, or end of tag, but got {}",
                            GoQuote(text.substr(begin))));
  }
  const std::string name = ToLower(text.substr(begin, end - begin));
  context = {.state = end == text.size() ? State::kAttrName : State::kAfterName,
             .attribute = AttributeOf(element, name),
             .element = element};
  return end;
}

std::size_t AfterAttributeName(HtmlContext& context, std::string_view text, std::string& fault) {
  const std::size_t end = AttributeNameEnd(text, 0, context, fault);
  if (end == kNone) return text.size();
  if (end != text.size()) context.state = State::kAfterName;
  return end;
}

std::size_t AfterName(HtmlContext& context, std::string_view text) {
  const std::size_t at = SkipSpace(text, 0);
  if (at == text.size()) return at;
  if (text[at] != '=') {
    context.state = State::kTag;
    return at;
  }
  context.state = State::kBeforeValue;
  return at + 1;
}

std::size_t BeforeValue(HtmlContext& context, std::string_view text) {
  std::size_t at = SkipSpace(text, 0);
  if (at == text.size()) return at;
  context.delimiter = HtmlDelimiter::kSpaceOrTagEnd;
  if (text[at] == '\'' || text[at] == '"') {
    context.delimiter = text[at] == '"' ? HtmlDelimiter::kDoubleQuote : HtmlDelimiter::kSingleQuote;
    ++at;
  }
  context.state = ValueState(context.attribute);
  return at;
}

// Where "</name" stands with something behind it that ends a tag's name.
std::size_t FindTagEnd(std::string_view text, std::string_view name) {
  std::size_t at = 0;
  while ((at = text.find("</", at)) != kNone) {
    const std::size_t begin = at + 2;
    const std::size_t end = begin + name.size();
    const bool is_name =
        end <= text.size() && EqualsIgnoringCase(text.substr(begin, name.size()), name);
    if (is_name && end < text.size() && std::string_view("> \t\n\f/").find(text[end]) != kNone) {
      return at;
    }
    at = is_name ? end : begin;
  }
  return kNone;
}

std::size_t AfterUrl(HtmlContext& context, std::string_view text) {
  if (text.find_first_of("#?") != kNone) {
    context.url_part = UrlPart::kQueryOrFragment;
  } else if (SkipSpace(text, 0) != text.size() && context.url_part == UrlPart::kNone) {
    context.url_part = UrlPart::kPreQuery;
  }
  return text.size();
}

std::string_view TrimJsSpace(std::string_view text) {
  constexpr std::string_view kJsSpaces[] = {
      "\f",     "\n",     "\r",     "\t",     "\v",     " ",      "\u00a0", "\u1680", "\u2000",
      "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009",
      "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff"};
  for (;;) {
    const auto* space = std::find_if(std::begin(kJsSpaces), std::end(kJsSpaces),
                                     [&](std::string_view s) { return text.ends_with(s); });
    if (space == std::end(kJsSpaces)) return text;
    text.remove_suffix(space->size());
  }
}

// What a slash would begin behind `text`.
JsSlash SlashAfter(std::string_view text, JsSlash before) {
  text = TrimJsSpace(text);
  if (text.empty()) return before;
  const char last = text.back();
  if (last == '+' || last == '-') {
    // "++" and "--" end an operand; "+" and "-" want one.
    const std::size_t other = text.find_last_not_of(last);
    const std::size_t count = text.size() - (other == kNone ? 0 : other + 1);
    return count % 2 == 1 ? JsSlash::kRegexp : JsSlash::kDivision;
  }
  if (last == '.') {
    const bool ends_number = text.size() > 1 && IsDigit(text[text.size() - 2]);
    return ends_number ? JsSlash::kDivision : JsSlash::kRegexp;
  }
  if (std::string_view(",<>=*%&|^?!~([:;{}").find(last) != kNone) return JsSlash::kRegexp;
  constexpr std::string_view kKeywords[] = {"break", "case",    "continue", "delete",     "do",
                                            "else",  "finally", "in",       "instanceof", "return",
                                            "throw", "try",     "typeof",   "void"};
  std::size_t begin = text.size();
  while (begin > 0 && (IsNamePart(text[begin - 1]) || text[begin - 1] == '$')) --begin;
  const std::string_view word = text.substr(begin);
  const bool is_keyword =
      std::find(std::begin(kKeywords), std::end(kKeywords), word) != std::end(kKeywords);
  return is_keyword ? JsSlash::kRegexp : JsSlash::kDivision;
}

std::size_t AfterJsSlash(HtmlContext& context, std::string_view text, std::size_t at,
                         std::string& fault) {
  const char next = at + 1 < text.size() ? text[at + 1] : '\0';
  if (next == '/' || next == '*') {
    context.state = next == '/' ? State::kJsLineComment : State::kJsBlockComment;
    return at + 2;
  }
  if (context.slash == JsSlash::kRegexp) {
    context.state = State::kJsRegexp;
  } else if (context.slash == JsSlash::kDivision) {
    context.slash = JsSlash::kRegexp;
  } else {
    return Fail(
        context, text, fault,
        fmt::format("'/' could start a division or regexp: {}", QuoteStart(text.substr(at))));
  }
  return at + 1;
}

std::size_t AfterJs(HtmlContext& context, std::string_view text, std::string& fault) {
  const std::size_t at = text.find_first_of("\"`'/{}<-#");
  context.slash = SlashAfter(text.substr(0, at), context.slash);
  if (at == kNone) return text.size();
  const std::string_view rest = text.substr(at);
  const auto begin_literal = [&](State state) {
    context.state = state;
    context.slash = JsSlash::kRegexp;
  };
  const auto begin_comment = [&](State state, std::size_t size) {
    context.state = state;
    return at + size;
  };
  switch (text[at]) {
    case '"':
      begin_literal(State::kJsDoubleQuoted);
      break;
    case '\'':
      begin_literal(State::kJsSingleQuoted);
      break;
    case '`':
      begin_literal(State::kJsTemplate);
      break;
    case '/':
      return AfterJsSlash(context, text, at, fault);
    case '<':
      if (rest.starts_with(kCommentStart)) return begin_comment(State::kJsHtmlOpenComment, 4);
      break;
    case '-':
      if (rest.starts_with(kCommentEnd)) return begin_comment(State::kJsHtmlCloseComment, 3);
      break;
    case '#':
      if (rest.starts_with("#!")) return begin_comment(State::kJsLineComment, 2);
      break;
    case '{':
      if (!context.braces.empty()) ++context.braces.back();
      context.slash = SlashAfter("{", context.slash);
      break;
    default:
      if (!context.braces.empty() && --context.braces.back() < 0) {
        context.braces.pop_back();
        context.state = State::kJsTemplate;
      } else {
        context.slash = SlashAfter("}", context.slash);
      }
  }
  return at + 1;
}

std::size_t UnfinishedEscape(HtmlContext& context, std::string_view text, std::string_view language,
                             std::string& fault) {
  return Fail(context, text, fault,
              fmt::format("unfinished escape sequence in {} string: {}", language, GoQuote(text)));
}

std::size_t AfterJsTemplate(HtmlContext& context, std::string_view text, std::string& fault) {
  for (std::size_t at = 0; (at = text.find_first_of("`\\$", at)) != kNone; ++at) {
    if (text[at] == '\\') {
      if (++at == text.size()) return UnfinishedEscape(context, text, "JS", fault);
    } else if (text[at] == '`') {
      context.state = State::kJs;
      return at + 1;
    } else if (text.substr(at).starts_with("${")) {
      context.braces.push_back(0);
      context.state = State::kJs;
      return at + 2;
    }
  }
  return text.size();
}

std::size_t AfterJsDelimited(HtmlContext& context, std::string_view text, std::string& fault) {
  const bool is_regexp = context.state == State::kJsRegexp;
  const std::string_view specials = is_regexp                                 ? "\\/[]"
                                    : context.state == State::kJsSingleQuoted ? "\\'"
                                                                              : "\\\"";
  bool in_set = false;
  for (std::size_t at = 0; (at = text.find_first_of(specials, at)) != kNone; ++at) {
    switch (text[at]) {
      case '\\':
        if (++at == text.size()) return UnfinishedEscape(context, text, "JS", fault);
        continue;
      case '[':
        in_set = true;
        continue;
      case ']':
        in_set = false;
        continue;
      case '/':
        // "</script" is escaped later and does not end anything here.
        if (at > 0 && EqualsIgnoringCase(text.substr(at - 1, 8), "</script")) {
          ++at;
          continue;
        }
        break;
      default:
        break;
    }
    if (in_set) continue;
    context.state = State::kJs;
    context.slash = JsSlash::kDivision;
    return at + 1;
  }
  if (!in_set) return text.size();
  return Fail(context, text, fault, fmt::format("unfinished JS regexp charset: {}", GoQuote(text)));
}

std::size_t AfterBlockComment(HtmlContext& context, std::string_view text) {
  const std::size_t end = text.find("*/");
  if (end == kNone) return text.size();
  context.state = context.state == State::kJsBlockComment ? State::kJs : State::kCss;
  return end + 2;
}

// The line break itself is not part of the comment.
std::size_t AfterLineComment(HtmlContext& context, std::string_view text) {
  const bool is_css = context.state == State::kCssLineComment;
  std::size_t end = text.find_first_of(is_css ? "\n\f\r" : "\n\r");
  if (!is_css) end = std::min({end, text.find("\u2028"), text.find("\u2029")});
  if (end == kNone) return text.size();
  context.state = is_css ? State::kCss : State::kJs;
  return end;
}

bool EndsWithUrl(std::string_view text) {
  if (text.size() < 3 || !EqualsIgnoringCase(text.substr(text.size() - 3), "url")) return false;
  const std::string_view before = text.substr(0, text.size() - 3);
  if (before.empty()) return true;
  // The last character, which may have several bytes.
  std::size_t begin = before.size() - 1;
  while (begin > 0 && before.size() - begin < 4 && (before[begin] & 0xC0) == 0x80) --begin;
  const Rune rune = DecodeRune(before.substr(begin));
  const bool is_whole = begin + rune.size == before.size();
  return !IsCssNameCharacter(is_whole ? rune.code_point : kRuneError);
}

std::size_t AfterCss(HtmlContext& context, std::string_view text) {
  for (std::size_t at = 0; (at = text.find_first_of("(\"'/", at)) != kNone; ++at) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    switch (text[at]) {
      case '(': {
        std::string_view before = text.substr(0, at);
        while (!before.empty() && kSpaces.find(before.back()) != kNone) before.remove_suffix(1);
        if (!EndsWithUrl(before)) continue;
        const std::size_t begin = SkipSpace(text, at + 1);
        const char quote = begin < text.size() ? text[begin] : '\0';
        if (quote == '"' || quote == '\'') {
          context.state = quote == '"' ? State::kCssDoubleQuotedUrl : State::kCssSingleQuotedUrl;
          return begin + 1;
        }
        context.state = State::kCssUrl;
        return begin;
      }
      case '/':
        if (next != '/' && next != '*') continue;
        context.state = next == '/' ? State::kCssLineComment : State::kCssBlockComment;
        return at + 2;
      default:
        context.state = text[at] == '"' ? State::kCssDoubleQuoted : State::kCssSingleQuoted;
        return at + 1;
    }
  }
  return text.size();
}

std::size_t AfterCssString(HtmlContext& context, std::string_view text, std::string& fault) {
  std::string_view ends = "\\\"";
  if (context.state == State::kCssUrl) {
    ends = "\\\t\n\f\r )";
  } else if (context.state == State::kCssSingleQuoted ||
             context.state == State::kCssSingleQuotedUrl) {
    ends = "\\'";
  }
  std::size_t from = 0;
  for (;;) {
    std::size_t at = text.find_first_of(ends, from);
    if (at == kNone) {
      // Go: what was decoded is counted, though it may be shorter than what was written.
      const std::string decoded = DecodeCss(text.substr(from));
      return from + AfterUrl(context, decoded);
    }
    if (text[at] != '\\') {
      context.state = State::kCss;
      return at + 1;
    }
    if (++at == text.size()) return UnfinishedEscape(context, text, "CSS", fault);
    AfterUrl(context, DecodeCss(text.substr(0, at + 1)));
    from = at + 1;
  }
}

std::size_t AfterMetaContent(HtmlContext& context, std::string_view text) {
  for (std::size_t at = 0; at + 3 < text.size(); ++at) {
    if (!EqualsIgnoringCase(text.substr(at, 3), "url")) continue;
    const std::size_t equals = SkipSpace(text, at + 3);
    if (equals < text.size() && text[equals] == '=') {
      context.state = State::kMetaContentUrl;
      return equals + 1;
    }
  }
  return text.size();
}

}  // namespace

std::size_t FindSpecialTagEnd(HtmlContext& context, std::string_view text) {
  std::string_view name;
  switch (context.element) {
    case HtmlElement::kNone:
      return text.size();
    case HtmlElement::kScript:
      if (IsInScriptLiteral(context.state) || IsComment(context.state)) return text.size();
      name = "script";
      break;
    case HtmlElement::kStyle:
      name = "style";
      break;
    case HtmlElement::kTextarea:
      name = "textarea";
      break;
    case HtmlElement::kTitle:
      name = "title";
      break;
    case HtmlElement::kMeta:
      break;
  }
  const std::size_t end = FindTagEnd(text, name);
  if (end == kNone) return text.size();
  context = {};
  return end;
}

std::size_t HtmlTransition(HtmlContext& context, std::string_view text, std::string& fault) {
  switch (context.state) {
    case State::kText:
      return AfterText(context, text);
    case State::kTag:
      return AfterTag(context, text, fault);
    case State::kAttrName:
      return AfterAttributeName(context, text, fault);
    case State::kAfterName:
      return AfterName(context, text);
    case State::kBeforeValue:
      return BeforeValue(context, text);
    case State::kHtmlComment: {
      const std::size_t end = text.find(kCommentEnd);
      if (end == kNone) return text.size();
      context = {};
      return end + 3;
    }
    case State::kRcdata:
      return FindSpecialTagEnd(context, text);
    case State::kUrl:
    case State::kSrcset:
      return AfterUrl(context, text);
    case State::kJs:
      return AfterJs(context, text, fault);
    case State::kJsDoubleQuoted:
    case State::kJsSingleQuoted:
    case State::kJsRegexp:
      return AfterJsDelimited(context, text, fault);
    case State::kJsTemplate:
      return AfterJsTemplate(context, text, fault);
    case State::kJsBlockComment:
    case State::kCssBlockComment:
      return AfterBlockComment(context, text);
    case State::kJsLineComment:
    case State::kJsHtmlOpenComment:
    case State::kJsHtmlCloseComment:
    case State::kCssLineComment:
      return AfterLineComment(context, text);
    case State::kCss:
      return AfterCss(context, text);
    case State::kCssDoubleQuoted:
    case State::kCssSingleQuoted:
    case State::kCssDoubleQuotedUrl:
    case State::kCssSingleQuotedUrl:
    case State::kCssUrl:
      return AfterCssString(context, text, fault);
    case State::kMetaContent:
      return AfterMetaContent(context, text);
    case State::kMetaContentUrl: {
      const std::size_t end = text.find(';');
      if (end == kNone) return text.size();
      context.state = State::kMetaContent;
      return end + 1;
    }
    case State::kAttr:
    case State::kError:
    case State::kDead:
      break;
  }
  return text.size();
}

}  // namespace check::gotemplate
