#include "libcheck/files/inputs.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/temporary.h"

namespace check {
namespace {

// A folder to look in, and what comes out with its own path taken off again.
class Tree {
 public:
  explicit Tree(std::initializer_list<const char*> files) {
    for (const char* file : files) folder_.Write(file, "");
  }

  std::string path(std::string_view name) const { return folder_.path(name); }

  void Link(const char* target, const char* name) const {
    std::filesystem::create_symlink(target, path(name));
  }

  Inputs Expand(std::vector<std::string> arguments, const InputOptions& options = {}) const {
    for (std::string& argument : arguments) {
      if (argument != "-") argument = folder_.path(argument);
    }
    return ExpandInputs(Disk(), arguments, options);
  }

  std::string Short(std::string text) const {
    const std::string root = folder_.path("");
    for (std::size_t at = text.find(root); at != std::string::npos; at = text.find(root)) {
      text.erase(at, root.size());
    }
    return text;
  }

  // Files, then errors after "!", then remarks after "?"; found files are marked with "+".
  std::string Show(const std::vector<std::string>& arguments,
                   const InputOptions& options = {}) const {
    const Inputs inputs = Expand(arguments, options);
    std::string text;
    const auto add = [&](const std::string& what) { text += (text.empty() ? "" : " ") + what; };
    for (const InputFile& file : inputs.files) add((file.found ? "+" : "") + Short(file.path));
    for (const Error& error : inputs.errors) add("! " + Short(error.message));
    for (const std::string& remark : inputs.remarks) add("? " + Short(remark));
    return text;
  }

