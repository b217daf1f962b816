#include "libcheck/result/grid.h"

#include <doctest/doctest.h>

#include <string>

namespace check::result {
namespace {

Grid Targets() {
  Grid grid(
      {{"Target"}, {"Health"}, {"Scrape", Align::kDecimal}, {"Series", Align::kRight}, {"Error"}},
      "Job");
  grid.AddSection("node");
  grid.AddRow({{"http://a:9100"}, {"up", Tone::kGood}, {"0.0125"}, {"1200"}});
  grid.AddRow({{"http://münchen:9100"}, {"down", Tone::kBad}, {"12"}, {"7"}, {"no\nroute"}});
  grid.AddSection("empty");
  grid.AddSection("app, \"new\"");
  grid.AddRow({{"http://b"}, {"up", Tone::kGood}, {"-1.5"}});
  return grid;
}

TEST_CASE("cells are aligned, also at their decimal point, and sections without rows left out") {
  CHECK(Targets().Text(false, 80) == R"(Target               Health   Scrape  Series  Error

node
http://a:9100        up       0.0125    1200
http://münchen:9100  down    12            7  no route

app, "new"
http://b             up      -1.5
)");
  CHECK(Targets().Width() == 54);
}

TEST_CASE("colours are put around texts, not around blanks") {
  Grid grid({{"Health"}, {"Name"}});
  grid.AddRow({{"up", Tone::kGood}, {"a"}});
  CHECK(grid.Text(true, 80) == "\x1b[1mHealth  Name\x1b[0m\n\x1b[32mup\x1b[0m      a\n");
}

TEST_CASE("cells of the widest column are wrapped, behind a blank or a comma if there is one") {
  Grid grid({{"Name"}, {"Labels"}, {"Value", Align::kRight}});
  grid.AddRow({{"a"}, {"cluster=one,namespace=default,pod=x"}, {"1"}});
  grid.AddRow({{"b"}, {"one two three four five six"}, {"22"}});
  grid.AddRow({{"c"}, {"abcdefghijklmnopqrstuvwxyz"}, {"3"}});
  CHECK(grid.Text(false, 33) == R"(Name  Labels                Value
a     cluster=one,              1
      namespace=default,
      pod=x
b     one two three four       22
      five six
c     abcdefghijklmnopqrst      3
      uvwxyz
)");
}

TEST_CASE("what is too wide for the terminal has a line for each cell") {
  CHECK(Targets().Text(false, 40) == R"(node

Target  http://a:9100
Health  up
Scrape  0.0125
Series  1200

Target  http://münchen:9100
Health  down
Scrape  12
Series  7
Error   no route

app, "new"

Target  http://b
Health  up
Scrape  -1.5
)");
}

TEST_CASE("columns in which all is empty are not shown, but CSV has them") {
  Grid grid({{"Name"}, {"Unit"}, {"Help"}});
  grid.AddRow({{"up"}, {""}, {"a \x1b[31mred\" one"}});
  CHECK(grid.Text(false, 0) == "Name  Help\nup    a \xE2\x90\x9B[31mred\" one\n");
  CHECK(grid.Csv() == "Name,Unit,Help\nup,,\"a \x1b[31mred\"\" one\"\n");
  CHECK(Targets().Csv() ==
        "Job,Target,Health,Scrape,Series,Error\n"
        "node,http://a:9100,up,0.0125,1200,\n"
        "node,http://münchen:9100,down,12,7,\"no\nroute\"\n"
        "\"app, \"\"new\"\"\",http://b,up,-1.5,,\n");
}

TEST_CASE("what is no number ends where the points are") {
  Grid grid({{"Value", Align::kDecimal}, {"Name"}});
  for (const char* text : {"1.5", "+Inf", "-200", "NaN", "1e+20"}) grid.AddRow({{text}, {"a"}});
  CHECK(grid.Text(false, 0) == R"(   Value  Name
   1.5    a
+Inf      a
-200      a
 NaN      a
   1e+20  a
)");
}

TEST_CASE("a table of nothing is nothing") {
  CHECK(Grid({{"Name"}}).Text(false, 80) == "");
  CHECK(Grid({{"Name"}}).empty());
  CHECK(Grid({{"Name"}}).Csv() == "Name\n");
}

}  // namespace
}  // namespace check::result
