#include "libcheck/files/git.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <utility>

#include "libcheck/base/text.h"
#include "libcheck/files/process.h"

namespace check {
namespace {

// The program's own words, on one line.
std::string Complaint(std::string_view errors) {
  std::string_view line = TakeUpTo(errors, '\n');
  for (const std::string_view prefix : {"fatal: ", "error: "}) {
    if (line.starts_with(prefix)) line.remove_prefix(prefix.size());
  }
  return line.empty() ? "it failed without a message" : std::string(line);
}

Result<ProcessOutcome> RunGit(const std::string& folder, std::vector<std::string> arguments) {
  ProcessOptions options;
  options.arguments = {
      "git", "-C", folder, "-c", "core.fsmonitor=false", "-c", "core.quotePath=true"};
  std::move(arguments.begin(), arguments.end(), std::back_inserter(options.arguments));
  // A hook gets variables that are about its own repository, and paths from its own folder.
  options.without = {"GIT_DIR",           "GIT_WORK_TREE", "GIT_INDEX_FILE",       "GIT_PREFIX",
                     "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_LITERAL_PATHSPECS"};
  options.with = {"GIT_OPTIONAL_LOCKS=0", "LC_ALL=C", "GIT_PAGER=cat"};
  Result<ProcessOutcome> outcome = RunProcess(options);
  if (!outcome && outcome.error().number == ENOENT) {
    return Error{"the program `git` is not installed", ENOENT};
  }
  return outcome;
}

std::vector<std::string> SplitAtZeros(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) parts.emplace_back(TakeUpTo(text, '\0'));
  return parts;
}

Result<std::vector<std::string>> ListFiles(const std::string& folder,
                                           std::vector<std::string> flags) {
  std::vector<std::string> arguments = {"ls-files", "-z", "--others", "--exclude-standard"};
  std::move(flags.begin(), flags.end(), std::back_inserter(arguments));
  Result<ProcessOutcome> outcome = RunGit(folder, std::move(arguments));
  if (!outcome) return outcome.error();
  if (outcome->status != 0) return Error{"git: " + Complaint(outcome->errors)};
  return SplitAtZeros(outcome->output);
}

// "12" or "12,3", whose second number is 1 if it is missing.
bool ReadRange(std::string_view text, std::uint32_t& first, std::uint32_t& count) {
  const std::string_view start = TakeUpTo(text, ',');
  count = 1;
  const auto read = [](std::string_view digits, std::uint32_t& number) {
    return std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc();
  };
  return read(start, first) && (text.empty() || read(text, count));
}

// Reads what `git diff --raw -z --patch --unified=0` prints:
//
//     :100644 100644 OLD NEW M NUL path NUL      one for each file; with R, two paths
//     NUL
//     diff --git a/path b/path                   in the same order; two in a row with T
//     @@ -1,2 +1 @@
//     -old line
//     +new line
class DiffReader {
 public:
  explicit DiffReader(std::string_view text) : text_(text) {}

  std::vector<FileChange> Read() {
    while (text_.starts_with(':')) ReadRecord();
    if (text_.starts_with('\0')) text_.remove_prefix(1);
    while (!text_.empty()) ReadLine(TakeUpTo(text_, '\n'));
    return std::move(changes_);
  }

 private:
  static constexpr std::string_view kSubmodule = "160000";

  void ReadRecord() {
    std::string_view record = TakeUpTo(text_, '\0').substr(1);
    const std::string_view old_mode = TakeUpTo(record, ' ');
    const std::string_view new_mode = TakeUpTo(record, ' ');
    const std::string_view old_name = TakeUpTo(record, ' ');
    TakeUpTo(record, ' ');
    const char status = record.empty() ? 'M' : record.front();
    FileChange& change = changes_.emplace_back();
    change.old_path = TakeUpTo(text_, '\0');
    change.path =
        status == 'R' || status == 'C' ? std::string(TakeUpTo(text_, '\0')) : change.old_path;
    if (status == 'A') change.old_path.clear();
    if (status == 'D') change.path.clear();
    change.is_folder = new_mode == kSubmodule;
    if (change.is_folder && old_mode == kSubmodule) change.old_commit = old_name;
    // Without a patch: both sides of a conflict are in the file.
    if (status == 'U') change.old_path.clear();
    patches_.insert(patches_.end(), status == 'T' ? 2 : status == 'U' ? 0 : 1, changes_.size() - 1);
    if (status == 'T') change.old_path.clear();
  }

