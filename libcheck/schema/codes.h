#ifndef LIBCHECK_SCHEMA_CODES_H_
#define LIBCHECK_SCHEMA_CODES_H_

#include <span>

#include "libcheck/diagnostic/diagnostic.h"

/// What Validate can report.
namespace check::schema {

extern const CodeInfo kBadValue;
extern const CodeInfo kDependentField;
extern const CodeInfo kDeprecatedField;
extern const CodeInfo kDuplicateValue;
extern const CodeInfo kExclusiveFields;
extern const CodeInfo kFailsLater;
extern const CodeInfo kIgnoredDocument;
extern const CodeInfo kMissingField;
extern const CodeInfo kNewerField;
extern const CodeInfo kRemovedField;
extern const CodeInfo kUnknownField;
extern const CodeInfo kWrongType;

/// All of them, sorted by code.
std::span<const CodeInfo* const> Codes();

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_CODES_H_
