#ifndef LIBCHECK_LINT_SURROUNDINGS_H_
#define LIBCHECK_LINT_SURROUNDINGS_H_

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/lint/check.h"

namespace check::lint {

/// What a prometheus.yml tells that matters to checks of rules. Only the fields that are needed are
/// looked at; whether Prometheus would accept the file is another question. Faults of YAML, and
/// intervals that are no durations, are reported.
Surroundings ReadSurroundings(const SourceFile& prometheus_yml, Diagnostics& diagnostics);

/// Every CodeInfo that ReadSurroundings can report, for the catalogue.
std::span<const CodeInfo* const> SurroundingsCodes();

}  // namespace check::lint

#endif  // LIBCHECK_LINT_SURROUNDINGS_H_
