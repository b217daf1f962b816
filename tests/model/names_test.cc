#include "libcheck/model/names.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/shared.h"

namespace check::model {
namespace {

TEST_CASE("names are valid under one scheme, both or none") {
  struct Row {
    std::string_view name;
    bool legacy_metric;
    bool legacy_label;
    bool utf8;
  };
  const Row kRows[] = {
      {"up", true, true, true},          {"_a1", true, true, true},
      {"job:up:sum", true, false, true}, {":a", true, false, true},
      {"1a", false, false, true},        {"a-b", false, false, true},
      {"a b", false, false, true},       {"\u00e9t\u00e9", false, false, true},
      {"", false, false, false},         {"a\xff", false, false, false},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.name);
    CHECK(IsValidMetricName(row.name, NameValidation::kLegacy) == row.legacy_metric);
    CHECK(IsValidLabelName(row.name, NameValidation::kLegacy) == row.legacy_label);
    CHECK(IsValidMetricName(row.name, NameValidation::kUtf8) == row.utf8);
    CHECK(IsValidLabelName(row.name, NameValidation::kUtf8) == row.utf8);
  }
}

TEST_CASE("names are judged as Prometheus's own tests have it") {
  const auto path = test::Shared("conformance/common_model/names.jsonl", "names");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    const auto row = nlohmann::json::parse(line);
    // One name is there as bytes that are not UTF-8.
    const std::string name =
        row.at("name").is_string() ? row.at("name").get<std::string>() : std::string("a\xc5z");
    CAPTURE(name);
    const bool metric = row.at("kind") == "metric";
    const auto valid = [&](NameValidation scheme) {
      return metric ? IsValidMetricName(name, scheme) : IsValidLabelName(name, scheme);
    };
    const bool same = valid(NameValidation::kLegacy) == row.at("legacy_valid").get<bool>() &&
                      valid(NameValidation::kUtf8) == row.at("utf8_valid").get<bool>();
    CHECK(same);
    ++total;
    agreed += same ? 1 : 0;
  }
  test::PrintConformance("common_model/names.jsonl", agreed, total);
}

}  // namespace
}  // namespace check::model
