#ifndef LIBCHECK_CONFIG_ALERTMANAGER_OPERATOR_MATCHING_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_OPERATOR_MATCHING_H_

#include "libcheck/schema/schema.h"

/// Routes, inhibition rules and time intervals in AlertmanagerConfig resources, as tables.
namespace check::config::alertmanager {

extern const schema::Object kAlphaRoute;
extern const schema::Object kBetaRoute;
extern const schema::Object kAlphaInhibitRule;
extern const schema::Object kBetaInhibitRule;
extern const schema::Object kResourceInterval;

inline constexpr schema::Type kAlphaInhibitRuleType = schema::SectionOf(kAlphaInhibitRule);
inline constexpr schema::Type kBetaInhibitRuleType = schema::SectionOf(kBetaInhibitRule);
inline constexpr schema::Type kResourceIntervalType = schema::SectionOf(kResourceInterval);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_OPERATOR_MATCHING_H_
