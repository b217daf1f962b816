#ifndef LIBCHECK_MIMIR_RULE_GROUP_H_
#define LIBCHECK_MIMIR_RULE_GROUP_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/rules/load.h"
#include "libcheck/source/source_file.h"

/// What Mimir and Cortex keep for a tenant.
namespace check::mimir {

/// What a group or a rule says, without what is as if it were omitted. Fields that mean the same
/// are the same text: durations as Prometheus prints them, "labels.team" for each label.
using Fields = std::map<std::string, std::string>;

struct Rule {
  std::string title;  ///< "alert `Down`", "record `job:up:sum`"
  Fields fields;      ///< But for the name.
  friend bool operator==(const Rule&, const Rule&) = default;
};

/// A group of rules in a namespace, by itself.
struct RuleGroup {
  std::string name_space, name;
  Fields fields;  ///< But for its name and its rules.
  std::vector<Rule> rules;
  std::string yaml;  ///< As it is sent.
  std::string file;  ///< Where it comes from; empty: the server.

  bool SaysTheSameAs(const RuleGroup& other) const {
    return fields == other.fields && rules == other.rules;
  }
};

/// The groups of a rule file, whatever wraps them. Their namespace is `name_space`, or if that is
/// empty what the file says, or else the file's name without its folder and extension. Fields that
/// a ruler does not know are omitted. The error: the file has faults, or a group is in it twice.
Result<std::vector<RuleGroup>> ReadRuleFile(const SourceFile& file, std::string_view name_space,
                                            const rules::LoadOptions& options = {});

/// The groups of an answer of a ruler: YAML of namespaces with lists of groups. The error says why
/// it is not that.
Result<std::vector<RuleGroup>> ReadRuleGroups(std::string_view yaml);

}  // namespace check::mimir

#endif  // LIBCHECK_MIMIR_RULE_GROUP_H_
