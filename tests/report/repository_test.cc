#include "libcheck/report/repository.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "libcheck/report/report.h"
#include "libcheck/report/test_run.h"

namespace check::report {
namespace {

const CodeInfo kCode = {
    .code = "a-code", .severity = Severity::kError, .summary = "a fault", .explanation = ""};

std::string RootOf(const std::string& here, std::vector<std::string> checkouts,
                   std::vector<std::string_view> files) {
  const MemoryFiles disk = {{"/home/ann/shop/.git/HEAD", ""},
                            {"/home/ann/shop/rules/a.yml", ""},
                            {"/home/ann/tree/.git", "gitdir: /home/ann/shop/.git/worktrees/tree"},
                            {"/home/ann/loose/b.yml", ""}};
  return Repository::Find(disk, here, checkouts, files).root();
}

TEST_CASE("the repository is the folder with .git, or what a CI system checked out") {
  CHECK(RootOf("/home/ann/shop/rules", {}, {"a.yml"}) == "/home/ann/shop");
  CHECK(RootOf("/home/ann/shop", {"", ""}, {"rules/a.yml"}) == "/home/ann/shop");
  // A file in other work trees.
  CHECK(RootOf("/home/ann/tree/x/y", {}, {"a.yml"}) == "/home/ann/tree");
  CHECK(RootOf("/home/ann/loose", {}, {"b.yml"}) == "/home/ann/loose");
  CHECK(RootOf("/", {}, {"b.yml"}) == "/");

  // The checkout counts where it has one of the files.
  CHECK(RootOf("/home/ann/shop/rules", {"/home/ann/"}, {"a.yml"}) == "/home/ann");
  CHECK(RootOf("/tmp", {"/home/ann/shop"}, {"-", "/home/ann/shop/rules/a.yml"}) ==
        "/home/ann/shop");
  CHECK(RootOf("/home/ann/shop", {"/builds/x", "relative"}, {"rules/a.yml"}) == "/home/ann/shop");
  // A name that only begins the same is another folder.
  CHECK(RootOf("/home/ann/shop2", {"/home/ann/shop"}, {"a.yml"}) == "/home/ann/shop2");
}

TEST_CASE("paths start at the root of the repository") {
  const Repository repository("/home/ann/shop", "/home/ann/shop/rules");
  CHECK(repository.PathOf("a.yml") == "rules/a.yml");
  CHECK(repository.PathOf("./a.yml") == "rules/a.yml");
  CHECK(repository.PathOf("../alerts/./b c.yml") == "alerts/b c.yml");
  CHECK(repository.PathOf("/home/ann/shop/rules/a.yml") == "rules/a.yml");
  CHECK(repository.PathOf("../../other/a.yml") == "/home/ann/other/a.yml");
  CHECK(repository.PathOf("/etc/a.yml") == "/etc/a.yml");
  CHECK(repository.PathOf("-") == "-");
  CHECK(repository.PathOf("") == "");
  CHECK(Repository("/", "/").PathOf("a.yml") == "a.yml");
}

TEST_CASE("every path of a run starts at the root") {
  const Repository repository("/r", "/r/sub");
  const Finding finding = {.info = &kCode,
                           .severity = Severity::kError,
                           .where = {.path = "a.yml"},
                           .message = "m",
                           .labels = {{{.path = "../b.yml"}, "here"}}};
  Run run;
  run.files = {{"a.yml"}, {"-"}};
  run.findings = {finding};
  CHECK(PathsOf(run) == std::vector<std::string_view>{"a.yml", "-", "a.yml"});
  repository.Apply(run);
  CHECK(run.files[0].path == "sub/a.yml");
  CHECK(run.files[1].path == "-");
  CHECK(run.findings[0].where.path == "sub/a.yml");
  CHECK(run.findings[0].labels[0].where.path == "b.yml");

  TestRun tests;
  tests.suites = {{.path = "t.yml",
                   .findings = {finding},
                   .cases = {{.name = "c",
                              .where = {.path = "t.yml"},
                              .failures = {{.finding = finding, .details = {}}}}}}};
  repository.Apply(tests);
  CHECK(tests.suites[0].path == "sub/t.yml");
  CHECK(tests.suites[0].findings[0].where.path == "sub/a.yml");
  CHECK(tests.suites[0].cases[0].where.path == "sub/t.yml");
  CHECK(tests.suites[0].cases[0].failures[0].finding.where.path == "sub/a.yml");
}

}  // namespace
}  // namespace check::report
