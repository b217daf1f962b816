#ifndef LIBCHECK_SLO_CODES_H_
#define LIBCHECK_SLO_CODES_H_

#include <span>

#include "libcheck/diagnostic/diagnostic.h"

/// What is wrong with files of specifications as a whole.
namespace check::slo {

extern const CodeInfo kCompositeSlo;
extern const CodeInfo kDuplicateSlo;
extern const CodeInfo kFieldWithoutEffect;
extern const CodeInfo kInvertedCondition;
extern const CodeInfo kUnknownReference;
extern const CodeInfo kUnknownSpecification;
extern const CodeInfo kUnsupportedSource;

/// All of them, sorted by code.
std::span<const CodeInfo* const> Codes();

}  // namespace check::slo

#endif  // LIBCHECK_SLO_CODES_H_