 private:
  test::TemporaryFolder folder_;
};

TEST_CASE("files come in the order of the arguments, each once, however it is spelt") {
  const Tree tree({"a.yml", "b.yml", "d/c.json"});
  CHECK(tree.Show({"b.yml", "a.yml", "d/../b.yml", "./a.yml", "d/c.json"}) ==
        "b.yml a.yml d/c.json");
  CHECK(tree.Show({"-", "a.yml", "-"}) == "- a.yml");
  tree.Link("a.yml", "link.yml");
  CHECK(tree.Show({"link.yml", "a.yml"}) == "link.yml");
}

TEST_CASE("a folder stands for the rule files below it, in the order of their names") {
  const Tree tree({"r/b.yml", "r/a.rules", "r/c.yaml", "r/no.json", "r/README.md", "r/a/z.yml",
                   "r/.git/x.yml", "r/.hidden.yml", "r/node_modules/n.yml", "r/yml"});
  CHECK(tree.Show({"r"}) == "+r/.hidden.yml +r/a/z.yml +r/a.rules +r/b.yml +r/c.yaml");
  CHECK(tree.Show({"r/c.yaml", "r", "r/a"}) ==
        "r/c.yaml +r/.hidden.yml +r/a/z.yml +r/a.rules +r/b.yml");
  CHECK(tree.Show({"r/.git"}) == "+r/.git/x.yml");
}

TEST_CASE("nothing to check is an error, not a success") {
  const Tree tree({"empty/README.md"});
  CHECK(tree.Show({"empty"}) == "! no files in `empty` match *.rules, *.yaml, *.yml");
  CHECK(tree.Show({"*.yml"}) == "! no files match `*.yml`");
  CHECK(tree.Show({"missing/**/*.yml"}) == "! no files match `missing/**/*.yml`");
  CHECK(tree.Show({"missing.yml"}) == "! cannot read `missing.yml`: no such file or directory");
}

TEST_CASE("patterns that the shell left alone are expanded") {
  const Tree tree({"a.yml", "b.yml", "b.json", ".h.yml", "r/c.yml", "r/s/d.yml", "r/s/t/e.yml",
                   "r/.x/f.yml", "w[1].yml", "w1.yml"});
  CHECK(tree.Show({"*.yml"}) == "a.yml b.yml w1.yml w[1].yml");
  CHECK(tree.Show({"?.{yml,json}"}) == "a.yml b.yml b.json");
  CHECK(tree.Show({"[!a].yml"}) == "b.yml");
  CHECK(tree.Show({".*.yml"}) == ".h.yml");
  CHECK(tree.Show({"r/**/*.yml"}) == "r/c.yml r/s/d.yml r/s/t/e.yml");
  CHECK(tree.Show({"**/d.yml"}) == "r/s/d.yml");
  CHECK(tree.Show({"**/s/**/*.yml"}) == "r/s/d.yml r/s/t/e.yml");
  CHECK(tree.Show({"*/*.yml"}) == "r/c.yml");
  CHECK(tree.Show({"r/**"}) == "r/c.yml r/s/d.yml r/s/t/e.yml");
  CHECK(tree.Show({"r/s*"}) == "+r/s/d.yml +r/s/t/e.yml");
  CHECK(tree.Show({"{a,r/c,nothing}.yml"}) == "a.yml r/c.yml");
  // A file that has such a name is meant before what it would match.
  CHECK(tree.Show({"w[1].yml"}) == "w[1].yml");
}

TEST_CASE("links to folders are followed, but not in circles") {
  const Tree tree({"r/a.yml", "other/b.yml"});
  tree.Link("../other", "r/other");
  tree.Link("..", "r/up");
  tree.Link(".", "r/self");
  tree.Link("nowhere.yml", "r/dangling.yml");
  tree.Link("nowhere", "r/nothing");
  tree.Link("loop", "r/loop");
  CHECK(tree.Show({"r"}) ==
        "+r/a.yml +r/other/b.yml "
        "! cannot read `r/dangling.yml`: no such file or directory "
        "! cannot read `r/loop`: too many levels of symbolic links "
        "? `r/self` leads back to `r` and is not followed "
        "? `r/up/r` leads back to `r` and is not followed");
  CHECK(tree.Show({"r/**/*.yml"}) == "r/a.yml");
}

TEST_CASE("a folder that may not be read is reported once, and the others are walked") {
  const Tree tree({"r/a/x.yml", "r/b/y.yml", "r/c/z.yml"});
  REQUIRE(::chmod(tree.path("r/b").c_str(), 0) == 0);
  if (::access(tree.path("r/b").c_str(), R_OK) == 0) return;  // The superuser may.
  CHECK(tree.Show({"r"}) == "+r/a/x.yml +r/c/z.yml ! cannot read `r/b`: permission denied");
}

TEST_CASE("excluded files and folders are passed over unless they are named") {
  const Tree tree({"r/a.yml", "r/vendor/b.yml", "r/c.yml"});
  InputOptions options;
  options.excluded = [&](std::string_view path) {
    return path.ends_with("/vendor") || path.ends_with("c.yml");
  };
  CHECK(tree.Show({"r"}, options) == "+r/a.yml");
  CHECK(tree.Show({"r/*.yml"}, options) == "r/a.yml");
  CHECK(tree.Show({"r/c.yml", "r/vendor"}, options) == "r/c.yml +r/vendor/b.yml");
}

TEST_CASE("only what is there is opened: pipes in a folder are no rule files") {
  const Tree tree({"r/a.yml"});
  REQUIRE(::mkfifo(tree.path("r/pipe.yml").c_str(), 0600) == 0);
  CHECK(tree.Show({"r"}) == "+r/a.yml");
  CHECK(tree.Show({"r/pipe.yml"}) == "r/pipe.yml");
}

TEST_CASE("paths are told from a root, however they are spelt") {
  const std::string here = std::filesystem::current_path().string();
  CHECK(PathFrom("", "a/b.yml") == "a/b.yml");
  CHECK(PathFrom("", "./a/../b.yml") == "b.yml");
  CHECK(PathFrom(".", here + "/b.yml") == "b.yml");
  CHECK(PathFrom(here + "/", "a/b.yml") == "a/b.yml");
  CHECK(PathFrom("x", "a.yml") == "../a.yml");
  CHECK(PathFrom("/etc", "/etc/rules/a.yml") == "rules/a.yml");
  CHECK(PathFrom("/etc", "-") == "-");
}

}  // namespace
}  // namespace check
