#ifndef LIBCHECK_RULES_SCHEMA_H_
#define LIBCHECK_RULES_SCHEMA_H_

#include "libcheck/schema/schema.h"

/// What files of rules may say, as tables: for reference pages and for editors.
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

}  // namespace check::rules

#endif  // LIBCHECK_RULES_SCHEMA_H_
