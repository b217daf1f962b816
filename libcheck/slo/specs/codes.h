#ifndef LIBCHECK_SLO_SPECS_CODES_H_
#define LIBCHECK_SLO_SPECS_CODES_H_

#include "libcheck/diagnostic/diagnostic.h"

/// What is wrong with a specification, beside its fields and their values.
namespace check::slo {

extern const CodeInfo kSloFixedRange;
extern const CodeInfo kSloLabelName;
extern const CodeInfo kSloObjectiveIsRatio;
extern const CodeInfo kSloPluginNotRun;

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_CODES_H_
