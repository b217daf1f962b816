#include "libcheck/diagnostic/finding.h"

#include <doctest/doctest.h>

#include <string>

#include "libcheck/base/utf8.h"

namespace check {
namespace {

constexpr CodeInfo kInfo = {
    .code = "x", .severity = Severity::kWarning, .summary = "", .explanation = ""};

Place PlaceOf(const SourceBuffer& file, std::string_view mark) {
  const auto begin = static_cast<std::uint32_t>(file.text().find(mark));
  return ToPlace({&file, {begin, begin + static_cast<std::uint32_t>(mark.size())}});
}

std::string Marked(const Place& place) {
  return place.excerpt.substr(place.marked.begin, place.marked.size());
}

TEST_CASE("a finding keeps all that is needed once the text is gone") {
  Finding finding{.info = nullptr, .severity = Severity::kInfo, .where = {}, .message = {}};
  {
    const SourceBuffer file("f.yml", "a: 1\nb: two\nc: 3\n");
    Diagnostics diagnostics;
    Diagnostic& diagnostic = diagnostics.Report(kInfo, {&file, {8, 11}}, "message");
    diagnostic.labels.push_back({{&file, {0, 1}}, "label"});
    diagnostic.notes.push_back("note");
    finding = ToFinding(diagnostic);
  }
  CHECK(finding.info == &kInfo);
  CHECK(finding.severity == Severity::kWarning);
  CHECK(finding.where.path == "f.yml");
  CHECK(finding.where.begin == LineColumn{2, 4});
  CHECK(finding.where.end == LineColumn{2, 7});
  CHECK(finding.where.bytes == Span{8, 11});
  CHECK(finding.where.excerpt == "b: two");
  CHECK(Marked(finding.where) == "two");
  REQUIRE(finding.labels.size() == 1);
  CHECK(finding.labels[0].where.excerpt == "a: 1");
  CHECK(finding.labels[0].message == "label");
  CHECK(finding.notes == std::vector<std::string>{"note"});
}

TEST_CASE("bytes and characters are both counted") {
  const SourceBuffer file("f", "é: 1\nü日: \xFF mark\nmark2: 1\n");
  const Place place = PlaceOf(file, "mark");
  CHECK(place.begin == LineColumn{2, 10});
  CHECK(place.character_columns == Span{7, 11});
  CHECK(place.characters == Span{11, 15});
  CHECK(PlaceOf(file, "mark2").characters == Span{16, 21});
  CHECK(PlaceOf(file, "mark2").character_columns == Span{1, 6});
}

TEST_CASE("a span of several lines shows the first, marked to its last visible character") {
  const SourceBuffer file("f", "expr: sum(  \n  up\n)\n");
  const Place place = PlaceOf(file, "sum(  \n  up\n)");
  CHECK(place.excerpt == "expr: sum(  ");
  CHECK(Marked(place) == "sum(");
  CHECK(place.end == LineColumn{3, 2});
}

TEST_CASE("a very long line is cut around what is marked, between characters") {
  for (std::size_t before = 0; before < 400; before += 7) {
    for (const std::size_t after : {0UL, 5UL, 120UL, 1000UL}) {
      std::string line;
      for (std::size_t i = 0; i < before; ++i) line += "e\xCC\x81";
      line += "MARK";
      for (std::size_t i = 0; i < after; ++i) line += "語";
      const SourceBuffer file("f", "first\n" + line + "\nlast\n");
      const Place place = PlaceOf(file, "MARK");
      CHECK(Marked(place) == "MARK");
      CHECK(place.excerpt.size() <= 200);
      CHECK(IsValidUtf8(place.excerpt));
      // An accent without its letter would stand on the dots.
      CHECK(place.excerpt.substr(0, 5) != "...\xCC\x81");
      CHECK(place.begin == LineColumn{2, static_cast<std::uint32_t>(before * 3 + 1)});
    }
  }
  const SourceBuffer file("f", std::string(1000, 'x'));
  const Place whole = ToPlace({&file, {0, 1000}});
  CHECK(Marked(whole).size() == 160);
  CHECK(whole.excerpt.ends_with("x..."));
}

TEST_CASE("a fingerprint survives moving and indenting, and nothing else") {
  const SourceBuffer before("f", "a:\n  - alert: X\n    expr: up ==  0\n");
  const SourceBuffer moved("g", "# more\n\na:\n      - alert: X\n        expr: up == 0  \n");
  const SourceBuffer changed("f", "a:\n  - alert: X\n    expr: up == 1\n");
  const std::uint64_t fingerprint = PlaceOf(before, "up").fingerprint;
  CHECK(PlaceOf(moved, "up").fingerprint == fingerprint);
  CHECK(PlaceOf(changed, "up").fingerprint != fingerprint);
  CHECK(PlaceOf(before, "expr").fingerprint == fingerprint);
  CHECK(PlaceOf(before, "X\n    expr").fingerprint != fingerprint);
  // Baselines keep it: the value itself may never change.
  CHECK(fingerprint == 8427731710790777557U);
}

TEST_CASE("places outside any file or past its end are harmless") {
  CHECK(ToPlace({}).path.empty());
  CHECK(ToPlace({}).begin == LineColumn{1, 1});
  const SourceBuffer file("f", "a\nb");
  CHECK(ToPlace({&file, {50, 90}}).begin == LineColumn{2, 2});
  CHECK(ToPlace({&file, {50, 90}}).bytes == Span{3, 3});
  const SourceBuffer empty("f", "");
  CHECK(ToPlace({&empty, {0, 0}}).begin == LineColumn{1, 1});
}

}  // namespace
}  // namespace check
