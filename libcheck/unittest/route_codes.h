#ifndef LIBCHECK_UNITTEST_ROUTE_CODES_H_
#define LIBCHECK_UNITTEST_ROUTE_CODES_H_

#include "libcheck/diagnostic/diagnostic.h"

/// What tests of routes can report; Codes() of unittest/codes.h has them with the others.
namespace check::unittest {

extern const CodeInfo kInhibitionDiffers;
extern const CodeInfo kMutingDiffers;
extern const CodeInfo kMutingNeedsTime;
extern const CodeInfo kNoAlertmanagerConfig;
extern const CodeInfo kRouteDiffers;

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_ROUTE_CODES_H_
