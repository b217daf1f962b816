#ifndef TESTS_REPORT_CASES_H_
#define TESTS_REPORT_CASES_H_

#include <filesystem>
#include <string>
#include <vector>

#include "libcheck/report/report.h"

namespace check::test {

/// Every CodeInfo that the cases of testdata/report use.
std::span<const CodeInfo* const> SampleCodes();

/// The folders in testdata/report, each with a `run.json` that says what was found in the files
/// beside it, and for every format an `expected.FORMAT`.
std::vector<std::filesystem::path> ReportCases();

/// What `run.json` in `folder` describes. A finding is placed by the text it marks (`mark`; the
/// `nth` of them, from 1), or by `at`, the offset of a byte, and `size`.
report::Run LoadRun(const std::filesystem::path& folder);

}  // namespace check::test

#endif  // TESTS_REPORT_CASES_H_
