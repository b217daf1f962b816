#ifndef LIBCHECK_REPORT_FORMATS_H_
#define LIBCHECK_REPORT_FORMATS_H_

#include "libcheck/report/report.h"

/// The formats, each in the file that is named after it.
namespace check::report {

extern const Format kTextFormat;
extern const Format kConciseFormat;
extern const Format kJsonFormat;

}  // namespace check::report

#endif  // LIBCHECK_REPORT_FORMATS_H_
