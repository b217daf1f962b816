#ifndef LIBCHECK_WORKSPACE_POLICIES_VALUE_DEMAND_H_
#define LIBCHECK_WORKSPACE_POLICIES_VALUE_DEMAND_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/regex.h"
#include "libcheck/workspace/requirement.h"

/// What a label or an annotation has to be: part of several kinds of policies.
namespace check::workspace {

/// The values that are allowed.
struct ValueDemand {
  std::vector<std::string> values;  ///< Empty: any.
  std::optional<Regex> pattern;
  bool required = true;

  /// What is wrong with `value`, if anything. Nothing is wrong with a template, whose value is not
  /// known. `noun`: "label".
  std::optional<Breach> BreachBy(const rules::KeyValue& value, std::string_view noun) const;
  /// "allowed values: `a`, `b`", or empty.
  std::string Note() const;
};

/// Reads `values`, `pattern` and `required` of a section.
ValueDemand ReadValueDemand(const yaml::Node& section);

/// The table of such a section.
extern const schema::Object kValueDemandObject;

/// Reads a mapping of names to such sections; `find` gives what has the name.
PolicyCheck ReadValueDemands(const yaml::Node& names, std::string_view noun,
                             const rules::KeyValue* (PolicySubject::*find)(std::string_view) const);

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_POLICIES_VALUE_DEMAND_H_
