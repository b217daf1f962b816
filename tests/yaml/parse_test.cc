#include "libcheck/yaml/parse.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>

#include "libcheck/base/quote.h"

namespace check::yaml {
namespace {

void Print(const SourceFile& file, const Stream& stream, const Node& node, std::string& out) {
  const auto place = file.PositionOf(node.span.begin);
  if (node.is_alias) out += "*";
  if (node.tag != 0) out += std::string(stream.TagOf(node)) + " ";
  const std::string at =
      fmt::format("@{}:{}+{}", place.line, place.column, node.span.end - node.span.begin);
  switch (node.kind) {
    case Kind::kScalar: {
      constexpr std::string_view kStyles[] = {"", "'", "\"", "|", ">"};
      out += kStyles[static_cast<int>(node.style)];
      AppendGoQuote(out, node.scalar());
      out += at;
      return;
    }
    case Kind::kSequence:
      out += node.style == Style::kFlow ? "f[" : "[";
      for (const Node& item : node.items()) {
        if (&item != node.items().data()) out += ", ";
        Print(file, stream, item, out);
      }
      out += "]" + at;
      return;
    case Kind::kMapping:
      out += node.style == Style::kFlow ? "f{" : "{";
      for (const Entry& entry : node.entries()) {
        if (&entry != node.entries().data()) out += ", ";
        Print(file, stream, entry.key, out);
        out += ": ";
        Print(file, stream, entry.value, out);
      }
      out += "}" + at;
      return;
  }
}

std::string Tree(std::string text) {
  const SourceBuffer file("f", std::move(text));
  Arena arena;
  Diagnostics diagnostics;
  const Stream stream = Parse(file, arena, diagnostics);
  std::string out;
  for (const Document& document : stream.documents) {
    out += out.empty() ? "" : " --- ";
    if (document.root != nullptr) Print(file, stream, *document.root, out);
  }
  for (const Diagnostic& found : diagnostics.found()) {
    const auto place = file.PositionOf(found.where.span.begin);
    out += fmt::format(" !{}:{} {}: {} ({})", place.line, place.column, found.info->code,
                       found.message, found.upstream);
  }
  return out;
}

TEST_CASE("a tree has the values, styles and places that were written") {
  struct Case {
    const char* text;
    const char* tree;
  };
  constexpr Case kCases[] = {
      {"", ""},
      {"# only a comment\n", ""},
      {"a: 1\n", R"({"a"@1:1+1: "1"@1:4+1}@1:1+4)"},
      {"a:\n  - x\n  - y # c\n\nb: z\n",
       R"({"a"@1:1+1: ["x"@2:5+1, "y"@3:5+1]@2:3+9, "b"@5:1+1: "z"@5:4+1}@1:1+24)"},
      {"a:\n- x\n", R"({"a"@1:1+1: ["x"@2:3+1]@2:1+3}@1:1+6)"},
      {"{a: [1, 'x''y'], \"b\\n\": }",
       R"(f{"a"@1:2+1: f["1"@1:6+1, '"x'y"@1:9+6]@1:5+11, ""b\n"@1:18+5: ""@1:25+0}@1:1+25)"},
      {"a: |\n  x\n   y\n\nb: >-\n  p\n  q\n",
       R"({"a"@1:1+1: |"x\n y\n"@1:4+10, "b"@5:1+1: >"p q"@5:4+10}@1:1+28)"},
      {"a: one\n  two\n", R"({"a"@1:1+1: "one two"@1:4+9}@1:1+12)"},
      {"é: ü # ü\nb: ö\n", R"({"é"@1:1+2: "ü"@1:5+2, "b"@2:1+1: "ö"@2:4+2}@1:1+17)"},
      {"\xEF\xBB\xBF"
       "a: é\n",
       R"({"a"@1:4+1: "é"@1:7+2}@1:4+5)"},
      {"a: &x 1\nb: *x\n", R"({"a"@1:1+1: "1"@1:4+4, "b"@2:1+1: *"1"@2:4+2}@1:1+13)"},
      {"a: !!str 1\nb: !local {}\nc: ! x\n",
       R"({"a"@1:1+1: !!str "1"@1:4+7, "b"@2:1+1: !local f{}@2:4+9, "c"@3:1+1: ! "x"@3:4+3}@1:1+30)"},
      {"a: 1\n---\nb: 2\n...\n",
       R"({"a"@1:1+1: "1"@1:4+1}@1:1+4 --- {"b"@3:1+1: "2"@3:4+1}@3:1+4)"},
      {"a: 1\r\nb: 2\r\n", R"({"a"@1:1+1: "1"@1:4+1, "b"@2:1+1: "2"@2:4+1}@1:1+10)"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.text);
    CHECK(Tree(c.text) == c.tree);
  }
}

TEST_CASE("what is wrong is reported at its place, with the words of go-yaml beside ours") {
  struct Case {
    const char* text;
    const char* found;
  };
  constexpr Case kCases[] = {
      {"a: 1\nb: 2\na: 3\n",
       " !3:1 yaml-duplicate-key: key `a` is given twice (line 3: mapping key \"a\" already "
       "defined at line 1)"},
      {"a: *b\n",
       " !1:4 yaml-unknown-alias: no anchor `&b` comes before this alias (yaml: unknown anchor 'b' "
       "referenced)"},
      {"a: &a [*a]\n",
       " !1:8 yaml-alias-loop: alias `*a` is inside the value it stands for (yaml: anchor 'a' "
       "value contains itself)"},
      {"a: \x01\n",
       " !1:4 yaml-encoding: character U+0001 is not allowed (yaml: control characters are "
       "not allowed)"},
      {"a: \xFF\n",
       " !1:4 yaml-encoding: byte 0xFF is not UTF-8 here (yaml: invalid leading UTF-8 octet)"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.text);
    const std::string tree = Tree(c.text);
    CHECK(tree.substr(std::min(tree.size(), tree.find(" !"))) == c.found);
  }
}

}  // namespace
}  // namespace check::yaml
