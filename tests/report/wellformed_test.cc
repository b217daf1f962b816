#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "libcheck/base/site.h"
#include "libcheck/base/utf8.h"
#include "libcheck/report/report.h"
#include "tests/report/cases.h"
#include "tests/support/xml.h"

namespace check::report {
namespace {

using nlohmann::json;

std::string Render(std::string_view format, const Run& run) {
  return FindFormat(format)->Render(run, {.tool_version = "1"});
}

// A run whose every text is `text`.
Run RunOf(const std::string& text) {
  const SourceBuffer file(text, text);
  Diagnostics diagnostics;
  const auto size = static_cast<std::uint32_t>(text.size());
  Diagnostic& diagnostic =
      diagnostics.Report(*test::SampleCodes()[0], {&file, {size / 3, size / 2}}, text);
  diagnostic.labels.push_back({{&file, {0, size}}, text});
  diagnostic.notes.push_back(text);
  Run run;
  run.files.push_back({text, "rule", 1});
  run.findings.push_back(ToFinding(diagnostic));
  return run;
}

std::vector<std::string> AwkwardTexts() {
  std::vector<std::string> texts = {"",
                                    "]]>",
                                    "<!--",
                                    "-->",
                                    "&amp;",
                                    "</failure>",
                                    "\xEF\xBF\xBE\xEF\xBF\xBF",
                                    "\xED\xA0\x80",
                                    "\r\n\t",
                                    "\\\"\\u0000",
                                    "{0} {12} {{ $x }}",
                                    "::error::x\n::warning::y",
                                    "\xEF\xBB\xBF"
                                    "a"};
  std::string all;
  for (int byte = 0; byte < 256; ++byte) {
    all += static_cast<char>(byte);
    texts.emplace_back(1, static_cast<char>(byte));
    texts.push_back(std::string("\xC3") + static_cast<char>(byte));
  }
  texts.push_back(all);
  texts.push_back(all + all + all);
  return texts;
}

TEST_CASE("JSON and XML are well-formed whatever the bytes") {
  for (const std::string& text : AwkwardTexts()) {
    const Run run = RunOf(text);
    CAPTURE(text);
    for (const char* format : {"json", "sarif", "gitlab"}) {
      const std::string output = Render(format, run);
      CHECK(json::accept(output));
      CHECK(IsValidUtf8(output));
    }
    for (const char* format : {"junit", "checkstyle"}) {
      CHECK(test::XmlProblem(Render(format, run)) == "");
    }
  }
}

TEST_CASE("the XML checker knows what is wrong") {
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  CHECK(test::XmlProblem(head + "<a b=\"&lt;\"><c/>x&amp;</a>\n") == "");
  for (const char* bad :
       {"", "<a>", "<a></b>", "<a b=\"<\"/>", "<a b=\"&\"/>", "<a b=\"1\" b=\"2\"/>", "<a/><b/>",
        "<a>&x;</a>", "<a>\x01</a>", "<a>\xFF</a>", "x<a/>", "<a b=1/>"}) {
    CHECK(test::XmlProblem(head + bad) != "");
  }
}

TEST_CASE("lines that are read by others stay lines") {
  for (const std::string& text : AwkwardTexts()) {
    const Run run = RunOf(text);
    CAPTURE(text);
    for (const char* format : {"concise", "github"}) {
      const std::string output = Render(format, run);
      CHECK(std::count(output.begin(), output.end(), '\n') == 1);
      CHECK(output.ends_with('\n'));
      CHECK(IsValidUtf8(output));
    }
    // Nothing in a file may take control of the terminal.
    for (const char* format : {"concise", "text"}) {
      const std::string output = Render(format, run);
      const bool has_control = std::any_of(output.begin(), output.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
      });
      CHECK_FALSE(has_control);
    }
  }
}

TEST_CASE("a SARIF result refers to rules, files and places that are there") {
  for (const auto& folder : test::ReportCases()) {
    const json log = json::parse(Render("sarif", test::LoadRun(folder)));
    const json& run = log.at("runs").at(0);
    const json& rules = run.at("tool").at("driver").at("rules");
    // Those that occur, each once, with a page of its own.
    std::set<std::string> occurring;
    for (const json& result : run.at("results")) occurring.insert(result.at("ruleId"));
    CHECK(rules.size() == occurring.size());
    for (const json& rule : rules) {
      CHECK(occurring.contains(rule.at("id")));
      CHECK(rule.at("helpUri") == SiteUrl("codes/" + rule.at("id").get<std::string>() + ".html"));
    }
    for (const json& result : run.at("results")) {
      CHECK(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id") == result.at("ruleId"));
      json locations = result.at("locations");
      for (const json& related : result.value("relatedLocations", json::array())) {
        locations.push_back(related);
      }
      for (const json& location : locations) {
        const json& place = location.at("physicalLocation");
        json of_file = place.at("artifactLocation");
        const json& artifact = run.at("artifacts").at(of_file.at("index").get<std::size_t>());
        of_file.erase("index");
        CHECK(artifact.at("location") == of_file);
        const json& region = place.at("region");
        CHECK(region.at("startLine") >= 1);
        CHECK(region.at("endColumn") >= 1);
        if (of_file.contains("uriBaseId")) {
          CHECK(run.at("originalUriBaseIds").contains(of_file.at("uriBaseId")));
        }
      }
    }
  }
}

TEST_CASE("SARIF names absolute paths and standard input as what they are") {
  Run run;
  run.files = {{"/etc/a b.yml"}, {"-"}, {"../x:y.yml"}};
  const json log = json::parse(Render("sarif", run));
  const json& artifacts = log.at("runs").at(0).at("artifacts");
  CHECK(artifacts.at(0).at("location") == json{{"uri", "file:///etc/a%20b.yml"}});
  CHECK(artifacts.at(1).at("location") == json{{"description", {{"text", "Standard input."}}}});
  CHECK(artifacts.at(2).at("location") ==
        json{{"uri", "../x%3Ay.yml"}, {"uriBaseId", "%SRCROOT%"}});
}

TEST_CASE("SARIF messages have no placeholders that nothing fills") {
  const json log = json::parse(Render("sarif", RunOf("{0} {{ $x }} {a} {12} {")));
  CHECK(log.at("runs").at(0).at("results").at(0).at("message").at("text") ==
        "{{0}} {{ $x }} {a} {{12}} {\nhelp: {{0}} {{ $x }} {a} {{12}} {");
}

TEST_CASE("no two findings have the same fingerprint, and the same run has the same ones") {
  Run run = RunOf("expr: up == 0");
  run.findings.push_back(run.findings[0]);
  run.findings.push_back(run.findings[0]);
  run.findings.back().message = "other";
  std::set<std::string> seen;
  const json report = json::parse(Render("gitlab", run));
  for (const json& finding : report) {
    CHECK(seen.insert(finding.at("fingerprint").get<std::string>()).second);
  }
  CHECK(seen.size() == 3);
  CHECK(Render("gitlab", run) == Render("gitlab", run));
}

}  // namespace
}  // namespace check::report
