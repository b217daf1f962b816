#ifndef LIBCHECK_RULES_RESOURCES_H_
#define LIBCHECK_RULES_RESOURCES_H_

#include <cstdint>
#include <string_view>

#include "libcheck/rules/rule_file.h"

/// Kubernetes resources in which rules are found, as a table: one row for each kind.
namespace check::rules {

struct ResourceKind {
  enum class Holds : std::uint8_t {
    kGroups,      ///< Groups under `spec`.
    kTexts,       ///< Rule files as values under `data`, `binaryData` or `stringData`.
    kOtherRules,  ///< Rules that Prometheus does not evaluate: `what` says which.
  };

  std::string_view kind;
  std::string_view api;  ///< What its apiVersion has before the slash; empty: anything.
  Holds holds = Holds::kGroups;
  Wrapper wrapper = Wrapper::kPrometheusRule;  ///< Of its groups, or of texts under `data`.
  std::string_view what;
};

/// Null for a kind that is not in the table.
const ResourceKind* FindResourceKind(std::string_view kind, std::string_view api_version);

}  // namespace check::rules

#endif  // LIBCHECK_RULES_RESOURCES_H_
