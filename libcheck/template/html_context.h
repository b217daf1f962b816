#ifndef LIBCHECK_TEMPLATE_HTML_CONTEXT_H_
#define LIBCHECK_TEMPLATE_HTML_CONTEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/template/ast.h"

/// Where in an HTML document a text ends: what html/template has to know to escape what follows.
namespace check::gotemplate {

enum class HtmlState : std::uint8_t {
  kText,
  kTag,
  kAttrName,
  kAfterName,
  kBeforeValue,
  kHtmlComment,
  kRcdata,  ///< Text of <title> and <textarea>.
  kAttr,
  kUrl,
  kSrcset,
  kJs,
  kJsDoubleQuoted,
  kJsSingleQuoted,
  kJsTemplate,
  kJsRegexp,
  kJsBlockComment,
  kJsLineComment,
  kJsHtmlOpenComment,
  kJsHtmlCloseComment,
  kCss,
  kCssDoubleQuoted,
  kCssSingleQuoted,
  kCssDoubleQuotedUrl,
  kCssSingleQuotedUrl,
  kCssUrl,
  kCssBlockComment,
  kCssLineComment,
  kError,
  kMetaContent,
  kMetaContentUrl,
  kDead,  ///< Behind `break` and `continue`.
};

enum class HtmlDelimiter : std::uint8_t { kNone, kDoubleQuote, kSingleQuote, kSpaceOrTagEnd };
enum class UrlPart : std::uint8_t { kNone, kPreQuery, kQueryOrFragment, kUnknown };
/// What a slash would begin.
enum class JsSlash : std::uint8_t { kRegexp, kDivision, kUnknown };
enum class HtmlElement : std::uint8_t { kNone, kScript, kStyle, kTextarea, kTitle, kMeta };
enum class HtmlAttribute : std::uint8_t {
  kNone,
  kScript,
  kScriptType,
  kStyle,
  kUrl,
  kSrcset,
  kMetaContent,
};

/// Why a template cannot be escaped, and where.
struct HtmlFault {
  std::string description;
  const Node* node = nullptr;          ///< Null: nothing is known of the place.
  const struct Program* in = nullptr;  ///< What the node is from.
  std::size_t line = 0;                ///< If that is all that is known.
};

struct HtmlContext {
  HtmlState state = HtmlState::kText;
  HtmlDelimiter delimiter = HtmlDelimiter::kNone;
  UrlPart url_part = UrlPart::kNone;
  JsSlash slash = JsSlash::kRegexp;
  HtmlAttribute attribute = HtmlAttribute::kNone;
  HtmlElement element = HtmlElement::kNone;
  std::vector<int> braces;     ///< Open braces in each `${` of JavaScript's templates.
  HtmlFault* fault = nullptr;  ///< Of an error. Loops that it leaves add to it.

  friend bool operator==(const HtmlContext&, const HtmlContext&) = default;
};

/// As Go prints it in messages: "{stateTag delimNone ...}".
std::string Describe(const HtmlContext& context);
/// What Go calls a template that is escaped for a context in which it does not begin as text.
std::string MangledName(std::string_view name, const HtmlContext& context);

bool IsComment(HtmlState state);
bool IsInTag(HtmlState state);
bool IsInScriptLiteral(HtmlState state);

/// Takes from the front of `text` what one context covers, and changes `context` to the one behind
/// it. Returns how much that is. If the state becomes kError, `fault` is the reason.
std::size_t HtmlTransition(HtmlContext& context, std::string_view text, std::string& fault);
/// The same for raw text, which ends before the element's closing tag.
std::size_t FindSpecialTagEnd(HtmlContext& context, std::string_view text);

/// The characters that end an attribute's value.
std::string_view DelimiterEnds(HtmlDelimiter delimiter);
/// The state at the beginning of an attribute's value.
HtmlState ValueState(HtmlAttribute attribute);

/// What an attribute holds, by its name in lower case.
enum class HtmlContent : std::uint8_t { kPlain, kCss, kHtml, kJs, kUrl, kSrcset, kUnsafe };
HtmlContent ContentOf(std::string_view attribute);

/// Whether the `type` of a script says that it is JavaScript.
bool IsJavaScript(std::string_view mime_type);

/// CSS without its escapes.
std::string DecodeCss(std::string_view text);
bool IsCssNameCharacter(std::uint32_t rune);

/// html.UnescapeString, for numbers and the names of what has a meaning in some context.
std::string UnescapeHtml(std::string_view text);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_HTML_CONTEXT_H_
