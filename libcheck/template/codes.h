#ifndef LIBCHECK_TEMPLATE_CODES_H_
#define LIBCHECK_TEMPLATE_CODES_H_

#include <span>

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
extern const CodeInfo kPrintf;
extern const CodeInfo kUnknownField;
extern const CodeInfo kUnknownTemplate;
extern const CodeInfo kUnsetVariable;

// Of notifications alone: notification_codes.cc.
extern const CodeInfo kBadJson;
extern const CodeInfo kFails;
extern const CodeInfo kFailsLater;
extern const CodeInfo kJsonNotEscaped;
extern const CodeInfo kNewerFunction;
extern const CodeInfo kTooLong;
extern const CodeInfo kUnusedTemplate;
extern const CodeInfo kUrlNotEscaped;

/// Those of notifications alone, sorted by code.
std::span<const CodeInfo* const> NotificationCodes();

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_CODES_H_
