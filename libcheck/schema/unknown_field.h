#ifndef LIBCHECK_SCHEMA_UNKNOWN_FIELD_H_
#define LIBCHECK_SCHEMA_UNKNOWN_FIELD_H_

#include "libcheck/schema/validate.h"

namespace check::schema {

/// A section as it stands in a file, and those around it.
struct SectionPath {
  const Object* object;
  const yaml::Node* mapping;
  const SectionPath* around;
};

/// Reports a key, which reads `name` and is not a field of the section, with a note that says where
/// it belongs or which field was meant.
void ReportUnknownField(const yaml::Node& key, std::string_view name, const SectionPath& path,
                        const Input& input, Diagnostics& diagnostics);

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_UNKNOWN_FIELD_H_
