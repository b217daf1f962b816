#include "libcheck/promql/explain.h"

#include <doctest/doctest.h>

#include <string>

#include "libcheck/promql/parse.h"

namespace check::promql {
namespace {

std::string ExplainText(std::string_view text, bool colour = false) {
  const SourceBuffer source("", std::string(text));
  ParseOptions options;
  options.experimental_functions = options.fill_modifiers = true;
  Arena arena;
  Diagnostics diagnostics;
  const Expr* expr = ParseExpr(source, options, arena, diagnostics);
  REQUIRE(expr != nullptr);
  return "\n" + Explain(*expr, colour);
}

TEST_CASE("an explanation shows the tree with types, labels and what each part does") {
  CHECK(ExplainText("sum by (job) (rate(errors_total{code=\"500\"}[5m] offset 1h)) > 5") == R"(
part                                             type            labels                        what it does
>                                                instant vector  job                           Keeps what is greater than the right side.
├─ sum by (job)                                  instant vector  job                           Adds up the values of each group.
│  └─ rate()                                     instant vector  any but __name__; code="500"  Returns the average increase per second of each counter over the range, adjusted for resets.
│     └─ errors_total{code="500"}[5m] offset 1h  range vector    any; code="500"               Selects the samples of the last 5m, 1h earlier.
└─ 5                                             scalar
)");
}

TEST_CASE("an explanation says how the sides of an operator find each other") {
  CHECK(ExplainText("(a + ignoring (x) b) * on (job) group_left (team) max by (job, team) (c)") ==
        R"(
part                          type            labels               what it does
* on (job) group_left (team)  instant vector  any but __name__, x  Multiplies the sides. Matches by job. Many on the left to one on the right, with its team.
├─ + ignoring (x)             instant vector  any but __name__, x  Adds the right side to the left. Matches by all labels except x.
│  ├─ a                       instant vector  any                  Selects the newest sample of each series.
│  └─ b                       instant vector  any                  Selects the newest sample of each series.
└─ max by (job, team)         instant vector  job, team            Returns the largest value of each group.
   └─ c                       instant vector  any                  Selects the newest sample of each series.
)");
}

TEST_CASE("subqueries, times and signs are explained") {
  CHECK(ExplainText("-max_over_time((up == bool 0)[1h:5m] @ 100) or absent(up{job=\"a\"})") == R"(
part                        type            labels            what it does
or                          instant vector  any but __name__  Joins the series of both sides; of those that match, takes the left. Matches by all labels.
├─ -                        instant vector  any but __name__  Negates the value.
│  └─ max_over_time()       instant vector  any but __name__  Returns the largest sample of each series in the range.
│     └─ [1h:5m] @ 100.000  range vector    any but __name__  Evaluates the expression below every 5m, over the last 1h, at a fixed time.
│        └─ == bool         instant vector  any but __name__  Returns 1 where the comparison is true, else 0.
│           ├─ up           instant vector  any               Selects the newest sample of each series.
│           └─ 0            scalar
└─ absent()                 instant vector  job="a"           Returns 1 if the vector has no elements.
   └─ up{job="a"}           instant vector  any; job="a"      Selects the newest sample of each series.
)");
}

TEST_CASE("colours set the columns apart") {
  CHECK(ExplainText("-up", /*colour=*/true) ==
        "\n"
        "\x1b[2mpart\x1b[0m   \x1b[2mtype\x1b[0m            \x1b[2mlabels\x1b[0m            "
        "\x1b[2mwhat it does\x1b[0m\n"
        "\x1b[1m-\x1b[0m      \x1b[36minstant vector\x1b[0m  \x1b[32many but __name__\x1b[0m  "
        "Negates the value.\n"
        "\x1b[2m└─ \x1b[0m\x1b[1mup\x1b[0m  \x1b[36minstant vector\x1b[0m  \x1b[32many\x1b[0m      "
        "         Selects the newest sample of each series.\n");
}

}  // namespace
}  // namespace check::promql
