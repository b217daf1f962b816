#ifndef LIBCHECK_SCHEMA_UNKNOWN_FIELD_H_
#define LIBCHECK_SCHEMA_UNKNOWN_FIELD_H_

#include "libcheck/schema/validate.h"

namespace check::schema {

/// A section and those around it.
struct SectionPath {
  const Object* object;
  const SectionPath* around;
};

/// Reports a key, which says `name` and is no field of the section, and says where it belongs or
/// what was meant.
void ReportUnknownField(const yaml::Node& key, std::string_view name, const SectionPath& path,
                        const Input& input, Diagnostics& diagnostics);

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_UNKNOWN_FIELD_H_
