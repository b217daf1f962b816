#ifndef LIBCHECK_YAML_CODES_H_
#define LIBCHECK_YAML_CODES_H_

#include "libcheck/diagnostic/diagnostic.h"

/// What the reader of YAML can report. For its own files only: others ask ParseCodes().
namespace check::yaml {

extern const CodeInfo kAliasBomb;
extern const CodeInfo kAliasLoop;
extern const CodeInfo kBadMerge;
extern const CodeInfo kDuplicateKey;
extern const CodeInfo kEncoding;
extern const CodeInfo kSyntax;
extern const CodeInfo kTooDeep;
extern const CodeInfo kTooLarge;
extern const CodeInfo kUnknownAlias;

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_CODES_H_
