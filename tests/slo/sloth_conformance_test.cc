#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libcheck/rules/load.h"
#include "libcheck/slo/formats.h"
#include "libcheck/slo/layouts.h"
#include "libcheck/slo/read.h"
#include "libcheck/slo/specs/alert_windows.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

// What Sloth 0.16 says of specifications, and the rules that it makes of them.
namespace check::slo {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

constexpr const char* kWrongCase =
    "`pageAlert` for `page_alert`, or the other way round: the alert's labels would be lost";

// Specifications that Sloth accepts, and why they are refused here.
const std::map<std::string, std::string> kRefused = {
    {"files/sloth-mutants/s02.yaml", "an objective of 100 leaves no budget: no alert can be right"},
    {"files/sloth-mutants/s32.yaml", "Prometheus refuses the annotation's template"},
    {"files/sloth-mutants/s33.yaml", "a misspelt field would be passed over"},
    {"files/sloth-mutants/s34.yaml", "a misspelt field would be passed over"},
    {"files/sloth-mutants/s39.yaml", "an empty file has no objectives"},
    {"files/sloth-mutants/s41.yaml", "of two fields of the same name one would be passed over"},
    {"files/sloth/examples__plugin-k8s-getting-started.yml", kWrongCase},
    {"files/sloth/test__integration__prometheus__testdata__validate__good__good-aa.yaml",
     kWrongCase},
    {"files/sloth/test__integration__prometheus__testdata__validate__good__good-ab.yaml",
     kWrongCase},
    {"files/sloth/test__integration__prometheus__testdata__validate__good__good-ba.yaml",
     kWrongCase},
    {"files/sloth/"
     "test__integration__prometheus__testdata__validate_with_duplicates__prom__bad-prom-1-"
     "duplicate.yaml",
     kWrongCase},
    {"files/sloth/"
     "test__integration__prometheus__testdata__validate_with_duplicates__prom__bad-prom-1-"
     "original.yaml",
     kWrongCase},
};

// Among them those from which no rules, or other ones, are made.
const std::set<std::string> kWithoutRules = {"files/sloth-mutants/s02.yaml",
                                             "files/sloth-mutants/s41.yaml"};

// Specifications that Sloth refuses, and why they are not refused here.
const std::map<std::string, std::string> kAccepted = {
    {"files/sloth-mutants/s25.yaml", "which plugins there are is up to Sloth's --plugins-path"},
};

// Warnings for what Sloth passes over.
const std::map<std::string, std::string> kWarned = {
    {"files/sloth-mutants/s07.yaml", "slo-objective-is-ratio"},
    {"files/sloth-mutants/s30.yaml", "slo-label-name"},
    {"files/sloth-mutants/s31.yaml", "slo-label-name"},
    {"files/sloth-mutants/s25.yaml", "slo-plugin-not-run"},
    {"files/sloth-mutants/s38.yaml", "slo-fixed-range"},
    {"files/sloth/examples__plugin-getting-started.yml", "slo-plugin-not-run"},
    {"files/sloth/examples__plugin-k8s-getting-started.yml", "slo-plugin-not-run"},
};

struct ReadSpec {
  explicit ReadSpec(const fs::path& path)
      : file(path.filename().string(), test::ReadText(path)), slos(ReadSlos(file, arena, found)) {}

  bool IsOpenSlo() const { return file.text().find("openslo/") != std::string_view::npos; }
  std::string Report() const {
    std::string report;
    for (const Diagnostic& diagnostic : found.found()) {
      report += fmt::format("{} {}: {}\n", ToString(diagnostic.severity), diagnostic.info->code,
                            diagnostic.message);
    }
    return report;
  }

  SourceBuffer file;
  Arena arena;
  Diagnostics found;
  std::vector<Slo> slos;
};

struct Specs {
  fs::path folder;
  std::vector<Json> cases;
};

// With those of other tools of which Sloth makes rules.
std::optional<Specs> AllSpecs() {
  const auto folder = test::Shared("conformance/slo/specs", "Sloth's specifications");
  if (!folder) return std::nullopt;
  Specs specs = {*folder, {}};
  for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
    specs.cases.push_back(Json::parse(line));
  }
  return specs;
}

TEST_CASE("specifications are refused where Sloth refuses them") {
  const auto specs = AllSpecs();
  if (!specs) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const Json& row : specs->cases) {
    const std::string name = row.at("file");
    const ReadSpec spec(specs->folder / name);
    if (row.at("tool") != "sloth" || spec.IsOpenSlo()) continue;
    ++total;
    const bool expected = kAccepted.contains(name) ||
                          (row.at("validate").at("ok").get<bool>() && !kRefused.contains(name));
    const bool accepted = !spec.found.HasErrors();
    const std::string report = spec.Report();
    CAPTURE(name);
    CAPTURE(report);
    CHECK(accepted == expected);
    agreed += accepted == expected ? 1 : 0;
    if (const auto warned = kWarned.find(name); warned != kWarned.end()) {
      CHECK(report.find(warned->second) != std::string::npos);
    } else if (accepted) {
      CHECK(report.empty());
    }
  }
  test::PrintConformance(
      fmt::format("Sloth's specifications, {} of them refused on purpose,", kRefused.size()),
      agreed, total);
}

