#ifndef LIBCHECK_SILENCES_CODES_H_
#define LIBCHECK_SILENCES_CODES_H_

#include <span>

#include "libcheck/diagnostic/diagnostic.h"

/// What is wrong with a file of silences, beside its fields and their values.
namespace check::silences {

extern const CodeInfo kSilenceAgainstPolicy;
extern const CodeInfo kSilenceMatchesEverything;
extern const CodeInfo kSilenceNeverComes;
extern const CodeInfo kSilenceOverlapsItself;

/// All of them, sorted by code.
std::span<const CodeInfo* const> Codes();

}  // namespace check::silences

#endif  // LIBCHECK_SILENCES_CODES_H_
