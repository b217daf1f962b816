#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "libcheck/promql/parse.h"
#include "libcheck/promql/printer.h"

namespace check::promql {
namespace {

struct Parsed {
  explicit Parsed(std::string_view text) : source("test", std::string(text)) {
    expr = ParseExpr(
        source,
        {.experimental_functions = true, .extended_range_selectors = true, .fill_modifiers = true},
        arena, diagnostics);
  }
  SourceBuffer source;
  Arena arena;
  Diagnostics diagnostics;
  const Expr* expr = nullptr;
};

bool Same(std::string_view a, std::string_view b) {
  const Parsed left(a);
  const Parsed right(b);
  REQUIRE(left.expr != nullptr);
  REQUIRE(right.expr != nullptr);
  const bool equal = StructurallyEqual(*left.expr, *right.expr);
  std::string left_key;
  std::string right_key;
  AppendStructure(left_key, *left.expr);
  AppendStructure(right_key, *right.expr);
  CHECK(equal == (left_key == right_key));
  return equal;
}

TEST_CASE("expressions are printed in one line with canonical spacing") {
  struct Row {
    std::string_view text;
    std::string_view printed;
  };
  const Row kRows[] = {
      {"SUM  BY(a,b)(c)", "sum by (a, b) (c)"},
      {"sum by () (a)", "sum(a)"},
      {"sum without () (a)", "sum without () (a)"},
      {"a{z=\"1\",b!='2'}", "a{b!=\"2\",z=\"1\"}"},
      {"{\"a.b\"}", "{__name__=\"a.b\"}"},
      {"a+on()b", "a + on () b"},
      {"a*ignoring(c)group_left b", "a * ignoring (c) group_left () b"},
      {"a==bool b", "a == bool b"},
      {"a offset 90s", "a offset 1m30s"},
      {"a[300] offset -1h @ 1.5", "a[5m] @ 1.500 offset -1h"},
      {"a[5m:]", "a[5m:]"},
      {"0x10 + 1e3 + 5m", "16 + 1000 + 5m"},
      {"--1", "1"},
      {"-(1)", "-(1)"},
      {"a + fill(1) b - fill_left(1) fill_right(-2) c",
       "a + fill (1) b - fill_left (1) "
       "fill_right (-2) c"},
      {"sum by(\"a.b\")(c)", "sum by (\"a.b\") (c)"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    const Parsed parsed(row.text);
    REQUIRE(parsed.expr != nullptr);
    CHECK(ToString(*parsed.expr) == row.printed);
  }
}

// Where Prometheus prints something that means something else, or that it cannot read itself.
TEST_CASE("what Prometheus misprints is printed so that it reads back as it was") {
  struct Row {
    std::string_view text;
    std::string_view printed;
    std::string_view misprinted;
  };
  const Row kRows[] = {
      {"1s9ms", "1s9ms", "1s8ms"},
      {"-1s9ms", "-1s9ms", "-1s8ms"},
      {"a offset ++step() * 2", "a offset (step() * 2)", "a offset step() * 2"},
      {"a offset -+5m ^ 2", "a offset (-5m ^ 2)", "a offset -5m ^ 2"},
      {"a offset - -5m + 1", "a offset (5m + 1)", "a offset 5m + 1"},
      {"a offset +(5m) - 1", "a offset 5m - 1", "a offset 5m - 1"},
      {"a offset (5m) - 1", "a offset (5m - 1)", "a offset 5m - 1"},
      {"a offset -(5m) - 1", "a offset -5m - 1", "a offset -5m - 1"},
      {"a offset +(5m + 1) - 1", "a offset +(5m + 1) - 1", "a offset (5m + 1) - 1"},
      {"a offset - -step() - 1", "a offset --step() - 1", "a offset --step() - 1"},
      {"a offset -max_of(1m, 2m)", "a offset -max_of(1m, 2m)", "a offset -max_of(1m, 2m)"},
      {"a[(-5m) ^ 2]", "a[(-5m) ^ 2]", "a[-5m ^ 2]"},
      {"a[(5m) ^ 2]", "a[5m ^ 2]", "a[5m ^ 2]"},
      {"a[-(5m ^ 2)]", "a[-(5m ^ 2)]", "a[-(5m ^ 2)]"},
      {"a[5m:(-1s9ms) ^ 2]", "a[5m:(-1s9ms) ^ 2]", "a[5m:-1s8ms ^ 2]"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    const Parsed parsed(row.text);
    REQUIRE(parsed.expr != nullptr);
    CHECK(ToString(*parsed.expr) == row.printed);
    CHECK(ToString(*parsed.expr, Misprints::kKept) == row.misprinted);
    CHECK(Pretty(*parsed.expr, 100, Misprints::kKept) == row.misprinted);
    CHECK(Same(row.text, row.printed));
  }
}

TEST_CASE("long expressions are split where they are too long") {
  const Parsed parsed(
      "sum by (job) (rate(http_requests_total{code=~\"5..\"}[5m])) / "
      "sum by (job) (rate(http_requests_total[5m])) > 0.05");
  REQUIRE(parsed.expr != nullptr);
  CHECK(Pretty(*parsed.expr, 40) ==
        "    sum by (job) (\n"
        "      rate(\n"
        "        http_requests_total{code=~\"5..\"}[5m]\n"
        "      )\n"
        "    )\n"
        "  /\n"
        "    sum by (job) (\n"
        "      rate(http_requests_total[5m])\n"
        "    )\n"
        ">\n"
        "  0.05");
  CHECK(Pretty(*parsed.expr, 1000) == ToString(*parsed.expr));
}

TEST_CASE("expressions that differ in form only are equal") {
  CHECK(Same("a + b", "(a)+((b)) # same"));
  CHECK(Same("a{b=\"1\",c=\"2\"}", "a{c='2', b=`1`}"));
  CHECK(Same("a", "{__name__=\"a\"}"));
  CHECK(Same("a", "{\"a\"}"));
  CHECK(Same("sum by (a, b) (c)", "sum(c) by (b, a)"));
  CHECK(Same("sum by () (c)", "sum(c)"));
  CHECK(Same("a[5m]", "a[300]"));
  CHECK(Same("a > 5m", "a > 300"));
  CHECK(Same("a * on (x, y) group_left (z) b", "a * on (y, x) group_left (z) b"));
  CHECK(Same("a offset (5m)", "a offset ((5m))"));
}

TEST_CASE("expressions that mean different things differ") {
  CHECK_FALSE(Same("a + b", "b + a"));
  CHECK_FALSE(Same("(a + b) * c", "a + b * c"));
  CHECK_FALSE(Same("a{b=\"1\"}", "a{b!=\"1\"}"));
  CHECK_FALSE(Same("a", "a offset 5m"));
  CHECK_FALSE(Same("a @ 0", "a"));
  CHECK_FALSE(Same("a @ start()", "a @ end()"));
  CHECK_FALSE(Same("a[5m]", "a[5m:]"));
  CHECK_FALSE(Same("a[5m:1m]", "a[5m:]"));
  CHECK_FALSE(Same("sum(a)", "avg(a)"));
  CHECK_FALSE(Same("sum by (a) (c)", "sum without (a) (c)"));
  CHECK_FALSE(Same("abs(a)", "ceil(a)"));
  CHECK_FALSE(Same("a + on (x) b", "a + ignoring (x) b"));
  CHECK_FALSE(Same("a == b", "a == bool b"));
  CHECK_FALSE(Same("a smoothed", "a anchored"));
  CHECK_FALSE(Same("a + fill(1) b", "a + fill_left(1) b"));
  CHECK_FALSE(Same("a[step()]", "a[range()]"));
  CHECK_FALSE(Same("1", "2"));
}

}  // namespace
}  // namespace check::promql
