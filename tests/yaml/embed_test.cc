#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "libcheck/yaml/parse.h"
#include "tests/support/shared.h"

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

// Follows bytes of all the scalars below `node` home: each one copied has to be found there, and
// each one decoded has to come from what can be decoded to it.
struct Walk {
  const SourceFile& file;
  Arena arena = {};
  std::size_t scalars = 0;
  std::size_t lost = 0;

  void Scalar(const Node& node) {
    if (node.is_alias || node.scalar().empty()) return;
    ++scalars;
    const SourceFile* inner = Embed(file, node, arena);
    const auto size = static_cast<std::uint32_t>(inner->text().size());
    bool good = true;
    std::uint32_t before = node.span.begin;
    for (std::uint32_t i = 0; i < size; i += 1 + size / 100) {
      const Span outer = Location{inner, {i, i + 1}}.Outermost().span;
      const std::string_view there = file.text(outer);
      good = good && outer.begin >= before && outer.size() > 0 && outer.size() <= 10;
      if (there != inner->text({i, i + 1})) {
        constexpr std::string_view kDecodes = "\\'\n\r\xC2\xE2";
        good = good && kDecodes.find(there.front()) != std::string_view::npos;
      }
      before = outer.begin;
    }
    if (!good) {
      ++lost;
      const LineColumn place = file.PositionOf(node.span.begin);
      MESSAGE(std::string(file.name()), ":", place.line, ":", place.column);
    }
  }

  void Node(const yaml::Node& node) {
    if (node.IsScalar()) Scalar(node);
    for (const yaml::Node& item : node.items()) Node(item);
    for (const Entry& entry : node.entries()) {
      Node(entry.key);
      Node(entry.value);
    }
  }
};

TEST_CASE("no scalar of real files is lost track of") {
  std::size_t scalars = 0;
  std::size_t lost = 0;
  for (const char* folder : {"corpus", "seeds/extracted", "conformance"}) {
    const auto below = test::Shared(folder, "embedded scalars");
    if (!below) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*below)) {
      const auto extension = entry.path().extension();
      if (extension != ".yml" && extension != ".yaml") continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      const SourceBuffer file(entry.path().string(), {std::istreambuf_iterator<char>(stream), {}});
      Arena arena;
      Diagnostics diagnostics;
      Walk walk{file};
      for (const Document& document : Parse(file, arena, diagnostics).documents) {
        if (document.root != nullptr) walk.Node(*document.root);
      }
      scalars += walk.scalars;
      lost += walk.lost;
    }
  }
  if (scalars > 0) test::PrintConformance("yaml scalars led home", scalars - lost, scalars);
  CHECK(lost == 0);
}

TEST_CASE("no scalar is lost track of, whatever surrounds it and however it is written") {
  constexpr std::string_view kBefore[] = {"",     "k: ",       "- ",      "k:\n  ",
                                          "- - ", "k: !!str ", "k: &a\n "};
  constexpr std::string_view kScalars[] = {
      "plain text\n",
      "plain\n    text\n\n\n    in  lines\n",
      "'single''s'\n",
      "'single\n    in\n\n    lines ''too'' '\n",
      "\"a\\tb \\\n    c\\\n    \\  d\n\n\n    e\\u00e9\"\n",
      "|\n    one\n      two\n\n    three\n\n",
      "|+\n    one\n\n\n",
      "|-\n    one\n    two\n",
      "|1\n       one\n      two\n",
      ">\n    one\n    two\n\n    three\n      four\n    five\n",
      ">-\n\n    one\n\n\n      two\n\n    three\n",
      "\xC3\xA9\n    \xE2\x82\xAC\n",
  };
  for (const std::string_view before : kBefore) {
    for (const std::string_view scalar : kScalars) {
      for (const bool crlf : {false, true}) {
        std::string text(before);
        text += scalar;
        for (std::size_t i = 0; crlf && (i = text.find('\n', i)) != std::string::npos; i += 2) {
          text.insert(i, "\r");
        }
        CAPTURE(text);
        const SourceBuffer file("f", text);
        Arena arena;
        Diagnostics diagnostics;
        const Stream stream = Parse(file, arena, diagnostics);
        CHECK(diagnostics.found().empty());
        Walk walk{file};
        walk.Node(*stream.documents.at(0).root);
        CHECK(walk.scalars > 0);
        CHECK(walk.lost == 0);
      }
    }
  }
}

}  // namespace
}  // namespace check::yaml
