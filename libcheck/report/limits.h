#ifndef LIBCHECK_REPORT_LIMITS_H_
#define LIBCHECK_REPORT_LIMITS_H_

#include <cstddef>
#include <map>
#include <string_view>
#include <vector>

#include "libcheck/report/report.h"

namespace check::report {

/// How many findings of each code were left out of a list, and the gravest severity of them.
struct Omission {
  Severity severity = Severity::kInfo;
  std::size_t count = 0;
};
struct ByCode {
  bool operator()(const CodeInfo* a, const CodeInfo* b) const { return a->code < b->code; }
};
using Omissions = std::map<const CodeInfo*, Omission, ByCode>;

/// Leaves the first `most` findings of each code in `findings`, which are of one file, and adds
/// what was taken out to `omissions`. 0: leaves all.
void LimitFindings(std::vector<Finding>& findings, std::size_t most, Omissions& omissions);

/// Leaves the first `most` findings of each code in each file, and notes how many were left out.
/// 0: leaves all.
void LimitFindings(Run& run, std::size_t most);

/// Leaves the findings that are at least as serious as `least`.
void KeepFrom(Run& run, Severity least);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_LIMITS_H_
