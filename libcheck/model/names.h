#ifndef LIBCHECK_MODEL_NAMES_H_
#define LIBCHECK_MODEL_NAMES_H_

#include <cstdint>
#include <string_view>

namespace check::model {

/// Which names Prometheus accepts (`metric_name_validation_scheme`).
enum class NameValidation : std::uint8_t { kUtf8, kLegacy };

inline constexpr std::string_view kMetricName = "__name__";

/// [a-zA-Z_:][a-zA-Z0-9_:]* under kLegacy; any non-empty valid UTF-8 under kUtf8.
bool IsValidMetricName(std::string_view name, NameValidation validation);

/// [a-zA-Z_][a-zA-Z0-9_]* under kLegacy; any non-empty valid UTF-8 under kUtf8.
bool IsValidLabelName(std::string_view name, NameValidation validation);

}  // namespace check::model

#endif  // LIBCHECK_MODEL_NAMES_H_
