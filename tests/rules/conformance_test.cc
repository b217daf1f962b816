#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/rules/load.h"
#include "libcheck/rules/upstream_lint.h"
#include "tests/rules/describe.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::rules {
namespace {

TEST_CASE("rule files of Prometheus's own tests are accepted and refused as there") {
  const auto folder = check::test::Shared("conformance/rulefmt", "rule files");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : check::test::Lines(*folder / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    const std::string id = row.at("id");
    CAPTURE(id);
    const std::string text =
        row.contains("text") ? row["text"].get<std::string>()
                             : check::test::ReadText(*folder / row.at("file").get<std::string>());
    const SourceBuffer file("rules.yml", text);
    Arena arena;
    UpstreamTexts diagnostics_texts;
    Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
    const LoadOptions options = {.names = row.at("name_validation") == "legacy"
                                              ? model::NameValidation::kLegacy
                                              : model::NameValidation::kUtf8};
    const LoadedFile loaded = Load(file, options, arena, diagnostics);
    bool good = diagnostics.HasErrors() != row.at("ok").get<bool>();
    good = good && loaded.upstream_errors.empty() == row.at("ok").get<bool>();
    for (const std::string& wanted : row.value("error_contains", std::vector<std::string>())) {
      good = good && std::any_of(loaded.upstream_errors.begin(), loaded.upstream_errors.end(),
                                 [&](const std::string& error) {
                                   return error.find(wanted) != std::string::npos;
                                 });
    }
    if (row.contains("error_count")) {
      good = good && loaded.upstream_errors.size() == row["error_count"].get<std::size_t>();
    }
    if (row.contains("groups")) {
      good = good && loaded.sets[0].groups.size() == row["groups"].get<std::size_t>();
    }
    const bool warns =
        std::any_of(diagnostics.found().begin(), diagnostics.found().end(),
                    [](const Diagnostic& d) { return d.info->code == "ignored-document"; });
    good = good && warns == row.contains("warning_contains");
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  check::test::PrintConformance("rulefmt/cases.jsonl", agreed, total);
}

TEST_CASE("promtool's tests of check rules end as there") {
  const auto folder = check::test::Shared("conformance/promtool", "check rules");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : check::test::Lines(*folder / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    const std::string command = row.at("command");
    if ((command != "check rules" && command != "find duplicate rules") || !row.contains("files")) {
      continue;
    }
    const std::string id = row.at("id");
    CAPTURE(id);
    ++total;
    bool has_errors = false;
    bool has_lint = false;
    std::string printed;
    for (const std::string name : row.at("files")) {
      const SourceBuffer file(name, check::test::ReadText(*folder / name));
      Arena arena;
      const UpstreamCheck check = CheckAsUpstream(
          file, {.ignore_unknown_fields = row.value("ignore_unknown_fields", false)}, true, arena);
      has_errors = has_errors || !check.errors.empty();
      has_lint = has_lint || !check.duplicates.empty();
      printed += check.duplicates;
    }
    bool good = true;
    if (row.contains("exit_code")) {
      const int status = has_errors ? 1 : has_lint && row.value("lint_fatal", false) ? 3 : 0;
      good = status == row["exit_code"].get<int>();
    }
    for (const auto& duplicate : row.value("duplicates", nlohmann::json::array())) {
      good = good && printed.find("Metric: " + duplicate.at("metric").get<std::string>() + "\n") !=
                         std::string::npos;
    }
    CHECK(good);
    agreed += good ? 1 : 0;
  }
  check::test::PrintConformance("promtool/cases.jsonl (check rules)", agreed, total);
}

// Checks that every file below `folder` that holds rules is accepted; `wrapped` as a resource.
void CheckAccepted(std::string_view below, std::string_view what) {
  const auto folder = check::test::Shared(below, what);
  if (!folder) return;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".yml" || extension == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const auto& path : files) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    const SourceBuffer file(name, check::test::ReadText(path));
    Arena arena;
    UpstreamTexts diagnostics_texts;
    Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
    const LoadedFile loaded = Load(file, {.skip_if_no_rules = true}, arena, diagnostics);
    if (!loaded.has_rules) continue;
    ++total;
    CHECK(test::Describe(diagnostics) == "");
    agreed += diagnostics.found().empty() ? 1 : 0;
  }
  CHECK(total > 0);
  check::test::PrintConformance(what, agreed, total);
}

TEST_CASE("rule files from the field are accepted without a word") {
  CheckAccepted("seeds/extracted", "rule files of the seeds");
  CheckAccepted("corpus/rules/awesome", "rule files of awesome-prometheus-alerts");
  CheckAccepted("corpus/rules/kube-prometheus", "PrometheusRules of kube-prometheus");
}

}  // namespace
}  // namespace check::rules
