#include <doctest/doctest.h>

#include <string>

#include "libcheck/yaml/merge_keys.h"
#include "libcheck/yaml/parse.h"

namespace check::yaml {
namespace {

std::string Merged(const char* text, Dialect dialect) {
  const SourceBuffer file("f", text);
  Arena arena;
  Diagnostics diagnostics;
  const Stream stream = Parse(file, arena, diagnostics, {.report_duplicate_keys = false});
  const Node* mapping = stream.documents.at(0).root->Find("m");
  REQUIRE(mapping != nullptr);
  std::string out;
  for (const Entry& entry : MergedEntries(*mapping, dialect, arena)) {
    out += std::string(entry.key.scalar()) + "=" + std::string(entry.value.scalar()) + " ";
  }
  return out;
}

TEST_CASE("merge keys are followed as go-yaml does") {
  struct Case {
    const char* text;
    const char* v3;
    const char* v2;
  };
  constexpr Case kCases[] = {
      {"m: {a: 1, b: 2}\n", "a=1 b=2 ", "a=1 b=2 "},
      {"x: &x {a: 1, b: 1}\nm: {<<: *x, b: 2}\n", "b=2 a=1 ", "a=1 b=2 "},
      {"x: &x {a: 1, b: 1}\nm: {b: 2, <<: *x}\n", "b=2 a=1 ", "b=1 a=1 "},
      {"x: &x {a: 1}\ny: &y {a: 2, b: 2}\nm: {<<: [*x, *y]}\n", "a=1 b=2 ", "a=1 b=2 "},
      {"x: &x {a: 1}\ny: &y {<<: *x, b: 2}\nm: {<<: *y, c: 3}\n", "c=3 b=2 a=1 ", "a=1 b=2 c=3 "},
      {"m: {<<: {a: 1}, a: 2, a: 3}\n", "a=2 a=3 ", "a=2 a=3 "},
      {"m: {\"<<\": {a: 1}}\n", "<<= ", "<<= "},
      {"m: {<<: text, a: 1}\n", "a=1 ", "a=1 "},
      {"m: {<<: [{a: 1}, text, {b: 2}]}\n", "a=1 ", "b=2 "},
      {"m: {!!binary YQ==: 1, <<: {a: 2}}\n", "a=1 ", "a=2 "},
      // yaml.v3 does not take the 1 for a name when it looks whether that is there already.
      {"m: {1: a, <<: {1: b, 2: }}\n", "1=b 2= ", "1=b 2= "},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.text);
    CHECK(Merged(c.text, Dialect::kGoYamlV3) == c.v3);
    CHECK(Merged(c.text, Dialect::kGoYamlV2) == c.v2);
  }
}

}  // namespace
}  // namespace check::yaml
