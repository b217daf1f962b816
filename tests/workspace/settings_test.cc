#include "libcheck/workspace/settings.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "libcheck/workspace/project_settings.h"

namespace check::workspace {
namespace {

constexpr CodeInfo kWarn = {
    .code = "some-warning", .severity = Severity::kWarning, .summary = "", .explanation = ""};
constexpr CodeInfo kOther = {
    .code = "other-warning", .severity = Severity::kInfo, .summary = "", .explanation = ""};
constexpr CodeInfo kRefused = {
    .code = "refused", .severity = Severity::kError, .summary = "", .explanation = ""};
constexpr const CodeInfo* kCodes[] = {&kWarn, &kOther, &kRefused};

// Reads settings that have no faults.
Settings Read(const std::string& text, const std::string& path = ".pronoia.yml") {
  const SourceBuffer file(path, text);
  Diagnostics diagnostics;
  Settings settings = ReadSettings(file, kCodes, diagnostics);
  for (const Diagnostic& fault : diagnostics.found()) FAIL_CHECK(fault.message);
  return settings;
}

// The faults of settings, as "line:column: message [code] note".
std::string Faults(const std::string& text) {
  const SourceBuffer file(".pronoia.yml", text);
  Diagnostics diagnostics;
  ReadSettings(file, kCodes, diagnostics);
  std::string lines;
  for (const Diagnostic& fault : diagnostics.found()) {
    const LineColumn at = file.PositionOf(fault.where.span.begin);
    lines += std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + fault.message +
             " [" + std::string(fault.info->code) + "]";
    for (const std::string& note : fault.notes) lines += " " + note;
    lines += "\n";
  }
  return lines;
}

std::string SeverityIn(const Settings& settings, const CodeInfo& info,
                       const std::string& path = "a.yml") {
  const std::optional<Severity> severity = settings.SeverityOf(info, path);
  return severity ? std::string(ToString(*severity)) : "off";
}

TEST_CASE("without settings, severities are the codes' own") {
  for (const char* text :
       {"", "# nothing\n", "{}", "checks:\n", "checks:\n  enable:\n", "paths: []\n"}) {
    const Settings settings = Read(text);
    CHECK(SeverityIn(settings, kWarn) == "warning");
    CHECK(SeverityIn(settings, kOther) == "info");
    CHECK(SeverityIn(settings, kRefused) == "error");
    CHECK_FALSE(settings.Excludes("a.yml"));
  }
}

TEST_CASE("checks can be switched off and on, raised and lowered") {
  CHECK(SeverityIn(Read("checks:\n  disable: [some-warning]\n"), kWarn) == "off");
  CHECK(SeverityIn(Read("checks:\n  disable: [some-warning]\n"), kOther) == "info");
  const Settings raised = Read(
      "checks:\n  severity:\n    some-warning: error\n"
      "    other-warning: off\n");
  CHECK(SeverityIn(raised, kWarn) == "error");
  CHECK(SeverityIn(raised, kOther) == "off");
  for (const char* only : {"checks: {disable: [all], enable: [some-warning]}\n",
                           "checks: {enable: [some-warning], disable: [all]}\n"}) {
    CHECK(SeverityIn(Read(only), kWarn) == "warning");
    CHECK(SeverityIn(Read(only), kOther) == "off");
    CHECK(SeverityIn(Read(only), kRefused) == "error");
  }
}

TEST_CASE("paths have choices of their own, later ones above earlier ones") {
  const Settings settings = Read(R"(
checks:
  disable: [some-warning]
paths:
  - match: legacy/**
    severity: {other-warning: off}
    enable: [some-warning]
  - match: "{legacy/new.yml,*.{gen,auto}.yml}"
    severity: {some-warning: error}
)");
  CHECK(SeverityIn(settings, kWarn, "a.yml") == "off");
  CHECK(SeverityIn(settings, kWarn, "./legacy/x/a.yml") == "warning");
  CHECK(SeverityIn(settings, kOther, "legacy/x/a.yml") == "off");
  CHECK(SeverityIn(settings, kWarn, "legacy/new.yml") == "error");
  CHECK(SeverityIn(settings, kOther, "legacy/../a.yml") == "info");
  CHECK(SeverityIn(settings, kWarn, "deep/down/a.auto.yml") == "error");
  CHECK(SeverityIn(settings, kWarn, std::filesystem::current_path() / "legacy/a.yml") == "warning");
}

TEST_CASE("choices from the command line come last") {
  Settings settings = Read("checks:\n  disable: [some-warning]\n");
  Settings::PathChoices flags = {.patterns = {"**"}, .choices = {}};
  flags.choices.Enable(&kWarn);
  flags.choices.Disable(&kOther);
  settings.paths.push_back(flags);
  for (const char* path : {"a.yml", "../x/a.yml", "/etc/a.yml", "-"}) {
    CHECK(SeverityIn(settings, kWarn, path) == "warning");
    CHECK(SeverityIn(settings, kOther, path) == "off");
  }
}

TEST_CASE("excluded are names in any folder, paths, and what is below them") {
  const Settings settings = Read("exclude: [vendor, ./a/b/, 'c/*.yml', /d]\n");
  CHECK(settings.Excludes("vendor"));
  CHECK(settings.Excludes("x/vendor/y/z.yml"));
  CHECK(settings.Excludes("a/b"));
  CHECK(settings.Excludes("a/b/c.yml"));
  CHECK_FALSE(settings.Excludes("x/a/b"));
  CHECK_FALSE(settings.Excludes("a/bc"));
  CHECK(settings.Excludes("c/x.yml"));
  CHECK_FALSE(settings.Excludes("c/x/y.yml"));
  CHECK_FALSE(settings.Excludes("vendors"));
}

TEST_CASE("other files are told from the folder of the settings") {
  const Settings settings = Read(
      "prometheus: etc/prometheus.yml\nbaseline: ../b.json\n"
      "names: legacy\nfeatures: [promql-duration-expr]\n",
      "../stack/.pronoia.yml");
  CHECK(settings.folder == "../stack");
  CHECK(settings.prometheus == "../stack/etc/prometheus.yml");
  CHECK(settings.baseline == "../b.json");
  CHECK(settings.names == model::NameValidation::kLegacy);
  CHECK(settings.features == std::vector<std::string>{"promql-duration-expr"});
  CHECK(Read("prometheus: prometheus.yml\n").prometheus == "prometheus.yml");
  CHECK(Read("prometheus: /etc/p.yml\n").prometheus == "/etc/p.yml");
}

TEST_CASE("every fault is reported where it is") {
  CHECK(Faults("cheks: {}\nexclud: [a]\n") ==
        "1:1: unknown field `cheks` in `settings` [unknown-field] did you mean `checks`?\n"
        "2:1: unknown field `exclud` in `settings` [unknown-field] did you mean `exclude`?\n");
  CHECK(Faults("checks:\n  disable:\n    - some-waning\n    - zzz\n    - refused\n") ==
        "3:7: unknown code `some-waning` [settings-unknown-code] did you mean "
        "`some-warning`?\n"
        "4:7: unknown code `zzz` [settings-unknown-code]\n"
        "5:7: `refused` is always an error [settings-fixed-code] "
        "Prometheus refuses the file because of it, whatever the settings are\n");
  CHECK(Faults("checks:\n  severity:\n    some-warning: eror\n    refused: off\n") ==
        "3:19: `some-warning` cannot be `eror` [bad-value] it is one of `error`, `warning`, "
        "`info`, `off` did you mean `error`?\n"
        "4:5: `refused` is always an error [settings-fixed-code] "
        "Prometheus refuses the file because of it, whatever the settings are\n");
  CHECK(Faults("- a\n") == "1:1: expected a `settings` section, not a list [wrong-type]\n");
  CHECK(Faults("exclude: vendor\n") ==
        "1:10: `exclude` must be a list of strings, not `vendor` [wrong-type] "
        "write a list: `[vendor]`\n");
  CHECK(Faults("baseline: [a]\n") ==
        "1:11: `baseline` must be a file name, not a list [wrong-type] "
        "only one value is allowed\n");
  CHECK(Faults("names: ascii\n") ==
        "1:8: `names` cannot be `ascii` [bad-value] it is one of `utf8`, `legacy`\n");
  CHECK(Faults("features: [promql-fill]\n").find("[bad-value]") != std::string::npos);
  CHECK(Faults("paths:\n  - disable: [some-warning]\n") ==
        "2:5: `path` needs `match` [missing-field]\n");
  CHECK(Faults("a: 'b\n").find("[yaml-syntax]") != std::string::npos);
  CHECK(Faults("names: utf8\nnames: legacy\n").find("[yaml-duplicate-key]") != std::string::npos);
}

TEST_CASE("what can be read is used even so") {
  const SourceBuffer file(".pronoia.yml",
                          "cheks: {}\nchecks:\n  disable: [zzz, some-warning, [x]]\n"
                          "exclude: [{}, vendor]\npaths: [a, {match: b, severity: [x]}]\n");
  Diagnostics diagnostics;
  const Settings settings = ReadSettings(file, kCodes, diagnostics);
  CHECK(diagnostics.HasErrors());
  CHECK(SeverityIn(settings, kWarn) == "off");
  CHECK(settings.Excludes("vendor"));
}

TEST_CASE("settings are looked for upwards, but not beyond the repository") {
  MemoryFiles files = {{"repo/.git/HEAD", ""}, {"repo/a/b/x", ""}, {".pronoia.yml", ""}};
  const auto find = [&](const std::string& path) {
    return ProjectSettings(files, kCodes).Of(path).path;
  };
  CHECK(find("repo/a/b/x") == "");
  files.Write("repo/.pronoia.yml", "");
  CHECK(find("repo/a/b/x") == "repo/.pronoia.yml");
  CHECK(find("./repo/../repo/a/b/x") == "repo/.pronoia.yml");
  CHECK(find("repo/x") == "repo/.pronoia.yml");
  files.Write("repo/a/.pronoia.yml", "");
  CHECK(find("repo/a/b/x") == "repo/a/.pronoia.yml");
  CHECK(find("x") == ".pronoia.yml");
  CHECK(find("-") == ".pronoia.yml");
}

TEST_CASE("each settings file is read once, and its faults are kept") {
  const MemoryFiles files = {{"a/.pronoia.yml", "exlude: []\n"},
                             {"b/.pronoia.yml", "names: utf8\n"}};
  ProjectSettings settings(files, kCodes);
  CHECK(&settings.Of("a/x.yml") == &settings.Of("a/b/y.yml"));
  CHECK(&settings.Of("a/x.yml") != &settings.Of("b/x.yml"));
  CHECK(settings.Known().size() == 2);
  CHECK(settings.TakeFindings().size() == 1);
  CHECK(settings.TakeFindings().empty());
  ProjectSettings named(files, kCodes);
  named.Use("b/.pronoia.yml");
  CHECK(named.Of("a/x.yml").path == "b/.pronoia.yml");
  named.Use("none.yml");
  CHECK(named.TakeErrors().size() == 1);
}

TEST_CASE("the table of settings is sound") {
  CHECK(schema::CheckTable(SettingsTable()) == std::vector<std::string>());
}

TEST_CASE("codes of settings explain themselves") {
  for (const CodeInfo* info : SettingsCodes()) {
    CHECK_FALSE(info->summary.ends_with('.'));
    CHECK(info->explanation.size() > 40);
  }
}

}  // namespace
}  // namespace check::workspace
