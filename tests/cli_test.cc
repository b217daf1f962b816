// Runs the scripts in testdata/cli: each is a file that holds other files, then commands with the
// output and exit status they must have.
//
//     What this shows, in a line or two.
//     --- file rules.yml
//     groups: []
//     --- copy slo/data/reset.prom
//     --- run pronoia check rules rules.yml
//     --- stdout
//     ...
//     --- stderr
//     ...
//     --- status 1
//
// Commands run in a folder that holds just the files; those that are copied are in testdata/.
// Streams that are not listed must be empty, and a status that is not listed is 0. UPDATE_GOLDEN=1
// writes down what came out instead.

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/difference.h"
#include "tests/support/shared.h"

namespace check {
namespace {

namespace fs = std::filesystem;

struct Section {
  std::string kind;      // "about", "file", "copy", "run", "stdout", "stderr", "status"
  std::string argument;  // What follows on the heading's line.
  std::string text;
};

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteAll(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::vector<Section> ParseScript(std::string_view text) {
  constexpr std::string_view kMark = "--- ";
  std::vector<Section> sections = {{"about", "", ""}};
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    if (!line.starts_with(kMark)) {
      sections.back().text += line;
      continue;
    }
    std::string heading(line.substr(kMark.size()));
    while (heading.ends_with('\n')) heading.pop_back();
    const std::size_t space = std::min(heading.find(' '), heading.size());
    sections.push_back(
        {heading.substr(0, space), heading.substr(std::min(space + 1, heading.size())), ""});
  }
  return sections;
}

std::string PrintScript(const std::vector<Section>& sections) {
  std::string out;
  for (const Section& section : sections) {
    if (section.kind != "about") {
      out += "--- " + section.kind;
      if (!section.argument.empty()) out += " " + section.argument;
      out += "\n";
    }
    out += section.text;
  }
  return out;
}

// A folder that goes away with it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "pronoia-cli-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { fs::remove_all(path_); }

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// The log of promtool and amtool begins with when it was: `time=2026-11-29T07:18:04.616Z`.
std::string WithoutTimes(std::string text) {
  constexpr std::string_view kMark = "time=20";
  constexpr std::size_t kSize = 24;  // Of a time.
  for (std::size_t at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at + 1)) {
    text.replace(at + kMark.size() - 2, kSize, "NOW");
  }
  return text;
}

// Runs the commands of a script and returns it with what really came out. They run in `folder`, if
// there is one.
std::vector<Section> RunScript(const std::vector<Section>& script,
                               const std::optional<fs::path>& folder = std::nullopt) {
  const TemporaryFolder temporary;
  const fs::path work = folder.value_or(temporary.path() / "work");
  const fs::path bin = temporary.path() / "bin";
  if (!folder) fs::create_directories(work);
  fs::create_directories(bin);
  fs::create_symlink(PRONOIA_BINARY, bin / "pronoia");
  const char* upstream = std::getenv("PRONOIA_PROMTOOL");
  fs::create_symlink(upstream != nullptr ? upstream : PRONOIA_BINARY, bin / "promtool");
  const char* amtool = std::getenv("PRONOIA_AMTOOL");
  fs::create_symlink(amtool != nullptr ? amtool : PRONOIA_BINARY, bin / "amtool");

  std::vector<Section> result;
  for (const Section& section : script) {
    const bool is_output =
        section.kind == "stdout" || section.kind == "stderr" || section.kind == "status";
    if (is_output) continue;  // What came out is put in its place.
    result.push_back(section);
    if (section.kind == "file") WriteAll(work / section.argument, section.text);
    if (section.kind == "copy") {
      const fs::path from = fs::path(PRONOIA_SOURCE_DIR "/testdata") / section.argument;
      fs::copy_file(from, work / from.filename());
    }
    if (section.kind != "run") continue;

    const fs::path out = temporary.path() / "stdout";
    const fs::path err = temporary.path() / "stderr";
    WriteAll(temporary.path() / "command",
             "cd '" + work.string() + "'\nPATH='" + bin.string() +
                 "':$PATH\nunset NO_COLOR FORCE_COLOR CLICOLOR_FORCE CLICOLOR COLUMNS\n" +
                 section.argument + "\n");
    const int ended = std::system(("sh '" + (temporary.path() / "command").string() + "' >'" +
                                   out.string() + "' 2>'" + err.string() + "' </dev/null")
                                      .c_str());
    if (const std::string text = WithoutTimes(ReadAll(out)); !text.empty())
      result.push_back({"stdout", "", text});
    if (const std::string text = WithoutTimes(ReadAll(err)); !text.empty())
      result.push_back({"stderr", "", text});
    const int status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
    if (status != 0) result.push_back({"status", std::to_string(status), ""});
  }
  return result;
}

// Runs the scripts in `scripts`, each in a folder of its own unless one is given, and compares.
// Gives how many commands ran, if all said what they should.
std::size_t CheckScripts(const fs::path& scripts,
                         const std::optional<fs::path>& folder = std::nullopt) {
  const char* update = std::getenv("UPDATE_GOLDEN");
  std::size_t commands = 0;
  std::vector<fs::path> paths;
  const char* only = std::getenv("PRONOIA_SCRIPT");
  for (const auto& entry : fs::directory_iterator(scripts)) {
    if (entry.path().extension() != ".txt") continue;
    if (only == nullptr || entry.path().stem() == only) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  REQUIRE_FALSE(paths.empty());
  for (const fs::path& path : paths) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    const std::string expected = ReadAll(path);
    const std::vector<Section> ran = RunScript(ParseScript(expected), folder);
    const std::string actual = PrintScript(ran);
    if (update != nullptr && actual != expected) WriteAll(path, actual);
    const bool same = actual == expected;
    if (update == nullptr) {
      CHECK_MESSAGE(same, name, ":\n", same ? std::string() : test::Difference(expected, actual));
    }
    if (update == nullptr && actual != expected) continue;
    commands += static_cast<std::size_t>(
        std::count_if(ran.begin(), ran.end(), [](const Section& s) { return s.kind == "run"; }));
  }
  return commands;
}

// What promtool 3.14.0 itself printed: with PRONOIA_PROMTOOL=PATH and UPDATE_GOLDEN=1, another
// does.
TEST_CASE("promtool's part is played as promtool did in testdata/conformance") {
  const bool all = std::getenv("PRONOIA_SCRIPT") == nullptr;
  CHECK(CheckScripts(PRONOIA_SOURCE_DIR "/testdata/conformance") >= (all ? 90 : 1));
}

TEST_CASE("commands print and return what the scripts in testdata/cli say") {
  CHECK(CheckScripts(PRONOIA_SOURCE_DIR "/testdata/cli") > 0);
}

TEST_CASE("files that people publish get the verdicts and warnings in testdata/cli_shared") {
  const auto folder = test::Shared("seeds/extracted", "configurations and metrics of the seeds");
  if (!folder) return;
  const fs::path scripts = PRONOIA_SOURCE_DIR "/testdata/cli_shared";
  std::size_t total = 0;
  for (const auto& entry : fs::directory_iterator(scripts)) {
    for (const Section& section : ParseScript(ReadAll(entry.path()))) {
      total += section.kind == "run" ? 1 : 0;
    }
  }
  test::PrintConformance("seeds/extracted", CheckScripts(scripts, folder), total);
}

// The commands in README.md, each with the output that is shown for it.
std::vector<std::pair<std::string, std::string>> ReadmeCommands() {
  constexpr std::string_view kBegin = "```console\n$ ";
  const std::string readme = ReadAll(PRONOIA_SOURCE_DIR "/README.md");
  std::vector<std::pair<std::string, std::string>> commands;
  for (std::size_t at = readme.find(kBegin); at != std::string::npos;
       at = readme.find(kBegin, at + 1)) {
    const std::size_t command = at + kBegin.size();
    const std::size_t output = readme.find('\n', command) + 1;
    commands.emplace_back(readme.substr(command, output - 1 - command),
                          readme.substr(output, readme.find("```", output) - output));
  }
  return commands;
}

TEST_CASE("commands in README.md print what it shows, or begin with it") {
  const TemporaryFolder temporary;
  const fs::path output = temporary.path() / "output";
  fs::create_symlink(PRONOIA_BINARY, temporary.path() / "pronoia");
  std::size_t count = 0;
  for (const auto& [command, shown] : ReadmeCommands()) {
    // Those about files of the reader's own are shown in testdata/cli.
    if (command.find("testdata/") == std::string::npos && !command.starts_with("pronoia promql ")) {
      continue;
    }
    CAPTURE(command);
    const std::string script = "cd '" PRONOIA_SOURCE_DIR "' && PATH='" + temporary.path().string() +
                               "':$PATH && " + command + " >'" + output.string() + "' 2>&1";
    CHECK(std::system(script.c_str()) != -1);
    const std::string printed = ReadAll(output);
    CAPTURE(printed);
    CHECK(printed.starts_with(shown));
    ++count;
  }
  CHECK(count >= 4);
}

// How promtool is to be called in a case of its own tests.
std::string CommandOf(const nlohmann::json& row) {
  std::string command = "promtool check";
  if (row.contains("lookback_delta_ms")) {
    command += " --query.lookback-delta=" + row["lookback_delta_ms"].dump() + "ms";
  }
  command += " config";
  if (row.value("syntax_only", false)) command += " --syntax-only";
  if (row.value("agent_mode", false)) command += " --agent";
  if (row.contains("lint")) command += " --lint=" + row["lint"].get<std::string>();
  if (row.value("lint_fatal", false)) command += " --lint-fatal";
  for (const std::string file : row.at("files")) command += " " + file;
  return command;
}

bool EndsAsIn(const nlohmann::json& row, int status, const std::string& printed) {
  if (row.contains("exit_code")) return status == row["exit_code"].get<int>();
  std::vector<std::string> words = row.value("error_contains", std::vector<std::string>());
  if (row.contains("error")) words.push_back(row["error"]);
  return (status == 0) == row.at("ok").get<bool>() &&
         std::all_of(words.begin(), words.end(), [&](const std::string& word) {
           return printed.find(word) != std::string::npos;
         });
}

TEST_CASE("promtool's tests of check config end as there") {
  const auto folder = test::Shared("conformance/promtool", "check config");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    if (row.at("command") != "check config") continue;
    const std::string command = CommandOf(row);
    CAPTURE(command);
    std::string printed;
    int status = 0;
    for (const Section& section : RunScript({{"run", command, ""}}, folder)) {
      if (section.kind == "stderr") printed = section.text;
      if (section.kind == "status") status = std::stoi(section.argument);
    }
    const bool good = EndsAsIn(row, status, printed);
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  test::PrintConformance("promtool/cases.jsonl (check config)", agreed, total);
}

}  // namespace
}  // namespace check
