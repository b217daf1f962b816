#include "libcheck/files/file_writer.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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

TEST_CASE("a file that is given up leaves nothing, and no other file changes before the end") {
  std::string name = (fs::temp_directory_path() / "pronoia-test-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  const fs::path folder = name;
  const std::string path = (folder / "archive").string();
  {
    Result<NewFile> file = NewFile::Open(path);
    REQUIRE(file.ok());
    CHECK_FALSE(file->Write("half").has_value());
    CHECK(FilesIn(folder) == 0);
  }
  CHECK(FilesIn(folder) == 0);
  Result<NewFile> file = NewFile::Open(path);
  REQUIRE(file.ok());
  CHECK_FALSE(file->Write("one ").has_value());
  CHECK_FALSE(file->Write("two").has_value());
  CHECK_FALSE(file->Commit().has_value());
  CHECK(ReadAll(path) == "one two");
  CHECK(FilesIn(folder) == 1);
  fs::remove_all(folder);
}

TEST_CASE("a process that is interrupted while it writes leaves nothing") {
  std::string name = (fs::temp_directory_path() / "pronoia-test-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  const fs::path folder = name;
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGINT, SIG_DFL);
    Result<NewFile> file = NewFile::Open((folder / "archive").string());
    if (file.ok()) file->Write("half");
    ::kill(::getpid(), SIGINT);
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(FilesIn(folder) == 0);
  fs::remove_all(folder);
}

TEST_CASE("a device is written to, not replaced") {
  CHECK_FALSE(ReplaceFile("/dev/null", "text").has_value());
  CHECK(fs::is_character_file("/dev/null"));
  const auto error = ReplaceFile("/dev/full", "text");
  REQUIRE(error.has_value());
  CHECK(error->message == "cannot write `/dev/full`: no space left on device");
}

}  // namespace
}  // namespace check
