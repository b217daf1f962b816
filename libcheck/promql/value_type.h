#ifndef LIBCHECK_PROMQL_VALUE_TYPE_H_
#define LIBCHECK_PROMQL_VALUE_TYPE_H_

#include <cstdint>
#include <string_view>

namespace check::promql {

enum class ValueType : std::uint8_t { kNone, kScalar, kVector, kMatrix, kString };

/// As messages name it: "instant vector".
constexpr std::string_view ToString(ValueType type) {
  switch (type) {
    case ValueType::kNone:
      return "none";
    case ValueType::kScalar:
      return "scalar";
    case ValueType::kVector:
      return "instant vector";
    case ValueType::kMatrix:
      return "range vector";
    case ValueType::kString:
      return "string";
  }
  return "unknown";
}

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_VALUE_TYPE_H_
