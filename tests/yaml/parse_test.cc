#include "libcheck/yaml/parse.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "tests/yaml/print_tree.h"

namespace check::yaml {
namespace {

struct Parsed {
  explicit Parsed(std::string text, const ParseLimits& limits = {})
      : file("f", std::move(text)), stream(Parse(file, arena, diagnostics, limits)) {}

  std::string Problems() const {
    std::string out;
    for (const Diagnostic& problem : diagnostics.found()) {
      out += (out.empty() ? "" : "\n") + PrintProblem(file, problem);
    }
    return out;
  }

  SourceBuffer file;
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  Stream stream;
};

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
    const Parsed parsed(c.text);
    CHECK(parsed.Problems().empty());
    CHECK(parsed.stream.complete);
    CHECK(PrintTree(parsed.file, parsed.stream) == c.tree);
  }
}

TEST_CASE("what libyaml reads otherwise than go-yaml is accepted and refused as go-yaml does") {
  const auto parses = [](std::string text) {
    const SourceBuffer file("f", std::move(text));
    Arena arena;
    UpstreamTexts diagnostics_texts;
    Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
    return Parse(file, arena, diagnostics).complete && !diagnostics.HasErrors();
  };
  // A comment behind a tab is one, but only after another comment.
  CHECK(parses("# one\n\t# two\na: b\n"));
  CHECK(parses("a: b # one\n# two\n \t # three\n"));
  CHECK_FALSE(parses("a:\n\t# one\n\tb: c\n"));
  // A question mark ends plain text in brackets.
  CHECK_FALSE(parses("a: [b.?c]\n"));
  CHECK_FALSE(parses("a: {b: c?}\n"));
  CHECK(parses("a: [{b: c, d: 'e?'}]\nf: g?\n"));
  // A byte order mark further down is a letter.
  CHECK(
      parses("\xEF\xBB\xBF"
             "a: b\n"));
  CHECK_FALSE(parses("a: b\n\xEF\xBB\xBF"));

  const SourceBuffer file("f", "a: x\xEF\xBB\xBFy\n");
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  const Stream stream = Parse(file, arena, diagnostics);
  REQUIRE(stream.documents.size() == 1);
  CHECK(stream.documents[0].root->Find("a")->scalar() == "x\xEF\xBB\xBFy");
}

