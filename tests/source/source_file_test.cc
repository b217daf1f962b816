#include "libcheck/source/source_file.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace check {
namespace {

std::vector<Segment> TwoLines(const SourceFile&, const void*) {
  return {{{0, 3}, {10, 13}}, {{3, 8}, {15, 20}}};
}

TEST_CASE("a span in embedded text leads back to the file on disk") {
  const SourceBuffer outer("f", "expr: |\n  up\n  == 0\n");
  const SourceFile inner(outer, "up\n== 0\n", TwoLines, nullptr);

  const Location zero = Location{&inner, {6, 7}}.Outermost();
  CHECK(outer.text(zero.span) == "0");
  CHECK(outer.PositionOf(zero.span.begin) == LineColumn{3, 6});
}

TEST_CASE("what is missing at the end of embedded text is missing after its last line") {
  const SourceBuffer outer("f", "expr: |\n  up\n  == 0\nfor: 5m\n");
  const SourceFile inner(outer, "up\n== 0\n", TwoLines, nullptr);
  CHECK(Location{&inner, {8, 8}}.Outermost().span == Span{19, 19});
}

TEST_CASE("lines and columns count from one, and a line ends before its break") {
  const SourceBuffer file("f", "one\r\ntwo\n\nlast");
  CHECK(file.PositionOf(0) == LineColumn{1, 1});
  CHECK(file.PositionOf(5) == LineColumn{2, 1});
  CHECK(file.PositionOf(14) == LineColumn{4, 5});
  CHECK(file.PositionOf(999) == LineColumn{4, 5});
  CHECK(file.Line(1) == "one");
  CHECK(file.Line(3).empty());
  CHECK(file.Line(4) == "last");
  CHECK(file.Line(5).empty());
}

}  // namespace
}  // namespace check
