#include "libcheck/report/repository.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <unordered_map>
#include <utility>

#include "libcheck/report/report.h"
#include "libcheck/report/test_run.h"

namespace check::report {
namespace {

// Without `.`, `..` and a slash at the end.
std::string Normal(const std::filesystem::path& path) {
  std::string text = path.lexically_normal().string();
  if (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text;
}

std::string Absolute(std::string_view path, const std::string& working_folder) {
  return Normal(std::filesystem::path(working_folder) / path);
}

// The path of `absolute` below `folder`; nothing if it is not there.
std::optional<std::string> Below(const std::string& absolute, const std::string& folder) {
  const std::string start = folder.ends_with('/') ? folder : folder + "/";
  if (!absolute.starts_with(start)) return std::nullopt;
  return absolute.substr(start.size());
}

bool IsPath(std::string_view path) { return !path.empty() && path != "-"; }

// Finds out each path once, however many findings a file has.
class PathChange {
 public:
  explicit PathChange(const Repository& repository) : repository_(repository) {}

  const SharedText& Of(std::string_view path) {
    const auto [at, is_new] = known_.try_emplace(std::string(path));
    if (is_new) at->second = repository_.PathOf(path);
    return at->second;
  }
  void Apply(Finding& finding) {
    finding.where.path = Of(finding.where.path);
    for (PlaceLabel& label : finding.labels) label.where.path = Of(label.where.path);
  }

 private:
  const Repository& repository_;
  std::unordered_map<std::string, SharedText> known_;
};

}  // namespace

Repository::Repository(std::string root, std::string working_folder)
    : root_(Normal(root)), working_folder_(std::move(working_folder)) {}

Repository Repository::Find(const FileSystem& disk, std::string working_folder,
                            std::span<const std::string> checkouts,
                            std::span<const std::string_view> files) {
  for (const std::string& checkout : checkouts) {
    if (!checkout.starts_with('/')) continue;
    const std::string root = Normal(checkout);
    const bool holds_one = std::any_of(files.begin(), files.end(), [&](std::string_view file) {
      return IsPath(file) && Below(Absolute(file, working_folder), root);
    });
    if (holds_one) return {root, std::move(working_folder)};
  }
  std::string folder = Normal(working_folder);
  while (!folder.empty()) {
    // A folder, or a file in other work trees.
    if (disk.Exists(folder + "/.git")) return {folder, std::move(working_folder)};
    folder.resize(folder.rfind('/') == std::string::npos ? 0 : folder.rfind('/'));
  }
  return {working_folder, working_folder};
}

std::string Repository::PathOf(std::string_view path) const {
  if (!IsPath(path)) return std::string(path);
  const std::string absolute = Absolute(path, working_folder_);
  return Below(absolute, root_).value_or(absolute);
}

void Repository::Apply(Run& run) const {
  PathChange change(*this);
  for (CheckedFile& file : run.files) file.path = change.Of(file.path);
  for (Finding& finding : run.findings) change.Apply(finding);
  for (auto& [index, fix] : run.fixes) {
    for (Fix::Edit& edit : fix.edits) edit.where.path = change.Of(edit.where.path);
  }
}

void Repository::Apply(TestRun& run) const {
  PathChange change(*this);
  for (TestSuite& suite : run.suites) {
    suite.path = change.Of(suite.path);
    for (Finding& finding : suite.findings) change.Apply(finding);
    for (TestCase& test : suite.cases) {
      test.where.path = change.Of(test.where.path);
      for (TestFailure& failure : test.failures) change.Apply(failure.finding);
    }
  }
}

std::vector<std::string_view> PathsOf(const Run& run) {
  std::vector<std::string_view> paths;
  for (const CheckedFile& file : run.files) paths.emplace_back(file.path);
  for (const Finding& finding : run.findings) paths.emplace_back(finding.where.path.str());
  return paths;
}

std::vector<std::string_view> PathsOf(const TestRun& run) {
  std::vector<std::string_view> paths;
  for (const TestSuite& suite : run.suites) paths.emplace_back(suite.path);
  return paths;
}

}  // namespace check::report
