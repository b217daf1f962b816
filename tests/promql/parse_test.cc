#include "libcheck/promql/parse.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "libcheck/base/deep_stack.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/functions.h"

namespace check::promql {
namespace {

struct Parsed {
  explicit Parsed(std::string text, const ParseOptions& options = {})
      : source("test", std::move(text)) {
    expr = ParseExpr(source, options, arena, diagnostics, &comments);
  }
  std::string_view Text(Span span) const { return source.text(span); }

  SourceBuffer source;
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  std::vector<Span> comments;
  const Expr* expr = nullptr;
};

// One line per fault and note: "5-8: message", "  note", "  5-8: label". A "+" stands before faults
// that Prometheus does not report.
std::string Report(const Parsed& parsed) {
  const auto place = [](Span span) {
    return std::to_string(span.begin) + "-" + std::to_string(span.end) + ": ";
  };
  std::string out;
  for (const Diagnostic& problem : parsed.diagnostics.found()) {
    if (problem.upstream.empty()) out += '+';
    out += place(problem.where.span) + problem.message + "\n";
    for (const Label& label : problem.labels) {
      out += "  " + place(label.where.span) + label.message + "\n";
    }
    for (const std::string& note : problem.notes) out += "  " + note + "\n";
  }
  return out;
}

std::string Repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST_CASE("one fault does not hide the others") {
  struct Row {
    std::string_view text;
    std::string_view report;
  };
  const Row kRows[] = {
      {"rat(a[5m]) + incraese(b[5m])",
       "0-3: unknown function with name \"rat\"\n  did you mean `rate`?\n"
       "13-21: unknown function with name \"incraese\"\n  did you mean `increase`?\n"},
      {"a{b=~\"(\", c=d} + rate(e)",
       "6-7: error parsing regexp: missing closing ): `(`\n"
       "  close it with `)`; to match a parenthesis, write `[(]`\n"
       "12-13: unexpected identifier \"d\" in label matching, expected string\n"
       "  label values are quoted: `\"d\"`\n"
       "+22-23: expected type range vector in call to function \"rate\", got instant vector\n"
       "  add a range such as `[5m]`\n"},
      {"rat(a b) + incr(c)",
       "6-7: unexpected identifier \"b\"\n  an operator or a comma is missing before it\n"
       "+0-3: unknown function with name \"rat\"\n  did you mean `rate`?\n"
       "+11-15: unknown function with name \"incr\"\n  did you mean `increase`?\n"},
      {"x and nope(y) and 1 == 2",
       "6-10: unknown function with name \"nope\"\n"
       "+20-21: comparisons between scalars must use BOOL modifier\n"
       "  write `== bool`: the result is 1 or 0\n"
       "+0-24: set operator \"and\" not allowed in binary scalar expression\n"
       "  both sides must be series: repeat the metric, as in `x > 1 and x < 5`\n"},
      {"sum(a b) / sum by c (d)",
       "6-7: unexpected identifier \"b\" in aggregation\n"
       "  an operator or a comma is missing before it\n"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    const Parsed parsed{std::string(row.text)};
    CHECK(parsed.expr == nullptr);
    CHECK(Report(parsed) == row.report);
  }
}

TEST_CASE("faults come with advice where there is some to give") {
  struct Row {
    std::string_view text;
    std::string_view note;
  };
  const Row kRows[] = {
      {"rate(a)", "add a range such as `[5m]`"},
      {"rate(sum(a))",
       "apply it to the series first and aggregate then, as in "
       "`sum(rate(metric[5m]))`"},
      {"rate(a + b)", "to look back at an expression, use a subquery such as `[5m:]`"},
      {"sum(a[5m])",
       "remove the range, or reduce it with a function such as `rate` or `avg_over_time`"},
      {"a[5m:] + 1", "reduce it with a function such as `avg_over_time`"},
      {"abs(1)", "`vector(...)` makes a vector of a scalar"},
      {"vector(a)", "`scalar(...)` makes a scalar of a vector with one element"},
      {"vector(\"1\")", "numbers are not quoted"},
      {"label_replace(a, b, \"c\", \"d\", \"e\")", "strings are quoted: `\"b\"`"},
      {"a = 1", "to compare, write `==`; a single `=` belongs inside braces"},
      {"a{b==\"c\"}", "label matchers have a single `=`"},
      {"a{b=c}", "label values are quoted: `\"c\"`"},
      {"a{b}", "label matchers look like `name=\"value\"`"},
      {"a{b>1}", "label matchers are `=`, `!=`, `=~` and `!~`"},
      {"a{b.c=\"d\"}", "a label name with `.` must be quoted: `\"b.c\"`"},
      {"a.b", "metric names with such characters must be quoted, inside braces: `{\"a.b\"}`"},
      {"a =~ \"b\"",
       "regular expressions match label values, inside braces: `metric{label=~\"...\"}`"},
      {"a && b", "use `and`"},
      {"a || b", "use `or`"},
      {"rate(a[$__rate_interval])",
       "variables belong to dashboards, which replace them: Prometheus does not"},
      {"a[5x]", "write whole numbers with units, such as `90s`, `5m` or `1h30m`"},
      {"a[5mins]", "did you mean `5m`?"},
      {"a[5 m]", "no space is allowed: write `5m`"},
      {"a < 10%", "`%` is the modulo operator: write `0.1` for a ratio, `10` for a percentage"},
      {"rate(a offset 1d [5m])", "write the range first: `[5m]`, then `offset`"},
      {"rate(a @ 1 [5m])", "write the range first: `[5m]`, then `@`"},
      {"rate(a)[5m]",
       "write the range inside the parentheses, behind the metric: `rate(metric[5m])`"},
      {"sum(a) offset 5m", "put it after each selector inside the parentheses"},
      {"rate(a[5m]) by (b)",
       "only aggregations such as `sum` take `by`, and it follows their name or their closing "
       "parenthesis"},
      {"a + group_left (b) c", "`group_left` must follow `on (...)` or `ignoring (...)`"},
      {"a on (b) c", "`on` must follow a binary operator"},
      {"sum by a (b)", "labels are in parentheses: `(a)`"},
      {"sum a", "`sum` takes its arguments in parentheses"},
      {"a b", "an operator is missing before it"},
      {"a and", "an operand is missing after `and`"},
      {"topk(a)", "write `topk(5, ...)`"},
      {"count_values(a)", "write `count_values(\"label\", ...)`"},
      {"sum(a, b)", "labels to group by go into `sum by (...) (...)`"},
      {"clamp(a)", "usage: `clamp(v instant vector, min scalar, max scalar)`"},
      {"Rate(a[5m])", "names of functions are in lower case: `rate`"},
      {"holt_winters(a[5m], 0.1, 0.1)", "Prometheus 3 calls it `double_exponential_smoothing`"},
      {"a{b=~\"(?!c)\"}",
       "there is no look-around: use a second matcher, with `!~`, to leave values out"},
      {"a{b=~\"*c\"}", "`*` repeats what is before it: for anything at all write `.*`"},
      {"{}", "name a metric, or match a label with something that is not empty"},
      {"1 < 2", "write `< bool`: the result is 1 or 0"},
      {"mad_over_time(a[5m])", "needs `--enable-feature=promql-experimental-functions`"},
      {"a smoothed", "needs `--enable-feature=promql-extended-range-selectors`"},
      {"a + fill(0) b", "needs `--enable-feature=promql-binop-fill-modifiers`"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    const Parsed parsed{std::string(row.text)};
    REQUIRE_FALSE(parsed.diagnostics.found().empty());
    const std::vector<std::string>& notes = parsed.diagnostics.found()[0].notes;
    REQUIRE_FALSE(notes.empty());
    CHECK(notes[0] == row.note);
  }
}

TEST_CASE("an unclosed parenthesis is shown where it was opened") {
  CHECK(Report(Parsed("a + (b * (c)")) == "12-12: unclosed left parenthesis\n  4-5: opened here\n");
}

TEST_CASE("upstream lines count columns in bytes") {
  const Parsed parsed("\"\u00e9\" +\n\"\u00e9\" nope");
  REQUIRE_FALSE(parsed.diagnostics.found().empty());
  CHECK(parsed.diagnostics.found()[0].upstream.str() ==
        "2:6: parse error: unexpected identifier \"nope\"");
  const Parsed empty("");
  REQUIRE_FALSE(empty.diagnostics.found().empty());
  CHECK(empty.diagnostics.found()[0].upstream.str() ==
        "unknown position: parse error: no expression found in input");
}

TEST_CASE("features are refused until they are switched on") {
  struct Row {
    std::string_view text;
    bool ParseOptions::*option;
  };
  const Row kRows[] = {
      {"limitk(1, a)", &ParseOptions::experimental_functions},
      {"mad_over_time(a[5m])", &ParseOptions::experimental_functions},
      {"rate(a[5m] anchored)", &ParseOptions::extended_range_selectors},
      {"a smoothed", &ParseOptions::extended_range_selectors},
      {"a + fill_left(1) b", &ParseOptions::fill_modifiers},
      {"a[1m + 1m]", &ParseOptions::duration_expressions},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    ParseOptions options;
    options.duration_expressions = false;
    CHECK(Parsed(std::string(row.text), options).expr == nullptr);
    options.*row.option = true;
    CHECK(Parsed(std::string(row.text), options).expr != nullptr);
  }
}

TEST_CASE("whatever the depth, there is an answer") {
  const std::size_t kMany = MaxTreeDepth() + 1'000;
  const auto is_too_deep = [](const std::string& text) {
    const Parsed parsed(text);
    return parsed.expr == nullptr && parsed.diagnostics.found().size() == 1 &&
           parsed.diagnostics.found()[0].message == "expression is nested too deeply";
  };
  CHECK(is_too_deep(Repeat("(", kMany) + "a" + Repeat(")", kMany)));
  CHECK(is_too_deep(Repeat("-", kMany) + "a"));
  CHECK(is_too_deep("a" + Repeat("+a", kMany)));
  CHECK(is_too_deep("a" + Repeat("^a", kMany)));
  CHECK(is_too_deep(Repeat("abs(", kMany) + "a" + Repeat(")", kMany)));
  CHECK(is_too_deep(Repeat("sum(", kMany) + "a" + Repeat(")", kMany)));
  CHECK(is_too_deep("a offset " + Repeat("(", kMany) + "1" + Repeat("+1)", kMany)));
  CHECK(is_too_deep("a[" + Repeat("1-", kMany) + "1]"));

  // Refused for other reasons, but no less deep.
  for (const std::string& text :
       {Repeat("(", kMany), Repeat("sum(", kMany), Repeat("nope(", kMany) + Repeat(")", kMany),
        "a" + Repeat("[5m:]", kMany), "a[" + Repeat("(", kMany), Repeat("a{", kMany),
        Repeat("1 == ", kMany) + "1"}) {
    const Parsed parsed(text);
    CHECK(parsed.expr == nullptr);
    CHECK_FALSE(parsed.diagnostics.found().empty());
  }

  // Prometheus reads these, too.
  constexpr std::size_t kFew = 100'000;
  for (const std::string& text :
       {"a" + Repeat(" or a", kFew), "a" + Repeat(" + a", kFew), "a" + Repeat(" ^ a", kFew),
        "1" + Repeat(" * 1", kFew), Repeat("(", kFew) + "a" + Repeat(")", kFew),
        Repeat("-", kFew) + "a", Repeat("abs(", kFew) + "a" + Repeat(")", kFew),
        Repeat("sum(", kFew) + "a" + Repeat(")", kFew),
        Repeat("max_over_time(", kFew) + "a" + Repeat("[1m:])", kFew)}) {
    CAPTURE(text.substr(0, 40));
    const Parsed parsed(text);
    REQUIRE(parsed.expr != nullptr);
    CHECK(ToString(*parsed.expr) == text);
    CHECK(StructurallyEqual(*parsed.expr, *Parsed(text).expr));
  }
  const std::string row_of_operators = "a" + Repeat(" or a", 2'900);
  const Parsed parsed(row_of_operators);
  REQUIRE(parsed.expr != nullptr);
  const Parsed pretty(Pretty(*parsed.expr));
  REQUIRE(pretty.expr != nullptr);
  CHECK(StructurallyEqual(*parsed.expr, *pretty.expr));
}

TEST_CASE("how deep an expression may be depends on the stack of the thread") {
  const std::string text = "a" + Repeat(" + a", 100'000);
  CHECK(Parsed(text).expr != nullptr);
  bool refused = false;
  std::jthread([&] { refused = Parsed(text).expr == nullptr; }).join();
  CHECK(refused);
}

TEST_CASE("comments are found wherever they may stand") {
  const Parsed parsed("# one\nsum( # two\n  a{ # three\n  b=\"#\"}) # four");
  REQUIRE(parsed.expr != nullptr);
  REQUIRE(parsed.comments.size() == 4);
  CHECK(parsed.Text(parsed.comments[0]) == "# one");
  CHECK(parsed.Text(parsed.comments[1]) == "# two");
  CHECK(parsed.Text(parsed.comments[2]) == "# three");
  CHECK(parsed.Text(parsed.comments[3]) == "# four");
}

TEST_CASE("the parts of an expression know where they are written") {
  const Parsed parsed(
      "sum by (job, \"a.b\") (rate(x{c=\"d\", \"e\"=~\"f\"}[5m])) /"
      " on (job) group_left (team) y");
  REQUIRE(parsed.expr != nullptr);
  const auto& binary = As<BinaryExpr>(*parsed.expr);
  CHECK(parsed.Text(binary.op_span) == "/");
  REQUIRE(binary.matching != nullptr);
  CHECK(parsed.Text(binary.matching->label_spans[0]) == "job");
  CHECK(parsed.Text(binary.matching->include_spans[0]) == "team");

  const auto& sum = As<AggregateExpr>(*binary.lhs);
  CHECK(parsed.Text(sum.modifier_span) == "by (job, \"a.b\")");
  CHECK(parsed.Text(sum.grouping_spans[1]) == "\"a.b\"");
  CHECK(sum.grouping[1] == "a.b");

  const auto& rate = As<Call>(*sum.expr);
  CHECK(parsed.Text(rate.name_span) == "rate");
  CHECK(parsed.Text(rate.span) == "rate(x{c=\"d\", \"e\"=~\"f\"}[5m])");
  const auto& range = As<MatrixSelector>(*rate.arguments[0]);
  CHECK(parsed.Text(range.span) == "x{c=\"d\", \"e\"=~\"f\"}[5m]");
  REQUIRE(range.vector->matchers.size() == 3);
  CHECK(parsed.Text(range.vector->matcher_spans[0]) == "c=\"d\"");
  CHECK(parsed.Text(range.vector->matcher_spans[1]) == "\"e\"=~\"f\"");
  CHECK(parsed.Text(range.vector->matcher_spans[2]) == "x");
}

TEST_CASE("a metric can be named before the braces, in them, or by a matcher") {
  for (const char* text : {"a", "{\"a\"}", "{__name__=\"a\"}", "{x=\"y\", \"a\"}"}) {
    CAPTURE(text);
    const Parsed parsed(text);
    REQUIRE(parsed.expr != nullptr);
    CHECK(MetricName(As<VectorSelector>(*parsed.expr)) == "a");
  }
  const Parsed parsed("{__name__=~\"a.*\"}");
  REQUIRE(parsed.expr != nullptr);
  CHECK(MetricName(As<VectorSelector>(*parsed.expr)).empty());
}

TEST_CASE("every code that can be reported is listed and described") {
  for (const CodeInfo* info : ParseCodes()) {
    CAPTURE(info->code);
    CHECK(info->code.starts_with("promql-"));
    CHECK_FALSE(info->summary.ends_with('.'));
    CHECK_FALSE(info->explanation.empty());
  }
}

TEST_CASE("functions and aggregations are complete, sorted and described") {
  std::string_view previous;
  for (const Function& function : AllFunctions()) {
    CAPTURE(function.name);
    CHECK(previous < function.name);
    previous = function.name;
    CHECK(FindFunction(function.name) == &function);
    CHECK(function.doc.ends_with('.'));
    CHECK(function.doc.find('.') == function.doc.size() - 1);
    CHECK(function.signature.required <= function.signature.count);
  }
  for (const Aggregation& aggregation : AllAggregations()) {
    CAPTURE(aggregation.name);
    CHECK(FindAggregation(aggregation.name) == &aggregation);
    CHECK(aggregation.doc.ends_with('.'));
  }
  CHECK(FindFunction("sum") == nullptr);
  CHECK(FindFunction("") == nullptr);
  CHECK(FindAggregation("rate") == nullptr);
}

TEST_CASE("signatures are written so that one sees what may be left out") {
  const auto signature = [](std::string_view name) { return ToString(*FindFunction(name)); };
  CHECK(signature("time") == "time()");
  CHECK(signature("clamp_max") == "clamp_max(v instant vector, max scalar)");
  CHECK(signature("round") == "round(v instant vector[, to_nearest scalar])");
  CHECK(signature("hour") == "hour([v instant vector])");
  CHECK(signature("label_join") ==
        "label_join(v instant vector, dst_label string, separator string[, src_label string, "
        "...])");
}

}  // namespace
}  // namespace check::promql
