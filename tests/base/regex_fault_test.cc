#include "libcheck/base/regex_fault.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "libcheck/base/regex.h"

namespace check {
namespace {

// The pattern with the fault between angles.
std::string Marked(std::string_view pattern) {
  const auto problem = RegexProblem(pattern);
  if (!problem) return "no fault";
  const RegexFault fault = FindRegexFault(pattern, *problem);
  return std::string(pattern.substr(0, fault.begin)) + "<" +
         std::string(pattern.substr(fault.begin, fault.end - fault.begin)) + ">" +
         std::string(pattern.substr(fault.end));
}

TEST_CASE("the part of a regular expression that is wrong is found") {
  CHECK(Marked("a(b") == "a<(>b");
  CHECK(Marked("(a)(b|(c)") == "(a)<(>b|(c)");
  CHECK(Marked("[(](a") == "[(]<(>a");
  CHECK(Marked("\\((a") == "\\(<(>a");
  CHECK(Marked("ab)") == "ab<)>");
  CHECK(Marked("a[b") == "a<[>b");
  CHECK(Marked("*a") == "<*>a");
  CHECK(Marked("a(?!b)") == "a<(?!>b)");
  CHECK(Marked("a+") == "no fault");
}

}  // namespace
}  // namespace check
