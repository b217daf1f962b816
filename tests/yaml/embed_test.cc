#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "libcheck/yaml/parse.h"

namespace check::yaml {
namespace {

/// Where each byte of the value of `v` comes from: "char@offset", or a range for what was decoded.
std::string Origins(const std::string& text) {
  const SourceBuffer file("f", text);
  Arena arena;
  Diagnostics diagnostics;
  const Stream stream = Parse(file, arena, diagnostics);
  REQUIRE(stream.complete);
  const Node* value = stream.documents.at(0).root->Find("v");
  REQUIRE(value != nullptr);
  const SourceFile* inner = Embed(file, *value, arena);
  std::string out;
  for (std::uint32_t i = 0; i < inner->text().size(); ++i) {
    const Location outer = Location{inner, {i, i + 1}}.Outermost();
    const std::string_view there = file.text(outer.span);
    const std::string_view here = inner->text({i, i + 1});
    // A copied byte is shown as itself, a decoded one by what it was decoded from.
    out += here == there ? std::string(here) : fmt::format("<{}>", there);
  }
  for (char& c : out) {
    if (c == '\n') c = '~';
  }
  return out;
}

TEST_CASE("every byte of a scalar leads back to what it was read from") {
  struct Case {
    const char* text;
    const char* origins;
  };
  constexpr Case kCases[] = {
      {"v: one two # three\n", "one two"},
      {"v: one\n   two\n\n\n   three\n", "one<~>two~~three"},
      {"v: one  \t \n   two\n", "one<~>two"},
      {"v: !!str &a one\n   two\n", "one<~>two"},
      {"v: 'it''s'\n", "it<''>s"},
      {"v: 'a\n  b\n\n  c  d'\n", "a<~>b~c  d"},
      {R"(v: "a\tb\u00e9\x41\"\\")", R"(a<\t>b<\u00e9><\u00e9><\x41><\"><\\>)"},
      {"v: \"a \\\n   b\\\n   \\  c\"\n", "a b<\\ > c"},
      {"v: \"a\\\n\n   b\"\n", "a~b"},
      {"v: |\n  one\n    two\n\n  three\n\n", "one~  two~~three~"},
      {"v: |+\n  one\n\n\nw: 1\n", "one~~~"},
      {"v: |2-\n    one\n   two\n\n", "  one~ two"},
      {"v: >\n  one\n  two\n\n  three\n    four\n  five\n", "one<~>two~three~  four~five~"},
      {"v: >-\n\n\n  one\n  two\n", "~~one<~>two"},
      {"v: |\r\n  one\r\n  two\r\n", "one<\r~>two<\r~>"},
      {"a:\n  v: 1\nv: >2\n   more\n  less\n", " more~less~"},
      {"v: \xC3\xA9\n   \xC3\xA9\n", "\xC3\xA9<~>\xC3\xA9"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.text);
    CHECK(Origins(c.text) == c.origins);
  }
}

TEST_CASE(
    "a span in an alias leads to the anchored text where that is one piece, else to the alias") {
  CHECK(Origins("a: &x one two\nv: *x\n") == "one two");
  CHECK(Origins("a: &x 'it''s'\nv: *x\n") == "<*x><*x><*x><*x>");
}

}  // namespace
}  // namespace check::yaml
