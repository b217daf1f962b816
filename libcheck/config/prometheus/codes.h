#ifndef LIBCHECK_CONFIG_PROMETHEUS_CODES_H_
#define LIBCHECK_CONFIG_PROMETHEUS_CODES_H_

#include <span>

#include "libcheck/diagnostic/diagnostic.h"

/// What is wrong with a prometheus.yml beyond what its tables say.
namespace check::config::prometheus {

extern const CodeInfo kAgentMode;
extern const CodeInfo kBadJson;
extern const CodeInfo kBadTarget;
extern const CodeInfo kEmptyPattern;
extern const CodeInfo kEmptyVariable;
extern const CodeInfo kLongInterval;
extern const CodeInfo kMissingFile;
extern const CodeInfo kMissingFileLater;

/// All of them, and those that the tables' validator reports, sorted by code.
std::span<const CodeInfo* const> Codes();

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_CODES_H_
