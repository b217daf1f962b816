#include "libcheck/promql/format.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/promql/lexer.h"
#include "tests/support/expressions.h"

namespace check::promql {
namespace {

std::string Formatted(std::string_view text, const FormatOptions& options = {}) {
  const SourceBuffer source("q", std::string(text));
  Diagnostics diagnostics;
  const auto formatted = Format(source, kWholeLanguage, diagnostics, options);
  return formatted ? *formatted : "refused: " + diagnostics.found().front().message;
}

std::vector<std::string> CommentsOf(std::string_view text) {
  std::vector<std::string> found;
  Lexer lexer(text);
  for (;;) {
    const Token token = lexer.Next();
    if (token.kind == TokenKind::kEof || token.kind == TokenKind::kError) return found;
    if (token.kind != TokenKind::kComment) continue;
    const auto comment = text.substr(token.span.begin, token.span.end - token.span.begin);
    found.emplace_back(comment.substr(0, comment.find_last_not_of(" \t\r\n") + 1));
  }
}

TEST_CASE("comments stay with what they are about") {
  struct Case {
    std::string_view what;
    std::string_view input;
    std::string_view expected;
  };
  constexpr Case kCases[] = {
      {"above and below everything", "# above\nup # behind\n# below",
       "# above\nup # behind\n# below"},
      {"operands and operators",
       "# good ones\nsum(rate(ok[5m])) # five minutes\n# out of\n/ on(job) sum(rate(x[5m])) # all",
       "  # good ones\n  sum(rate(ok[5m])) # five minutes\n# out of\n/ on (job)\n"
       "  sum(rate(x[5m])) # all"},
      {"arguments", "clamp(up, # value\n 0, # from\n # up to\n 1)",
       "clamp(\n  up, # value\n  0, # from\n  # up to\n  1\n)"},
      {"a comment before a comma goes behind it", "clamp(up # value\n, 0, 1)",
       "clamp(\n  up, # value\n  0,\n  1\n)"},
      {"the parameter of an aggregation", "topk(5, # the worst\n x)",
       "topk(\n  5, # the worst\n  x\n)"},
      {"grouping moves to the front where no comment is in its way", "sum(x # of x\n) by (a)",
       "sum by (a) (\n  x # of x\n)"},
      {"grouping with comments stays where it is", "sum(x) by (a,\n# second\n b)",
       "sum(\n  x\n) by (a,\n  # second\n  b)"},
      {"grouping in front with a comment", "sum by (a # first\n) (x)",
       "sum by (a) ( # first\n  x\n)"},
      {"matchers keep their order and get a line each",
       "x{b='1', # about b\n # about a\n a!='2',}[5m] offset 1h",
       "x{\n  b=\"1\", # about b\n  # about a\n  a!=\"2\"\n}[5m] offset 1h"},
      {"empty braces", "x{ # nothing here\n}", "x{ # nothing here\n}"},
      {"a trailing comment inside what stays on one line goes to its end",
       "x # about x\n offset # when\n 5m", "x offset 5m # about x\n# when"},
      {"a comment line inside what stays on one line breaks it", "x\n# much\n# earlier\noffset 5m",
       "x\n  # much\n  # earlier\n  offset 5m"},
      {"a sign", "- # less\n x", "-x # less"},
      {"parentheses", "( # open\n a + b # close\n)", "( # open\n  a + b # close\n)"},
      {"no arguments", "time( # now\n)", "time( # now\n)"},
      {"a subquery", "max_over_time((x # why\n)[1h:5m] # range\n)",
       "max_over_time(\n  (\n    x # why\n  )[1h:5m] # range\n)"},
      {"the words of a vector match", "a * on(x) # match\n group_left(y) # many\n b",
       "  a\n* on (x) group_left (y) # match\n  # many\n  b"},
      {"a comment line among the words of a vector match", "a * on(x)\n# many\nGROUP_LEFT (y,) b",
       "  a\n* on (x)\n  # many\n  group_left (y)\n  b"},
      {"bool and comments", "a == bool\n# why\non(x) b", "  a\n== bool\n  # why\n  on (x)\n  b"},
      {"chains", "a # 1\n+ b # 2\n- c # 3", "    a # 1\n  +\n    b # 2\n-\n  c # 3"},
      {"a hash in a string is no comment", "x{a=\"#\"}", "x{a=\"#\"}"},
      {"only what has comments inside is split", "a + sum(b) / (c # why\n)",
       "  a\n+\n    sum(b)\n  /\n    (\n      c # why\n    )"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.what);
    CHECK(Formatted(c.input) == c.expected);
    CHECK(Formatted(c.expected) == c.expected);
  }
}

TEST_CASE("in rule files the left operand of outermost operators is not indented") {
  const FormatOptions options = {.width = 20, .indent_left_operand = false};
  CHECK(Formatted("aaaaaaaaaa + bbbbbbbbbb > ccccc", options) ==
        "aaaaaaaaaa\n+\n  bbbbbbbbbb\n>\n  ccccc");
  CHECK(Formatted("aaaaa + bbbbb > ccccccccccc * ddddddddddd", options) ==
        "aaaaa + bbbbb\n>\n    ccccccccccc\n  *\n    ddddddddddd");
  CHECK(Formatted("sum(aaaaaaaaaa + bbbbbbbbbb)", options) ==
        "sum(\n    aaaaaaaaaa\n  +\n    bbbbbbbbbb\n)");
  CHECK(Formatted("# first\na # left\n+ b", options) == "# first\na # left\n+\n  b");
}

TEST_CASE("what does not parse is refused, and what would not parse again stays as it is") {
  CHECK(Formatted("sum(") == "refused: unclosed left parenthesis");
  CHECK(Formatted("") == "refused: no expression found in input");
  CHECK(Formatted("# nothing but a comment") == "refused: no expression found in input");
  CHECK(Formatted("info(x, {}) # why") == "info(x, {}) # why");
}

TEST_CASE("without comments the result is the pretty printer's") {
  std::size_t compared = 0;
  for (const std::string& text : test::Expressions()) {
    const SourceBuffer source("q", text);
    Arena arena;
    Diagnostics diagnostics;
    const Expr* expr = ParseExpr(source, kWholeLanguage, arena, diagnostics);
    if (expr == nullptr || HasComments(text)) continue;
    for (const std::size_t width : {std::size_t{1}, std::size_t{30}, std::size_t{100}}) {
      const auto formatted = Format(source, *expr, kWholeLanguage, {.width = width});
      if (!formatted) continue;
      CAPTURE(text);
      CHECK(*formatted == Pretty(*expr, width));
      ++compared;
    }
  }
  CHECK(compared > 100);
}

// The text with comments put into some of the places between its tokens.
std::string WithComments(const std::string& text, std::mt19937& random) {
  std::string out;
  std::uint32_t at = 0;
  int number = 0;
  const auto maybe_comment = [&] {
    const auto dice = random() % 8;
    if (dice < 5) return;
    if (dice == 6) out += "\n";
    out += " # comment " + std::to_string(number++) + (random() % 3 == 0 ? "  \n\n" : "\n");
    if (random() % 4 == 0) out += "# 'another\n";
  };
  Lexer lexer(text);
  for (;;) {
    const Token token = lexer.Next();
    if (token.kind == TokenKind::kEof || token.kind == TokenKind::kError) break;
    out += text.substr(at, token.span.begin - at);
    maybe_comment();
    out += text.substr(token.span.begin, token.span.end - token.span.begin);
    if (token.kind == TokenKind::kComment) out += "\n";
    at = token.span.end;
  }
  maybe_comment();
  return out;
}

TEST_CASE(
    "wherever comments are, none is lost or moved past another, and formatting is done once") {
  std::mt19937 random(20);
  std::size_t formatted_count = 0;
  std::size_t unchanged = 0;
  for (const std::string& original : test::Expressions()) {
    for (int round = 0; round < 3; ++round) {
      const std::string text = WithComments(original, random);
      const SourceBuffer source("q", text);
      Arena arena;
      Diagnostics diagnostics;
      const Expr* expr = ParseExpr(source, kWholeLanguage, arena, diagnostics);
      if (expr == nullptr) continue;
      CAPTURE(text);
      for (const bool indent : {true, false}) {
        const FormatOptions options = {.width = round == 0 ? 100U : 30U,
                                       .indent_left_operand = indent};
        const auto formatted = Format(source, *expr, kWholeLanguage, options);
        if (!formatted) {
          ++unchanged;
          continue;
        }
        ++formatted_count;
        CAPTURE(*formatted);
        CHECK(CommentsOf(*formatted) == CommentsOf(text));
        const SourceBuffer again("q", *formatted);
        const Expr* same = ParseExpr(again, kWholeLanguage, arena, diagnostics);
        REQUIRE(same != nullptr);
        CHECK(StructurallyEqual(*expr, *same));
        const auto twice = Format(again, *same, kWholeLanguage, options);
        REQUIRE(twice.has_value());
        CHECK(*twice == *formatted);
        CHECK(formatted->find(" \n") == std::string::npos);
        if (!indent) CHECK(formatted->front() != ' ');
      }
    }
  }
  MESSAGE(formatted_count, " expressions with comments formatted, ", unchanged,
          " left as they are");
  CHECK(formatted_count > 500);
  CHECK(unchanged * 20 < formatted_count);
}

}  // namespace
}  // namespace check::promql