// Whether two expressions are printed alike, but for the last digits of numbers.
bool SamePrint(const std::string& a, const std::string& b) {
  constexpr double kTolerance = 1e-9;
  std::size_t i = 0;
  std::size_t j = 0;
  const auto begins_number = [](const std::string& text, std::size_t at) {
    if (std::isdigit(static_cast<unsigned char>(text[at])) == 0) return false;
    return at == 0 || (std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0 &&
                       text[at - 1] != '_' && text[at - 1] != ':');
  };
  while (i < a.size() && j < b.size()) {
    if (begins_number(a, i) && begins_number(b, j)) {
      char* end_a = nullptr;
      char* end_b = nullptr;
      const double x = std::strtod(a.c_str() + i, &end_a);
      const double y = std::strtod(b.c_str() + j, &end_b);
      if (!(std::abs(x - y) <= kTolerance * std::max(1.0, std::abs(x)))) return false;
      i = static_cast<std::size_t>(end_a - a.c_str());
      j = static_cast<std::size_t>(end_b - b.c_str());
    } else if (a[i++] != b[j++]) {
      return false;
    }
  }
  return i == a.size() && j == b.size();
}

std::string Printed(std::string_view text) {
  Arena arena;
  Diagnostics diagnostics;
  const SourceBuffer source({"expr"}, std::string(text));
  const promql::Expr* expr = promql::ParseExpr(source, {}, arena, diagnostics);
  if (expr != nullptr) return promql::ToString(*expr);
  std::string words;  // MetricsQL: without its blanks.
  for (const char c : text) {
    if (c != ' ' && c != '\n') words += c;
  }
  return words;
}

std::string Labels(const std::vector<std::pair<std::string, std::string>>& labels) {
  std::string text;
  for (const auto& [name, value] : labels) text += fmt::format("{}={};", name, value);
  return text;
}

// A group's heading, then name, `for`, labels and annotations of each rule, and its expression.
struct Described {
  std::string what;
  std::string expr;
};

std::vector<Described> Describe(std::span<const MadeGroup> groups) {
  std::vector<Described> all;
  for (const MadeGroup& group : groups) {
    all.push_back({fmt::format("group {} {}", group.name, group.interval_ms), ""});
    for (const MadeRule& rule : group.rules) {
      auto labels = rule.labels;
      for (auto& [name, value] : labels) {
        if (name == "sloth_version") value = "dev";
      }
      all.push_back({fmt::format("{} {} {} {} {}", rule.is_alert ? "alert" : "record", rule.name,
                                 rule.for_ms, Labels(labels), Labels(rule.annotations)),
                     rule.expr});
    }
  }
  return all;
}

std::int64_t Ms(Duration duration) { return duration / std::chrono::milliseconds(1); }

std::vector<std::pair<std::string, std::string>> Sorted(std::span<const rules::KeyValue> pairs) {
  std::map<std::string, std::string> sorted;
  for (const auto& pair : pairs) sorted.emplace(pair.key, pair.value);
  return {sorted.begin(), sorted.end()};
}

// Prometheus reads one document of a file; Sloth writes one for each specification.
std::vector<std::string> Documents(const std::string& text) {
  constexpr std::string_view kMark = "---\n";
  std::vector<std::string> documents;
  std::size_t at = text.find(kMark);
  while (at != std::string::npos) {
    const std::size_t next = text.find("\n---\n", at);
    documents.push_back(text.substr(at, next == std::string::npos ? next : next + 1 - at));
    at = next == std::string::npos ? next : next + 1;
  }
  return documents;
}

void ReadGroups(const std::string& text, std::vector<MadeGroup>& groups) {
  const SourceBuffer file({"rules.yaml"}, text);
  Arena arena;
  Diagnostics diagnostics;
  const rules::LoadedFile loaded = rules::Load(file, {}, arena, diagnostics);
  for (const rules::RuleSet& set : loaded.sets) {
    for (const rules::Group& group : set.groups) {
      MadeGroup& made = groups.emplace_back(
          MadeGroup{.name = std::string(group.name), .interval_ms = Ms(group.interval)});
      for (const rules::Rule& rule : group.rules) {
        made.rules.push_back({.is_alert = rule.is_alert(),
                              .name = std::string(rule.name()),
                              .expr = std::string(rule.expr_node->scalar()),
                              .for_ms = Ms(rule.hold),
                              .labels = Sorted(rule.labels),
                              .annotations = Sorted(rule.annotations)});
      }
    }
  }
}

