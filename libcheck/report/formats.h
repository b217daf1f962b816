#ifndef LIBCHECK_REPORT_FORMATS_H_
#define LIBCHECK_REPORT_FORMATS_H_

#include "libcheck/report/report.h"

/// The formats, each in the file that is named after it.
namespace check::report {

extern const Format kTextFormat;
extern const Format kConciseFormat;
extern const Format kJsonFormat;
extern const Format kSarifFormat;
extern const Format kJunitFormat;
extern const Format kCheckstyleFormat;
extern const Format kGithubFormat;
extern const Format kGitlabFormat;

}  // namespace check::report

#endif  // LIBCHECK_REPORT_FORMATS_H_
