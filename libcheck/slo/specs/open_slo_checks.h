#ifndef LIBCHECK_SLO_SPECS_OPEN_SLO_CHECKS_H_
#define LIBCHECK_SLO_SPECS_OPEN_SLO_CHECKS_H_

#include "libcheck/schema/validate.h"

/// What the tables of OpenSLO cannot express: see schema::Object::check.
namespace check::slo {

void CheckOpenSloDataSource(schema::Section& spec);
void CheckOpenSloPolicy(schema::Section& spec);
void CheckOpenSloCondition(schema::Section& condition);
void CheckOpenSloTimeWindow(schema::Section& window);
void CheckOpenSloObjective(schema::Section& objective);
void CheckOpenSloSpec(schema::Section& spec);    ///< Of v1.
void CheckOpenSloSpecV2(schema::Section& spec);  ///< Of v2alpha.
void CheckOpenSloAlphaWindow(schema::Section& window);
void CheckOpenSloAlphaObjective(schema::Section& objective);
void CheckOpenSloAlphaSpec(schema::Section& spec);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_OPEN_SLO_CHECKS_H_
