#include "libcheck/unittest/schema.h"

#include <doctest/doctest.h>

#include <string>

#include "libcheck/unittest/load.h"

namespace check::unittest {
namespace {

TEST_CASE("the tables of test files are sound") {
  for (const std::string& problem : schema::CheckTable(kTestFileObject)) FAIL_CHECK(problem);
  for (const std::string& problem : schema::CheckTable(kExtendedTestFileObject)) {
    FAIL_CHECK(problem);
  }
}

TEST_CASE("a test file is refused in promtool's words") {
  struct Case {
    std::string text;
    std::string error;
  };
  const Case cases[] = {
      {"", ""},
      {"rule_files: [a.yml]\ntests: []\n", ""},
      {"rule_files: a.yml\n",
       "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `a.yml` into []string"},
      {"tests:\n  - nam: x\n",
       "yaml: unmarshal errors:\n  line 2: field nam not found in type main.testGroup"},
      {"tests:\n  - name: x\n interval: 1m\n", "yaml: line 2: did not find expected key"},
      {"rule_files: []\ntests:\n  - name: x\n    interval 1m\n    external_url: y\n",
       "yaml: line 5: could not find expected ':'"},
      {"tests: [\n", "yaml: line 1: did not find expected node content"},
      {"a: \"x\n", "yaml: line 2: found unexpected end of stream"},
      {"tests: []\ntests: []\n",
       "yaml: unmarshal errors:\n  line 2: field tests already set in type main.unitTestFile"},
      {"evaluation_interval: 5 m\n", "unknown unit \" m\" in duration \"5 m\""},
      {"x: 1\nevaluation_interval: 5 m\n", "unknown unit \" m\" in duration \"5 m\""},
      {"tests:\n  - start_timestamp: monday\n", "cannot parse \"monday\" to a valid timestamp"},
      {"tests:\n  - input_series:\n      - {series: up, values: [1]}\n",
       "yaml: unmarshal errors:\n  line 3: cannot unmarshal !!seq into string"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const SourceBuffer file("t.yml", c.text);
    Arena arena;
    UpstreamTexts diagnostics_texts;
    Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
    const LoadedTests loaded = Load(file, {.as_upstream = true}, arena, diagnostics);
    CHECK(loaded.upstream_error == c.error);
    CHECK(loaded.tests.has_value() == c.error.empty());
    CHECK(loaded.runnable == c.error.empty());
    CHECK(diagnostics.HasErrors() == !c.error.empty());
  }
}

TEST_CASE("unknown fields can be passed over") {
  const SourceBuffer file("t.yml", "owner: me\ntests:\n  - name: a\n    color: red\n");
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  const LoadedTests loaded = Load(file, {.ignore_unknown_fields = true}, arena, diagnostics);
  REQUIRE(loaded.tests.has_value());
  CHECK(loaded.tests->tests.size() == 1);
  CHECK(diagnostics.found().empty());
}

}  // namespace
}  // namespace check::unittest
