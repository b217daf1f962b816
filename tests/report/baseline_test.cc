#include "libcheck/report/baseline.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "tests/support/temporary.h"

namespace check::report {
namespace {

constexpr CodeInfo kWarn = {
    .code = "warn", .severity = Severity::kWarning, .summary = "", .explanation = ""};
constexpr CodeInfo kError = {
    .code = "error", .severity = Severity::kError, .summary = "", .explanation = ""};

Finding FindingIn(const std::string& path, const std::string& text, const std::string& mark,
                  const CodeInfo& info = kWarn) {
  const SourceBuffer file(path, text);
  const auto begin = static_cast<std::uint32_t>(text.find(mark));
  Diagnostics diagnostics;
  diagnostics.Report(info, {&file, {begin, begin + 1}}, "about `" + mark + "`");
  return ToFinding(diagnostics.found()[0]);
}

TEST_CASE("what was written is read again, and hides what it was made of") {
  const test::TemporaryFolder folder;
  const std::string path = folder.path("baseline.json");
  const std::string rules = folder.path("rules/a.yml");
  std::vector<Finding> findings = {
      FindingIn(rules, "a: 1\nb: 2\n", "a"), FindingIn(rules, "a: 1\nb: 2\n", "a"),
      FindingIn(rules, "a: 1\nb: 2\n", "b"), FindingIn(rules, "a: 1\nb: 2\n", "2", kError)};
  Baseline made(FolderOf(path));
  made.Add(findings);
  REQUIRE(!WriteBaseline(path, made));
  CHECK(*Disk().Read(path) ==
        "{\n  \"version\": 1,\n  \"findings\": [\n"
        "    {\"path\":\"rules/a.yml\",\"code\":\"warn\",\"fingerprint\":\"18bb6a82dcbc69f5\","
        "\"count\":2,\"message\":\"about `a`\"},\n"
        "    {\"path\":\"rules/a.yml\",\"code\":\"warn\",\"fingerprint\":\"580abb9af324d9df\","
        "\"count\":1,\"message\":\"about `b`\"}\n"
        "  ]\n}\n");

  Result<Baseline> read = ReadBaseline(Disk(), path);
  REQUIRE(read.ok());
  // Moved and indented; one more of the same is one too many.
  const std::string moved = "# new\n\n  a:  1\n";
  std::vector<Finding> later = {FindingIn(rules, moved, "a"), FindingIn(rules, moved, "a"),
                                FindingIn(rules, moved, "a"),
                                FindingIn(rules, "a: 1\nb: 2\n", "2", kError)};
  CHECK(read->Remove(later) == 2);
  REQUIRE(later.size() == 2);
  CHECK(later[0].info == &kWarn);
  CHECK(later[1].info == &kError);
}

TEST_CASE("errors are not hidden, but warnings that were raised to errors are") {
  Finding raised = FindingIn("a.yml", "a: 1\n", "a");
  raised.severity = Severity::kError;
  const Finding error = FindingIn("a.yml", "a: 1\n", "a", kError);
  Baseline baseline(".");
  baseline.Add(std::vector<Finding>{raised, error});
  CHECK(baseline.Entries().size() == 1);
  baseline.Add(
      Baseline::Entry{.path = "a.yml", .code = "error", .fingerprint = error.where.fingerprint});
  std::vector<Finding> findings = {raised, error};
  CHECK(baseline.Remove(findings) == 1);
  CHECK(findings[0].info == &kError);
}

TEST_CASE("entries that are no longer needed are counted, where that can be known") {
  const MemoryFiles files = {{"f/a.yml", "a: 1\n"}, {"f/b.yml", "a: 1\n"}};
  const std::string a = "f/a.yml";
  const std::string b = "f/b.yml";
  const std::vector<Finding> old = {FindingIn(a, "x", "x"), FindingIn(b, "x", "x"),
                                    FindingIn("f/gone.yml", "x", "x")};
  const auto stale = [&](const std::vector<std::string>& checked, bool is_active,
                         std::vector<Finding> found) {
    Baseline baseline("f");
    baseline.Add(old);
    baseline.Remove(found);
    return baseline.CountStale(files, checked, [&](std::string_view) { return is_active; });
  };
  CHECK(stale({}, true, {}) == 1);
  CHECK(stale({a}, true, {}) == 2);
  CHECK(stale({a, b}, true, {}) == 3);
  CHECK(stale({a, b}, false, {}) == 0);
  CHECK(stale({a, b}, true, old) == 0);
}

TEST_CASE("a file that is no baseline is refused with the reason") {
  const auto why = [](std::string_view text) {
    const Result<Baseline> baseline = ParseBaseline("b.json", text);
    return baseline.ok() ? "" : baseline.error().message;
  };
  const std::string prefix = "`b.json` is not a baseline: ";
  CHECK(why("") == prefix + "line 1 is not JSON");
  CHECK(why("{\n\"version\" 1}") == prefix + "line 2 is not JSON");
  CHECK(why("[]") == prefix + "it has no `version` and `findings`");
  CHECK(why("{\"version\": 2, \"findings\": []}") == prefix + "its version is 2, not 1");
  CHECK(why("{\"version\": 1, \"findings\": {}}") == prefix + "`findings` is not a list");
  CHECK(why("{\"version\": 1, \"findings\": [{}]}") ==
        prefix + "finding 1 needs `path`, `code`, `fingerprint` and `count`");
  CHECK(why("{\"version\": 1, \"findings\": []}") == "");
  CHECK(why("{\"version\": 1, \"findings\": [{\"path\":\"a\",\"code\":\"b\",\"fingerprint\":"
            "\"0000000000000000\",\"count\":1}]}") == "");
  CHECK(why("{\"version\": 1, \"findings\": [{\"path\":\"a\",\"code\":\"b\",\"fingerprint\":"
            "\"000\",\"count\":-1}]}") != "");
  CHECK(why(std::string(1000000, '[')) == prefix + "line 1 is not JSON");
  CHECK(ReadBaseline(NoFiles(), "/missing/b.json").error().message ==
        "cannot read `/missing/b.json`: no such file or directory");
}

}  // namespace
}  // namespace check::report
