#include "libcheck/promql/regex_shape.h"

#include <doctest/doctest.h>

namespace check::promql {
namespace {

TEST_CASE("whether an anchored pattern matches series without the label is read from its text") {
  struct Row {
    std::string_view pattern;
    MatchesEmpty expected;
  };
  constexpr Row kRows[] = {
      {"", MatchesEmpty::kYes},
      {".*", MatchesEmpty::kYes},
      {".+", MatchesEmpty::kNo},
      {"a", MatchesEmpty::kNo},
      {"a|b", MatchesEmpty::kNo},
      {"a|", MatchesEmpty::kYes},
      {"|a", MatchesEmpty::kYes},
      {"a?", MatchesEmpty::kYes},
      {"a*b?", MatchesEmpty::kYes},
      {"a*b", MatchesEmpty::kNo},
      {"^$", MatchesEmpty::kYes},
      {"^a$", MatchesEmpty::kNo},
      {"(a|b)", MatchesEmpty::kNo},
      {"(a|b)?", MatchesEmpty::kYes},
      {"(a|b)*c", MatchesEmpty::kNo},
      {"(?:a)?", MatchesEmpty::kYes},
      {"(?i)a", MatchesEmpty::kNo},
      {"(?i)", MatchesEmpty::kYes},
      {"(?P<x>a*)", MatchesEmpty::kYes},
      {"[ab]", MatchesEmpty::kNo},
      {"[]a]?", MatchesEmpty::kYes},
      {"[^]]", MatchesEmpty::kNo},
      {"[[:alpha:]]+", MatchesEmpty::kNo},
      {"[\\]]*", MatchesEmpty::kYes},
      {"a{0,3}", MatchesEmpty::kYes},
      {"a{1,3}", MatchesEmpty::kNo},
      {"a{0}", MatchesEmpty::kYes},
      {"a{2}", MatchesEmpty::kNo},
      {"{a}", MatchesEmpty::kNo},
      {"\\d*", MatchesEmpty::kYes},
      {"\\.", MatchesEmpty::kNo},
      {"\\pL*", MatchesEmpty::kYes},
      {"\\x41*", MatchesEmpty::kYes},
      {"\\101", MatchesEmpty::kUnknown},
      {"\\p{Greek}*", MatchesEmpty::kYes},
      {"\\x{41}?", MatchesEmpty::kYes},
      {"\\b", MatchesEmpty::kYes},
      {"\\Qa\\E", MatchesEmpty::kUnknown},
      {"5..", MatchesEmpty::kNo},
      {"a*?", MatchesEmpty::kYes},
      {"(|a)b", MatchesEmpty::kNo},
      {"((a?)(b?))", MatchesEmpty::kYes},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.pattern);
    CHECK(RegexMatchesEmpty(row.pattern) == row.expected);
  }
}

TEST_CASE("patterns without metacharacters match only themselves") {
  for (const char* plain : {"", "prod", "a-b_c/d:e", "eu west", "100%"}) {
    CAPTURE(plain);
    CHECK(IsPlainRegex(plain));
  }
  for (const char* pattern : {"a.b", "a|b", "^a", "a$", "a+", "(a)", "[a]", "a{2}", "a\\b", "a?"}) {
    CAPTURE(pattern);
    CHECK_FALSE(IsPlainRegex(pattern));
  }
}

}  // namespace
}  // namespace check::promql
