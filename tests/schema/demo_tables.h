#ifndef TESTS_SCHEMA_DEMO_TABLES_H_
#define TESTS_SCHEMA_DEMO_TABLES_H_

#include "libcheck/schema/schema.h"

/// A small part of what a prometheus.yml may say, for tests.
namespace check::schema {

extern const Object kDemoFile;
extern const Object kDemoRoute;  ///< Holds itself.

}  // namespace check::schema

#endif  // TESTS_SCHEMA_DEMO_TABLES_H_
