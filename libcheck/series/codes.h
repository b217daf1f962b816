#ifndef LIBCHECK_SERIES_CODES_H_
#define LIBCHECK_SERIES_CODES_H_

#include <span>

#include "libcheck/diagnostic/diagnostic.h"

namespace check::series {

/// What is wrong with files of samples, beside what is wrong with expositions.
std::span<const CodeInfo* const> Codes();

extern const CodeInfo kBadCsv;
extern const CodeInfo kBadEvents;
extern const CodeInfo kBadQueryAnswer;
extern const CodeInfo kConflictingSamples;
extern const CodeInfo kMissingTimestamp;

}  // namespace check::series

#endif  // LIBCHECK_SERIES_CODES_H_
