#include "libcheck/base/regex.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "libcheck/base/regex_replacement.h"

namespace check {
namespace {

TEST_CASE("patterns are refused in Go's words") {
  struct Row {
    std::string_view pattern;
    std::string_view problem;
  };
  const Row kRows[] = {
      {"(a", "missing closing ): `(a`"},
      {"a)b", "unexpected ): `a)b`"},
      {"[a", "missing closing ]: `[a`"},
      {"x[z-a]", "invalid character class range: `z-a`"},
      {"[[:nope:]]", "invalid character class range: `[:nope:]`"},
      {"*a", "missing argument to repetition operator: `*`"},
      {"a|*", "missing argument to repetition operator: `*`"},
      {"a**", "invalid nested repetition operator: `**`"},
      {"a{2}{3}", "invalid nested repetition operator: `{2}{3}`"},
      {"a{1001}", "invalid repeat count: `{1001}`"},
      {"a{3,2}", "invalid repeat count: `{3,2}`"},
      {"(a{100}){11}", "invalid repeat count: `{11}`"},
      {"a\\", "trailing backslash at end of expression: ``"},
      {"\\y", "invalid escape sequence: `\\y`"},
      {"\\C", "invalid escape sequence: `\\C`"},
      {"(a)\\1", "invalid escape sequence: `\\1`"},
      {"\\x{110000}", "invalid escape sequence: `\\x{110000`"},
      {"\\p{Nope}", "invalid character class range: `\\p{Nope}`"},
      {"(?!a)", "invalid or unsupported Perl syntax: `(?!`"},
      {"(?<=a)", "invalid named capture: `(?<=a)`"},
      {"(?P<1-2>a)", "invalid named capture: `(?P<1-2>`"},
      {"a.\xff", "invalid UTF-8: `\xff`"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.pattern);
    const auto problem = RegexProblem(row.pattern);
    REQUIRE(problem.has_value());
    CHECK(*problem == row.problem);
    CHECK_FALSE(Regex::Compile(row.pattern).ok());
  }
}

TEST_CASE("patterns are read to the end however deep or odd they are") {
  for (const std::string_view pattern : {"",
                                         "a",
                                         "a|b",
                                         "a{,2}",
                                         "a{x",
                                         "{",
                                         "a{01}",
                                         "[]a]",
                                         "[a-]",
                                         "[^]]",
                                         "\\Qa.*\\E",
                                         "\\Q(",
                                         "(?i:a)(?-s)b",
                                         "(?<n>a)",
                                         "(?P<n>a)",
                                         "\\p{Greek}\\PL\\p{^Lu}",
                                         "[[:^alpha:]\\d]",
                                         "\\x41\\x{1F600}\\017\\a",
                                         "a{0}",
                                         "(a*)*",
                                         "\\pN+?",
                                         "^$",
                                         "\\bx\\B\\A\\z"}) {
    CAPTURE(pattern);
    CHECK_FALSE(RegexProblem(pattern).has_value());
    CHECK(Regex::Compile(pattern).ok());
  }
  const std::string deep(100'000, '(');
  CHECK(RegexProblem(deep) == "missing closing ): `" + deep + "`");
  const std::string closed = deep + "a" + std::string(100'000, ')');
  CHECK(RegexProblem(closed) == "expression nests too deeply: `" + closed + "`");
  std::string long_one;
  for (int i = 0; i < 4'000; ++i) long_one += "a{1000}";
  CHECK(RegexProblem(long_one) == "expression too large: `" + long_one + "`");
}

TEST_CASE("patterns match whole texts, line breaks included") {
  const auto matches = [](std::string_view pattern, std::string_view text) {
    const auto regex = Regex::Compile(pattern);
    REQUIRE(regex.ok());
    return regex->FullMatch(text);
  };
  CHECK(matches("a.*", "a\nb"));
  CHECK_FALSE(matches("a", "ab"));
  CHECK_FALSE(matches("a|ab", "abc"));
  CHECK(matches("a|ab", "ab"));
  CHECK(matches("(?<n>a)", "a"));
  CHECK(matches("\\(?<n>a\\)?", "<n>a"));
}

TEST_CASE("whether a pattern matches nothing at all is known without compiling it") {
  for (const std::string_view pattern :
       {"", ".*", "a|", "|a", "a||b", "a?", "a*b*", "(a|)", "^$", "\\A\\z", "\\B", "a{0}", "a{0,3}",
        "()", "(?i)", "(a*)+", "x{0}y?"}) {
    CAPTURE(pattern);
    CHECK(RegexMatchesEmpty(pattern));
    CHECK(Regex::Compile(pattern)->FullMatch(""));
  }
  for (const std::string_view pattern :
       {"a", ".", ".+", "a|b", "[a]", "a*b", "\\b", "\\d", "a{1,2}", "(a)", "^a$", "\\Qa\\E"}) {
    CAPTURE(pattern);
    CHECK_FALSE(RegexMatchesEmpty(pattern));
    CHECK_FALSE(Regex::Compile(pattern)->FullMatch(""));
  }
}

// The references in `replacement` that `pattern` has no group for, each as it is written.
std::string Missing(std::string_view pattern, std::string_view replacement) {
  std::string text;
  for (const GroupReference& reference : MissingGroups(pattern, replacement)) {
    text += std::string(replacement.substr(reference.begin, reference.end - reference.begin)) + ",";
  }
  return text;
}

TEST_CASE("references to groups that a pattern does not have are found") {
  CHECK(Missing("(.*)", "$1") == "");
  CHECK(Missing("(.*)", "$0 $$2 $ ${x") == "");
  CHECK(Missing("(.*)", "$2-${3}") == "$2,${3},");
  CHECK(Missing("(.*)", "$1foo ${1}foo") == "$1foo,");
  CHECK(Missing(".*", "a $1") == "$1,");
  CHECK(Missing("(?P<host>.*):(?<port>.*)", "$host:$port $2 $3 $hosts") == "$3,$hosts,");
  CHECK(Missing("(a", "$2") == "");
  CHECK(GroupCount("a") == 0);
  CHECK(GroupCount("(a(?:b)(c))[(]\\(") == 2);
  CHECK(GroupCount("(") == 0);
}

}  // namespace
}  // namespace check
