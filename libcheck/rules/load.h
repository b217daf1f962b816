#ifndef LIBCHECK_RULES_LOAD_H_
#define LIBCHECK_RULES_LOAD_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "libcheck/rules/rule_file.h"

namespace check::rules {

struct LoadOptions {
  promql::ParseOptions promql;
  model::NameValidation names = model::NameValidation::kUtf8;
  bool ignore_unknown_fields = false;
  /// Read the file as promtool does and nothing else: only the first document, no wrappers.
  bool strict_upstream = false;
  /// Say nothing of a file that holds no rules, such as a Deployment that lies beside them.
  bool skip_if_no_rules = false;
};

/// What promtool would print, kept beside our own diagnostics by those who collect UpstreamTexts.
/// Prometheus decodes a rule file twice, strictly for its fields, then once more for the positions
/// of its nodes. Only if both succeed are the rules looked at.
struct UpstreamLog {
  std::vector<std::string> strict;
  std::vector<std::string> positions;
  std::vector<std::string> validation;

  void Append(UpstreamLog later);
};

/// What a file of rules holds.
struct LoadedFile {
  std::vector<RuleSet> sets;
  std::size_t rule_count = 0;
  /// Whether there is anything in it that could hold rules. If not, and skip_if_no_rules was set,
  /// nothing has been reported.
  bool has_rules = false;
  /// Whether promtool would not read it as we do: a resource, or Mimir's file.
  bool in_wrapper = false;
  /// What promtool prints for the file, in its order and without the file's name in front; empty
  /// if it accepts it. Only for files that it would read as we do, that is, without a wrapper.
  std::vector<std::string> upstream_errors;
};

/// Reads `file`, whatever wraps its rules, and reports all that Prometheus would refuse. The rules
/// that could be read are returned even so. Everything returned lives in `arena`.
LoadedFile Load(const SourceFile& file, const LoadOptions& options, Arena& arena,
                Diagnostics& diagnostics);

/// The same, one group at a time: for those who need not have all syntax trees in memory at once,
/// or who read groups on several threads.
class RuleReader {
 public:
  /// Finds the groups of `file`, and reports what is wrong with all that is around them. `file`,
  /// `options` and `arena` must live as long as the reader.
  RuleReader(const SourceFile& file, const LoadOptions& options, Arena& arena,
             Diagnostics& diagnostics);
  ~RuleReader();
  RuleReader(const RuleReader&) = delete;
  RuleReader& operator=(const RuleReader&) = delete;

  bool has_rules() const;
  bool in_wrapper() const;
  /// Whether promtool warns of a second document: there is something behind the first one, or the
  /// first one is not YAML.
  bool goes_on() const;
  /// Reports that there is no rule in the file, and what there is. For files that are named, once
  /// their groups have turned out to be empty.
  void ReportNoRules(Diagnostics& diagnostics) const;
  std::size_t group_count() const;
  std::size_t set_count() const;
  const RuleSet& set(std::size_t index) const;  ///< Without its groups.
  /// The index of the set that a group belongs to. Sets, and groups in them, come in order.
  std::size_t SetOf(std::size_t group) const;

  /// Reads a group into `arena`. Groups can be read on several threads, given each its own arena,
  /// diagnostics and log.
  Group ReadGroup(std::size_t index, Arena& arena, Diagnostics& diagnostics,
                  UpstreamLog& log) const;

  /// What promtool prints, given the logs of all groups joined in their order.
  std::vector<std::string> UpstreamErrors(UpstreamLog of_groups) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Every CodeInfo that Load can report itself (not those of yaml, schema, promql and template).
std::span<const CodeInfo* const> LoadCodes();

}  // namespace check::rules

#endif  // LIBCHECK_RULES_LOAD_H_
