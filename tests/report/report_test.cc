#include "libcheck/report/report.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "tests/report/cases.h"
#include "tests/support/golden.h"

namespace check::report {
namespace {

TEST_CASE("every format renders every case as recorded") {
  const auto cases = test::ReportCases();
  CHECK(cases.size() >= 4);
  for (const auto& folder : cases) {
    const Run run = test::LoadRun(folder);
    for (const Format& format : AllFormats()) {
      const std::string output = format.Render(run, {.tool_version = "1.2.3"});
      test::CheckGolden(folder / ("expected." + std::string(format.name)), output);
    }
  }
}

TEST_CASE("colours are added to the text and nothing else") {
  for (const auto& folder : test::ReportCases()) {
    const Run run = test::LoadRun(folder);
    const std::string plain = FindFormat("text")->Render(run, {});
    const std::string coloured = FindFormat("text")->Render(run, {.colour = true});
    std::string stripped;
    for (std::size_t i = 0; i < coloured.size(); ++i) {
      if (coloured[i] == '\x1b') {
        i = coloured.find('m', i);
      } else {
        stripped += coloured[i];
      }
    }
    CHECK(coloured != plain);
    CHECK(stripped == plain);
    CHECK(plain.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("formats are found by name, and describe themselves in a sentence") {
  std::set<std::string_view> names;
  for (const Format& format : AllFormats()) {
    CHECK(FindFormat(format.name) == &format);
    CHECK(format.doc.ends_with('.'));
    CHECK(names.insert(format.name).second);
  }
  CHECK(FindFormat("xml") == nullptr);
  CHECK(FindFormat("") == nullptr);
}

}  // namespace
}  // namespace check::report
