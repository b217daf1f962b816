#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/parallel.h"
#include "libcheck/files/ignored_files.h"
#include "libcheck/files/inputs.h"
#include "libcheck/workspace/file_kind.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "libcheck/workspace/path_patterns.h"
#include "libcheck/workspace/policies/policies.h"
#include "libcheck/workspace/settings.h"
#include "libcheck/yaml/parse.h"

namespace check::workspace {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kTestFields[] = {
    {.name = "files",
     .type = ListOf(kString),
     .doc = "Patterns of the test files that count; without it, all test files of the project."},
};
constexpr Object kTests = {
    .name = "tests_policy_files",
    .doc = "Which tests count.",
    .fields = kTestFields,
};
constexpr Field kFields[] = {
    {.name = "tests", .type = SectionOf(kTests), .doc = "Required test of each alert."},
};

// The alerts that the test files of a project name. They are searched for once, when the first
// alert is checked.
class TestedAlerts {
 public:
  explicit TestedAlerts(std::vector<std::string> patterns) : patterns_(std::move(patterns)) {}

  void Check(const PolicySubject& subject, std::vector<Breach>& breaches) {
    std::call_once(once_, [&] { Search(subject.files, subject.settings); });
    if (names_.contains(subject.rule->alert)) return;
    breaches.push_back(
        {.message = subject.Name() + " has no test",
         .notes = {file_count_ == 0 ? std::string("the project has no test files")
                                    : fmt::format("no `alertname` in {} test file{} of the "
                                                  "project names it",
                                                  file_count_, file_count_ == 1 ? "" : "s")}});
  }

 private:
  void Search(const FileSystem& files, const Settings& settings) {
    IgnoredFiles ignored(files);
    const std::string folders[] = {settings.folder};
    const Inputs inputs = ExpandInputs(
        files, folders, {.extensions = {".yaml", ".yml"}, .excluded = [&](std::string_view path) {
                           return settings.Excludes(path) || ignored.Ignores(path);
                         }});
    std::vector<std::set<std::string>> names(inputs.files.size());
    std::vector<char> is_test(inputs.files.size());
    ParallelFor(inputs.files.size(), [&](std::size_t i, std::size_t) {
      const std::string& path = inputs.files[i].path;
      if (!patterns_.empty() && !MatchesAny(patterns_, PathFrom(settings.folder, path))) return;
      Result<std::string> text = files.Read(path);
      // Most files are not tests, and need no more than a search.
      if (!text || text->find("tests") == text->npos) return;
      const SourceBuffer file(path, std::move(*text));
      if (DetectKind(Outline(file.name(), file.text())) != &kTestsKind) return;
      is_test[i] = 1;
      Arena arena;
      Diagnostics unused;
      const yaml::Stream stream = yaml::Parse(file, arena, unused, {.max_documents = 1});
      if (!stream.documents.empty() && stream.documents[0].root != nullptr) {
        Collect(*stream.documents[0].root, names[i]);
      }
    });
    file_count_ = static_cast<std::size_t>(std::count(is_test.begin(), is_test.end(), 1));
    for (std::set<std::string>& some : names) names_.merge(some);
  }

  static void Collect(const yaml::Node& node, std::set<std::string>& names) {
    for (const yaml::Node& item : node.items()) Collect(item, names);
    for (const yaml::Entry& entry : node.entries()) {
      if (entry.key.scalar() == "alertname" && entry.value.IsScalar()) {
        names.emplace(entry.value.scalar());
      }
      Collect(entry.value, names);
    }
  }

  const std::vector<std::string> patterns_;
  std::once_flag once_;
  std::set<std::string, std::less<>> names_;
  std::size_t file_count_ = 0;
};

PolicyCheck Read(const yaml::Node& value) {
  std::vector<std::string> patterns;
  for (const std::string& text : TextsIn(value, "files")) {
    for (std::string& pattern : ReadPatterns(text)) patterns.push_back(std::move(pattern));
  }
  return [tested = std::make_shared<TestedAlerts>(std::move(patterns))](
             const PolicySubject& subject, std::vector<Breach>& breaches) {
    tested->Check(subject, breaches);
  };
}

}  // namespace

extern const PolicyKind kTestsPolicy = {
    .info =
        {
            .code = "policy-tests",
            .severity = Severity::kWarning,
            .summary = "an alert that no test file names",
            .explanation = R"(
A policy of the project, in `policies` of `.pronoia.yml`, requires a unit test for each alert:

    policies:
      - tests: {files: [tests/**]}

An alert is tested if a test file below the folder of the settings has it as an `alertname`, as
`alert_rule_test` does. Whether the tests pass is shown by `pronoia test rules`.
)",
        },
    .table = {.name = "tests_policy", .doc = "Required tests.", .fields = kFields},
    .read = Read,
};

}  // namespace check::workspace
