// What html/template puts at the end of pipelines, so that values are safe where they are printed.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"
#include "libcheck/template/go_json.h"
#include "libcheck/template/go_print.h"
#include "libcheck/template/html_context.h"
#include "libcheck/template/html_escape.h"
#include "libcheck/template/shared_functions.h"
#include "libcheck/template/time_value.h"

namespace check::gotemplate {
namespace {

constexpr std::string_view kFailsafe = "ZgotmplZ";

// What a value prints, and the type that says where it is safe.
struct Printed {
  std::string_view text;
  HtmlContent content = HtmlContent::kPlain;
};

// Follows pointers, but not past one that has a String() of its own.
GoValue UpToString(GoValue value) {
  while (value.kind() == GoKind::kPointer && value.object != nullptr &&
         value.type->to_string == nullptr) {
    value = Pointee(value);
  }
  return value;
}

Printed PrintAll(GoCall& call, bool keeps_nil) {
  if (call.arguments.size() == 1) {
    const Indirected inside = Indirect(call.arguments[0]);
    const GoType* type = inside.value.type;
    if (type == &kGoString) return {inside.value.string()};
    if (type == &kGoHtml) return {inside.value.string(), HtmlContent::kHtml};
    if (type == &kGoUrl) return {inside.value.string(), HtmlContent::kUrl};
  }
  std::vector<GoValue> shown;
  for (const GoValue& argument : call.arguments) {
    if (argument.type == nullptr && !keeps_nil) continue;
    shown.push_back(UpToString(argument.Unboxed()));
  }
  std::string& text = call.execution.scratch();
  GoPrinter printer(text, call.execution.memory_left(), call.execution.arena());
  printer.Print(shown);
  if (printer.overflowed()) {
    call.execution.Reserve(~std::size_t{0});
    return {};
  }
  return {call.execution.KeepString(text).string()};
}

Printed PrintedOf(GoCall& call) { return PrintAll(call, false); }

// HTML.

enum class Quotes : std::uint8_t { kThere, kNone };

// The entity for a character that means something, or nothing.
std::string_view EntityOf(char c, bool with_ampersand, Quotes quotes) {
  switch (c) {
    case '\0':
      return quotes == Quotes::kThere ? "\uFFFD" : "&#xfffd;";
    case '"':
      return "&#34;";
    case '&':
      return with_ampersand ? "&amp;" : "";
    case '\'':
      return "&#39;";
    case '+':
      return "&#43;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    default:
      break;
  }
  if (quotes == Quotes::kThere) return {};
  switch (c) {
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\v':
      return "&#11;";
    case '\f':
      return "&#12;";
    case '\r':
      return "&#13;";
    case ' ':
      return "&#32;";
    case '=':
      return "&#61;";
    case '`':
      return "&#96;";
    default:
      return {};
  }
}

std::string EscapeHtmlText(std::string_view text, bool with_ampersand, Quotes quotes) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    const std::string_view bytes = text.substr(0, rune.size);
    text.remove_prefix(rune.size);
    const std::uint32_t c = rune.code_point;
    const std::string_view entity =
        c < 0x80 ? EntityOf(static_cast<char>(c), with_ampersand, quotes) : std::string_view();
    const bool is_bad = (c >= 0xFDD0 && c <= 0xFDEF) || (c >= 0xFFF0 && c <= 0xFFFF);
    if (!entity.empty()) {
      out += entity;
    } else if (is_bad && quotes == Quotes::kNone) {
      fmt::format_to(std::back_inserter(out), "&#x{:x};", c);
    } else {
      out += bytes;
    }
  }
  return out;
}

