#ifndef LIBCHECK_RESULT_FORMATS_H_
#define LIBCHECK_RESULT_FORMATS_H_

#include "libcheck/result/format.h"

/// The formats, each in the file that is named after it.
namespace check::result {

extern const Format kTableFormat;
extern const Format kPromqlFormat;
extern const Format kJsonFormat;
extern const Format kCsvFormat;
extern const Format kOpenmetricsFormat;
extern const Format kPlotFormat;

/// The `result` alone, without a line break: what promtool -o json prints.
void WriteJsonResult(const promql::Value& value, const Style& style, const Writer& write);

}  // namespace check::result

#endif  // LIBCHECK_RESULT_FORMATS_H_
