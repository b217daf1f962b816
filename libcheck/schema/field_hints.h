#ifndef LIBCHECK_SCHEMA_FIELD_HINTS_H_
#define LIBCHECK_SCHEMA_FIELD_HINTS_H_

#include <span>
#include <string>
#include <string_view>

#include "libcheck/schema/schema.h"

namespace check::schema {

/// `name` where it is written in a section called `section`; in any section, if that is empty.
struct FieldHint {
  std::string_view section;
  std::string_view name;
  std::string_view note;  ///< What to do. One word: the field that is meant, if the section has it.
};

/// Every hint, for tests.
std::span<const FieldHint> FieldHints();

/// What to do about `name`, which is not a field of `object`, where the name is known from another
/// release, program or place: "it is the flag `--storage.tsdb.path`". Empty if it is not known.
std::string HintAtField(std::string_view name, const Object& object);

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_FIELD_HINTS_H_
