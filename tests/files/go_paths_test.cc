#include "libcheck/files/go_paths.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "libcheck/files/memory_files.h"

namespace check {
namespace {

TEST_CASE("names match patterns as they do in Go") {
  struct Case {
    std::string pattern;
    std::string name;
    std::optional<bool> matches;
  };
  const Case cases[] = {
      {"abc", "abc", true},
      {"*", "abc", true},
      {"*c", "abc", true},
      {"a*", "ab/c", false},
      {"a*/b", "a/b", true},
      {"a*b*c*d*e*/f", "axbxcxdxe/f", true},
      {"a*b*c*d*e*/f", "axbxcxdxexxx/fff", false},
      {"a*b?c*x", "abxbbxdbxebxczzx", true},
      {"a*b?c*x", "abxbbxdbxebxczzy", false},
      {"ab[c]", "abc", true},
      {"ab[b-d]", "abc", true},
      {"ab[e-g]", "abc", false},
      {"ab[^c]", "abc", false},
      {"ab[^e-g]", "abc", true},
      {"a\\*b", "a*b", true},
      {"a\\*b", "ab", false},
      {"a?b",
       "a\xe2\x98\xba"
       "b",
       true},
      {"a[^a]b",
       "a\xe2\x98\xba"
       "b",
       true},
      {"[\\]a]", "]", true},
      {"[x\\-]", "-", true},
      {"[]a]", "]", std::nullopt},
      {"[-]", "-", std::nullopt},
      {"[x-]", "x", std::nullopt},
      {"[", "a", std::nullopt},
      {"[^", "a", std::nullopt},
      {"a[", "a", std::nullopt},
      {"a[", "ab", std::nullopt},
      {"*x", "xxx", true},
      {"", "", true},
      {"*", "", true},
      {"a*", "", false},
      {"\\", "a", std::nullopt},
  };
  for (const Case& c : cases) {
    CAPTURE(c.pattern);
    CAPTURE(c.name);
    const std::optional<bool> matches = MatchAsGo(c.pattern, c.name);
    CHECK(matches.has_value() == c.matches.has_value());
    if (matches && c.matches) CHECK(*matches == *c.matches);
  }
}

TEST_CASE("rule files are looked for from the folder of the test file") {
  CHECK(PathBeside("tests.yml", "rules.yml") == "rules.yml");
  CHECK(PathBeside("a/tests.yml", "rules.yml") == "a/rules.yml");
  CHECK(PathBeside("a/tests.yml", "../rules/*.yml") == "rules/*.yml");
  CHECK(PathBeside("./tests.yml", "./rules.yml") == "rules.yml");
  CHECK(PathBeside("/t/tests.yml", "rules.yml") == "/t/rules.yml");
  CHECK(PathBeside("a/tests.yml", "/rules.yml") == "/rules.yml");
  CHECK(PathBeside("a/tests.yml", "") == "");
}

TEST_CASE("files are read with the errors of Go") {
  MemoryFiles files;
  files.Write("folder/a", "text");
  CHECK(*ReadAsGo(files, "folder/a") == "text");
  CHECK(ReadAsGo(files, "folder").error().message == "read folder: is a directory");
  CHECK(ReadAsGo(files, "b").error().message == "open b: no such file or directory");
}

}  // namespace
}  // namespace check
