#include "libcheck/promql/rewrite.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/promql/format.h"

namespace check::promql {
namespace {

using model::MatchType;

std::string Text(const Result<std::string>& result) {
  return result ? *result : "error: " + result.error().message;
}

std::string Set(std::string_view query, const model::Matcher& matcher) {
  const SourceBuffer source("q", std::string(query));
  Arena arena;
  Diagnostics diagnostics;
  const Expr* expr = ParseExpr(source, kWholeLanguage, arena, diagnostics);
  REQUIRE(expr != nullptr);
  return Text(SetMatcher(*expr, matcher, kWholeLanguage));
}

std::string Delete(std::string_view query, std::string_view name) {
  const SourceBuffer source("q", std::string(query));
  Arena arena;
  Diagnostics diagnostics;
  const Expr* expr = ParseExpr(source, kWholeLanguage, arena, diagnostics);
  REQUIRE(expr != nullptr);
  return Text(DeleteMatchers(*expr, name, kWholeLanguage));
}

TEST_CASE("setting a matcher replaces or adds it in every selector") {
  struct Case {
    std::string_view query;
    model::Matcher matcher;
    std::string_view expected;
  };
  constexpr Case kCases[] = {
      {"up", {MatchType::kEqual, "job", "api"}, R"(up{job="api"})"},
      {R"(up{job="x",a="b"})", {MatchType::kRegexp, "job", "a|b"}, R"(up{a="b",job=~"a|b"})"},
      {R"(up{job="x",job!="y"})", {MatchType::kEqual, "job", "z"}, R"(up{job="z",job="z"})"},
      {"rate(a[5m]) / on (x) b offset 5m",
       {MatchType::kNotEqual, "env", "dev"},
       R"(rate(a{env!="dev"}[5m]) / on (x) b{env!="dev"} offset 5m)"},
      {"max_over_time(sum by (a) (x)[1h:5m])",
       {MatchType::kNotRegexp, "env", "d.*"},
       R"(max_over_time(sum by (a) (x{env!~"d.*"})[1h:5m]))"},
      {"topk(scalar(n), -(x))",
       {MatchType::kEqual, "a", "b"},
       R"(topk(scalar(n{a="b"}), -(x{a="b"})))"},
      {"up", {MatchType::kEqual, "a b", "q\"\n"}, R"(up{"a b"="q\"\n"})"},
      {R"({"http.requests"})",
       {MatchType::kEqual, "a", "b"},
       R"({__name__="http.requests",a="b"})"},
      {"up", {MatchType::kEqual, "__name__", "down"}, "down"},
      {R"(up{job="x"})",
       {MatchType::kRegexp, "__name__", "up|down"},
       R"({__name__=~"up|down",job="x"})"},
      {R"(info(up, {a="1"}))", {MatchType::kEqual, "a", "2"}, R"(info(up{a="2"}, {a="2"}))"},
      {"1 + 2", {MatchType::kEqual, "a", "b"}, "1 + 2"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.query);
    CHECK(Set(c.query, c.matcher) == c.expected);
  }
}

TEST_CASE("a matcher that would make the query invalid is not set") {
  CHECK(Set("up", {MatchType::kRegexp, "job", "("})
            .starts_with("error: the result would not parse: "));
  CHECK(Set(R"({job="x"})", {MatchType::kEqual, "job", ""}) ==
        "error: the result would not parse: vector selector must contain at least one non-empty "
        "matcher");
}

TEST_CASE("deleting removes every matcher on the label") {
  CHECK(Delete(R"(up{job="x",a="b"})", "job") == R"(up{a="b"})");
  CHECK(Delete(R"(up{a="1",a="2",a="3",b="4"})", "a") == R"(up{b="4"})");
  CHECK(Delete(R"(sum(rate(x{a="1"}[5m])) / y{a=~"2"})", "a") == "sum(rate(x[5m])) / y");
  CHECK(Delete("up", "job") == "up");
  CHECK(Delete(R"(up{job="x"})", "__name__") == R"({job="x"})");
}

TEST_CASE("deleting leaves no selector that matches everything") {
  CHECK(Delete(R"(rate({job="x"}[5m]))", "job") ==
        "error: without `job` a selector would match everything");
  CHECK(Delete("up", "__name__") == "error: without `__name__` a selector would match everything");
  CHECK(Delete(R"({job="x",a=""})", "job").starts_with("error: the result would not parse: "));
}

}  // namespace
}  // namespace check::promql
