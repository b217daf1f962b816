#include "libcheck/files/file_watch.h"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "libcheck/files/overlay_files.h"
#include "tests/support/temporary.h"

namespace check {
namespace {

namespace fs = std::filesystem;

void Write(const fs::path& path, const char* text) { std::ofstream(path) << text; }

constexpr int kSoon = 10'000;  // Only so that a failure ends.
constexpr int kNever = 150;

TEST_CASE("a file is seen to change when it is written, replaced and removed, and no other file") {
  const test::TemporaryFolder folder;
  const std::string file = folder.path("rules.conf");
  Write(file, "a");
  FileWatch watch(Disk());
  const std::vector<std::string> paths = {file};
  REQUIRE_FALSE(watch.Follow(paths));
  CHECK_FALSE(watch.Wait(nullptr, kNever));

  Write(file, "b");
  CHECK(watch.Wait(nullptr, kSoon));
  // As editors do it.
  Write(folder.path("rules.conf~"), "c");
  CHECK_FALSE(watch.Wait(nullptr, kNever));
  fs::rename(folder.path("rules.conf~"), file);
  CHECK(watch.Wait(nullptr, kSoon));
  fs::remove(file);
  CHECK(watch.Wait(nullptr, kSoon));
  // A new file may match a pattern.
  Write(folder.path("new.yml"), "");
  CHECK(watch.Wait(nullptr, kSoon));
  CHECK_FALSE(watch.Wait(nullptr, kNever));
}

TEST_CASE("several changes at once are one change") {
  const test::TemporaryFolder folder;
  const std::string file = folder.path("a.yml");
  Write(file, "a");
  FileWatch watch(Disk());
  const std::vector<std::string> paths = {file};
  REQUIRE_FALSE(watch.Follow(paths));
  for (int i = 0; i < 20; ++i) Write(file, "b");
  CHECK(watch.Wait(nullptr, kSoon));
  CHECK_FALSE(watch.Wait(nullptr, kNever));
}

TEST_CASE("files that links lead to are watched, and files that do not exist yet") {
  const test::TemporaryFolder folder;
  fs::create_directory(folder.path("real"));
  fs::create_directory(folder.path("links"));
  Write(folder.path("real/rules.conf"), "a");
  fs::create_symlink("../real/rules.conf", folder.path("links/rules.conf"));
  FileWatch watch(Disk());
  const std::vector<std::string> paths = {folder.path("links/rules.conf"),
                                          folder.path("missing/deep/rules.conf")};
  REQUIRE_FALSE(watch.Follow(paths));
  Write(folder.path("real/rules.conf"), "b");
  CHECK(watch.Wait(nullptr, kSoon));
  fs::create_directories(folder.path("missing/deep"));
  CHECK(watch.Wait(nullptr, kSoon));
  REQUIRE_FALSE(watch.Follow(paths));
  Write(folder.path("missing/deep/rules.conf"), "a");
  CHECK(watch.Wait(nullptr, kSoon));
}

TEST_CASE("a change between two waits is not missed, in a folder that is new either") {
  const test::TemporaryFolder folder;
  fs::create_directory(folder.path("new"));
  Write(folder.path("a.conf"), "a");
  Write(folder.path("new/b.conf"), "a");
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  FileWatch watch(Disk());
  std::vector<std::string> paths = {folder.path("a.conf")};
  REQUIRE_FALSE(watch.Follow(paths));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  Write(folder.path("new/b.conf"), "b");
  paths.push_back(folder.path("new/b.conf"));
  REQUIRE_FALSE(watch.Follow(paths));
  CHECK(watch.Wait(nullptr, kSoon));
  CHECK_FALSE(watch.Wait(nullptr, kNever));
}

TEST_CASE("files in memory say when they change, and so do those they are laid over") {
  const test::TemporaryFolder folder;
  const std::string file = folder.Write("a.conf", "a");
  OverlayFiles overlay(Disk());
  MemoryFiles memory;
  FileWatch of_overlay(overlay);
  FileWatch of_memory(memory);
  const std::vector<std::string> paths = {file};
  REQUIRE_FALSE(of_overlay.Follow(paths));
  REQUIRE_FALSE(of_memory.Follow(paths));
  CHECK_FALSE(of_overlay.Wait(nullptr, kNever));
  CHECK_FALSE(of_memory.Wait(nullptr, kNever));

  overlay.Write(file, "b");
  CHECK(of_overlay.Wait(nullptr, kSoon));
  CHECK_FALSE(of_overlay.Wait(nullptr, kNever));
  folder.Write("a.conf", "c");
  CHECK(of_overlay.Wait(nullptr, kSoon));
  overlay.Remove(file);
  CHECK(of_overlay.Wait(nullptr, kSoon));
  memory.Write("b.conf", "b");
  CHECK(of_memory.Wait(nullptr, kSoon));
  CHECK_FALSE(of_memory.Wait(nullptr, kNever));
}

}  // namespace
}  // namespace check
