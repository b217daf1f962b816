#ifndef LIBCHECK_SLO_SPECS_PYRRA_TABLE_H_
#define LIBCHECK_SLO_SPECS_PYRRA_TABLE_H_

#include "libcheck/schema/schema.h"

namespace check::slo {

/// A ServiceLevelObjective of Pyrra. Source: its CustomResourceDefinition, v1alpha1.
extern const schema::Object kPyrraObjective;

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_PYRRA_TABLE_H_
