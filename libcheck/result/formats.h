#ifndef LIBCHECK_RESULT_FORMATS_H_
#define LIBCHECK_RESULT_FORMATS_H_

#include "libcheck/result/format.h"

// Every format, one line each, in the order `--help` lists them. Its file in this folder has the
// same name, in small letters.
#define LIBCHECK_ALL_RESULT_FORMATS(X) \
  X(Table)                             \
  X(Promql)                            \
  X(Json)                              \
  X(Csv)                               \
  X(Openmetrics)                       \
  X(Plot)

namespace check::result {

#define LIBCHECK_DECLARE(name) extern const Format k##name##Format;
LIBCHECK_ALL_RESULT_FORMATS(LIBCHECK_DECLARE)
#undef LIBCHECK_DECLARE

/// The `result` alone, without a line break: what promtool -o json prints.
void WriteJsonResult(const promql::Value& value, const Style& style, const Writer& write);

}  // namespace check::result

#endif  // LIBCHECK_RESULT_FORMATS_H_
