#ifndef LIBCHECK_RULES_LOAD_H_
#define LIBCHECK_RULES_LOAD_H_

#include <vector>

#include "libcheck/rules/rule_file.h"

namespace check::rules {

struct LoadOptions {
  promql::ParseOptions promql;
  model::NameValidation names = model::NameValidation::kUtf8;
  bool ignore_unknown_fields = false;
  /// Read the file as promtool does and nothing else: only the first document, no wrappers.
  bool strict_upstream = false;
};

/// What a file of rules holds.
struct LoadedFile {
  std::vector<RuleSet> sets;
  std::size_t rule_count = 0;
};

/// Reads `file`, whatever wraps its rules, and reports all that Prometheus would refuse. The rules
/// that could be read are returned even so. Everything returned lives in `arena`.
LoadedFile Load(const SourceFile& file, const LoadOptions& options, Arena& arena,
                Diagnostics& diagnostics);

/// Every CodeInfo that Load can report itself (not those of yaml, promql and template).
std::span<const CodeInfo* const> LoadCodes();

}  // namespace check::rules

#endif  // LIBCHECK_RULES_LOAD_H_
