#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace check {
namespace {

// A row of the table in libcheck/README.md.
struct Room {
  std::string name;
  std::vector<std::string> may_include;  // Besides itself and the rooms below all others.
};

// What every room above may include, in the order in which these may include each other; source
// does without files.
const std::vector<std::string> kLowest = {"base", "files", "source", "diagnostic"};

std::vector<Room> Rooms() {
  std::ifstream file(PRONOIA_SOURCE_DIR "/libcheck/README.md");
  std::vector<Room> rooms;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| `")) continue;
    Room& room = rooms.emplace_back();
    room.name = line.substr(3, line.find('`', 3) - 3);
    const std::size_t end = line.rfind(" |");
    const std::size_t begin = line.rfind('|', end - 1) + 1;
    std::istringstream words(line.substr(begin, end > begin ? end - begin : 0));
    for (std::string word; words >> word;) room.may_include.push_back(word);
  }
  return rooms;
}

bool Holds(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

const Room& Find(const std::vector<Room>& rooms, const std::string& name) {
  const auto room =
      std::find_if(rooms.begin(), rooms.end(), [&](const Room& r) { return r.name == name; });
  REQUIRE_MESSAGE(room != rooms.end(), "libcheck/README.md has no row for ", name);
  return *room;
}

bool MayInclude(const std::vector<Room>& rooms, const std::string& from, const std::string& to) {
  if (from == to) return true;
  if (from == "source") return to == "base";
  const auto own = std::find(kLowest.begin(), kLowest.end(), from);
  if (std::find(kLowest.begin(), own, to) != own) return true;
  return Holds(Find(rooms, from).may_include, to);
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

TEST_CASE("rooms include what the map in libcheck/README.md says, and the map says no more") {
  constexpr std::string_view kPrefix = "#include \"libcheck/";
  const std::filesystem::path root = PRONOIA_SOURCE_DIR "/libcheck";
  const std::vector<Room> rooms = Rooms();
  CHECK(rooms.size() > 15);
  std::set<std::pair<std::string, std::string>> included;
  for (const auto& path : Sources("libcheck")) {
    const std::string room = path.lexically_relative(root).begin()->string();
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      const std::string name = path.string();
      CAPTURE(name);
      CAPTURE(line);
      CHECK_FALSE(line.starts_with("#include \"tools/"));
      if (!line.starts_with(kPrefix)) continue;
      const std::string rest = line.substr(kPrefix.size());
      const std::string other = rest.substr(0, rest.find('/'));
      CHECK(MayInclude(rooms, room, other));
      included.emplace(room, other);
    }
  }
  for (const Room& room : rooms) {
    for (const std::string& other : room.may_include) {
      CAPTURE(room.name);
      CAPTURE(other);
      CHECK(included.contains({room.name, other}));
      // Rooms are listed from the bottom to the top, so that none can go in circles.
      CHECK(&Find(rooms, other) < &room);
    }
  }
}

TEST_CASE("files that CONTRIBUTING.md and libcheck/README.md name are there") {
  const std::filesystem::path root = PRONOIA_SOURCE_DIR;
  std::size_t count = 0;
  for (const auto& [page, folder] :
       {std::pair{"CONTRIBUTING.md", "."}, std::pair{"libcheck/README.md", "libcheck"}}) {
    std::ifstream file(root / page);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    for (std::size_t at = text.find('`'); at != std::string::npos; at = text.find('`', at + 1)) {
      const std::size_t end = text.find('`', at + 1);
      if (end == std::string::npos) break;
      const std::string word = text.substr(at + 1, end - at - 1);
      at = end;
      const bool is_source = word.ends_with(".cc") || word.ends_with(".h") || word.ends_with(".py");
      const bool is_example = word.find("NAME") != std::string::npos ||
                              word.find("name") != std::string::npos ||
                              word.find("the_code") != std::string::npos;
      if (!is_source || is_example) continue;
      CAPTURE(word);
      CHECK(
          (std::filesystem::exists(root / word) || std::filesystem::exists(root / folder / word)));
      ++count;
    }
  }
  CHECK(count > 30);
}

struct Fence {
  std::string_view text;     // At the start of a line, or anywhere if it is no include.
  std::string_view allowed;  // Folders or files that may hold it. Words separated by spaces.
};

void CheckFences(std::initializer_list<Fence> fences) {
  for (const char* tree : {"libcheck", "tools"}) {
    for (const auto& path : Sources(tree)) {
      const std::string name = path.lexically_relative(PRONOIA_SOURCE_DIR).string();
      std::ifstream file(path);
      for (std::string line; std::getline(file, line);) {
        for (const Fence& fence : fences) {
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

TEST_CASE("third-party libraries and process-wide effects stay behind their fences") {
  CheckFences({
      {"#include <yaml.h>", "libcheck/yaml"},
      {"#include <yaml-cpp/", "libcheck/yaml"},
      {"#include <re2/", "libcheck/base/regex.cc"},
      {"#include <utf8proc.h>", "libcheck/base"},
      {"#include <curl/", "libcheck/http"},
      {"#include <expat.h>", "libcheck/discovery/xml.cc"},
      {"#include <nlohmann/",
       "libcheck/report libcheck/reference libcheck/http libcheck/discovery "
       "libcheck/notify/answer.cc libcheck/slo tools/generate/site"},
      {"#include <cmark-gfm", "tools/generate/site"},
      {"#include <snappy", "libcheck/push"},
      {"#include <protozero/", "libcheck/push libcheck/api/debug_archive.cc"},
      {"#include <zlib.h>", "libcheck/api/debug_archive.cc libcheck/files/gunzip.cc"},
      {"#include <isa-l/", "libcheck/files/gunzip.cc"},
      {"#include <date/",
       "libcheck/base/rfc3339.cc libcheck/base/time_ libcheck/alertmanager/time_interval"},
      {"#include <histedit.h>", "tools/line_editor.cc"},
      {"#include <CLI/", "tools/flag_set.cc"},
      {"#include <iostream>", "tools"},
      {"std::exit(", "tools"},
      {"std::puts(", "tools"},
      {"std::printf(", "tools"},
  });
}

// The library reads nothing that it was not handed, in a FileSystem.
TEST_CASE("only the commands say that files are on disk") {
  CheckFences({
      {"Disk()", "libcheck/files tools"},
      {"#include \"libcheck/files/file_reader.h\"", "libcheck/files"},
      {"#include \"libcheck/files/descriptor.h\"", "libcheck/files"},
      {"#include \"libcheck/files/disk_changes.h\"", "libcheck/files"},
      {"#include \"libcheck/files/file_writer.h\"",
       "libcheck/report/baseline.cc libcheck/files tools"},
      {"#include <sys/stat.h>", "libcheck/files tools/compat/kingpin_"},
      {"#include <dirent.h>", "libcheck/files"},
      {"#include <glob.h>", ""},
      {"#include <fcntl.h>", "libcheck/files libcheck/discovery/dns.cc"},
      // libc reads zones by itself, but does not say which it knows.
      {"#include <fstream>", "tools/compat/kingpin_tokens.cc libcheck/base/time_"},
      {"fopen(", "tools/compat"},
      {"filesystem::exists(", ""},
      {"filesystem::is_", ""},
      {"directory_iterator", ""},
      {"fs::", "libcheck/files"},
      {"::open(", "libcheck/files"},
      {"::stat(", "libcheck/files tools/compat/kingpin_"},
      {"::lstat(", "libcheck/files"},
      {"::access(", ""},
  });
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
