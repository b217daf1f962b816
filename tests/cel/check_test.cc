#include "libcheck/cel/check.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

namespace check::cel {
namespace {

// "dyn", or the faults: "5+1 unexpected `=`".
std::string Check(std::string_view text) {
  const Checked checked = CheckExpression(text, {"body"});
  if (checked.faults.empty()) return checked.type;
  std::string faults;
  for (const Fault& fault : checked.faults) {
    faults += fmt::format("{}{}+{} {}", faults.empty() ? "" : "; ", fault.begin,
                          fault.end - fault.begin, fault.message);
  }
  return faults;
}

std::string Repeat(std::string_view text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

TEST_CASE("CEL expressions have the types that cel-go gives them") {
  CHECK(Check("body.foo == 'bar'") == "bool");
  CHECK(Check("body.list.all(x, x.n > 1)") == "bool");
  CHECK(Check("1 + 2 * 3") == "int");
  CHECK(Check("body") == "dyn");
  CHECK(Check("[1, 2u]") == "list(dyn)");
  CHECK(Check("{'a': [1.5]}") == "map(string, list(double))");
  CHECK(Check("[]") == "list(dyn)");
  CHECK(Check("[1].map(x, string(x))") == "list(string)");
  CHECK(Check("timestamp('2023-01-10T12:00:00Z') - duration('1h')") == "google.protobuf.Timestamp");
  CHECK(Check("google.protobuf.Int64Value{value: 1} == null") == "bool");
  CHECK(Check("type(1) == int") == "bool");
  CHECK(Check("has(body.a.b)") == "bool");
  CHECK(Check("[,]") == "list(dyn)");
  // An even number of signs is left out.
  CHECK(Check("!!1") == "int");
  CHECK(Check("--9223372036854775807") == "int");
}

TEST_CASE("CEL expressions that cel-go refuses are refused at the place of the fault") {
  CHECK(Check("body.n = 1") == "7+1 unexpected `=`");
  CHECK(Check("body.a ==") == "9+0 unexpected end of the expression, expected a value");
  CHECK(Check("") == "0+0 unexpected end of the expression, expected a value");
  CHECK(Check("(body.a") == "7+0 unexpected end of the expression, expected `)`");
  CHECK(Check("body.a]") == "6+1 unexpected `]`");
  CHECK(Check("body.a == 'x") == "10+2 unterminated string");
  CHECK(Check("'a\\q'") == "2+2 unknown escape sequence");
  CHECK(Check("b'\\u0041'") == "0+9 bytes cannot have `\\u` escapes");
  CHECK(Check("foo.bar") == "0+3 unknown variable `foo`");
  CHECK(Check("body.list.all(x, y > 1)") == "17+1 unknown variable `y`");
  CHECK(Check("body.all(1, true)") == "9+1 expected the name of a variable");
  CHECK(Check("has(body)") == "4+4 `has` takes a field: `has(a.b)`");
  CHECK(Check("1 + 'a'") == "2+1 `+` cannot be applied to `int` and `string`");
  CHECK(Check("1 < 2.0") == "2+1 `<` cannot be applied to `int` and `double`");
  CHECK(Check("1 && true") == "0+1 an operand of `&&` must be `bool`, not `int`");
  CHECK(Check("sizes(body)") == "0+5 unknown function `sizes`");
  CHECK(Check("'a'.size(1)") == "4+4 values of type `string` have no method `size(int)`");
  CHECK(Check("body.?a") == "5+1 optional fields `.?` are not supported");
  CHECK(Check("as") == "0+2 `as` is a reserved word");
  CHECK(Check("9223372036854775808") == "0+19 the number does not fit into 64 bits");
  CHECK(Check("-9223372036854775808") == "int");
  CHECK(Check("1e999") == "0+5 the number is too large");
  CHECK(Check("body[null]") == "5+4 an index must be a string, number or boolean");
  CHECK(Check("int{}") == "0+3 `int` is not a message type");
}

TEST_CASE("all faults in the types of a CEL expression are reported") {
  CHECK(Check("foo || bar") == "0+3 unknown variable `foo`; 7+3 unknown variable `bar`");
}

// cel-go: forgets which overloads are off when it leaves a loop.
TEST_CASE("CEL compares numbers of different types from the first macro on") {
  CHECK(Check("[1].all(x, x < 2.0)") == "bool");
  CHECK(Check("[1].all(x, true) && 1 < 2.0") == "bool");
  CHECK(Check("1 < 2.0 && [1].all(x, true)") != "bool");
}

TEST_CASE("CEL expressions nest as deeply as cel-go allows") {
  const std::string deep = " the expression nests more than 250 levels";
  CHECK(Check(Repeat("(", 249) + "1" + Repeat(")", 249)) == "int");
  CHECK(Check(Repeat("(", 250) + "1" + Repeat(")", 250)) == "250+1" + deep);
  CHECK(Check("body" + Repeat(".a", 250)) == "dyn");
  CHECK(Check("body" + Repeat(".a", 251)) == "506+0" + deep);
  CHECK(Check("1" + Repeat("+1", 250)) == "int");
  CHECK(Check("1" + Repeat("+1", 251)) == "503+0" + deep);
  CHECK(Check("true" + Repeat("&&true", 5000)) == "bool");
  CHECK(Check(Repeat("!", 5000) + "true") == "bool");
  CHECK(Check(std::string(100'001, ' ')) ==
        "0+100001 the expression has more than 100000 characters");
}

}  // namespace
}  // namespace check::cel
