#ifndef LIBCHECK_UNITTEST_ROUTE_SCHEMA_H_
#define LIBCHECK_UNITTEST_ROUTE_SCHEMA_H_

#include "libcheck/schema/schema.h"

/// What test files for the routes of an Alertmanager may say, as tables. The shape of `tests` with
/// `alerts`, `expected_receivers` and `expected_inhibited` is the one that is proposed for amtool.
namespace check::unittest {

extern const schema::Object kRouteTestFileObject;
extern const schema::Object kRouteTestObject;
extern const schema::Object kRouteTestAlertObject;
extern const schema::Object kExpectedRouteObject;

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_ROUTE_SCHEMA_H_
