// Every command that reports findings, by everything that can be said about findings: comments,
// settings, flags, baselines, JSON, standard input. A command that forgets one of these fails here.

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "tests/support/temporary.h"
#include "tools/cli_model.h"

namespace check {
namespace {

namespace fs = std::filesystem;

// A command, and a file of which it reports one warning.
struct Row {
  std::string_view command;
  std::string_view name;
  std::string_view text;
  std::string_view code;
};
constexpr Row kRows[] = {
    {"check", "rules.yml",
     "groups: [{name: a, rules: [{alert: A, expr: up == bool 0, for: 5m}]}]\n",
     "alert-bool-comparison"},
    {"check alertmanager", "alertmanager.yml",
     "route: {receiver: none}\nreceivers: [{name: none}]\n---\nmore: 1\n", "ignored-document"},
    {"check blackbox", "blackbox.yml", "modules: {a: {prober: http}}\n---\nmore: 1\n",
     "ignored-document"},
    {"check config", "prometheus.yml", "global: {}\n---\nmore: 1\n", "ignored-document"},
    {"check metrics", "a.prom", "# HELP a_total Help.\n# TYPE a_total gauge\na_total 1\n",
     "metric-total-suffix"},
    {"check rules", "rules.yml",
     "groups: [{name: a, rules: [{alert: A, expr: up == bool 0, for: 5m}]}]\n",
     "alert-bool-comparison"},
    {"check targets", "targets.yml", "- targets: [a:80]\n---\nmore: 1\n", "ignored-document"},
    {"check templates", "a.tmpl", "{{ define \"a\" }}{{ .CommonLabels.x.y }}{{ end }}\n",
     "template-unknown-field"},
    {"check web-config", "web.yml", "http_server_config: {}\n---\nmore: 1\n", "ignored-document"},
    {"slo check", "slo.yml",
     "apiVersion: openslo/v1\nkind: AlertCondition\nmetadata: {name: a}\nspec: {severity: page, "
     "condition: {kind: burnrate, op: lt, threshold: 2, lookbackWindow: 1h}}\n",
     "inverted-burn-rate"},
    {"test routes", "routes_test.yml", "alertmanager_config: alertmanager.yml\ntests: []\n",
     "test-nothing-tested"},
    {"test rules", "tests.yml", "rule_files: []\ntests: []\n", "test-nothing-tested"},
};

// Commands that tell what happens to targets, samples or expressions, or how a server is, rather
// than judge files.
constexpr std::string_view kOthers[] = {"check healthy", "check ready", "check relabel",
                                        "check service-discovery", "test promql"};

struct Ran {
  int status = 0;
  std::string out;
  std::string err;

  bool Tells(std::string_view code) const { return out.find(code) != std::string::npos; }
};

class Folder {
 public:
  void Write(std::string_view name, std::string_view text) const {
    std::ofstream(folder_.path(std::string(name)), std::ios::binary) << text;
  }
  void Copy(const fs::path& from) const {
    fs::copy(from, folder_.path(""), fs::copy_options::recursive);
  }
  void Append(const std::string& name, std::string_view text) const {
    std::ofstream(folder_.path(name), std::ios::binary | std::ios::app) << text;
  }
  Ran Run(const std::string& arguments) const {
    const std::string out = out_.path("out");
    const std::string err = out_.path("err");
    const std::string command = "cd '" + folder_.path("") + "' && '" PRONOIA_BINARY "' " +
                                arguments + " >'" + out + "' 2>'" + err + "'";
    const int ended = std::system(command.c_str());
    return {WIFEXITED(ended) ? WEXITSTATUS(ended) : -1, Read(out), Read(err)};
  }

