#include "libcheck/exposition/promtool_check.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::exposition {
namespace {

PromtoolMetrics Checked(std::string_view text,
                        model::NameValidation names = model::NameValidation::kLegacy) {
  const auto input = FromMemory(text);
  auto metrics = CheckAsPromtool(*input, names);
  REQUIRE(metrics.ok());
  return *metrics;
}

std::vector<std::string> Problems(const PromtoolMetrics& metrics) {
  std::vector<std::string> lines;
  for (const auto& problem : metrics.problems) {
    lines.insert(lines.end(), problem.count, problem.text);
  }
  return lines;
}

TEST_CASE("promlint's own tests end as there") {
  const auto folder = test::Shared("conformance/promlint", "promlint");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    const std::string id = row.at("id");
    CAPTURE(id);
    std::vector<std::string> expected;
    for (const auto& problem : row.at("problems")) {
      expected.push_back(problem.at("metric").get<std::string>() + " " +
                         problem.at("text").get<std::string>());
    }
    const auto metrics = Checked(row.at("text").get<std::string>());
    const bool good = !metrics.error && Problems(metrics) == expected;
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  test::PrintConformance("promlint/cases.jsonl", agreed, total);
}

TEST_CASE("promtool's own tests of cardinality end as there") {
  const auto folder = test::Shared("conformance/promtool", "check metrics");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    if (!row.at("command").get<std::string>().starts_with("check metrics")) continue;
    const std::string id = row.at("id");
    CAPTURE(id);
    bool good = true;
    if (row.contains("stats")) {
      const auto file = test::ReadText(*folder / row.at("files").at(0).get<std::string>());
      const auto metrics = Checked(file);
      good = metrics.total == row.at("total").get<std::uint64_t>() &&
             metrics.cardinality.size() == row.at("stats").size();
      for (std::size_t i = 0; good && i < metrics.cardinality.size(); ++i) {
        good = metrics.cardinality[i].name == row["stats"][i].at("name").get<std::string>() &&
               metrics.cardinality[i].series == row["stats"][i].at("cardinality");
      }
    } else {
      // What depends on flags is shown in testdata/cli.
      const auto metrics = Checked(row.at("stdin").get<std::string>());
      const auto problems = Problems(metrics);
      good = problems.size() == 1 &&
             problems[0].starts_with(row.at("metric").get<std::string>() + " ") &&
             metrics.total == 1;
    }
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  test::PrintConformance("promtool/cases.jsonl check metrics", agreed, total);
}

TEST_CASE("lines are refused with promtool's words and the line's number") {
  struct Case {
    std::string_view text;
    std::string_view error;
  };
  const Case cases[] = {
      {"a 1", "text format parsing error in line 1: unexpected end of input stream"},
      {"\n\n9 1\n", "text format parsing error in line 3: invalid metric name"},
      {"a b\n", "text format parsing error in line 1: expected float as value, got \"b\""},
      {"a 1e999\n", "text format parsing error in line 1: expected float as value, got \"1e999\""},
      {"a 1 \n", "text format parsing error in line 1: expected integer as timestamp, got \"\""},
      {"a 1 2 3\n", "text format parsing error in line 1: spurious string after timestamp: \" 3\""},
      {"a{b=\"1\",b=\"2\"} 1\n",
       "text format parsing error in line 1: duplicate label names for metric \"a\""},
      {"a{b=\"\\x\"} 1\n", "text format parsing error in line 1: invalid escape sequence '\\x'"},
      {"a{b=\"x\n\"} 1\n",
       "text format parsing error in line 1: label value \"x\" contains unescaped new-line"},
      {"a{b 1\n", "text format parsing error in line 1: expected '=' after label name, found '1'"},
      {"a{__name__=\"b\"} 1\n",
       "text format parsing error in line 1: label name \"__name__\" is reserved"},
      {"a 1\n# TYPE a gauge\n",
       "text format parsing error in line 2: second TYPE line for metric name \"a\", or TYPE "
       "reported after samples"},
      {"# HELP a b\n# HELP a b\n",
       "text format parsing error in line 2: second HELP line for metric name \"a\""},
      {"# TYPE a thing\n", "text format parsing error in line 1: unknown metric type \"thing\""},
      {"# TYPE a histogram\na_count -1\n",
       "text format parsing error in line 2: negative count for histogram \"a\""},
      {"# TYPE a histogram\na_bucket{le=\"x\"} 1\n",
       "text format parsing error in line 2: expected float as value for 'le' label, got \"x\""},
      {"{\"a.b\"} 1\n", "text format parsing error in line 1: invalid metric name \"a.b\""},
      {"{} 1\n", "text format parsing error in line 1: invalid metric name"},
  };
  for (const Case& c : cases) {
    const std::string text(c.text);
    CAPTURE(text);
    CHECK(Checked(c.text).error.value_or("") == c.error);
  }
}

TEST_CASE("what promtool's reader forgives is read") {
  for (const std::string text :
       {"", "\n \t\n", "#\n# a comment\n#HELP\n", "  a  {  b = \"c\" , }  1  17\n",
        "# TYPE a GAUGE\na -1\n", "a 1 -5\n", "# TYPE a\n# HELP a\na Inf\n",
        "# TYPE a gauge_histogram\na_bucket{le=\"1\"} 1\n"}) {
    CAPTURE(text);
    CHECK_FALSE(Checked(text).error.has_value());
  }
  CHECK_FALSE(Checked("{\"a.b\",\"c d\"=\"e\"} 1\n", model::NameValidation::kUtf8).error);
}

TEST_CASE(
    "the samples of a histogram or summary make one metric, and the first one's parts count") {
  const auto metrics = Checked(
      "# TYPE h histogram\n"
      "h_bucket{a=\"1\",le=\"1\"} 1\nh_bucket{le=\"+Inf\",a=\"1\"} 1\nh_sum{a=\"1\"} 1\n"
      "h_count{a=\"1\"} 1\nh_bucket{a=\"2\",le=\"1\"} 1\n"
      "# TYPE s summary\ns{quantile=\"0.5\"} 1\ns_sum 1\ns_count 1\n"
      "g{b=\"1\",a=\"1\"} 1\ng{a=\"1\",b=\"1\"} 1\n");
  REQUIRE_FALSE(metrics.error.has_value());
  REQUIRE(metrics.cardinality.size() == 3);
  CHECK(metrics.cardinality[0].name == "h");
  CHECK(metrics.cardinality[0].series == 8);
  CHECK(metrics.cardinality[1].name == "s");
  CHECK(metrics.cardinality[1].series == 3);
  CHECK(metrics.cardinality[2].series == 2);
  // Labels in another order are another metric to promlint.
  CHECK(Problems(metrics) ==
        std::vector<std::string>{"g no help text", "h no help text", "s no help text"});
}

TEST_CASE("what promlint finds in a label is said once for each sample") {
  std::string text = "# HELP a_total b\n# TYPE a_total counter\n";
  for (const char* value : {"x", "y", "z", "x"}) {
    text += "a_total{le=\"1\",queueName=\"" + std::string(value) + "\"} 1\n";
  }
  const std::string le = R"(a_total non-histogram metrics should not have "le" label)";
  const std::string camel = "a_total label names should be written in 'snake_case' not 'camelCase'";
  CHECK(Problems(Checked(text)) == std::vector<std::string>{camel, camel, camel, camel,
                                                            "a_total metric not unique", le, le, le,
                                                            le});
}

TEST_CASE("text is read alike however it is cut into blocks") {
  // Longer than a block, with lines of all lengths across its seams.
  std::string text = "# HELP a_total b\n# TYPE a_total counter\n";
  std::size_t lines = 0;
  for (std::size_t length = 1; text.size() < (std::size_t{3} << 20); ++lines) {
    length = length * 7 % 1009;
    text +=
        "a_total{n=\"" + std::to_string(lines) + "\",x=\"" + std::string(length, 'x') + "\"} 1\n";
  }
  text += "a_total{n=\"long\",x=\"" + std::string(std::size_t{2} << 20, 'y') + "\"} 1\n";
  const auto metrics = Checked(text);
  CHECK_FALSE(metrics.error.has_value());
  CHECK(metrics.problems.empty());
  CHECK(metrics.total == lines + 1);

  text += "a_total 1";
  CHECK(Checked(text).error == "text format parsing error in line " + std::to_string(lines + 4) +
                                   ": unexpected end of input stream");
}

}  // namespace
}  // namespace check::exposition