// The text of HTML.
std::string StripTags(std::string_view html) {
  std::string out;
  std::string fault;
  HtmlContext context;
  std::size_t at = 0;
  bool all_text = true;
  while (at < html.size()) {
    if (context.delimiter != HtmlDelimiter::kNone) {
      const std::size_t end = html.find_first_of(DelimiterEnds(context.delimiter), at);
      if (end == std::string_view::npos) break;
      at = end + (context.delimiter != HtmlDelimiter::kSpaceOrTagEnd ? 1 : 0);
      context = {.state = HtmlState::kTag, .element = context.element};
      continue;
    }
    HtmlContext next = context;
    std::size_t end = at;
    if (context.element != HtmlElement::kNone && !IsInTag(context.state)) {
      end += FindSpecialTagEnd(next, html.substr(at));
    } else {
      end += HtmlTransition(next, html.substr(at), fault);
    }
    if (context.state == HtmlState::kText || context.state == HtmlState::kRcdata) {
      std::size_t last = end;
      if (next.state != context.state) {
        const std::size_t tag = html.substr(0, end).rfind('<');
        if (tag != std::string_view::npos && tag >= at) last = tag;
      }
      out += html.substr(at, last - at);
    } else {
      all_text = false;
    }
    if (end == at && next == context) break;
    context = std::move(next);
    at = end;
  }
  if (all_text) return std::string(html);
  if (context.state == HtmlState::kText || context.state == HtmlState::kRcdata) {
    out += html.substr(at);
  }
  return out;
}

bool EscapeText(GoCall& call) {
  const Printed printed = PrintedOf(call);
  if (printed.content == HtmlContent::kHtml) return Give(call, MakeString(printed.text));
  return GiveString(call, EscapeHtmlText(printed.text, true, Quotes::kThere));
}

bool EscapeRcdata(GoCall& call) {
  const Printed printed = PrintedOf(call);
  const bool is_html = printed.content == HtmlContent::kHtml;
  return GiveString(call, EscapeHtmlText(printed.text, !is_html, Quotes::kThere));
}

bool EscapeAttribute(GoCall& call) {
  const Printed printed = PrintedOf(call);
  if (printed.content == HtmlContent::kHtml) {
    return GiveString(call, EscapeHtmlText(StripTags(printed.text), false, Quotes::kThere));
  }
  return GiveString(call, EscapeHtmlText(printed.text, true, Quotes::kThere));
}

bool EscapeUnquoted(GoCall& call) {
  const Printed printed = PrintedOf(call);
  if (printed.text.empty()) return Give(call, MakeString(kFailsafe));
  if (printed.content == HtmlContent::kHtml) {
    return GiveString(call, EscapeHtmlText(StripTags(printed.text), false, Quotes::kNone));
  }
  return GiveString(call, EscapeHtmlText(printed.text, true, Quotes::kNone));
}

// Only names of attributes that hold plain text may be made up.
bool FilterName(GoCall& call) {
  const std::string name = ToLower(PrintedOf(call).text);
  const bool is_safe = !name.empty() && ContentOf(name) == HtmlContent::kPlain &&
                       std::all_of(name.begin(), name.end(), IsAlphanumeric);
  return is_safe ? GiveString(call, name) : Give(call, MakeString(kFailsafe));
}

bool EscapeComment(GoCall& call) { return Give(call, MakeString("")); }

// URLs.

bool IsSafeUrl(std::string_view url) {
  const std::size_t colon = url.find(':');
  if (colon == std::string_view::npos) return true;
  const std::string_view scheme = url.substr(0, colon);
  if (scheme.find('/') != std::string_view::npos) return true;
  // Go: characters that fold into ASCII letters count as those.
  std::string lower;
  for (std::string_view rest = scheme; !rest.empty();) {
    const Rune rune = DecodeRune(rest);
    AppendUtf8(lower, rune.code_point == 0x17F ? 's' : rune.code_point);
    rest.remove_prefix(rune.size);
  }
  lower = ToLower(lower);
  return lower == "http" || lower == "https" || lower == "mailto";
}

