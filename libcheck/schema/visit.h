#ifndef LIBCHECK_SCHEMA_VISIT_H_
#define LIBCHECK_SCHEMA_VISIT_H_

#include <vector>

#include "libcheck/schema/reader.h"
#include "libcheck/schema/schema.h"

namespace check::schema {

/// Sees the values of a file one by one, with what the tables say of each.
class ValueVisitor {
 public:
  virtual ~ValueVisitor() = default;
  /// A scalar that is not null, in `field` of `object`. `type` is that of the scalar itself, for
  /// items of lists and values of mappings too; it is a section's where one was expected.
  virtual void Visit(const Object& object, const Field& field, const Type& type,
                     const yaml::Node& value) = 0;
  /// A mapping where something else was expected in `field` of `object`, or a key without a value.
  virtual void VisitUnexpected(const Object& /*object*/, const Field& /*field*/,
                               const yaml::Node& /*value*/) {}
  /// The key of a mapping whose keys are free, before its value.
  virtual void VisitKey(std::string_view /*key*/) {}
  /// The value of a key that is no field of `object`.
  virtual void VisitUnknown(const Object& /*object*/, const yaml::Entry& /*entry*/) {}
};

void VisitValues(const yaml::Node& node, const Object& object, const Input& input,
                 yaml::Dialect dialect, ValueVisitor& visitor);

/// Whether fields of the section itself are secrets.
bool HoldsSecrets(const Object& object);

/// Whether `object`, or what it includes, has a field that is required.
bool HasRequired(const Object& object);

/// Tells the file which of its values must not be shown: secrets, whatever stands in their place,
/// and what was perhaps meant as a secret but is misspelt or stands in the wrong section.
void MarkSecrets(const yaml::Node& node, const Object& object, const Input& input,
                 yaml::Dialect dialect);

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_VISIT_H_
