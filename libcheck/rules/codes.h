#ifndef LIBCHECK_RULES_CODES_H_
#define LIBCHECK_RULES_CODES_H_

#include "libcheck/diagnostic/diagnostic.h"

/// What the reader of rule files can report. For its own files only: others ask LoadCodes().
namespace check::rules {

extern const CodeInfo kHelmTemplate;
extern const CodeInfo kNoRules;
extern const CodeInfo kResourceValueType;
extern const CodeInfo kRuleBadAnnotationName;
extern const CodeInfo kRuleBadLabelName;
extern const CodeInfo kRuleBadLabelValue;
extern const CodeInfo kRuleBadRecordName;

}  // namespace check::rules

#endif  // LIBCHECK_RULES_CODES_H_
