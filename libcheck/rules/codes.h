#ifndef LIBCHECK_RULES_CODES_H_
#define LIBCHECK_RULES_CODES_H_

#include "libcheck/diagnostic/diagnostic.h"

/// What the reader of rule files can report. For its own files only: others ask LoadCodes().
namespace check::rules {

extern const CodeInfo kBadDuration;
extern const CodeInfo kBadTag;
extern const CodeInfo kGroupDuplicateName;
extern const CodeInfo kGroupWithoutName;
extern const CodeInfo kHelmTemplate;
extern const CodeInfo kIgnoredDocument;
extern const CodeInfo kNoRules;
extern const CodeInfo kRecordingRuleField;
extern const CodeInfo kResourceValueType;
extern const CodeInfo kRuleBadAnnotationName;
extern const CodeInfo kRuleBadLabelName;
extern const CodeInfo kRuleBadLabelValue;
extern const CodeInfo kRuleBadRecordName;
extern const CodeInfo kRuleRecordAndAlert;
extern const CodeInfo kRuleWithoutExpr;
extern const CodeInfo kRuleWithoutName;
extern const CodeInfo kUnknownField;
extern const CodeInfo kWrongType;

}  // namespace check::rules

#endif  // LIBCHECK_RULES_CODES_H_
