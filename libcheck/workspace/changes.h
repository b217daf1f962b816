#ifndef LIBCHECK_WORKSPACE_CHANGES_H_
#define LIBCHECK_WORKSPACE_CHANGES_H_

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/files/git.h"
#include "libcheck/workspace/file_kind.h"
#include "libcheck/workspace/rule_outline.h"

namespace check::workspace {

/// What differs from a git revision, and what depends on it: which files a run has to look at, and
/// which of its findings are about the difference.
///
/// A rule counts as changed if one of its lines, or a comment above it, differs, and all rules of a
/// group do if the group's own fields differ. A rule that uses the result of a changed recording
/// rule, or that of such a rule, depends on it. In files of other kinds, lines count.
class Changes {
 public:
  /// What differs between `revision` and the files as they are now. `arguments` are what the user
  /// named; the error says why git cannot tell. `options` has to live as long.
  static Result<Changes> Since(const std::string& revision, std::span<const std::string> arguments,
                               const Options& options);

  /// Of `inputs`, those that have to be checked: what has changed, what depends on it, and rule
  /// files that have something to do with changed rules, such as a rule of the same name. The
  /// error is that git cannot tell what has changed in a submodule.
  Result<std::vector<Input>> Select(std::vector<Input> inputs);

  /// Whether `finding` is about what has changed or what depends on it: one of its places is there,
  /// or it is an error in a file that has changed.
  bool Concerns(const Finding& finding) const;

 private:
  struct File {
    const FileChange* change = nullptr;  // Null: something in it depends on what changed.
    std::vector<LineRange> lines;        // That count.
  };

  explicit Changes(const Options& options) : options_(&options) {}

  Result<std::string> RevisionIn(const std::string& root);
  std::optional<Error> Read(const std::string& root);
  const FileChange* ChangeOf(std::string_view path) const;
  void AddChanged(const Input& input, const FileChange& change);
  void AddDependants(const Input& input, const SourceBuffer& file, const WordSet& names,
                     WordSet& found);
  void AddDependants(std::span<const Input> inputs);
  std::vector<Input> WithRelated(std::vector<Input> inputs) const;
  bool IsChanged(const Place& place) const;

  const Options* options_;
  std::string revision_;
  std::set<std::string> homes_;                                  // The repositories that are named.
  std::map<std::string, std::vector<FileChange>> repositories_;  // By root.
  std::map<std::string, const FileChange*, std::less<>> changes_;  // By absolute path.
  std::set<std::string> new_folders_;  // Repositories that are new in another, with a slash.
  std::map<std::string, File, std::less<>> files_;  // By path as it is spelt.
  WordSet names_;    // Of rules that changed or depend on changes, and that were removed.
  WordSet related_;  // What those rules are called and use.
};

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_CHANGES_H_