  void ReadLine(std::string_view line) {
    if (line.starts_with("diff --git ")) {
      current_ = next_ < patches_.size() ? &changes_[patches_[next_++]] : nullptr;
      in_hunk_ = false;
    } else if (current_ == nullptr) {
      return;
    } else if (line.starts_with("@@ -")) {
      in_hunk_ = ReadHunk(line);
    } else if (in_hunk_ && line.starts_with('-')) {
      current_->lines.back().removed.emplace_back(line.substr(1));
    }
  }

  bool ReadHunk(std::string_view line) {
    const std::size_t plus = line.find(" +");
    if (plus == line.npos) return false;
    line.remove_prefix(plus + 2);
    LineChange change;
    if (!ReadRange(TakeUpTo(line, ' '), change.first, change.count)) return false;
    current_->lines.push_back(std::move(change));
    return true;
  }

  std::string_view text_;
  std::vector<FileChange> changes_;
  std::vector<std::size_t> patches_;  // Which change each patch belongs to.
  std::size_t next_ = 0;
  FileChange* current_ = nullptr;
  bool in_hunk_ = false;
};

Result<ProcessOutcome> Diff(const std::string& root, std::string_view revision) {
  std::vector<std::string> arguments = {"diff",
                                        "--raw",
                                        "-z",
                                        "--patch",
                                        "--unified=0",
                                        "--no-color",
                                        "--no-ext-diff",
                                        "--no-textconv",
                                        "--find-renames",
                                        "--no-indent-heuristic",
                                        "--abbrev=40",
                                        "--ignore-submodules=none",
                                        "--submodule=short",
                                        "--src-prefix=a/",
                                        "--dst-prefix=b/",
                                        "--inter-hunk-context=0"};
  if (revision.ends_with("...")) {
    revision.remove_suffix(3);
    arguments.emplace_back("--merge-base");
  }
  arguments.emplace_back(revision);
  arguments.emplace_back("--");
  return RunGit(root, std::move(arguments));
}

// Before the first commit, there is no HEAD to compare with, but a tree without files.
Result<ProcessOutcome> DiffWithNothing(const std::string& root) {
  Result<ProcessOutcome> tree = RunGit(root, {"hash-object", "-t", "tree", "/dev/null"});
  if (!tree) return tree;
  return Diff(root, TrimSpace(tree->output));
}

std::optional<Error> RevisionProblem(std::string_view revision) {
  if (revision.empty() || revision == "..." || revision.starts_with('-')) {
    return Error{fmt::format("`{}` is not a git revision", revision)};
  }
  std::string_view name = revision;
  if (name.ends_with("...")) name.remove_suffix(3);
  if (name.find("..") != name.npos) {
    return Error{
        fmt::format("`{}` is a range; one revision is expected, such as `main`, or "
                    "`main...` for where the branch began",
                    revision)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> FindRepository(const FileSystem& files, std::string_view folder) {
  std::error_code error;
  std::filesystem::path at = std::filesystem::absolute(folder.empty() ? "." : folder, error);
  at = at.lexically_normal();
  if (!at.has_filename()) at = at.parent_path();  // "/a/" becomes "/a".
  for (;; at = at.parent_path()) {
    if (files.Stat((at / ".git").string()).ok()) return at.string();
    if (!at.has_relative_path()) return std::nullopt;
  }
}

Result<std::vector<std::string>> IgnoredBelow(const std::string& folder) {
  Result<std::vector<std::string>> paths = ListFiles(folder, {"--ignored", "--directory"});
  if (!paths) return paths;
  // The folder itself, if that is ignored: who asks means it all the same.
  std::erase_if(*paths, [](const std::string& path) { return path == "./"; });
  for (std::string& path : *paths) {
    if (path.ends_with('/')) path.pop_back();
  }
  return paths;
}

Result<std::vector<FileChange>> ChangesSince(const std::string& root, const std::string& revision) {
  if (auto problem = RevisionProblem(revision)) return *problem;
  Result<ProcessOutcome> diff = Diff(root, revision);
  if (diff && diff->status != 0 && revision == "HEAD") {
    const auto head = RunGit(root, {"rev-parse", "--verify", "--quiet", "HEAD"});
    if (head && head->status == 1) diff = DiffWithNothing(root);
  }
  if (!diff) return diff.error();
  if (diff->status != 0) return Error{"git: " + Complaint(diff->errors)};
  std::vector<FileChange> changes = DiffReader(diff->output).Read();
  Result<std::vector<std::string>> untracked = ListFiles(root, {});
  if (!untracked) return untracked.error();
  for (std::string& path : *untracked) {
    FileChange& change = changes.emplace_back();
    change.is_folder = path.ends_with('/');
    if (change.is_folder) path.pop_back();
    change.path = std::move(path);
  }
  return changes;
}

}  // namespace check
