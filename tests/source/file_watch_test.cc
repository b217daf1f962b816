#include "libcheck/files/file_watch.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace check {
namespace {

namespace fs = std::filesystem;

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "file_watch.XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

void Write(const fs::path& path, const char* text) { std::ofstream(path) << text; }

constexpr int kSoon = 10'000;  // Only so that a failure ends.
constexpr int kNever = 150;

TEST_CASE("a file is seen to change when it is written, replaced and removed, and no other file") {
  const TemporaryFolder folder;
  const fs::path file = folder / "rules.conf";
  Write(file, "a");
  FileWatch watch;
  const std::vector<std::string> paths = {file.string()};
  REQUIRE_FALSE(watch.Follow(paths));
  CHECK_FALSE(watch.Wait(nullptr, kNever));

  Write(file, "b");
  CHECK(watch.Wait(nullptr, kSoon));
  // As editors do it.
  Write(folder / "rules.conf~", "c");
  CHECK_FALSE(watch.Wait(nullptr, kNever));
  fs::rename(folder / "rules.conf~", file);
  CHECK(watch.Wait(nullptr, kSoon));
  fs::remove(file);
  CHECK(watch.Wait(nullptr, kSoon));
  // A new file may match a pattern.
  Write(folder / "new.yml", "");
  CHECK(watch.Wait(nullptr, kSoon));
  CHECK_FALSE(watch.Wait(nullptr, kNever));
}

TEST_CASE("several changes at once are one change") {
  const TemporaryFolder folder;
  const fs::path file = folder / "a.yml";
  Write(file, "a");
  FileWatch watch;
  const std::vector<std::string> paths = {file.string()};
  REQUIRE_FALSE(watch.Follow(paths));
  for (int i = 0; i < 20; ++i) Write(file, "b");
  CHECK(watch.Wait(nullptr, kSoon));
  CHECK_FALSE(watch.Wait(nullptr, kNever));
}

TEST_CASE("files that links lead to are watched, and files that do not exist yet") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "real");
  fs::create_directory(folder / "links");
  Write(folder / "real/rules.conf", "a");
  fs::create_symlink("../real/rules.conf", folder / "links/rules.conf");
  FileWatch watch;
  const std::vector<std::string> paths = {(folder / "links/rules.conf").string(),
                                          (folder / "missing/deep/rules.conf").string()};
  REQUIRE_FALSE(watch.Follow(paths));
  Write(folder / "real/rules.conf", "b");
  CHECK(watch.Wait(nullptr, kSoon));
  fs::create_directories(folder / "missing/deep");
  CHECK(watch.Wait(nullptr, kSoon));
  REQUIRE_FALSE(watch.Follow(paths));
  Write(folder / "missing/deep/rules.conf", "a");
  CHECK(watch.Wait(nullptr, kSoon));
}

TEST_CASE("a change between two waits is not missed, in a folder that is new either") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "new");
  Write(folder / "a.conf", "a");
  Write(folder / "new/b.conf", "a");
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  FileWatch watch;
  std::vector<std::string> paths = {(folder / "a.conf").string()};
  REQUIRE_FALSE(watch.Follow(paths));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  Write(folder / "new/b.conf", "b");
  paths.push_back((folder / "new/b.conf").string());
  REQUIRE_FALSE(watch.Follow(paths));
  CHECK(watch.Wait(nullptr, kSoon));
  CHECK_FALSE(watch.Wait(nullptr, kNever));
}

}  // namespace
}  // namespace check