std::string EscapeUrlText(std::string_view url, bool normalizes) {
  std::string out;
  for (std::size_t i = 0; i < url.size(); ++i) {
    const char c = url[i];
    bool keeps = IsAlphanumeric(c) || std::string_view("-._~").find(c) != std::string_view::npos;
    if (normalizes && !keeps) {
      const bool is_escape =
          c == '%' && i + 2 < url.size() && IsHexDigit(url[i + 1]) && IsHexDigit(url[i + 2]);
      keeps = is_escape || std::string_view("!#$&*+,/:;=?@[]").find(c) != std::string_view::npos;
    }
    if (keeps) {
      out += c;
    } else {
      fmt::format_to(std::back_inserter(out), "%{:02x}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

bool FilterUrl(GoCall& call) {
  const Printed printed = PrintedOf(call);
  if (printed.content == HtmlContent::kUrl) {
    return Give(call, MakeString(printed.text));
  }
  return IsSafeUrl(printed.text) ? Give(call, MakeString(printed.text))
                                 : GiveString(call, "#" + std::string(kFailsafe));
}

bool EscapeUrl(GoCall& call) {
  const Printed printed = PrintedOf(call);
  return GiveString(call, EscapeUrlText(printed.text, printed.content == HtmlContent::kUrl));
}

bool NormalizeUrl(GoCall& call) {
  return GiveString(call, EscapeUrlText(PrintedOf(call).text, true));
}

bool IsHtmlSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

// One of a list: a URL and the width it is for.
std::string FilterSource(std::string_view source) {
  const auto* const first = std::find_if_not(source.begin(), source.end(), IsHtmlSpace);
  const auto* const last = std::find_if(first, source.end(), IsHtmlSpace);
  const bool is_width =
      std::all_of(last, source.end(), [](char c) { return IsHtmlSpace(c) || IsAlphanumeric(c); });
  const std::string_view url(first, static_cast<std::size_t>(last - first));
  if (!is_width || !IsSafeUrl(url)) return "#" + std::string(kFailsafe);
  return std::string(source.begin(), first) + EscapeUrlText(url, true) +
         std::string(last, source.end());
}

bool FilterSources(GoCall& call) {
  const Printed printed = PrintedOf(call);
  std::string out;
  if (printed.content == HtmlContent::kUrl) {
    for (const char c : EscapeUrlText(printed.text, true)) {
      if (c == ',') {
        out += "%2c";
      } else {
        out += c;
      }
    }
    return GiveString(call, out);
  }
  std::string_view rest = printed.text;
  for (;;) {
    const std::size_t comma = rest.find(',');
    out += FilterSource(rest.substr(0, comma));
    if (comma == std::string_view::npos) break;
    out += ',';
    rest.remove_prefix(comma + 1);
  }
  return GiveString(call, out);
}

// CSS.

bool EscapeCss(GoCall& call) {
  constexpr std::string_view kSpecial = "\t\n\f\r\"&'()+/:;<>{}";
  const std::string_view text = PrintedOf(call).text;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\0' || kSpecial.find(c) != std::string_view::npos) {
      fmt::format_to(std::back_inserter(out), "\\{:x}", static_cast<unsigned char>(c));
      // What follows must not be taken for a digit of the number.
      const bool at_end = i + 1 == text.size();
      if (at_end || IsHexDigit(text[i + 1]) || IsHtmlSpace(text[i + 1])) out += ' ';
    } else {
      out += c;
    }
  }
  return GiveString(call, out);
}

bool FilterCss(GoCall& call) {
  constexpr std::string_view kUnsafe("\0\"'()/;@[\\]`{}<>", 16);
  const std::string text = DecodeCss(PrintedOf(call).text);
  std::string name;
  bool is_safe =
      text.find_first_of(kUnsafe) == std::string::npos && text.find("--") == std::string::npos;
  for (const char c : text) {
    if (IsNamePart(c)) name += c;
  }
  name = ToLower(name);
  is_safe = is_safe && name.find("expression") == std::string::npos &&
            name.find("mozbinding") == std::string::npos;
  return is_safe ? GiveString(call, text) : Give(call, MakeString(kFailsafe));
}

// JavaScript.

enum class JsText : std::uint8_t { kString, kTemplate, kRegexp };

void AppendJsEscape(std::string& out, std::uint32_t c, std::string_view bytes, JsText where) {
  const auto is_one_of = [&](std::string_view set) {
    return c < 0x80 && set.find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (c == '\t') {
    out += "\\t";
  } else if (c == '\n') {
    out += "\\n";
  } else if (c == '\f') {
    out += "\\f";
  } else if (c == '\r') {
    out += "\\r";
  } else if (c == '\\' || c == '/' || (where == JsText::kRegexp && is_one_of("$()*-.?[]^{|}"))) {
    out += '\\';
    out += bytes;
  } else if (c < ' ' || is_one_of("\"&'+<>") || (c == '`' && where != JsText::kRegexp) ||
             (where == JsText::kTemplate && is_one_of("${}")) || c == 0x2028 || c == 0x2029) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
  } else {
    out += bytes;
  }
}

template <JsText where>
bool EscapeJsText(GoCall& call) {
  std::string_view text = PrintedOf(call).text;
  std::string out;
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    AppendJsEscape(out, rune.code_point, text.substr(0, rune.size), where);
    text.remove_prefix(rune.size);
  }
  if (where == JsText::kRegexp && out.empty()) out = "(?:)";
  return GiveString(call, out);
}

// What goes into a comment instead of a value that has no JSON.
std::string JsComment(std::string_view error) {
  std::string out;
  for (std::size_t i = 0; i < error.size(); ++i) {
    std::string_view rest = error.substr(i);
    std::string_view name = rest.substr(std::min<std::size_t>(rest.size(), 1));
    if (name.starts_with('/')) name.remove_prefix(1);
    const bool is_script = rest.starts_with('<') && ToLower(name.substr(0, 6)) == "script";
    if (is_script || rest.starts_with("<!--")) {
      out += "\\x3C";
    } else if (rest.starts_with("*/")) {
      out += "* ";
    } else {
      out += error[i];
    }
  }
  return " /* " + out + " */null ";
}

bool IsJsNamePart(char c) { return IsNamePart(c) || c == '$'; }

bool EscapeJsValue(GoCall& call) {
  GoValue value;
  if (call.arguments.size() == 1) {
    value = Indirect(call.arguments[0]).value;
    if (value.type != nullptr && value.type != &kGoTime && value.type->to_string != nullptr &&
        !value.type->is_error) {
      value = call.execution.KeepString(value.type->to_string(value));
    }
  } else {
    value = MakeString(PrintAll(call, true).text);
  }
  std::string json;
  std::string error;
  if (!AppendGoJson(json, value, call.execution.memory_left(), call.execution.arena(), error)) {
    return GiveString(call, JsComment(error));
  }
  // A name beside it must not become part of it.
  const bool pads = IsJsNamePart(json.front()) || IsJsNamePart(json.back());
  return GiveString(call, pads ? " " + json + " " : json);
}

bool EvaluateArguments(GoCall& call) { return Give(call, MakeString(PrintAll(call, true).text)); }

constexpr GoSignature kAnything = {.parameters = {&kGoAny}, .count = 1, .is_variadic = true};

constexpr TemplateFunction Row(std::string_view name, GoCode code) {
  return {{name, kAnything, code}, &kTextType, {}, {}, {}};
}

constexpr TemplateFunction kFunctions[] = {
    Row("_eval_args_", EvaluateArguments),
    Row("_html_template_attrescaper", EscapeAttribute),
    Row("_html_template_commentescaper", EscapeComment),
    Row("_html_template_cssescaper", EscapeCss),
    Row("_html_template_cssvaluefilter", FilterCss),
    Row("_html_template_htmlescaper", EscapeText),
    Row("_html_template_htmlnamefilter", FilterName),
    Row("_html_template_jsregexpescaper", EscapeJsText<JsText::kRegexp>),
    Row("_html_template_jsstrescaper", EscapeJsText<JsText::kString>),
    Row("_html_template_jstmpllitescaper", EscapeJsText<JsText::kTemplate>),
    Row("_html_template_jsvalescaper", EscapeJsValue),
    Row("_html_template_nospaceescaper", EscapeUnquoted),
    Row("_html_template_rcdataescaper", EscapeRcdata),
    Row("_html_template_srcsetescaper", FilterSources),
    Row("_html_template_urlescaper", EscapeUrl),
    Row("_html_template_urlfilter", FilterUrl),
    Row("_html_template_urlnormalizer", NormalizeUrl),
};
static_assert(IsSorted(kFunctions));

}  // namespace

const TemplateFunction* FindHtmlFunction(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kFunctions), std::end(kFunctions),
                   [&](const TemplateFunction& function) { return function.name == name; });
  return found != std::end(kFunctions) ? found : nullptr;
}

}  // namespace check::gotemplate
