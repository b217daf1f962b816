#ifndef LIBCHECK_RULES_SCHEMA_H_
#define LIBCHECK_RULES_SCHEMA_H_

#include "libcheck/rules/rule_file.h"
#include "libcheck/schema/schema.h"

/// What files of rules can contain, as tables.
namespace check::rules {

extern const schema::Object kRuleFile;  ///< As Prometheus reads it.
extern const schema::Object kRuleGroup;
extern const schema::Object kRule;

/// With what Mimir adds: `namespace`, and fields of groups that are for it alone.
extern const schema::Object kMimirRuleFile;
extern const schema::Object kMimirRuleGroup;

/// The custom resource of the Prometheus operator, and what it holds under `spec`.
extern const schema::Object kPrometheusRuleResource;
extern const schema::Object kPrometheusRuleSpec;
extern const schema::Object kPrometheusRuleGroup;

/// What OpenShift's custom resource holds under `spec`.
extern const schema::Object kAlertingRuleSpec;

/// The section that has `groups`, given what it is wrapped in.
const schema::Object& FileTable(Wrapper wrapper);

}  // namespace check::rules

#endif  // LIBCHECK_RULES_SCHEMA_H_