std::vector<Described> ReadGenerated(const fs::path& path) {
  std::vector<MadeGroup> groups;
  for (const std::string& document : Documents(test::ReadText(path))) {
    ReadGroups(document, groups);
  }
  return Describe(groups);
}
struct Variant {
  std::int64_t period_ms = 30 * kDayMs;
  std::string windows;  // A file of AlertWindows.
  LayoutOptions options;
};

Variant VariantOf(const std::string& name) {
  Variant variant;
  if (name == "28d") variant.period_ms = 28 * kDayMs;
  if (name == "win7d") variant.windows = "7d";
  if (name == "wincustom30d") variant.windows = "custom-30d";
  if (name == "own90d" || name == "own14d") variant.windows = name;
  variant.options.alerts = name != "noalerts";
  variant.options.recordings = name != "norecordings";
  return variant;
}

std::vector<Described> Make(std::vector<Slo> slos, const Json& generated, const fs::path& folder,
                            std::string& error) {
  Variant variant = VariantOf(generated.at("variant"));
  for (const std::string label : generated.at("args")) {
    const std::size_t equals = label.find('=');
    if (equals == std::string::npos) continue;
    variant.options.extra_labels.emplace_back(label.substr(0, equals), label.substr(equals + 1));
  }
  Policy policy = WorkbookPolicy(variant.period_ms);
  if (!variant.windows.empty()) {
    const SourceBuffer file("w.yaml",
                            test::ReadText(folder / "sloth-windows" / variant.windows / "w.yaml"));
    Arena arena;
    Diagnostics found;
    const auto windows = ReadAlertWindows(file, arena, found);
    REQUIRE(windows);
    CHECK(found.found().empty());
    variant.period_ms = windows->period_ms;
    policy = windows->policy;
  }
  std::vector<MadeGroup> all;
  for (Slo& slo : slos) {
    // OpenSLO may say itself what the period is.
    if (slo.period_where.file == nullptr) slo.period.length_ms = variant.period_ms;
    slo.policy = policy;
    auto groups = FindLayout("sloth")->make(slo, variant.options);
    if (!groups) {
      error = groups.error().message;
      continue;
    }
    all.insert(all.end(), groups->begin(), groups->end());
  }
  return Describe(all);
}

TEST_CASE("rules are those that Sloth makes") {
  const auto specs = AllSpecs();
  if (!specs) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  std::size_t plugins = 0;
  for (const Json& row : specs->cases) {
    const std::string name = row.at("file");
    const ReadSpec spec(specs->folder / name);
    if (kWithoutRules.contains(name)) continue;
    if (!row.contains("generate")) continue;
    for (const Json& generated : row.at("generate")) {
      if (generated.at("rc") != 0 || !generated.contains("rules")) continue;
      if (row.at("tool") != "sloth" && generated.at("variant") != "sloth") continue;
      const std::string rules = generated.at("rules");
      std::string error;
      const auto made = Make(spec.slos, generated, specs->folder, error);
      if (error.starts_with("its query is unknown")) {
        ++plugins;  // SLI plugins are Go source.
        continue;
      }
      ++total;
      CAPTURE(rules);
      CAPTURE(error);
      const auto expected = ReadGenerated(specs->folder / rules);
      bool agrees = made.size() == expected.size();
      CHECK(made.size() == expected.size());
      for (std::size_t i = 0; i < std::min(made.size(), expected.size()); ++i) {
        CHECK(made[i].what == expected[i].what);
        const std::string a = Printed(made[i].expr);
        const std::string b = Printed(expected[i].expr);
        CAPTURE(a);
        CAPTURE(b);
        const bool same = SamePrint(a, b);
        CHECK(same);
        agrees = agrees && same && made[i].what == expected[i].what;
      }
      agreed += agrees ? 1 : 0;
    }
  }
  test::PrintConformance(fmt::format("Sloth's rule files, without {} of SLI plugins,", plugins),
                         agreed, total);
}

TEST_CASE("numbers may differ in their last digits, and nothing else may") {
  CHECK(SamePrint("a > (14.4 * 0.0009999999999999432)", "a > (14.4 * 0.001)"));
  CHECK_FALSE(SamePrint("a > 14.4", "a > 14.5"));
  CHECK_FALSE(SamePrint("a5m > 1", "a6m > 1"));
  CHECK_FALSE(SamePrint("a > 1", "a > 1 or b"));
}

}  // namespace
}  // namespace check::slo
