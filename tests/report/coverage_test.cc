#include "libcheck/report/coverage.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "libcheck/base/utf8.h"
#include "tests/support/cobertura.h"
#include "tests/support/contrast.h"
#include "tests/support/golden.h"
#include "tests/support/xml.h"

namespace check::report {
namespace {

Place PlaceOf(const SourceFile& file, std::string_view part) {
  const auto at = static_cast<std::uint32_t>(file.text().find(part));
  return ToPlace({&file, {at, at + static_cast<std::uint32_t>(part.size())}});
}

constexpr std::string_view kRules =
    "- alert: Down\n"
    "  expr: up == 0 or absent(up)\n"
    "- record: a\n"
    "  expr: b\n";

// Of two rules, one of which never ran.
Coverage Sample() {
  const SourceBuffer file("dir/r.yml", std::string(kRules));
  RuleCoverage down = {.group = "g",
                       .name = "Down",
                       .is_alert = true,
                       .where = PlaceOf(file, "Down"),
                       .evaluations = 7,
                       .decisions = {},
                       .lines = {{1, 1, 7}, {2, 2, 7}}};
  down.decisions = {
      {DecisionKind::kRule, "Down", PlaceOf(file, "Down"), {{"result", "never gave a series", 2}}},
      {DecisionKind::kAlert,
       "Down",
       PlaceOf(file, "Down"),
       {{"inactive", "was never seen inactive", 1}, {"firing", "never fired", 2}}},
      {DecisionKind::kSet,
       "up == 0 or absent(up)",
       PlaceOf(file, "or"),
       {{"left", "never got a series from its left side", 2},
        {"right", "never got a series from its right side", 0}}},
      {DecisionKind::kComparison,
       "up == 0",
       PlaceOf(file, "up == 0"),
       {{"true", "was never true", 2}, {"false", "was never false", 0}}}};
  RuleCoverage a = {.group = "g",
                    .name = "a",
                    .where = PlaceOf(file, "a\n"),
                    .decisions = {},
                    .lines = {{3, 3, 0}, {4, 4, 0}}};
  a.decisions = {{DecisionKind::kRule, "a", a.where, {{"result", "never gave a series", 0}}}};
  return {{{"dir/r.yml", std::string(kRules), {down, a}}}};
}

// Whose every text is `text`.
Coverage Awkward(const std::string& text) {
  const SourceBuffer file(text, text);
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto place = [&](std::uint32_t begin, std::uint32_t end) {
    return ToPlace({&file, {begin, end}});
  };
  RuleCoverage rule = {
      .group = text, .name = text, .where = place(0, size), .decisions = {}, .lines = {{1, 3, 1}}};
  // One inside the other, one across both, one in front of everything.
  for (const auto& where :
       {place(0, size), place(size / 4, size / 2), place(size / 3, size), place(0, 0)}) {
    rule.decisions.push_back({DecisionKind::kBranch, text, where, {{"true", "was never true", 0}}});
  }
  return {{{text, text, {rule}}}};
}

std::string Render(std::string_view format, const Coverage& coverage, bool colour = false) {
  return FindCoverageFormat(format)->render(coverage, {colour, "1.2.3"});
}

TEST_CASE("coverage as text is a table and what is missing, with its place") {
  CHECK(Render("text", Sample()) ==
        "covered  rules  alerts  operands  branches\n"
        "  62.5%    1/2     2/2       2/4         -  dir/r.yml\n"
        "  71.4%    1/1     2/2       2/4         -    1 Down\n"
        "   0.0%    0/1       -         -         -    3 a\n"
        "  62.5%    1/2     2/2       2/4         -  total\n"
        "\n"
        "not covered:\n"
        "dir/r.yml:2:17: `up == 0 or absent(up)` never got a series from its right side\n"
        "dir/r.yml:2:9: `up == 0` was never false\n"
        "dir/r.yml:3:11: `a` never ran\n");
}

TEST_CASE("coverage of nothing is complete") {
  CHECK(Render("text", {}) ==
        "covered  rules  alerts  operands  branches\n"
        " 100.0%      -       -         -         -  total\n");
  CHECK(Count(Coverage()).percent() == 100);
}

TEST_CASE("percentages are rounded down, so that only what is complete is 100%") {
  CHECK(PercentText({9999, 10000}) == "99.9%");
  CHECK(PercentText({2, 3}) == "66.6%");
  CHECK(PercentText({3, 3}) == "100.0%");
  CHECK(PercentText({0, 3}) == "0.0%");
}

TEST_CASE("Cobertura's lines have hits, and conditions where something is decided") {
  const std::string xml = Render("cobertura", Sample());
  CHECK(test::XmlProblem(xml) == "");
  for (const char* part :
       {"<coverage line-rate=\"0.5000\" branch-rate=\"0.6250\" lines-covered=\"2\" "
        "lines-valid=\"4\" branches-covered=\"5\" branches-valid=\"8\"",
        "<package name=\"dir\" ", "<class name=\"r.yml\" filename=\"dir/r.yml\" ",
        "<method name=\"Down\" signature=\"g\" line-rate=\"1.0000\" branch-rate=\"0.7142\" ",
        "<line number=\"1\" hits=\"7\" branch=\"true\" condition-coverage=\"100% (3/3)\">",
        "<line number=\"2\" hits=\"7\" branch=\"true\" condition-coverage=\"50% (2/4)\">",
        "<condition number=\"1\" type=\"jump\" coverage=\"50%\"/>",
        "<line number=\"4\" hits=\"0\" branch=\"false\"/>"}) {
    CAPTURE(part);
    CHECK(xml.find(part) != std::string::npos);
  }
}

TEST_CASE("Cobertura's report is what its document type describes, and its numbers add up") {
  CHECK(test::CoberturaProblem(Render("cobertura", Sample())) == "");
  CHECK(test::CoberturaProblem(Render("cobertura", {})) == "");
  CHECK(test::CoberturaProblem(
            test::ReadText(test::Testdata("unittest/coverage/expected.cobertura"))) == "");
}

TEST_CASE("a report that is not as Cobertura's document type describes it is found out") {
  const std::string xml = Render("cobertura", Sample());
  struct Case {
    std::string from;
    std::string to;
    std::string problem;
  };
  const Case cases[] = {
      {"<sources>", "<places>", "<coverage> has no <packages>"},
      {" complexity=\"0\" version", " version", "<coverage> has no complexity"},
      {" hits=\"7\"", "", "<line> has no hits"},
      {" hits=\"7\"", " hits=\"7\" colour=\"red\"", "<line> has colour"},
      {" hits=\"7\"", " hits=\"-7\"", "line 1"},
      {"<methods>", "<methods>text", "<methods> has text"},
      {"<class ", "<class lines=\"1\" ", "<class> has lines"},
      {"lines-valid=\"4\"", "lines-valid=\"5\"", "lines-valid is not 4"},
      {"branches-covered=\"5\"", "branches-covered=\"6\"", "branches-covered is not 5"},
      {"line-rate=\"0.5000\"", "line-rate=\"0.5001\"", "the rates of <coverage> "},
      {"(2/4)", "(3/4)", "line 2 says 50% (3/4)"},
      {"condition number=\"0\"", "condition number=\"3\"", "line 1 misnumbers"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.to);
    std::string changed = xml;
    const std::size_t at = changed.find(c.from);
    REQUIRE(at != std::string::npos);
    changed.replace(at, c.from.size(), c.to);
    if (c.from == "<sources>") changed.replace(changed.find("</sources>"), 10, "</places>");
    REQUIRE(test::XmlProblem(changed) == "");
    CHECK(test::CoberturaProblem(changed) == c.problem);
  }
}

TEST_CASE("all of the coverage page can be read in both colour schemes") {
  const std::string html = Render("html", Sample());
  const std::size_t light = html.find(":root{");
  const std::size_t dark = html.find(":root{", light + 1);
  REQUIRE(dark < html.find("</style>"));
  for (const std::size_t at : {light, dark}) {
    const std::string rule = html.substr(at, html.find('}', at) + 1 - at);
    for (const std::string_view ground : {"page", "good", "part", "bad"}) {
      for (const std::string_view text : {"text", "dim", "missing", "link"}) {
        CAPTURE(ground);
        CAPTURE(text);
        CHECK(Contrast(rule, ground, text) >= 4.5);
      }
    }
  }
}

TEST_CASE("the page has the rules' text, coloured by line, and says what is missing") {
  const std::string html = Render("html", Sample());
  for (const char* part :
       {"<tr id=\"f0l1\" class=\"good\">", "<tr id=\"f0l2\" class=\"part\">",
        "<tr id=\"f0l4\" class=\"bad\">",
        "  expr: <mark title=\"`up == 0` was never false\">up == 0</mark> <mark ",
        "<span class=\"missing\">  `a` never ran</span>"}) {
    CAPTURE(part);
    CHECK(html.find(part) != std::string::npos);
  }
}

TEST_CASE("reports of coverage are well-formed whatever the bytes") {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  for (const std::string& text :
       {std::string(), std::string("</td>&amp;\"'<mark>]]>"), std::string("a\nb\r\n\n\nc\x1b[1m"),
        std::string("\xC3\xC3\xA9\n\xE2\x80\xAE"), all, std::string(200, '\xC3'), all + all}) {
    CAPTURE(text);
    const Coverage coverage = Awkward(text);
    CHECK(nlohmann::json::accept(Render("json", coverage)));
    CHECK(test::XmlProblem(Render("cobertura", coverage)) == "");
    CHECK(test::CoberturaProblem(Render("cobertura", coverage)) == "");
    std::string html = Render("html", coverage);
    REQUIRE(html.starts_with("<!DOCTYPE html>\n"));
    html.replace(0, html.find('\n'), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    CHECK(test::XmlProblem(html) == "");
    const std::string shown = Render("text", coverage);
    CHECK(IsValidUtf8(shown));
    CHECK(shown.find('\x1b') == std::string::npos);
    CHECK(shown.find('\r') == std::string::npos);
  }
}

TEST_CASE("formats of coverage are found by name, and describe themselves in a sentence") {
  std::set<std::string_view> names;
  for (const CoverageFormat* format : AllCoverageFormats()) {
    CHECK(FindCoverageFormat(format->name) == format);
    CHECK(format->doc.ends_with('.'));
    CHECK(names.insert(format->name).second);
  }
  CHECK(names.size() == 4);
  CHECK(FindCoverageFormat("lcov") == nullptr);
}

}  // namespace
}  // namespace check::report
