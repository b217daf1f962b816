#ifndef LIBCHECK_UNITTEST_CODES_H_
#define LIBCHECK_UNITTEST_CODES_H_

#include <span>

#include "libcheck/diagnostic/diagnostic.h"

namespace check::unittest {

extern const CodeInfo kAlertNameIgnored;
extern const CodeInfo kAlertsDiffer;
extern const CodeInfo kBadInput;
extern const CodeInfo kBadPattern;
extern const CodeInfo kBadRuleFile;
extern const CodeInfo kBadSeries;
extern const CodeInfo kDuplicateSeries;
extern const CodeInfo kEmptyLabel;
extern const CodeInfo kExpressionFailed;
extern const CodeInfo kIntervalIgnored;
extern const CodeInfo kLostSeries;
extern const CodeInfo kNoConfig;
extern const CodeInfo kNoRuleFile;
extern const CodeInfo kNoServerUrl;
extern const CodeInfo kNothingTested;
extern const CodeInfo kRelabelDiffers;
extern const CodeInfo kRelabelRefused;
extern const CodeInfo kRuleFailed;
extern const CodeInfo kSamplesDiffer;
extern const CodeInfo kTemplateFailed;
extern const CodeInfo kTooLong;
extern const CodeInfo kUnknownAlert;
extern const CodeInfo kUnknownGroup;
extern const CodeInfo kUnseenSamples;

/// Every CodeInfo that tests can report, sorted.
std::span<const CodeInfo* const> Codes();

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_CODES_H_
