#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace check {
namespace {

struct Module {
  std::string_view name;
  std::string_view may_include;  // Besides itself, base, files, source and diagnostic.
};

// Adding a dependency here is a design decision: say why in the commit.
constexpr Module kModules[] = {
    {"base", ""},
    {"files", ""},
    {"source", ""},
    {"diagnostic", ""},
    {"yaml", ""},
    {"model", ""},
    {"storage", "model"},
    {"cel", ""},
    {"template", "model"},
    {"report", ""},
    {"exposition", "model"},
    {"http", "model"},
    {"promql", "model storage"},
    {"schema", "yaml model template promql"},
    {"rules", "yaml schema model template storage promql"},
    {"config", "yaml schema model template promql cel http"},
    {"discovery", "yaml schema config http"},
    {"unittest", "yaml schema model template storage promql rules config report"},
    {"lint", "yaml schema model template promql rules config"},
    {"workspace", "yaml schema model template promql exposition rules config unittest lint report"},
    {"reference",
     "config schema discovery template exposition promql rules lint yaml report unittest "
     "workspace"},
};

bool MayInclude(std::string_view from, std::string_view to) {
  const auto* module = std::find_if(std::begin(kModules), std::end(kModules),
                                    [&](const Module& m) { return m.name == from; });
  REQUIRE_MESSAGE(module != std::end(kModules), "unlisted module ", std::string(from));
  if (from == to) return true;
  if (from == "base") return false;
  if (from == "files" || from == "source") return to == "base";
  if (from == "diagnostic") return to == "base" || to == "files" || to == "source";
  const std::string allowed =
      " base files source diagnostic " + std::string(module->may_include) + " ";
  return allowed.find(" " + std::string(to) + " ") != std::string::npos;
}

std::vector<std::filesystem::path> Sources(const char* tree) {
  std::vector<std::filesystem::path> found;
  const auto root = std::filesystem::path(PRONOIA_SOURCE_DIR) / tree;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const auto extension = entry.path().extension();
    if (extension == ".h" || extension == ".cc") found.push_back(entry.path());
  }
  return found;
}

TEST_CASE("modules only include the modules they are allowed to") {
  constexpr std::string_view kPrefix = "#include \"libcheck/";
  const std::filesystem::path root = PRONOIA_SOURCE_DIR "/libcheck";
  for (const auto& path : Sources("libcheck")) {
    const std::string module = path.lexically_relative(root).begin()->string();
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      const std::string name = path.string();
      CAPTURE(name);
      CAPTURE(line);
      CHECK_FALSE(line.starts_with("#include \"tools/"));
      if (!line.starts_with(kPrefix)) continue;
      const std::string rest = line.substr(kPrefix.size());
      CHECK(MayInclude(module, rest.substr(0, rest.find('/'))));
    }
  }
}

TEST_CASE("third-party libraries and process-wide effects stay behind their fences") {
  struct Fence {
    std::string_view text;     // At the start of a line, or anywhere if it is no include.
    std::string_view allowed;  // Folders or files that may hold it. Words separated by spaces.
  };
  constexpr Fence kFences[] = {
      {"#include <yaml.h>", "libcheck/yaml"},
      {"#include <yaml-cpp/", "libcheck/yaml"},
      {"#include <re2/", "libcheck/base/regex.cc"},
      {"#include <utf8proc.h>", "libcheck/base"},
      {"#include <curl/", "libcheck/http"},
      {"#include <expat.h>", "libcheck/discovery/xml.cc"},
      {"#include <nlohmann/",
       "libcheck/report libcheck/reference libcheck/http libcheck/discovery"},
      {"#include <CLI/", "tools/flag_set.cc"},
      {"#include <iostream>", "tools"},
      {"std::exit(", "tools"},
      {"std::puts(", "tools"},
      {"std::printf(", "tools"},
  };
  for (const char* tree : {"libcheck", "tools"}) {
    for (const auto& path : Sources(tree)) {
      const std::string name = path.lexically_relative(PRONOIA_SOURCE_DIR).string();
      std::ifstream file(path);
      for (std::string line; std::getline(file, line);) {
        for (const Fence& fence : kFences) {
          if (line.find(fence.text) == std::string::npos) continue;
          bool allowed = false;
          for (std::string_view rest = fence.allowed; !rest.empty();) {
            const std::string_view word = rest.substr(0, rest.find(' '));
            allowed = allowed || name.starts_with(word);
            rest.remove_prefix(std::min(rest.size(), word.size() + 1));
          }
          CAPTURE(name);
          CAPTURE(line);
          CHECK(allowed);
        }
      }
    }
  }
}

// Prometheus's marker is a signalling NaN, which any floating-point expression may turn into an
// ordinary one: see model/sample.h.
TEST_CASE("no value stands for the end of a series") {
  std::size_t lines = 0;
  for (const char* tree : {"libcheck", "tools"}) {
    for (const auto& path : Sources(tree)) {
      const std::string name = path.lexically_relative(PRONOIA_SOURCE_DIR).string();
      std::ifstream file(path);
      for (std::string line; std::getline(file, line); ++lines) {
        std::string folded;
        for (const char c : line) {
          if (c != '\'' && c != '_') folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
        CAPTURE(name);
        CAPTURE(line);
        for (const char* marker : {"7ff0000000000002", "signalingnan", "stalenan", "nans("}) {
          CHECK(folded.find(marker) == std::string::npos);
        }
      }
    }
  }
  CHECK(lines > 10'000);
}

}  // namespace
}  // namespace check