TEST_CASE("what is wrong is reported at its place, with go-yaml's words beside ours") {
  struct Case {
    const char* text;
    const char* problems;
  };
  constexpr Case kCases[] = {
      {"a: 1\nb: 2\na: 3\n",
       "3:1+1 yaml-duplicate-key: duplicate key `a` [line 3: mapping key \"a\" already "
       "defined at line 1] {1:1+1 first defined here}"},
      {"a: 1\n\"a\": 2\na: 3\n",
       "2:1+3 yaml-duplicate-key: duplicate key `a` [line 2: mapping key \"a\" already "
       "defined at line 1] {1:1+1 first defined here}\n3:1+1 yaml-duplicate-key: duplicate key `a` "
       "[line 3: mapping key \"a\" already defined at line 1\n  line 3: mapping key \"a\" "
       "already defined at line 2] {1:1+1 first defined here}"},
      {"[x]: 1\n[y]: 2\n",
       "2:1+3 yaml-duplicate-key: a second key that is a list [line 2: mapping key \"\" already "
       "defined at line 1] {1:1+3 first defined here}"},
      {"a: *b\n",
       "1:4+2 yaml-unknown-alias: no anchor `&b` before this alias [yaml: unknown anchor 'b' "
       "referenced] (quote a value that starts with `*`)"},
      {"b: &a\n  c: *a\n",
       "2:6+2 yaml-alias-loop: alias `*a` is inside its own anchor's value [yaml: anchor 'a' "
       "value contains itself] {1:4 the value begins here}"},
      {"a: \x01\n",
       "1:4+1 yaml-encoding: character U+0001 is not allowed [yaml: control characters are not "
       "allowed]"},
      {"a: \xE9t\xE9\n",
       "1:4+1 yaml-encoding: byte 0xE9 is not UTF-8 here [yaml: invalid trailing UTF-8 octet] "
       "(save the file as UTF-8)"},
      {"a\xC2",
       "1:2+1 yaml-encoding: byte 0xC2 is not UTF-8 here [yaml: incomplete UTF-8 octet sequence] "
       "(save the file as UTF-8)"},
      {"a: \x7f\n",
       "1:4+1 yaml-encoding: character U+007F is not allowed [yaml: control characters are not "
       "allowed]"},
      {"a: b: c\n",
       "1:5+1 yaml-syntax: unexpected `:`: this line already has a key [yaml: mapping values are "
       "not allowed in this context] (quote text that contains `: ` or starts with a special YAML "
       "character)"},
      {"a: 1\n b: 2\n",
       "2:3+1 yaml-syntax: unexpected `:`: this line continues the value above [yaml: line 2: "
       "mapping values are not allowed in this context] (check the indentation: items of the same "
       "level start in the same column)"},
      {"a:\n  - x\n - y\n",
       "3:2+1 yaml-syntax: expected a key, or the end of the mapping [yaml: line 2: did not find "
       "expected key] {1:1+1 the mapping begins here} (check the indentation: items of the same "
       "level start in the same column)"},
      {"groups:\n  - name: x\n   rules: []\n",
       "3:4+1 yaml-syntax: expected a list item, or the end of the list [yaml: line 1: did not "
       "find expected '-' indicator] {2:3+1 the list begins here} (check the indentation: items of "
       "the same level start in the same column)"},
      {"a: 1\nb\nc: 2\n",
       "2:1+1 yaml-syntax: expected `:` after this key [yaml: line 2: could not find expected ':'] "
       "(check the indentation: items of the same level start in the same column)"},
      {"a: \"x\nb: 1\n",
       "1:4+1 yaml-syntax: the file ends inside quoted text [yaml: line 3: found unexpected end of "
       "stream] (close the quote)"},
      {"a: 'x\n---\n",
       "2:1+1 yaml-syntax: the document ends inside quoted text [yaml: line 2: found unexpected "
       "document indicator] {1:4+1 the quoted text begins here} (close the quote)"},
      {"a: [1, 2\nb: 3\n",
       "2:2+1 yaml-syntax: expected `,` or `]` [yaml: line 1: did not find expected ',' or ']'] "
       "{1:4+1 the list begins here}"},
      {"a: {{ x }}\n", ""},
      {"a: {x: 1\n",
       "2:1 yaml-syntax: expected `,` or `}` [yaml: line 1: did not find expected ',' or '}'] "
       "{1:4+1 the mapping begins here} (quote text that starts with `{`, such as a template)"},
      {"a: @x\n",
       "1:4+1 yaml-syntax: no value can start with this character [yaml: found character that "
       "cannot start any token] (quote the value)"},
      {"a: `x`\n",
       "1:4+1 yaml-syntax: no value can start with this character [yaml: found character that "
       "cannot start any token] (quote the value)"},
      {"a: %x\n",
       "1:4+1 yaml-syntax: no value can start with this character [yaml: found character that "
       "cannot start any token] (quote the value)"},
      {"%x\n",
       "1:1+2 yaml-syntax: unknown directive [yaml: found unknown directive name] (`%` at the "
       "start of a line begins a directive: indent the text or put it in quotes)"},
      {"%YAML 1.2\n---\na: 1\n",
       "1:1+5 yaml-syntax: only `%YAML 1.1` is understood [yaml: found incompatible YAML document] "
       "(remove the directive)"},
      {"\ta: 1\n",
       "1:1+1 yaml-syntax: a tab cannot be used for indentation [yaml: found character that cannot "
       "start any token] (use spaces)"},
      {"a:\n\t- x\n",
       "2:1+1 yaml-syntax: a tab cannot be used for indentation [yaml: line 2: found character "
       "that cannot start any token] (use spaces)"},
      {"a:\n  b: |\n\t x\n",
       "3:1+1 yaml-syntax: a tab cannot be used for indentation [yaml: line 2: found a tab "
       "character where an indentation space is expected] {2:6+1 the block begins here} (use "
       "spaces)"},
      {"a: x\n\ty\n",
       "2:1+1 yaml-syntax: a tab cannot be used for indentation [yaml: line 2: found a tab "
       "character that violates indentation] {1:4+1 the value begins here} (use spaces)"},
      {"a: |x\n",
       "1:5+1 yaml-syntax: unexpected text after the block indicator [yaml: did not find expected "
       "comment or line break] {1:4+1 the block begins here} (the text of a block starts on the "
       "next line)"},
      {"a: |0\n",
       "1:5+1 yaml-syntax: the indentation must be from 1 to 9 [yaml: found an indentation "
       "indicator equal to 0] {1:4+1 the block begins here}"},
      {"a: \"\\q\"\n",
       "1:5+1 yaml-syntax: unknown escape sequence [yaml: found unknown escape character] {1:4+1 "
       "the quoted text begins here} (double the backslash, or use single quotes)"},
      {"a: \"\\xZZ\"\n",
       "1:7+1 yaml-syntax: expected hexadecimal digits in this escape sequence [yaml: did not find "
       "expected hexdecimal number] {1:4+1 the quoted text begins here}"},
      {"a: \"\\uD800\"\n",
       "1:7+1 yaml-syntax: this escape sequence stands for no character [yaml: found invalid "
       "Unicode character escape code] {1:4+1 the quoted text begins here}"},
      {"a: !x!y z\n",
       "1:4+4 yaml-syntax: no `%TAG` directive defines this tag [yaml: found undefined tag "
       "handle] (quote text that starts with `!`)"},
      {"a: &\n",
       "1:5+1 yaml-syntax: expected an anchor's name of letters, digits, `-` and `_` [yaml: did "
       "not find expected alphabetic or numeric character] {1:4+1 the anchor begins here} (quote "
       "text that starts with `&`)"},
      {"a: *\n",
       "1:5+1 yaml-syntax: expected the name of an anchor after `*` [yaml: did not find expected "
       "alphabetic or numeric character] {1:4+1 the alias begins here} (quote text that starts "
       "with `*`)"},
      {"a: !<x\n",
       "1:7+1 yaml-syntax: expected `>` at the end of the tag [yaml: did not find the expected "
       "'>'] {1:4+1 the tag begins here}"},
      {"- a\nb: 1\n",
       "2:1+1 yaml-syntax: expected a list item, or the end of the list [yaml: line 1: did not "
       "find expected '-' indicator] {1:1+1 the list begins here} (check the indentation: items of "
       "the same level start in the same column)"},
      {"a: - b\n",
       "1:4+1 yaml-syntax: a list item cannot start here [yaml: block sequence entries are not "
       "allowed in this context] (start the list on its own line)"},
      {"a: 1\n- b\n",
       "2:1+1 yaml-syntax: expected a key, or the end of the mapping [yaml: line 1: did not find "
       "expected key] {1:1+1 the mapping begins here} (check the indentation: items of the same "
       "level start in the same column)"},
      {"? a\n? b\nc: [\n",
       "3:4+1 yaml-syntax: `[` is never closed [yaml: line 3: did not find expected node content] "
       "(add `]`; before items that start with `- `, remove the `[`)"},
      // go-yaml reads two words ahead of what it makes a tree of.
      {"a: 1\n--- b\n...\nx\ny: 1\n",
       "5:2+1 yaml-syntax: unexpected `:`: this line continues the value above [yaml: line 5: "
       "mapping values are not allowed in this context] (check the indentation: items of the same "
       "level start in the same column)"},
      {"a: *b\nx",
       "1:4+2 yaml-unknown-alias: no anchor `&b` before this alias (quote a value that starts with "
       "`*`)\n2:1+1 yaml-syntax: expected `:` after this key [yaml: line 2: "
       "could not find expected ':'] (check the indentation: items of the same level start in the "
       "same column)"},
      {"a: 1\n--- b\n...\nx\n",
       "4:1+1 yaml-syntax: expected a new document [yaml: line 3: did not find expected <document "
       "start>] (a second value in one document is not possible: is the indentation right?)"},
      {"a: b\n}\n",
       "2:1+1 yaml-syntax: expected a key, or the end of the mapping [yaml: line 1: did not find "
       "expected key] {1:1+1 the mapping begins here} (check the indentation: items of the same "
       "level start in the same column)"},
      {"a: 1\n\nexpr: up{job=\"x\"} : 1\n",
       "3:19+1 yaml-syntax: unexpected `:`: this line already has a key [yaml: line 3: mapping "
       "values are not allowed in this context] (quote text that contains `: ` or starts with a "
       "special YAML character)"},
      {"a: !!map\nb: ]\n",
       "2:4+1 yaml-syntax: expected a value [yaml: line 1: did not find expected node content]"},
      {"<<: x\n",
       "1:5+1 yaml-bad-merge: `<<` merges mappings, but this is a single value [yaml: map merge "
       "requires "
       "map or sequence of maps as the value]"},
      {"a: &l [1]\n<<: *l\n",
       "2:5+2 yaml-bad-merge: `<<` merges mappings, but this is a list [yaml: map merge requires "
       "map or sequence of maps as the value]"},
  };
  for (const Case& c : kCases) {
    const std::string text = c.text;
    CAPTURE(text);
    CHECK(Parsed(c.text).Problems() == std::string(c.problems));
  }
}

