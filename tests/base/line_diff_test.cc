#include "libcheck/base/line_diff.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace check {
namespace {

// The signs of the lines, each of which is a letter.
std::string Diff(std::string_view before, std::string_view after) {
  std::vector<std::string_view> old_lines, new_lines;
  for (std::size_t i = 0; i < before.size(); ++i) old_lines.push_back(before.substr(i, 1));
  for (std::size_t i = 0; i < after.size(); ++i) new_lines.push_back(after.substr(i, 1));
  std::string text;
  for (const DiffLine& line : DiffLines(old_lines, new_lines)) {
    text += line.sign;
    text += (line.sign == '-' ? before : after)[line.number];
  }
  return text;
}

TEST_CASE("lines that differ are found between those that do not") {
  CHECK(Diff("", "") == "");
  CHECK(Diff("abc", "abc") == " a b c");
  CHECK(Diff("abc", "axc") == " a-b+x c");
  CHECK(Diff("abcd", "bcde") == "-a b c d+e");
  CHECK(Diff("", "ab") == "+a+b");
  CHECK(Diff("aa", "a") == " a-a");
  // Too much to compare line by line.
  const std::string many_a(3000, 'a'), many_b(3000, 'b');
  CHECK(Diff("x" + many_a + "y", "x" + many_b + "y").size() == 12004);
}

// Lines with these numbers.
std::string Numbered(int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i) text += std::to_string(i) + "\n";
  return text;
}

TEST_CASE("changes are shown with the lines around them") {
  CHECK(UnifiedDiff("a.yml", "a\n", "a\n") == "");
  CHECK(UnifiedDiff("a.yml", "a\nb\nc\n", "a\nx\nc\n") ==
        "--- a.yml\n+++ a.yml\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
  CHECK(UnifiedDiff("with blank", "", "a\n") ==
        "--- with blank\t\n+++ with blank\t\n@@ -0,0 +1 @@\n+a\n");
  CHECK(UnifiedDiff("a", "a\n", "") == "--- a\n+++ a\n@@ -1 +0,0 @@\n-a\n");
  CHECK(UnifiedDiff("a", "a", "a\n") ==
        "--- a\n+++ a\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
  CHECK(UnifiedDiff("a", "a\r\n", "b\r\n") == "--- a\n+++ a\n@@ -1 +1 @@\n-a\r\n+b\r\n");
}

TEST_CASE("changes that are close are shown together, others apart") {
  const std::string before = Numbered(1, 20);
  CHECK(UnifiedDiff("a", before, "1\nx\n" + Numbered(3, 8) + "y\n" + Numbered(10, 20)) ==
        "--- a\n+++ a\n@@ -1,12 +1,12 @@\n 1\n-2\n+x\n 3\n 4\n 5\n 6\n 7\n 8\n-9\n+y\n 10\n 11\n "
        "12\n");
  CHECK(UnifiedDiff("a", before, "1\nx\n" + Numbered(3, 9) + "y\n" + Numbered(11, 20)) ==
        "--- a\n+++ a\n@@ -1,5 +1,5 @@\n 1\n-2\n+x\n 3\n 4\n 5\n"
        "@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+y\n 11\n 12\n 13\n");
}

}  // namespace
}  // namespace check
