#include "libcheck/yaml/write.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "libcheck/yaml/parse.h"
#include "libcheck/yaml/scalar.h"

namespace check::yaml {
namespace {

TEST_CASE("a document is written as a person would write it") {
  Writer out;
  out.Comment("Generated.");
  out.BeginMapping();
  out.Key("groups");
  out.BeginSequence();
  out.BeginMapping();
  out.Key("name");
  out.String("api");
  out.Key("limit");
  out.Integer(-5);
  out.Key("enabled");
  out.Bool(true);
  out.Key("nothing");
  out.Null();
  out.Key("labels");
  out.BeginMapping();
  out.End();
  out.Key("rules");
  out.BeginSequence();
  out.BeginMapping();
  out.Key("expr");
  out.String("sum(\n  up\n)\n");
  out.Key("for");
  out.String("5m");
  out.Key("yes");
  out.String("1.5");
  out.Key("summary");
  out.String("{{ $labels.job }}: it's \"down\"");
  out.End();
  out.End();
  out.End();
  out.End();
  out.End();
  CHECK(out.Take() == R"(# Generated.
groups:
  - name: api
    limit: -5
    enabled: true
    nothing: null
    labels:
      {}
    rules:
      - expr: |
          sum(
            up
          )
        for: 5m
        "yes": "1.5"
        summary: "{{ $labels.job }}: it's \"down\""
)");
}

TEST_CASE("text is read back as it was, as a string, wherever it stands") {
  std::vector<std::string> texts = {"",
                                    " ",
                                    "~",
                                    "null",
                                    "yes",
                                    "on",
                                    "1",
                                    "0x1F",
                                    "1e3",
                                    "12:30",
                                    "1:2:3",
                                    ".5",
                                    "2020-01-01",
                                    "<<",
                                    "=",
                                    "-",
                                    "- a",
                                    "---",
                                    "...",
                                    "a: b",
                                    "a:",
                                    "a #b",
                                    "#a",
                                    "*a",
                                    "&a",
                                    "!a",
                                    "{a}",
                                    "[a]",
                                    "a,b",
                                    "%a",
                                    "@a",
                                    "`a`",
                                    "'a'",
                                    "\"a\"",
                                    "a\\b",
                                    "a\nb",
                                    "a\nb\n",
                                    "a\n\n",
                                    "\na\n",
                                    " a\nb\n",
                                    "a\n b\n",
                                    "a \nb\n",
                                    "a\tb",
                                    "a\n\tb\n",
                                    "\ta\nb\n",
                                    "a\r\nb",
                                    "a\x01",
                                    "\x7F",
                                    "\xC3\xA9",
                                    "\xC2\x85",
                                    "a\n\xE2\x80\xA8\nb\n",
                                    "\xF0\x9F\x98\x80",
                                    "a\n\n\nb\n",
                                    "a:\tb",
                                    "#\nb\n",
                                    "a\n#b\n",
                                    "\xEF\xBB\xBF",
                                    "\xEF\xBB\xBF"
                                    "a\nb\n",
                                    std::string("a\0b", 3)};
  std::mt19937 random(1);
  constexpr std::string_view kPieces[] = {"a",  " ",        "\n", ":", "#", "-", "'",
                                          "\"", "\\",       "1",  "{", "}", "[", ",",
                                          "\t", "\xC3\xA9", "&",  "*", "!"};
  for (int i = 0; i < 3'000; ++i) {
    std::string text;
    for (auto n = random() % 8; n > 0; --n) text += kPieces[random() % std::size(kPieces)];
    texts.push_back(text);
  }
  for (const std::string& text : texts) {
    Writer out;
    out.BeginMapping();
    out.Key("in a list");
    out.BeginSequence();
    out.String(text);
    out.String(text);
    out.End();
    out.Key("nested");
    out.BeginMapping();
    out.Key("k" + text);
    out.String(text);
    out.End();
    out.End();
    const SourceBuffer file("f", out.Take());
    CAPTURE(text);
    CAPTURE(std::string(file.text()));
    Arena arena;
    Diagnostics diagnostics;
    const Stream stream = Parse(file, arena, diagnostics);
    REQUIRE(diagnostics.found().empty());
    const Node& root = *stream.documents.at(0).root;
    const Node& item = root.Find("in a list")->items()[1];
    const Entry& entry = root.Find("nested")->entries()[0];
    CHECK(item.scalar() == text);
    CHECK(entry.key.scalar() == "k" + text);
    CHECK(entry.value.scalar() == text);
    for (const Dialect dialect : {Dialect::kGoYamlV3, Dialect::kGoYamlV2}) {
      CHECK(TagText(item, stream, dialect) == "!!str");
    }
  }
}

}  // namespace
}  // namespace check::yaml
