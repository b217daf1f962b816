#ifndef LIBCHECK_EXPOSITION_CODES_H_
#define LIBCHECK_EXPOSITION_CODES_H_

#include <span>

#include "libcheck/diagnostic/diagnostic.h"

namespace check::exposition {

/// What is wrong with an exposition in the text format, or with the metrics in one of either.
std::span<const CodeInfo* const> Codes();
/// What is wrong with OpenMetrics only.
std::span<const CodeInfo* const> OpenMetricsCodes();

// What no reader takes, or not all of them.
extern const CodeInfo kBadLabel;
extern const CodeInfo kBadMetadata;
extern const CodeInfo kBadName;
extern const CodeInfo kBadSyntax;
extern const CodeInfo kBadValue;
extern const CodeInfo kNoFinalLineBreak;

// What OpenMetrics demands besides.
extern const CodeInfo kOpenMetricsCommonLabel;
extern const CodeInfo kOpenMetricsExemplar;
extern const CodeInfo kOpenMetricsGrouping;
extern const CodeInfo kOpenMetricsHistogram;
extern const CodeInfo kOpenMetricsLabel;
extern const CodeInfo kOpenMetricsMetadata;
extern const CodeInfo kOpenMetricsNameClash;
extern const CodeInfo kOpenMetricsNoEof;
extern const CodeInfo kOpenMetricsTimestamps;
extern const CodeInfo kOpenMetricsValue;

// What promlint says.
extern const CodeInfo kAbbreviatedUnit;
extern const CodeInfo kCamelCaseLabel;
extern const CodeInfo kCamelCaseName;
extern const CodeInfo kColonInName;
extern const CodeInfo kDuplicateSeries;
extern const CodeInfo kNoHelp;
extern const CodeInfo kNotBaseUnit;
extern const CodeInfo kReservedLabel;
extern const CodeInfo kReservedSuffix;
extern const CodeInfo kTotalSuffix;
extern const CodeInfo kTypeInName;

// What only the values tell.
extern const CodeInfo kBucketsNotCumulative;
extern const CodeInfo kCountDiffers;
extern const CodeInfo kCounterWentBack;
extern const CodeInfo kMetricGone;
extern const CodeInfo kNoInfBucket;

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_CODES_H_
