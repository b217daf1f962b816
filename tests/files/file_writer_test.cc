#include "libcheck/files/file_writer.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace check {
namespace {

namespace fs = std::filesystem;

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t FilesIn(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

TEST_CASE("a file is replaced as a whole, keeping its permissions and the links to it") {
  std::string name = (fs::temp_directory_path() / "pronoia-test-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  const fs::path folder = name;
  const fs::path file = folder / "rules.yml";

  CHECK_FALSE(ReplaceFile(file.string(), "one\n").has_value());
  CHECK(ReadAll(file) == "one\n");

  ::chmod(file.c_str(), 0640);
  fs::create_symlink("rules.yml", folder / "link.yml");
  CHECK_FALSE(ReplaceFile((folder / "link.yml").string(), "two\n").has_value());
  CHECK(ReadAll(file) == "two\n");
  CHECK(fs::is_symlink(folder / "link.yml"));
  CHECK((fs::status(file).permissions() & fs::perms::mask) ==
        (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
  CHECK(FilesIn(folder) == 2);

  const auto error = ReplaceFile((folder / "missing" / "rules.yml").string(), "three\n");
  REQUIRE(error.has_value());
  CHECK(error->message == "cannot write `" + (folder / "missing" / "rules.yml").string() +
                              "`: no such file or directory");
  fs::create_directory(folder / "taken.yml");
  CHECK(ReplaceFile((folder / "taken.yml").string(), "four\n").has_value());
  CHECK(FilesIn(folder) == 3);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace check
