#include "libcheck/files/file_system.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/files/go_paths.h"
#include "libcheck/files/inputs.h"
#include "libcheck/files/overlay_files.h"
#include "tests/support/temporary.h"

namespace check {
namespace {

constexpr std::pair<std::string_view, std::string_view> kTree[] = {
    {"a.yml", "A"},         {"b.yml", "B"},        {"b.json", "J"},     {".h.yml", "H"},
    {"w[1].yml", "W"},      {"d/c.yml", "C"},      {"d-e/c.yml", "DE"}, {"d/e/f.yml", "F"},
    {"d/e/g.rules", "G\n"}, {"d/README.md", "..."}};

// The same files on disk, in memory, and on disk with a part of them laid over it.
void OnEach(const std::function<void(const FileSystem& files, const std::string& root)>& run) {
  SUBCASE("on disk") {
    const test::TemporaryFolder folder;
    for (const auto& [name, text] : kTree) folder.Write(name, text);
    run(Disk(), folder.path(""));
  }
  SUBCASE("in memory") {
    MemoryFiles files;
    for (const auto& [name, text] : kTree) files.Write("/memory/" + std::string(name), text);
    run(files, "/memory/");
  }
  SUBCASE("laid over a disk") {
    const test::TemporaryFolder folder;
    OverlayFiles files(Disk());
    bool on_disk = true;
    for (const auto& [name, text] : kTree) {
      if (on_disk) folder.Write(name, text);
      if (!on_disk) files.Write(folder.path(name), text);
      on_disk = !on_disk;
    }
    folder.Write("b.yml", "what was saved");
    run(files, folder.path(""));
  }
}

// `text` without the root of the tree.
std::string Short(std::string text, const std::string& root) {
  for (std::size_t at = text.find(root); at != std::string::npos; at = text.find(root)) {
    text.erase(at, root.size());
  }
  return text;
}

std::string Joined(const std::vector<std::string>& words, const std::string& root) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + Short(word, root);
  return text;
}

TEST_CASE("files are read by every spelling of their path, whole or block by block") {
  OnEach([](const FileSystem& files, const std::string& root) {
    for (const auto& [name, text] : kTree) {
      CAPTURE(name);
      const Result<std::string> got = files.Read(root + std::string(name));
      REQUIRE(got.ok());
      CHECK(*got == text);
      const auto source = files.Open(root + std::string(name));
      REQUIRE(source.ok());
      CHECK((*source)->Tail(1) == text.substr(text.size() - 1));
      char buffer[10];
      CHECK(*(*source)->Read(buffer, sizeof buffer) == text.size());
      CHECK(std::string_view(buffer, text.size()) == text);
      CHECK(*(*source)->Read(buffer, sizeof buffer) == 0);
    }
    CHECK(*files.Read(root + "./d/../b.yml") == "B");
    CHECK(*files.Read(root + "d//e/./f.yml") == "F");
  });
}

TEST_CASE("what is no file is refused in the system's words") {
  OnEach([](const FileSystem& files, const std::string& root) {
    const auto why = [&](const std::string& path) {
      const Result<std::string> text = files.Read(path);
      const auto source = files.Open(path);
      REQUIRE_FALSE(text.ok());
      REQUIRE_FALSE(source.ok());
      CHECK(text.error().message == source.error().message);
      CHECK(text.error().message ==
            "cannot read `" + path + "`: " + std::string(text.error().why()));
      return std::string(text.error().why());
    };
    CHECK(why(root + "x.yml") == "no such file or directory");
    CHECK(why(root + "x/a.yml") == "no such file or directory");
    CHECK(why("") == "no such file or directory");
    CHECK(why(root + "a.yml/x") == "not a directory");
    CHECK(why(root + "a.yml/") == "not a directory");
    CHECK(why(root + "d") == "is a directory");
    CHECK(why(root) == "is a directory");
  });
}

TEST_CASE("files and folders are told apart by more than their paths") {
  OnEach([](const FileSystem& files, const std::string& root) {
    const auto stat = [&](const std::string& name) {
      const Result<FileInfo> info = files.Stat(root + name);
      REQUIRE(info.ok());
      CHECK(files.Exists(root + name));
      return *info;
    };
    CHECK(stat("a.yml").type == FileType::kFile);
    CHECK(stat("b.yml").type == FileType::kFile);
    CHECK(stat("d").type == FileType::kFolder);
    CHECK(stat("d/").type == FileType::kFolder);
    CHECK(stat("").type == FileType::kFolder);
    for (const char* name : {"a.yml", "b.yml", "d", "d/e"}) {
      CHECK(stat(name).id == stat("d/../" + std::string(name)).id);
      for (const char* other : {"b.json", "d/c.yml", "d-e"}) {
        CHECK(stat(name).id != stat(other).id);
      }
    }
    CHECK_FALSE(files.Exists(root + "x.yml"));
    CHECK_FALSE(files.Exists(root + "a.yml/x"));
    CHECK_FALSE(files.Exists(""));
    CHECK_FALSE(StatError(files, root + "a.yml"));
    CHECK_FALSE(StatError(files, root + "d"));
    CHECK(StatError(files, root + "x") == "stat " + root + "x: no such file or directory");
    CHECK(StatError(files, root + "a.yml/x") == "stat " + root + "a.yml/x: not a directory");
    CHECK_FALSE(OpenError(files, root + "a.yml"));
    CHECK_FALSE(OpenError(files, root + "d"));
    CHECK(OpenError(files, root + "x") == "open " + root + "x: no such file or directory");
  });
}

TEST_CASE("folders are listed by name") {
  OnEach([](const FileSystem& files, const std::string& root) {
    const auto list = [&](const std::string& path) -> std::string {
      const Result<std::vector<FolderEntry>> entries = files.List(path);
      if (!entries) return Short(entries.error().message, root);
      std::vector<std::string> names;
      for (const auto& [name, type] : *entries) {
        names.push_back(name + (type == FileType::kFolder ? "/" : ""));
      }
      return Joined(names, root);
    };
    CHECK(list(root) == ".h.yml a.yml b.json b.yml d/ d-e/ w[1].yml");
    CHECK(list(root + "d") == "README.md c.yml e/");
    CHECK(list(root + "d/e/") == "f.yml g.rules");
    CHECK(list(root + "x") == "cannot read `x`: no such file or directory");
    CHECK(list(root + "a.yml") == "cannot read `a.yml`: not a directory");
  });
}

TEST_CASE("patterns find the same files as in Go") {
  OnEach([](const FileSystem& files, const std::string& root) {
    const auto glob = [&](const std::string& pattern) {
      const Result<std::vector<std::string>> found = GlobAsGo(files, root + pattern);
      return found ? Joined(*found, root) : found.error().message;
    };
    CHECK(glob("a.yml") == "a.yml");
    CHECK(glob("x.yml").empty());
    CHECK(glob("*.yml") == ".h.yml a.yml b.yml w[1].yml");
    CHECK(glob("?.yml") == "a.yml b.yml");
    CHECK(glob("[ab].yml") == "a.yml b.yml");
    CHECK(glob("[^a].yml") == "b.yml");
    CHECK(glob("b.[i-k]*") == "b.json");
    CHECK(glob("w\\[1\\].yml") == "w[1].yml");
    CHECK(glob("d") == "d");
    CHECK(glob("d/*") == "d/README.md d/c.yml d/e");
    CHECK(glob("*/c.yml") == "d/c.yml d-e/c.yml");
    CHECK(glob("*/*/*.yml") == "d/e/f.yml");
    CHECK(glob("x/*").empty());
    CHECK(glob("a.yml/*").empty());
    CHECK(glob("[") == "syntax error in pattern");
  });
}

TEST_CASE("arguments stand for the same files") {
  OnEach([](const FileSystem& files, const std::string& root) {
    const auto expand = [&](std::vector<std::string> arguments) {
      for (std::string& argument : arguments) argument.insert(0, root);
      const Inputs inputs = ExpandInputs(files, arguments);
      std::vector<std::string> words;
      for (const InputFile& file : inputs.files)
        words.push_back((file.found ? "+" : "") + file.path);
      for (const Error& error : inputs.errors) words.push_back("! " + error.message);
      return Joined(words, root);
    };
    CHECK(expand({""}) ==
          "+.h.yml +a.yml +b.yml +d/c.yml +d/e/f.yml +d/e/g.rules +d-e/c.yml "
          "+w[1].yml");
    CHECK(expand({"b.yml", "d/../b.yml", "*.yml"}) == "b.yml a.yml w[1].yml");
    CHECK(expand({"d", "d/e"}) == "+d/c.yml +d/e/f.yml +d/e/g.rules");
    CHECK(expand({"{a,b}.yml", "[!a].json"}) == "a.yml b.yml b.json");
    CHECK(expand({"**/c.yml"}) == "d/c.yml d-e/c.yml");
    CHECK(expand({"d/**"}) == "d/c.yml d/e/f.yml d/e/g.rules");
    CHECK(expand({"w[1].yml"}) == "w[1].yml");
    CHECK(expand({"x.yml", "x*"}) ==
          "! cannot read `x.yml`: no such file or directory ! no files match `x*`");
  });
}

TEST_CASE("files in memory can be written again, and removed") {
  MemoryFiles files = {{"a/b.yml", "1"}, {"-", "piped in"}};
  CHECK(*files.Read("a/../a/b.yml") == "1");
  CHECK(*files.Read(std::filesystem::current_path().string() + "/a/b.yml") == "1");
  CHECK(*files.Read("-") == "piped in");
  const FileId id = files.Stat("a/b.yml")->id;
  CHECK(files.Write("./a/b.yml", "2") == "./a/b.yml");
  CHECK(*files.Read("a/b.yml") == "2");
  CHECK(files.Stat("a/b.yml")->id == id);
  files.Remove("a/b.yml");
  files.Remove("a");
  CHECK_FALSE(files.Exists("a/b.yml"));
  CHECK(files.List("a")->empty());
  CHECK(files.List("")->size() == 1);
  CHECK_FALSE(NoFiles().Exists("."));
}

TEST_CASE("a file that is covered is covered by way of links, too, until that is taken back") {
  const test::TemporaryFolder folder;
  const std::string file = folder.Write("real/a.yml", "saved");
  std::filesystem::create_symlink("real", folder.path("link"));
  std::filesystem::create_symlink("nowhere", folder.path("dangling.yml"));
  OverlayFiles files(Disk());
  files.Write(file, "not saved");
  CHECK(*files.Read(folder.path("link/a.yml")) == "not saved");
  CHECK(files.Stat(folder.path("link/a.yml"))->id == Disk().Stat(file)->id);
  CHECK(GlobAsGo(files, folder.path("*.yml"))->size() == 1);
  files.Remove(file);
  CHECK(*files.Read(file) == "saved");
  CHECK(*files.Read(folder.path("link/a.yml")) == "saved");

  files.Write("-", "piped in");
  CHECK(*files.Read("-") == "piped in");
}

}  // namespace
}  // namespace check
