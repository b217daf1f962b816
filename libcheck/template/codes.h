#ifndef LIBCHECK_TEMPLATE_CODES_H_
#define LIBCHECK_TEMPLATE_CODES_H_

#include "libcheck/diagnostic/diagnostic.h"

/// What can be wrong with a template. ParseCodes() lists them all.
namespace check::gotemplate {

extern const CodeInfo kSyntax;
extern const CodeInfo kTooDeep;
extern const CodeInfo kUnknownFunction;
extern const CodeInfo kUnknownVariable;

extern const CodeInfo kArguments;
extern const CodeInfo kComparison;
extern const CodeInfo kNotAFunction;
extern const CodeInfo kOutsideAction;
extern const CodeInfo kUnknownField;
extern const CodeInfo kUnknownTemplate;
extern const CodeInfo kUnsetVariable;

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_CODES_H_
