#ifndef LIBCHECK_PROMQL_PROMQLTEST_COMPARE_H_
#define LIBCHECK_PROMQL_PROMQLTEST_COMPARE_H_

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/promql/annotations.h"
#include "libcheck/promql/promqltest_parse.h"
#include "libcheck/promql/value.h"

namespace check::promql {

/// What is not as it should be.
struct Mismatch {
  std::string message;
  std::optional<Span> where = {};  ///< The line of the script that says how it should be.
};

/// Why `value` is not what `command` expects, or nothing. Floats may differ by a millionth.
std::optional<Mismatch> CompareResult(const EvalCommand& command, const Value& value,
                                      model::LabelTable& table);

/// The same for remarks and for errors.
std::optional<Mismatch> CompareAnnotations(const EvalCommand& command,
                                           const Annotations& annotations);
std::optional<Mismatch> CompareError(const EvalCommand& command, std::string_view error);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_PROMQLTEST_COMPARE_H_
