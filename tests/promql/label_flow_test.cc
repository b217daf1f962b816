#include "libcheck/promql/label_flow.h"

#include <doctest/doctest.h>

#include <string>

#include "libcheck/model/names.h"
#include "libcheck/promql/parse.h"

namespace check::promql {
namespace {

// "job+ le=\"1\" -instance *": what is there, what is always there, what has one value, what cannot
// be there; a star where any other label may be. The metric name is left out unless asked for.
std::string Print(const LabelFlow& flow, bool with_name) {
  std::string text;
  const auto add = [&](const std::string& word) { text += (text.empty() ? "" : " ") + word; };
  for (const LabelFact& fact : flow.facts) {
    if (fact.label == model::kMetricName && !with_name) continue;
    const std::string label(fact.label);
    if (fact.presence == Presence::kNever) {
      add("-" + label);
    } else if (fact.has_value) {
      add(label + "=" + std::string(fact.value));
    } else {
      add(label + (fact.presence == Presence::kAlways ? "+" : ""));
    }
  }
  if (!flow.closed()) add("*");
  return text;
}

struct Parsed {
  explicit Parsed(std::string_view text) : source("", std::string(text)) {
    ParseOptions options;
    options.experimental_functions = options.extended_range_selectors = options.fill_modifiers =
        true;
    Diagnostics diagnostics;
    expr = ParseExpr(source, options, arena, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.found()) FAIL_CHECK(diagnostic.message);
    REQUIRE(expr != nullptr);
  }

