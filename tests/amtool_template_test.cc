#include "tools/compat/amtool_template.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "tests/support/shared.h"

namespace tools::compat {
namespace {

using check::MemoryFiles;
using nlohmann::json;

// What amtool would print on standard output and on standard error.
struct Printed {
  std::string out;
  std::string err;
};

Printed Render(const MemoryFiles& files, const std::vector<std::string>& globs,
               const std::string& text, const std::string& data) {
  const auto rendered =
      RenderAsAmtool(files, {.globs = globs, .text = text, .type = {}, .data = data}, {});
  if (rendered) return {*rendered, {}};
  return {{}, "amtool: error: " + rendered.error().message + "\n\n"};
}

void ReadFolder(const std::filesystem::path& folder, MemoryFiles& files) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path());
    files.Write(entry.path().filename().string(),
                std::string(std::istreambuf_iterator<char>(file), {}));
  }
}

// The flags of `template render`: false for a command line that says something else.
bool ReadArguments(const json& arguments, std::vector<std::string>& globs, std::string& text,
                   std::string& data) {
  if (arguments.size() < 2 || arguments[0] != "template" || arguments[1] != "render") return false;
  for (const json& argument : arguments) {
    const std::string word = argument;
    const auto after = [&](std::string_view flag) { return word.substr(flag.size()); };
    if (word.starts_with("--template.glob=")) globs.push_back(after("--template.glob="));
    if (word.starts_with("--template.text=")) text = after("--template.text=");
    if (word.starts_with("--template.data=")) data = after("--template.data=");
  }
  return !globs.empty() && !text.empty();
}

TEST_CASE("Templates of public repositories give what amtool makes of them") {
  const auto folder = check::test::Shared("corpus/alertmanager", "real files of Alertmanager");
  if (!folder) return;
  MemoryFiles files;
  ReadFolder(*folder, files);
  ReadFolder(*folder / "files", files);
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : check::test::Lines(*folder / "corpus.jsonl")) {
    const json row = json::parse(line);
    if (!row.contains("renders")) continue;
    for (const json& render : row["renders"]) {
      std::vector<std::string> globs;
      std::string text;
      std::string data;
      REQUIRE(ReadArguments(render["args"], globs, text, data));
      CAPTURE(text);
      const Printed printed = Render(files, globs, text, data);
      CHECK(printed.out == render["stdout"].get<std::string>());
      CHECK(printed.err == render["stderr"].get<std::string>());
      ++total;
      agreed += printed.out == render["stdout"] && printed.err == render["stderr"];
    }
  }
  check::test::PrintConformance("templates of public repositories", agreed, total);
}

TEST_CASE("Recorded command lines of amtool's template command print the same") {
  const auto folder = check::test::Shared("conformance/amtool_recordings", "recordings of amtool");
  if (!folder) return;
  MemoryFiles files;
  ReadFolder(*folder / "files", files);
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : check::test::Lines(*folder / "commands.jsonl")) {
    const json row = json::parse(line);
    std::vector<std::string> globs;
    std::string text;
    std::string data;
    if (!ReadArguments(row["args"], globs, text, data)) continue;
    CAPTURE(text);
    const Printed printed = Render(files, globs, text, data);
    CHECK(printed.out == row["stdout"].get<std::string>());
    CHECK(printed.err == row["stderr"].get<std::string>());
    ++total;
    agreed += printed.out == row["stdout"] && printed.err == row["stderr"];
  }
  check::test::PrintConformance("recorded command lines with templates", agreed, total);
}

}  // namespace
}  // namespace tools::compat
