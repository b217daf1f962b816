#ifndef LIBCHECK_SCHEMA_COMMENT_VALUE_H_
#define LIBCHECK_SCHEMA_COMMENT_VALUE_H_

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/schema/schema.h"
#include "libcheck/yaml/node.h"

namespace check::schema {

extern const CodeInfo kCommentAsValue;

/// Warns of `channel: #alerts`, where YAML takes the value for a comment. `type` is that of the
/// value.
void WarnOfComment(const yaml::Entry& entry, const Type& type, const SourceFile& file,
                   Diagnostics& diagnostics);

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_COMMENT_VALUE_H_