  SourceBuffer source;
  Arena arena;
  const Expr* expr = nullptr;
};

struct Row {
  std::string_view expr;
  std::string_view labels;
};

void CheckRows(std::span<const Row> rows, bool with_name = false) {
  for (const Row& row : rows) {
    CAPTURE(row.expr);
    const Parsed parsed(row.expr);
    CHECK(Print(LabelFlows(*parsed.expr).Result(), with_name) == row.labels);
  }
}

TEST_CASE("matchers say which labels a selector's series have") {
  constexpr Row kRows[] = {
      {"x", "*"},
      {"x{a=\"1\"}", "a=1 *"},
      {"x{a=\"\"}", "-a *"},
      {"x{a=~\"\"}", "-a *"},
      {"x{a!=\"\"}", "a+ *"},
      {"x{a!=\"1\"}", "*"},
      {"x{a=~\"1\"}", "a=1 *"},
      {"x{a=~\"1|2\"}", "a+ *"},
      {"x{a=~\"1|\"}", "*"},
      {"x{a=~\".+\"}", "a+ *"},
      {"x{a=~\".*\"}", "*"},
      {"x{a!~\".*\"}", "a+ *"},
      {"x{a!~\".+\"}", "-a *"},
      {"x{a!~\"1\"}", "*"},
      {"x{a!~\"\"}", "a+ *"},
      {"x{a!~\"1|\"}", "a+ *"},
      {"x{a!=\"2\", a=~\"1|3\", b=\"4\"}", "a+ b=4 *"},
      {"x{a=~\".+\", a=\"1\"}", "a=1 *"},
      {"x[5m]", "*"},
      {"x{a=\"1\"}[5m:1m]", "a=1 *"},
      {"x{a=\"1\"} offset 5m @ 100", "a=1 *"},
  };
  CheckRows(kRows);
}

TEST_CASE("aggregations keep what they are told to keep") {
  constexpr Row kRows[] = {
      {"sum(x)", ""},
      {"sum by () (x)", ""},
      {"sum by (a, b) (x)", "a b"},
      {"sum by (a) (x{a=\"1\", b=\"2\"})", "a=1"},
      {"sum by (a) (x{a=\"\"})", "-a"},
      {"sum without (a) (x)", "-a *"},
      {"sum without () (x{a=\"1\"})", "a=1 *"},
      {"sum without (a, b) (x{a=\"1\", c!=\"\"})", "-a -b c+ *"},
      {"sum by (a) (sum by (b) (x))", "-a"},
      {"sum without (b) (sum by (a, b) (x))", "a -b"},
      {"topk(3, x{a=\"1\"})", "a=1 *"},
      {"topk by (a) (3, sum by (a, b) (x))", "a b"},
      {"bottomk without (a) (3, x{a=\"1\"})", "a=1 *"},
      {"limitk by (a) (3, x{b=\"1\"})", "b=1 *"},
      {"limit_ratio by (a) (0.5, x{b=\"1\"})", "b=1 *"},
      {"quantile by (a) (0.9, x)", "a"},
      {"group(x)", ""},
      {"count_values(\"v\", x)", "v+"},
      {"count_values by (a) (\"v\", x)", "a v+"},
      {"count_values by (v) (\"v\", x{v=\"\"})", "v+"},
      {"count_values without (a) (\"v\", x)", "-a v+ *"},
      {"count_values without (v) (\"v\", x)", "-v *"},
  };
  CheckRows(kRows);
}

TEST_CASE("functions keep, drop and set labels") {
  constexpr Row kRows[] = {
      {"rate(x{a=\"1\"}[5m])", "a=1 *"},
      {"clamp(sum by (a) (x), 0, 1)", "a"},
      {"quantile_over_time(0.9, x{a=\"1\"}[5m])", "a=1 *"},
      {"vector(1)", ""},
      {"vector(scalar(x))", ""},
      {"hour()", ""},
      {"hour(x{a=\"1\"})", "a=1 *"},
      {"time()", ""},
      {"scalar(x)", ""},
      {"histogram_quantile(0.9, sum by (le, a) (x))", "a -le"},
      {"histogram_quantile(0.9, x)", "-le *"},
      {"histogram_fraction(0, 1, x)", "-le *"},
      {"histogram_quantiles(x, \"q\", 0.5, 0.9)", "-le q+ *"},
      {"histogram_avg(x{a=\"1\"})", "a=1 *"},
      {"sort_by_label(x{a=\"1\"}, \"a\")", "a=1 *"},
      {"absent(x)", ""},
      {"absent(x{a=\"1\", b=~\"2|3\", c!=\"4\"})", "a=1 -b -c"},
      {"absent((x{a=\"1\"}))", "a=1"},
      {"absent(x{a=\"1\", a=\"2\", b=\"3\"})", "-a b=3"},
      {"absent(x{a=\"1\", a!=\"2\"})", "a"},
      {"absent(x{a=~\"1|\", a=\"2\"})", "a"},
      {"absent(x{a=\"2\", a=~\"1|\", a=\"2\"})", "-a"},
      {"absent(x{a=\"\"})", "-a"},
      {"absent(sum by (a) (x{a=\"1\"}))", ""},
      {"absent(x{a=\"1\"} == 1)", ""},
      {"absent_over_time(x{a=\"1\"}[5m])", "a=1"},
      {"absent_over_time(x{a=\"1\"}[5m:])", ""},
      {"info(sum by (a) (x))", "*"},
      {"info(sum by (a) (x), {b=~\".*\"})", "a b"},
      {"info(x{a=\"\"}, {__name__=\"y_info\"})", "*"},
      {"info(x{a=\"1\"}, {a=\"2\"})", "a=1 *"},
  };
  CheckRows(kRows);
}

TEST_CASE("label_replace and label_join may set a label, or surely do") {
  constexpr Row kRows[] = {
      {"label_replace(x, \"a\", \"$1\", \"b\", \"(.*)-.*\")", "*"},
      {"label_replace(x{a=\"1\"}, \"a\", \"$1\", \"b\", \"(.*)-.*\")", "*"},
      {"label_replace(vector(1), \"a\", \"1\", \"\", \"\")", "a=1"},
      {"label_replace(sum(x), \"a\", \"1\", \"b\", \".*\")", "a=1"},
      {"label_replace(sum(x), \"a\", \"1\", \"b\", \".+\")", ""},
      {"label_replace(sum by (b) (x), \"a\", \"1\", \"b\", \".+\")", "a b"},
      {"label_replace(x{b=\"2\"}, \"a\", \"$1\", \"b\", \"(.*)\")", "a=2 b=2 *"},
      {"label_replace(x{b=\"2\"}, \"a\", \"$1\", \"b\", \"(.+)\")", "a+ b=2 *"},
      {"label_replace(x, \"a\", \"$1\", \"b\", \"(.+)\")", "*"},
      {"label_replace(x{a!=\"\"}, \"a\", \"$1\", \"b\", \"(.+)\")", "a+ *"},
      {"label_replace(x{b=\"\"}, \"a\", \"$1\", \"b\", \"(.*)\")", "-a -b *"},
      {"label_replace(x, \"a\", \"\", \"a\", \".*\")", "-a *"},
      {"label_replace(x{a=\"1\"}, \"a\", \"\", \"b\", \"2\")", "*"},
      {"label_replace(x, \"a\", \"p-$1\", \"b\", \"(.*)\")", "a+ *"},
      {"label_replace(x, \"a\", \"$$1\", \"b\", \".*\")", "*"},
      {"label_join(x, \"a\", \"-\", \"b\", \"c\")", "a+ *"},
      {"label_join(x, \"a\", \"\", \"b\", \"c\")", "*"},
      {"label_join(x, \"a\", \"\", \"b\")", "*"},
      {"label_join(x{b=\"1\"}, \"a\", \"\", \"b\", \"c\")", "a+ b=1 *"},
      {"label_join(sum(x), \"a\", \"\", \"b\", \"c\")", "-a"},
      {"label_join(sum(x), \"a\", \"-\", \"b\")", "-a"},
  };
  CheckRows(kRows);
}

TEST_CASE("matching leaves the labels that both sides can have") {
  constexpr Row kRows[] = {
      {"x{a=\"1\"} * 2", "a=1 *"},
      {"2 - x{a=\"1\"}", "a=1 *"},
      {"-x{a=\"1\"}", "a=1 *"},
      {"+x{a=\"1\"}", "a=1 *"},
      {"x{a=\"1\"} > bool 2", "a=1 *"},
      {"1 + 2", ""},
      {"x{a=\"1\"} / y{b=\"2\"}", "a=1 b=2 *"},
      {"x / sum by (a) (y)", "a"},
      {"sum by (a, b) (x) / sum by (a) (y)", "a -b"},
      {"x / on (a) y", "a"},
      {"x{b=\"1\"} / on (a) y{a=\"2\"}", "a=2"},
      {"x / on () y", ""},
      {"x / ignoring (a) y", "-a *"},
      {"x{a=\"1\"} / ignoring (a) sum by (b) (y)", "-a b"},
      {"x{c=\"3\"} * on (a) group_left () y{b=\"2\"}", "c=3 *"},
      {"x * on (a) group_left (b) y{b=\"2\"}", "b=2 *"},
      {"x{b=\"1\"} * on (a) group_left (b) sum by (a) (y)", "-b *"},
      {"sum by (a) (x) * on (a) group_left (b) sum by (a, b, c) (y)", "a b"},
      {"sum by (a, b, c) (x) * on (a) group_right (b) sum by (a, d) (y{d=\"1\"})", "a b d=1"},
      {"sum by (a, b) (x) * ignoring (b) group_left () sum by (a) (y)", "a b"},
      {"x * ignoring (b) group_left () sum by (a) (y)", "a b"},
      {"x{a=\"1\"} > on (a) y", "a=1"},
      {"x and y{a=\"1\"}", "a=1 *"},
      {"x and sum by (a) (y)", "a"},
      {"x and on (a) sum by (b) (y)", "-a *"},
      {"x and on () vector(1)", "*"},
      {"x and vector(1)", ""},
      {"x{a=\"1\"} unless sum by (b) (y)", "a=1 *"},
      {"x{a=\"1\"} or y{a=\"1\", b=\"2\"}", "a=1 *"},
      {"x{a=\"1\"} or y{a=\"2\"}", "a+ *"},
      {"x{a=\"\"} or y{a=\"\"}", "-a *"},
      {"x{a=\"\"} or y", "*"},
      {"sum by (a) (x) or sum by (b) (y)", "a b"},
      {"sum by (a) (x) or y", "*"},
      {"absent(x{a=\"1\"}) or absent(x{a=\"2\"})", "a+"},
  };
  CheckRows(kRows);
}

TEST_CASE("series that fill takes from one side alone have the labels that were matched") {
  constexpr Row kRows[] = {
      {"x{a=\"1\"} + fill(0) y{b=\"2\"}", "*"},
      {"sum by (a) (x) + fill_right(0) sum by (b) (y)", "a b"},
      {"x{a=\"1\"} + on (a) fill(0) y{a=\"1\"}", "a=1"},
      {"x * ignoring (b) group_left (c) fill(0) sum by (a) (y)", "*"},
      {"sum by (a) (x) * ignoring (b) group_left (c) fill(0) sum by (a) (y)", "a -c"},
      {"x{b=\"1\"} * on (a) group_left (c) fill_right(0) y{c=\"2\"}", "*"},
  };
  CheckRows(kRows);
}

TEST_CASE("the metric name goes where the result is another quantity") {
  constexpr Row kRows[] = {
      {"x", "__name__=x *"},
      {"x[5m]", "__name__=x *"},
      {"{__name__=~\"x|y\"}", "__name__+ *"},
      {"rate(x[5m])", "-__name__ *"},
      {"last_over_time(x[5m])", "__name__=x *"},
      {"first_over_time(x[5m])", "__name__=x *"},
      {"sort(x)", "__name__=x *"},
      {"x + 1", "-__name__ *"},
      {"x > 1", "__name__=x *"},
      {"x > bool 1", "-__name__ *"},
      {"-x", "-__name__ *"},
      {"+x", "__name__=x *"},
      {"x > y", "__name__=x *"},
      {"x > on (a) y", "a"},
      {"x + y", "-__name__ *"},
      {"x and y", "__name__=x *"},
      {"x or x", "__name__=x *"},
      {"x or y", "__name__+ *"},
      {"sum by (__name__) (x)", "__name__=x"},
      {"sum without (a) (x)", "-__name__ -a *"},
      {"topk(1, x)", "__name__=x *"},
      {"label_replace(rate(x[5m]), \"__name__\", \"y\", \"\", \"\")", "__name__=y *"},
      {"histogram_quantile(0.9, x)", "-__name__ -le *"},
      {"info(rate(x[5m]))", "-__name__ *"},
      {"timestamp(x)", "-__name__ *"},
  };
  CheckRows(kRows, /*with_name=*/true);
}

TEST_CASE("a removal says which part of the expression did it, and why") {
  struct Case {
    std::string_view expr;
    std::string_view label;
    std::string_view where;
    std::string_view reason;
  };
  constexpr Case kCases[] = {
      {"1 + sum by (job) (x)", "a", "by (job)", "`sum by (job)` keeps only `job`"},
      {"sum(x) by (job, b)", "a", "by (job, b)", "`sum by (job, b)` keeps only `job`, `b`"},
      {"max without (a) (x)", "a", "without (a)", "`max without (a)` removes `a`"},
      {"count(x)", "a", "count", "`count` over all series keeps no labels"},
      {"x / on (b) y", "a", "/", "`on (b)` keeps only `b`"},
      {"x / ignoring (a) y", "a", "/", "`ignoring (a)` removes `a`"},
      {"x{a=\"\"}", "a", "a=\"\"", "this matcher selects only series without `a`"},
      {"absent(x{a=~\"1|2\"})", "a", "a=~\"1|2\"",
       "`absent()` returns only labels that have one `=` matcher"},
      {"absent(x)", "a", "absent", "`absent()` returns only labels that have one `=` matcher"},
      {"vector(1)", "a", "vector", "`vector()` returns no labels"},
      {"histogram_quantile(0.9, x)", "le", "histogram_quantile",
       "`histogram_quantile()` removes `le`"},
      {"x * on (b) group_left (a) sum by (b) (y)", "a", "by (b)", "`sum by (b)` keeps only `b`"},
      {"x / sum by (b) (y)", "a", "by (b)", "`sum by (b)` keeps only `b`"},
      {"rate(x[5m])", "__name__", "rate", "`rate()` removes the metric name"},
      {"label_replace(x, \"a\", \"\", \"a\", \".*\")", "a", "\"\"",
       "`label_replace()` sets `a` to nothing"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.expr);
    const Parsed parsed(c.expr);
    const LabelFlows flows(*parsed.expr);
    const LabelFact fact = flows.Result().Find(c.label);
    REQUIRE(fact.presence == Presence::kNever);
    const Removal& root = fact.removal->Root();
    CHECK(parsed.source.text(root.where) == c.where);
    CHECK(Describe(root, c.label) == c.reason);
  }
}

TEST_CASE("what lies between a label and its removal is told") {
  const Parsed match("x / sum by (b) (y)");
  const LabelFlows match_flows(*match.expr);
  CHECK(Describe(*match_flows.Result().Find("a").removal, "a") ==
        "only series without `a` match the other side: `sum by (b)` keeps only `b`");
  const Parsed group("x * on (b) group_left (a) sum by (b) (y)");
  const LabelFlows group_flows(*group.expr);
  CHECK(Describe(*group_flows.Result().Find("a").removal, "a") ==
        "the group modifier copies `a` from the side that cannot have it");
}

TEST_CASE("every part of an expression has a flow, however large it is") {
  std::string text = "sum by (a) (x)";
  for (int i = 0; i < 100; ++i) text += " or sum by (a) (x" + std::to_string(i) + ")";
  const Parsed parsed(text);
  const LabelFlows flows(*parsed.expr);
  std::size_t seen = 0;
  const auto visit = [&](const auto& self, const Expr& expr) -> void {
    CHECK(flows.Of(expr).expr == &expr);
    ++seen;
    ForEachChild(expr, [&](const Expr& child) { self(self, child); });
  };
  visit(visit, *parsed.expr);
  CHECK(seen == flows.All().size());
  CHECK(Print(flows.Result(), false) == "a");
}

TEST_CASE("of absurdly many labels nothing is claimed") {
  std::string labels;
  for (int i = 0; i < 300; ++i) labels += (i > 0 ? ", l" : "l") + std::to_string(i);
  const Parsed parsed("sum by (a) (x) / on (" + labels + ") sum by (a) (y)");
  CHECK(Print(LabelFlows(*parsed.expr).Result(), true) == "*");
}

}  // namespace
}  // namespace check::promql
