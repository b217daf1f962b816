#ifndef LIBCHECK_UNITTEST_SCHEMA_H_
#define LIBCHECK_UNITTEST_SCHEMA_H_

#include "libcheck/schema/schema.h"

/// Fields of test files, as tables.
namespace check::unittest {

extern const schema::Object kTestFileObject;
extern const schema::Object kTestGroupObject;
extern const schema::Object kInputSeriesObject;
extern const schema::Object kAlertTestObject;
extern const schema::Object kExpectedAlertObject;
extern const schema::Object kExprTestObject;
extern const schema::Object kExpectedSampleObject;

// The same with what pronoia adds.
extern const schema::Object kExtendedAlertObject;
extern const schema::Object kExtendedAlertTestObject;
extern const schema::Object kExtendedSampleObject;
extern const schema::Object kExtendedExprTestObject;
extern const schema::Object kRelabelTestObject;
extern const schema::Object kExtendedTestGroupObject;
extern const schema::Object kExtendedTestFileObject;

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_SCHEMA_H_
