#ifndef LIBCHECK_LINT_CHECK_H_
#define LIBCHECK_LINT_CHECK_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/rules/rule_file.h"

namespace check::lint {

/// What checks may know beside the file itself.
struct Surroundings {
  /// The shortest scrape interval of the given prometheus.yml, if one was given.
  std::optional<Duration> scrape_interval;
};

struct RuleContext {
  const rules::Rule& rule;
  const rules::Group& group;
  const rules::RuleSet& set;
  const Surroundings& surroundings;
};

struct GroupContext {
  const rules::Group& group;
  const rules::RuleSet& set;
  const Surroundings& surroundings;
};

/// What is remembered of one file once its syntax trees are gone, for checks that look across
/// files. Kept small: there is one for each rule.
struct RuleFact {
  std::uint32_t file = 0;      ///< Index of the file among the inputs.
  std::uint64_t identity = 0;  ///< Hash of kind, name, labels and structure of the expression.
  bool is_alert = false;
  std::string name;  ///< Only for recording rules: what they record.
  Place where;       ///< Of the name; without its excerpt.
};
struct ReferenceFact {
  std::uint32_t file = 0;
  std::string metric;  ///< A name with colons that an expression reads.
  Place where;
};

/// What all the files together hold. Facts come in the order of the inputs.
struct Project {
  std::span<const RuleFact> rules;
  std::span<const ReferenceFact> references;
};

/// One lint check. It knows nothing of flags, output formats or exit codes, and sets the functions
/// for what it looks at.
///
/// A check is called what its author would be told off for, so that "disable alert-missing-for"
/// reads as a sentence.
struct Check {
  CodeInfo info;
  void (*rule)(const RuleContext&, const CodeInfo&, Diagnostics&) = nullptr;
  void (*group)(const GroupContext&, const CodeInfo&, Diagnostics&) = nullptr;
  /// Once, after every file has been read.
  void (*project)(const Project&, const CodeInfo&, std::vector<Finding>&) = nullptr;
  bool on_by_default = true;
};

/// Every check, sorted by code.
std::span<const Check* const> AllChecks();

/// Null if there is no such check.
const Check* FindCheck(std::string_view code);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_CHECK_H_
