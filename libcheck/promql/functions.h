#ifndef LIBCHECK_PROMQL_FUNCTIONS_H_
#define LIBCHECK_PROMQL_FUNCTIONS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/promql/value_type.h"

namespace check::promql {

inline constexpr std::size_t kMaxParameters = 6;

struct Parameter {
  std::string_view name = {};
  ValueType type = ValueType::kVector;
};

/// What a function takes and returns. Parameters past `required` may be left out; when `variadic`
/// is set the last one may also be repeated, up to `max_arguments` (0: without end).
struct Signature {
  std::array<Parameter, kMaxParameters> parameters = {};
  std::uint8_t count = 0;
  std::uint8_t required = 0;
  bool variadic = false;
  std::uint8_t max_arguments = 0;
  ValueType result = ValueType::kVector;

  /// For tables: Takes({...}).Requires(1).Repeats(12).Gives(ValueType::kScalar).
  constexpr Signature Requires(std::uint8_t at_least) const {
    Signature changed = *this;
    changed.required = at_least;
    return changed;
  }
  constexpr Signature Repeats(std::uint8_t at_most = 0) const {
    Signature changed = *this;
    changed.variadic = true;
    changed.max_arguments = at_most;
    return changed;
  }
  constexpr Signature Gives(ValueType type) const {
    Signature changed = *this;
    changed.result = type;
    return changed;
  }
};

/// A signature with these parameters, all required, and an instant vector as the result.
constexpr Signature Takes(std::initializer_list<Parameter> parameters) {
  Signature signature;
  for (const Parameter& parameter : parameters) signature.parameters[signature.count++] = parameter;
  signature.required = signature.count;
  return signature;
}

/// What a function does to the labels of its argument, for label flow and `explain`.
enum class LabelEffect : std::uint8_t {
  kKeepsAll,   ///< Metric name included: last_over_time.
  kDropsName,  ///< The usual: everything but the metric name survives.
  kDropsAll,   ///< vector(), absent() (which gives labels of its own), scalar().
  kOwn,        ///< label_replace, label_join, histogram_quantile(s), info...
};

/// Everything the toolkit knows about one PromQL function. The parser reads the signature; label
/// flow, `explain`, completion and the manual page read the rest.
struct Function {
  std::string_view name;
  Signature signature;
  std::string_view doc;  ///< One sentence.
  LabelEffect labels = LabelEffect::kDropsName;
  bool experimental = false;  ///< Needs --enable-feature=promql-experimental-functions.
};

/// Every function, sorted by name.
std::span<const Function> AllFunctions();

/// Null if there is no such function.
const Function* FindFunction(std::string_view name);

/// "clamp_max(v instant vector, max scalar)", for messages and documentation.
std::string ToString(const Function& function);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FUNCTIONS_H_
