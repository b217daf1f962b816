#ifndef LIBCHECK_SCHEMA_FIELD_HINTS_H_
#define LIBCHECK_SCHEMA_FIELD_HINTS_H_

#include <string>
#include <string_view>

#include "libcheck/schema/schema.h"

namespace check::schema {

/// What to do about `name`, which is not a field of `object`, where the name is known from another
/// release, program or place: "it is the flag `--storage.tsdb.path`". Empty if it is not known.
std::string HintAtField(std::string_view name, const Object& object);

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_FIELD_HINTS_H_