TEST_CASE("what was read before a fault is kept") {
  const Parsed parsed("a: 1\n---\nb: [\n");
  CHECK_FALSE(parsed.stream.complete);
  CHECK(PrintTree(parsed.file, parsed.stream) == R"({"a"@1:1+1: "1"@1:4+1}@1:1+4)");
}

TEST_CASE("reading can stop after the first document, whatever comes next") {
  const ParseLimits one = {.max_documents = 1};
  const Parsed broken("a: 1\n---\nb: [\n", one);
  CHECK(broken.Problems().empty());
  CHECK(broken.stream.complete);
  CHECK(broken.stream.has_more);
  const Parsed ended("a: 1\n...\n# end\n", one);
  CHECK(ended.stream.documents.size() == 1);
  CHECK_FALSE(ended.stream.has_more);
}

TEST_CASE("nesting is bounded, also where aliases make it") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(Parsed(nested(128)).Problems().empty());
  CHECK(Parsed(nested(129)).Problems() ==
        "1:129+1 yaml-too-deep: brackets are nested more than 128 levels deep");
  const auto blocks = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "- ";
    return text + "x";
  };
  CHECK(Parsed(blocks(10'000)).Problems().empty());
  CHECK(Parsed(blocks(10'001)).Problems() ==
        "1:20001 yaml-too-deep: collections are nested more than 10000 levels deep "
        "[yaml: exceeded max depth of 10000]");

  const ParseLimits shallow = {.max_depth = 5};
  CHECK(Parsed("a: &a [[[x]]]\nb: *a\n", shallow).Problems().empty());
  CHECK(Parsed("a: &a [[[x]]]\nb: [[*a]]\n", shallow).Problems() ==
        "2:6+2 yaml-too-deep: collections are nested more than 5 levels deep "
        "[yaml: exceeded max depth of 5]");
}

TEST_CASE("brackets nested without end do not take long to refuse") {
  std::string text(100'000, '[');
  for (int i = 0; i < 100'000; ++i) text += "a,\n";
  const Parsed parsed(text);
  REQUIRE(parsed.diagnostics.found().size() == 1);
  CHECK(parsed.diagnostics.found()[0].info->code == "yaml-too-deep");
}

TEST_CASE("aliases that multiply are refused at once, those that only repeat are not") {
  std::string bomb = "a0: &a0 x\n";
  for (int i = 1; i < 60; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 9; ++j) bomb += "*a" + std::to_string(i - 1) + ", ";
    bomb += "]\n";
  }
  const Parsed parsed(bomb);
  REQUIRE(parsed.diagnostics.found().size() == 1);
  CHECK(parsed.diagnostics.found()[0].info->code == "yaml-alias-bomb");
  CHECK(parsed.stream.documents.at(0).root == nullptr);

  std::string many = "base: &base {severity: page, team: core}\nrules:\n";
  for (int i = 0; i < 5'000; ++i) many += "- labels: *base\n  expr: up\n";
  CHECK(Parsed(many).Problems().empty());
}

TEST_CASE("a file too large for offsets of four bytes is refused unread") {
  const SourceBuffer outer("f", "");
  const SourceFile huge(outer, std::string_view(outer.text().data(), std::size_t{1} << 32U),
                        nullptr, nullptr);
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  CHECK_FALSE(Parse(huge, arena, diagnostics).complete);
  REQUIRE(diagnostics.found().size() == 1);
  CHECK(diagnostics.found()[0].info->code == "yaml-too-large");
}

TEST_CASE("embedded text, which nothing has to follow, is read as well") {
  const SourceBuffer outer("f", "{a: [1]}{");
  const SourceFile inner(outer, outer.text().substr(0, 8), nullptr, nullptr);
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  const Stream stream = Parse(inner, arena, diagnostics);
  CHECK(diagnostics.found().empty());
  REQUIRE(stream.complete);
  const Node& one = stream.documents.at(0).root->Find("a")->items()[0];
  CHECK(one.scalar() == "1");
  CHECK(one.scalar().data() == outer.text().data() + 5);
}

TEST_CASE("lines and columns for upstream count characters, and all the line breaks of YAML 1.1") {
  const Parsed parsed(
      "\xEF\xBB\xBF"
      "a: \xC3\xA9 b\n'x\xC2\x85y\xE2\x80\xA8 z\r w': c\n");
  const auto place = [&](std::string_view what) {
    const std::size_t at = parsed.file.text().find(what);
    return UpstreamPosition(parsed.file, parsed.stream, static_cast<std::uint32_t>(at));
  };
  CHECK(parsed.stream.odd_breaks.size() == 3);
  CHECK(place("a:") == LineColumn{1, 1});
  CHECK(place(" b") == LineColumn{1, 5});
  CHECK(place("'x") == LineColumn{2, 1});
  CHECK(place("y") == LineColumn{3, 1});
  CHECK(place("z") == LineColumn{4, 2});
  CHECK(place("c\n") == LineColumn{5, 6});
}

}  // namespace
}  // namespace check::yaml
