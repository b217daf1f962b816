#include <doctest/doctest.h>

#include <string>

#include "libcheck/yaml/fast_reader.h"
#include "tests/yaml/print_tree.h"

namespace check::yaml {
namespace {

std::string Print(const SourceFile& file, const Stream& stream, const Diagnostics& diagnostics) {
  std::string text = PrintTree(file, stream);
  for (const Diagnostic& problem : diagnostics.found()) text += "\n" + PrintProblem(file, problem);
  return text;
}

std::string Tree(const SourceFile& file) {
  Arena arena;
  Diagnostics diagnostics;
  const Stream stream = Parse(file, arena, diagnostics);
  return Print(file, stream, diagnostics);
}

std::string TreeOfLibyaml(const SourceFile& file) {
  Arena arena;
  Diagnostics diagnostics;
  const Stream stream = ParseWithLibyaml(file, arena, diagnostics);
  return Print(file, stream, diagnostics);
}

bool IsReadQuickly(const SourceFile& file) {
  Arena arena;
  Diagnostics diagnostics;
  const ParseLimits limits;
  Stream stream;
  Builder builder(file, arena, diagnostics, limits, stream);
  return ReadFast(file.text(), CheckText(file.text()), arena, builder);
}

TEST_CASE("text that is written as usual is read quickly, and as libyaml reads it") {
  constexpr const char* kTexts[] = {
      "a: 1\n",
      "a: 1",
      "---\na: 1\n",
      "# c\n--- # c\n\n  a: 1\n  b: 2\n",
      "a:\nb:\n",
      "a: # c\n\n  # c\n  b: c # d\n# e\n",
      "a: b#c\nd: e #f\n",
      "- a\n- b: 1\n  c: 2\n-\n- - x\n  - y\n-   - z\n",
      "a:\n- x\n-\n- y: 1\nb:\n  - z\nc: d\n",
      "a:\n  -\n    b: 1\n  -\n",
      "-\n  - a\n  -\n-\n",
      "a: one\n  two # c\nb:\n  three\n  - four\n\n\n  five\n\nc: 1\n",
      "a: http://x:9090/y?z=[1,2]&b={c}\n",
      "- a\n  - b\n",
      "a : b\n'c' : d\n\"e f\":\n",
      "a: 'it''s'\nb: \"a\\n\\t\\\"\\\\\\r\"\nc: ''\nd: \"\"\ne: 'a\tb'\n",
      "a: -1\nb: -x\n-c: -\xC3\xA4\n",
      "\xC3\xA4: \xC3\xB6 \xE2\x82\xAC \xC2\xA0x\n",
      "a: |\n  x\n   y\n\n\n  z\nb: >\n  x\n  y\n\n  z\n    i\n    j\n  k\n\nc: 1\n",
      "a: |-\n  x\n\nb: |+\n  x\n\n\nc: >-\n\n\n  x\n",
      "a: |\nb: |+\n\n\nc: >\n\n# d\n",
      "a: |+\n  x\n \n",
      "a: |+\n  x",
      "a: | # c\n  # x\n  y: z\n # c\nb: >- #  \n    x   \n",
      "- |\n x\n- >\n  y\n  \n   \n",
      "a: [1, 'x', \"y\\n\", b c, http://d:90/, $1, -1, ]\nb: []\nc: {}\n",
      "a: {b: 1, c : {d: [e]}, 'f': g}\nh: [\n  i, # c\n  j\n]\n",
      "[a, b]\n",
      "{a: b}\n",
      "a: 1\na: 2\n",
  };
  for (const std::string text : kTexts) {
    CAPTURE(text);
    const SourceBuffer file("f", text);
    CHECK(IsReadQuickly(file));
    CHECK(Tree(file) == TreeOfLibyaml(file));
  }
}

TEST_CASE("all other text is left to libyaml") {
  constexpr const char* kTexts[] = {
      "",
      "a",
      "- a\nb\n",
      "a: 1\n---\nb: 2\n",
      "a: 1\n...\n",
      "--- a: 1\n",
      "%YAML 1.1\n---\na: 1\n",
      "\xEF\xBB\xBF"
      "a: 1\n",
      "a: 1\r\n",
      "a:\t1\n",
      "\ta: 1\n",
      "a: b\tc\n",
      "a: \xC2\x85 b\n",
      "a: &x 1\nb: *x\n",
      "a: !!str 1\n",
      "? a\n: b\n",
      "a: b: c\n",
      "a: - b\n",
      "a: b\n  c: d\n",
      "a: 'b' c\n",
      "a: 'b\n  c'\n",
      "a: 'b'#c\n",
      "a: \"\\x41\"\n",
      "a: @b\n",
      "a: `b\n",
      "a: %b\n",
      "a:\n    b: 1\n  c: 2\n",
      "  a: 1\n b: 2\n",
      "a: |2\n   x\n",
      "a: |\n    \n  x\n",
      "a: |\n \tx\n",
      "a: [b\n",
      "a: [b]c\n",
      "a: [b c\n  d]\n",
      "a: [b: c]\n",
      "a: [b?c]\n",
      "a: {b}\n",
      "a: {b: }\n",
      "{a: b}: c\n",
      "a: [b,\n---\n]\n",
  };
  for (const std::string text : kTexts) {
    CAPTURE(text);
    const SourceBuffer file("f", text);
    CHECK_FALSE(IsReadQuickly(file));
    CHECK(Tree(file) == TreeOfLibyaml(file));
  }
}

TEST_CASE("keys and nesting that are long for a person are left to libyaml") {
  const std::string key(1001, 'k');
  std::string deep;
  for (int i = 0; i < 70; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  for (const std::string& text : {key + ": 1\n", "{" + key + ": 1}\n", "'" + key + "': 1\n", deep,
                                  "a: " + std::string(70, '[') + std::string(70, ']') + "\n"}) {
    const SourceBuffer file("f", text);
    CHECK_FALSE(IsReadQuickly(file));
    CHECK(Tree(file) == TreeOfLibyaml(file));
  }
}

}  // namespace
}  // namespace check::yaml
