#include "libcheck/base/glob.h"

#include <doctest/doctest.h>

#include <string>

namespace check {
namespace {

TEST_CASE("patterns match the whole of a path") {
  struct Row {
    std::string_view pattern;
    std::string_view path;
    bool matches;
  };
  constexpr Row kRows[] = {
      {"a.yml", "a.yml", true},
      {"a.yml", "b/a.yml", false},
      {"*.yml", "a.yml", true},
      {"*.yml", "a/b.yml", false},
      {"*a*b*c*", "xxaxxbxxcxx", true},
      {"*a*b*c*", "xxaxxcxxbxx", false},
      {"?.yml", "é.yml", true},
      {"?.yml", ".yml", false},
      {"[a-c]x", "bx", true},
      {"[!a-c]x", "bx", false},
      {"[^a-c]x", "dx", true},
      {"[]]x", "]x", true},
      {"[é-ü]", "ö", true},
      {"[a", "[a", true},
      {"\\*", "*", true},
      {"\\*", "x", false},
      {"**/a.yml", "a.yml", true},
      {"**/a.yml", "x/y/a.yml", true},
      {"x/**/a.yml", "x/a.yml", true},
      {"x/**/a.yml", "x/y/z/a.yml", true},
      {"x/**/a.yml", "y/x/a.yml", false},
      {"x/**", "x/y/z", true},
      {"x/**", "y/z", false},
      {"**/y/**/*.yml", "x/y/z/y/a.yml", true},
      {"**", "anything/at/all", true},
      {"a**b", "axb", true},
      {"a**b", "ax/b", false},
      {"/etc/*", "/etc/x", true},
      {"", "", true},
      {"", "a", false},
  };
  for (const Row& row : kRows) {
    CAPTURE(std::string(row.pattern));
    CAPTURE(std::string(row.path));
    CHECK(GlobMatchPath(row.pattern, row.path) == row.matches);
  }
}

TEST_CASE("many stars take no longer than a few") {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  CHECK_FALSE(GlobMatchName(pattern + "b", std::string(5000, 'a')));
  std::string deep;
  std::string path;
  for (int i = 0; i < 200; ++i) deep += "**/a/";
  for (int i = 0; i < 2000; ++i) path += "a/";
  CHECK_FALSE(GlobMatchPath(deep + "b", path + "c"));
}

TEST_CASE("braces stand for their alternatives, in order") {
  const auto expand = [](std::string_view pattern) {
    std::string all;
    for (const std::string& one : ExpandBraces(pattern)) all += one + " ";
    return all;
  };
  CHECK(expand("a") == "a ");
  CHECK(expand("{a,b}.yml") == "a.yml b.yml ");
  CHECK(expand("{a,b}/{c,d}") == "a/c a/d b/c b/d ");
  CHECK(expand("x{a,{b,c},}") == "xa xb xc x ");
  CHECK(expand("{a}") == "{a} ");
  CHECK(expand("{a") == "{a ");
  CHECK(expand("\\{a,b}") == "\\{a,b} ");
  std::string bomb;
  for (int i = 0; i < 40; ++i) bomb += "{a,b}";
  CHECK(ExpandBraces(bomb).size() <= 1000);
}

}  // namespace
}  // namespace check