 private:
  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  test::TemporaryFolder folder_;
  test::TemporaryFolder out_;
};

TEST_CASE("every command that judges files is in the table") {
  for (const tools::CommandModel& model : tools::CommandLine().Leaves()) {
    const std::string path = model.path.substr(model.path.find(' ') + 1);
    if (!path.starts_with("check") && !path.starts_with("test")) continue;
    CAPTURE(path);
    const bool in_table = std::any_of(std::begin(kRows), std::end(kRows),
                                      [&](const Row& row) { return row.command == path; });
    const bool is_other =
        std::find(std::begin(kOthers), std::end(kOthers), path) != std::end(kOthers);
    CHECK(in_table != is_other);
  }
}

// What a run reported of the files in the folder: one line for each finding, without its path's
// `./`.
std::set<std::string> Reported(const Folder& folder, const std::string& arguments) {
  const nlohmann::json json = nlohmann::json::parse(folder.Run(arguments + " --format json").out);
  std::set<std::string> findings;
  const auto add = [&](const nlohmann::json& list) {
    for (const nlohmann::json& finding : list) {
      const auto& where = finding.at("location");
      findings.insert(where.at("path").get<std::string>() + ":" +
                      std::to_string(where.at("begin").at("line").get<int>()) + ": " +
                      finding.at("message").get<std::string>());
    }
  };
  if (json.contains("findings")) {
    add(json.at("findings"));
  } else {
    for (const nlohmann::json& file : json.at("files")) add(file.at("findings"));
  }
  return findings;
}

TEST_CASE("a folder is checked as the single commands check its files") {
  const Folder folder;
  folder.Copy(PRONOIA_SOURCE_DIR "/testdata/stack");
  // Each file gets something to be told of.
  folder.Append("rules/recording.yml", "---\nmore: 1\n");
  folder.Append("prometheus.yml", "---\nmore: 1\n");
  folder.Append("blackbox.yml", "---\nmore: 1\n");
  folder.Append("targets/nodes.yml", "---\nmore: 1\n");
  folder.Append("tests/alerts_test.yml", "---\nmore: 1\n");
  std::set<std::string> single;
  for (const char* command : {"check config prometheus.yml", "check rules rules",
                              "check blackbox blackbox.yml", "check alertmanager alertmanager.yml",
                              "check targets targets", "test rules tests", "slo check slo"}) {
    single.merge(Reported(folder, command));
  }
  CHECK(single.size() >= 6);
  CHECK(Reported(folder, "check") == single);
  CHECK(Reported(folder, "check .") == single);
  CHECK(
      Reported(folder,
               "check tests rules blackbox.yml alertmanager.yml targets/* slo ./prometheus.yml") ==
      single);
}

TEST_CASE("comments, settings, flags, baselines, JSON and standard input count for every command") {
  for (const Row& row : kRows) {
    const std::string name(row.name);
    const std::string code(row.code);
    const std::string call = std::string(row.command) + " ";
    CAPTURE(call);
    const Folder folder;
    folder.Write(name, row.text);
    const auto run = [&](const std::string& flags) {
      const Ran ran = folder.Run(call + flags);
      INFO(ran.out);
      INFO(ran.err);
      CHECK(ran.status == 0);
      return ran;
    };

    CHECK(run(name).Tells("[" + code + "]"));
    CHECK(folder.Run(call + "--lint-fatal " + name).status == 3);
    CHECK_FALSE(run("--disable " + code + " " + name).Tells(code));

    const auto json = nlohmann::json::parse(run("--format json " + name).out);
    const auto& findings =
        json.contains("findings") ? json.at("findings") : json.at("files").at(0).at("findings");
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].at("code") == code);
    CHECK(findings[0].at("severity") == "warning");
    CHECK(findings[0].at("location").at("path") == name);

    CHECK_FALSE(run("--write-baseline baseline.json " + name).Tells(code));
    const Ran baselined = run("--baseline baseline.json " + name);
    CHECK_FALSE(baselined.Tells(code));
    CHECK(baselined.Tells("1 by the baseline"));

    // What settings say of the file, and not of all files.
    folder.Write(".pronoia.yml",
                 "paths: [{match: " + name + ", severity: {" + code + ": error}}]\n");
    CHECK(folder.Run(call + name).status == 1);
    folder.Write(".pronoia.yml", "checks: {disable: [" + code + "]}\n");
    CHECK_FALSE(run(name).Tells(code));
    CHECK(run("--no-config " + name).Tells(code));
    folder.Write(".pronoia.yml", "");

    folder.Write(name, "# pronoia: ignore-file " + code + " as agreed\n" + std::string(row.text));
    const Ran commented = run(name);
    CHECK_FALSE(commented.Tells("[" + code + "]"));
    CHECK(commented.Tells("1 by comments"));
    // It hides nothing where nothing is looked for, and is not told of for that.
    CHECK_FALSE(run("--disable " + code + " " + name).Tells("suppression-unused"));
    folder.Write(name, row.text);

    CHECK(run("- < " + name).Tells("[" + code + "]"));
  }
}

}  // namespace
}  // namespace check
