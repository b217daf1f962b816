#include "libcheck/yaml/problem.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace check::yaml {
namespace {

constexpr std::string_view kQuoteNote =
    "quote text that contains `: ` or starts with a special YAML character";
constexpr std::string_view kAlignNote =
    "check the indentation: items of the same level start in the same column";
constexpr std::string_view kQuotedContext = "the quoted text begins here";
constexpr std::string_view kDirectiveContext = "the directive begins here";

// In the order of the enumeration.
constexpr ProblemText kTexts[] = {
    {"unknown problem parsing YAML content", "invalid YAML"},
    {"found character that cannot start any token",
     "no value can start with this character",
     {},
     "quote the value"},
    {"could not find expected ':'", "expected `:` after this key", "the key begins here",
     kAlignNote},
    {"exceeded max depth of 10000", "collections are nested more than 10,000 levels deep"},
    {"block sequence entries are not allowed in this context",
     "a list item cannot start here",
     {},
     "start the list on its own line"},
    {"mapping keys are not allowed in this context", "a `?` key cannot start here"},
    {"mapping values are not allowed in this context",
     "unexpected `:`: this line already has a key",
     {},
     kQuoteNote},
    {"found unknown directive name", "unknown directive", kDirectiveContext,
     "`%` at the start of a line begins a directive: indent the text or put it in quotes"},
    {"did not find expected comment or line break", "unexpected text after the directive",
     kDirectiveContext},
    {"could not find expected directive name", "expected the name of a directive after `%`",
     kDirectiveContext,
     "`%` at the start of a line begins a directive: indent the text or put it in quotes"},
    {"found unexpected non-alphabetical character", "unexpected character in the directive's name",
     kDirectiveContext,
     "`%` at the start of a line begins a directive: indent the text or put it in quotes"},
    {"did not find expected digit or '.' character", "expected a version such as `1.1`",
     kDirectiveContext},
    {"found extremely long version number", "the version has too many digits", kDirectiveContext},
    {"did not find expected version number", "expected a version such as `1.1`", kDirectiveContext},
    {"did not find expected '!'", "expected a tag handle such as `!name!`", kDirectiveContext},
    {"did not find expected whitespace", "expected a space after the tag handle",
     kDirectiveContext},
    {"did not find expected whitespace or line break", "expected a space or the end of the line",
     kDirectiveContext},
    {"did not find expected tag URI", "expected the tag's prefix", kDirectiveContext},
    {"did not find expected '!'", "expected `!`", "the tag begins here"},
    {"did not find the expected '>'", "expected `>` at the end of the tag", "the tag begins here"},
    {"did not find expected whitespace or line break", "unexpected character in a tag",
     "the tag begins here", "quote text that starts with `!`"},
    {"did not find expected tag URI", "expected the tag's name", "the tag begins here"},
    {"did not find URI escaped octet", "expected two hexadecimal digits after `%`",
     "the tag begins here"},
    {"found an incorrect leading UTF-8 octet", "the escaped bytes are not UTF-8",
     "the tag begins here"},
    {"found an incorrect trailing UTF-8 octet", "the escaped bytes are not UTF-8",
     "the tag begins here"},
    {"did not find expected alphabetic or numeric character",
     "expected an anchor's name of letters, digits, `-` and `_`", "the anchor begins here",
     "quote text that starts with `&`"},
    {"did not find expected alphabetic or numeric character",
     "expected the name of an anchor after `*`", "the alias begins here",
     "quote text that starts with `*`"},
    {"found an indentation indicator equal to 0", "the indentation must be from 1 to 9",
     "the block begins here"},
    {"did not find expected comment or line break", "unexpected text after the block indicator",
     "the block begins here", "the text of a block starts on the next line"},
    {"found a tab character where an indentation space is expected",
     "a tab cannot be used for indentation", "the block begins here", "use spaces"},
    {"found unexpected document indicator", "the document ends inside quoted text", kQuotedContext,
     "close the quote"},
    {"found unexpected end of stream", "the file ends inside quoted text", kQuotedContext,
     "close the quote"},
    {"found unknown escape character", "unknown escape sequence", kQuotedContext,
     "double the backslash, or use single quotes"},
    {"did not find expected hexdecimal number",
     "expected hexadecimal digits in this escape sequence", kQuotedContext},
    {"found invalid Unicode character escape code", "this escape sequence is not a character",
     kQuotedContext},
    {"found a tab character that violates indentation", "a tab cannot be used for indentation",
     "the value begins here", "use spaces"},
    {"did not find expected <document start>",
     "expected a new document",
     {},
     "a document can have only one value: check the indentation"},
    {"did not find expected node content", "expected a value", "its parent begins here"},
    {"did not find expected '-' indicator", "expected a list item, or the end of the list",
     "the list begins here", kAlignNote},
    {"did not find expected key", "expected a key, or the end of the mapping",
     "the mapping begins here", kAlignNote},
    {"did not find expected ',' or ']'", "expected `,` or `]`", "the list begins here"},
    {"did not find expected ',' or '}'", "expected `,` or `}`", "the mapping begins here",
     "quote text that starts with `{`, such as a template"},
    {"found undefined tag handle",
     "no `%TAG` directive defines this tag",
     {},
     "quote text that starts with `!`"},
    {"found duplicate %YAML directive", "a second `%YAML` directive"},
    {"found incompatible YAML document",
     "only `%YAML 1.1` is supported",
     {},
     "remove the directive"},
    {"found duplicate %TAG directive", "a second `%TAG` directive for this handle"},
};
static_assert(std::size(kTexts) == static_cast<std::size_t>(Problem::kCount));

// Words that stand for more than one problem, told apart by what was being read.
struct Ambiguous {
  Problem problem;
  std::string_view context;  // Part of libyaml's.
};
constexpr Ambiguous kAmbiguous[] = {
    {Problem::kBlockHeader, "block scalar"},
    {Problem::kTagDirectiveBang, "directive"},
    {Problem::kTagBang, "tag"},
    {Problem::kTagDirectiveEnd, "directive"},
    {Problem::kTagEnd, "tag"},
    {Problem::kTagDirectiveUri, "directive"},
    {Problem::kTagUri, "tag"},
    {Problem::kAliasName, "alias"},
    {Problem::kAnchorName, "anchor"},
};

}  // namespace

Problem FindProblem(std::string_view upstream, std::string_view context) {
  for (const Ambiguous& candidate : kAmbiguous) {
    if (TextOf(candidate.problem).upstream == upstream &&
        context.find(candidate.context) != std::string_view::npos) {
      return candidate.problem;
    }
  }
  const auto* const found =
      std::find_if(std::begin(kTexts) + 1, std::end(kTexts),
                   [&](const ProblemText& text) { return text.upstream == upstream; });
  return found == std::end(kTexts) ? Problem::kNone
                                   : static_cast<Problem>(found - std::begin(kTexts));
}

const ProblemText& TextOf(Problem problem) { return kTexts[static_cast<std::size_t>(problem)]; }

}  // namespace check::yaml
