#include "libcheck/yaml/scalar.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

namespace check::yaml {
namespace {

constexpr Dialect kDialects[] = {Dialect::kGoYamlV3, Dialect::kGoYamlV2};

/// What the value of `v` becomes as a bool, an int, a float and a string.
std::string Decoded(const std::string& written, Dialect dialect) {
  const SourceBuffer file("f", "v: " + written + "\n");
  Arena arena;
  Diagnostics diagnostics;
  const Stream stream = Parse(file, arena, diagnostics);
  REQUIRE(diagnostics.found().empty());
  const Node& node = *stream.documents.at(0).root->Find("v");
  const Resolved scalar = Resolve(node, dialect, arena);
  if (!scalar.fault.empty()) return scalar.fault;
  if (scalar.type == ScalarType::kNull) return "null";
  std::string out(TagText(node, stream, dialect));
  if (const auto value = ToBool(scalar, dialect)) out += *value ? " true" : " false";
  if (const auto value = ToInteger(scalar)) out += fmt::format(" {}", *value);
  if (const auto value = ToFloat(scalar)) out += fmt::format(" {}", *value);
  return fmt::format("{} `{}`", out, scalar.text);
}

TEST_CASE("scalars become what go-yaml makes of them") {
  struct Case {
    const char* written;
    const char* v3;
    const char* v2 = nullptr;  // If it differs.
  };
  constexpr Case kCases[] = {
      {"", "null"},
      {"~", "null"},
      {"\"~\"", "!!str `~`"},
      {"true", "!!bool true `true`"},
      {"FALSE", "!!bool false `FALSE`"},
      {"tRUE", "!!str `tRUE`"},
      {"yes", "!!str true `yes`", "!!bool true `yes`"},
      {"\"off\"", "!!str false `off`", "!!str `off`"},
      {"7", "!!int 7 7 `7`"},
      {"-1_000", "!!int -1000 -1000 `-1_000`"},
      {"0x1F", "!!int 31 31 `0x1F`"},
      {"017", "!!int 15 15 `017`"},
      {"0o17", "!!int 15 15 `0o17`"},
      {"0b101", "!!int 5 5 `0b101`"},
      {"9223372036854775808", "!!int 9.223372036854776e+18 `9223372036854775808`"},
      {"99999999999999999999", "!!float 1e+20 `99999999999999999999`"},
      {"1.5", "!!float 1 1.5 `1.5`"},
      {"1e3", "!!float 1000 1000 `1e3`"},
      {".5", "!!float 0 0.5 `.5`"},
      {"-.inf", "!!float -9223372036854775808 -inf `-.inf`"},
      {"1:30", "!!str `1:30`"},
      {"2020-01-31", "!!timestamp `2020-01-31`"},
      {"2020-02-31", "!!str `2020-02-31`"},
      {"\"1\"", "!!str `1`"},
      {"! 1", "!!int 1 1 `1`", "! `1`"},
      {"!!str 1", "!!str `1`"},
      {"!!int \"1\"", "!!int 1 1 `1`"},
      {"!!float 1", "!!float 1 1 `1`"},
      {"!!int x", "yaml: cannot decode !!str `x` as a !!int"},
      {"!!bool 1", "yaml: cannot decode !!int `1` as a !!bool"},
      {"!!bool yes", "yaml: cannot decode !!str `yes` as a !!bool", "!!bool true `yes`"},
      {"!!int 2020-01-31", "yaml: cannot decode !!str `2020-01-31` as a !!int"},
      {"!local 1", "!local `1`"},
      {"!!binary aGk=", "!!binary `hi`"},
      {"!!binary aGk", "yaml: !!binary value contains invalid base64 data"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.written);
    CHECK(Decoded(c.written, kDialects[0]) == c.v3);
    CHECK(Decoded(c.written, kDialects[1]) == (c.v2 == nullptr ? c.v3 : c.v2));
  }
}

TEST_CASE("a value of the wrong type is described as go-yaml describes it") {
  const SourceBuffer file("f", "a: &a\n  - 1\nb: *a\nc: a long text\nd: {}\ne: yes\n");
  Arena arena;
  Diagnostics diagnostics;
  const Stream stream = Parse(file, arena, diagnostics);
  const Node& root = *stream.documents.at(0).root;
  const auto message = [&](const char* key, Dialect dialect) {
    return CannotUnmarshal(file, stream, *root.Find(key), "int", dialect);
  };
  CHECK(message("a", kDialects[0]) == "line 1: cannot unmarshal !!seq into int");
  CHECK(message("b", kDialects[0]) == "line 1: cannot unmarshal !!seq into int");
  CHECK(message("c", kDialects[0]) == "line 4: cannot unmarshal !!str `a long ...` into int");
  CHECK(message("d", kDialects[0]) == "line 5: cannot unmarshal !!map into int");
  CHECK(message("e", kDialects[0]) == "line 6: cannot unmarshal !!str `yes` into int");
  CHECK(message("e", kDialects[1]) == "line 6: cannot unmarshal !!bool `yes` into int");
}

}  // namespace
}  // namespace check::yaml
