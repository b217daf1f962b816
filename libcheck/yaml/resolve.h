#ifndef LIBCHECK_YAML_RESOLVE_H_
#define LIBCHECK_YAML_RESOLVE_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace check::yaml {

/// What a plain scalar without a tag is taken for.
enum class ScalarType : std::uint8_t {
  kNull,
  kBool,
  kInt,
  kFloat,
  kTimestamp,
  kString,
};

/// As Go's yaml.v3, which reads rule files: "yes" and "on" are text there, 0b1 and 0o7 numbers.
ScalarType ResolveV3(std::string_view plain);

/// What yaml.v3 stores in an int, given a plain scalar that it takes for a number: fractions are
/// cut off. Nothing if the value does not fit.
std::optional<std::int64_t> IntegerV3(std::string_view plain);

/// The same for a uint64, around which a float below zero wraps.
std::optional<std::uint64_t> UnsignedV3(std::string_view plain);

/// What a float64 becomes.
std::optional<double> FloatV3(std::string_view plain);

/// As Go's yaml.v2, in which Kubernetes tools read manifests: "yes", "on", "y" and their opposites
/// are booleans.
bool IsBoolV2(std::string_view plain);

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_RESOLVE_H_
