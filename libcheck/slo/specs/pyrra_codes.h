#ifndef LIBCHECK_SLO_SPECS_PYRRA_CODES_H_
#define LIBCHECK_SLO_SPECS_PYRRA_CODES_H_

#include "libcheck/diagnostic/diagnostic.h"

/// What is wrong with objectives of Pyrra beyond what their table says.
namespace check::slo {

extern const CodeInfo kSloConstantIndicator;
extern const CodeInfo kSloIgnoredSelectorPart;
extern const CodeInfo kSloNotHistogram;
extern const CodeInfo kSloRoundedTarget;

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_PYRRA_CODES_H_
