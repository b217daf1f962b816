#ifndef LIBCHECK_WORKSPACE_DOCUMENT_H_
#define LIBCHECK_WORKSPACE_DOCUMENT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/diagnostic/finding.h"
#include "libcheck/diagnostic/suppress.h"
#include "libcheck/files/file_system.h"
#include "libcheck/report/limits.h"
#include "libcheck/workspace/policy.h"

namespace check::workspace {

struct FileKind;

/// A file of a run: what it is, what its comments hide, and what was found in it. Every finding of
/// every command that checks files goes through here: it is judged by the policy, its secrets are
/// hidden, and comments may hide all of it. Keeps nothing of the file's text.
///
/// Used by one thread at a time.
class Document {
 public:
  Document(std::string path, const FileKind* kind, const Policy& policy)
      : path_(std::move(path)), kind_(kind), policy_(&policy) {}

  /// An empty one of the same file, for findings that Merge() adds to this one later.
  Document Part() const { return {path_, kind_, *policy_}; }

  const std::string& path() const { return path_; }
  /// Null for a file that another one led to, of which nothing is counted.
  const FileKind* kind() const { return kind_; }
  void set_kind(const FileKind* kind) { kind_ = kind; }

  /// How many there are of what the kind counts, such as rules.
  std::size_t count = 0;

  /// Reads what the comments of the file hide, unless that has been done.
  void ReadComments(const SourceFile& file);
  /// The same for one that was read in parts, being too large: it is held in memory only if it has
  /// such a comment. Does nothing for standard input.
  void ReadCommentsOfLargeFile(const FileSystem& files);

  /// Moves what is in `diagnostics` here.
  void Take(Diagnostics& diagnostics);
  /// Adds a finding that was made elsewhere, unless it is switched off.
  void Add(Finding finding);

  /// What was found so far.
  std::vector<Finding> findings;

  /// Takes out what comments hide of what was found so far.
  void HideByComments();
  /// Takes what was found in the same file on another way, and what its comments hide if that has
  /// not been read. Neither has been finished.
  void Merge(Document other);

  /// Takes out findings of a code of which there are very many, so that a file with millions of
  /// faults needs little memory. Leaves more than are reported in the end, since comments and the
  /// baseline may hide some.
  void KeepSmall();
  /// Counts a finding that is left out for that reason.
  void Omit(const CodeInfo& info, Severity severity);
  /// Leaves no more than are reported.
  void KeepReported();

  /// The last step: adds what is wrong with the comments themselves, and sorts by place; at one
  /// place the gravest come first. Of findings that are the same in all, one stays.
  void Finish();
  /// How many findings comments have hidden.
  std::size_t suppressed() const { return suppressed_; }
  /// What was taken out because there was too much of it.
  const report::Omissions& omissions() const { return omissions_; }

 private:
  std::string path_;
  const FileKind* kind_;
  const Policy* policy_;
  bool has_read_comments_ = false;
  std::optional<Suppressions> suppressions_;
  std::size_t suppressed_ = 0;
  report::Omissions omissions_;
  std::size_t size_to_check_ = 0;  // KeepSmall does nothing below this.
};

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_DOCUMENT_H_
