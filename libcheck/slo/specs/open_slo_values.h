#ifndef LIBCHECK_SLO_SPECS_OPEN_SLO_VALUES_H_
#define LIBCHECK_SLO_SPECS_OPEN_SLO_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/schema/schema.h"
#include "libcheck/slo/slo.h"

/// Values in specifications of OpenSLO.
namespace check::slo {

/// "30d": a number and one of m, h, d, w, M, Q and Y.
struct OpenSloDuration {
  std::int64_t count = 0;
  char unit = 'd';

  /// A month is taken for 30 days, a quarter for 90, a year for 365.
  std::int64_t ms() const;
  /// Nothing for minutes and hours.
  std::optional<Period::Calendar::Unit> calendar_unit() const;
};
std::optional<OpenSloDuration> ParseOpenSloDuration(std::string_view text);

std::optional<schema::TextProblem> OpenSloNameProblem(std::string_view text);
std::optional<schema::TextProblem> OpenSloDisplayNameProblem(std::string_view text);
std::optional<schema::TextProblem> OpenSloDescriptionProblem(std::string_view text);
std::optional<schema::TextProblem> OpenSloDurationProblem(std::string_view text);
std::optional<schema::TextProblem> OpenSloStartTimeProblem(std::string_view text);
std::optional<schema::TextProblem> OpenSloTimeZoneProblem(std::string_view text);

/// A number as Objective reads it: without an exponent.
std::string DecimalText(std::string_view number);

// What tables call such values: names as in RFC 1123, display names of up to 63 characters and
// descriptions of up to 1050, times such as "2026-01-01 00:00:00".
inline constexpr schema::Type kOpenSloName = schema::Checked(schema::kString, OpenSloNameProblem);
inline constexpr schema::Type kOpenSloDisplayName =
    schema::Checked(schema::kString, OpenSloDisplayNameProblem);
inline constexpr schema::Type kOpenSloDescription =
    schema::Checked(schema::kString, OpenSloDescriptionProblem);
inline constexpr schema::Type kOpenSloDurationType =
    schema::Checked(schema::kString, OpenSloDurationProblem);
inline constexpr schema::Type kOpenSloStartTime =
    schema::Checked(schema::kString, OpenSloStartTimeProblem);
inline constexpr schema::Type kOpenSloTimeZone =
    schema::Checked(schema::kString, OpenSloTimeZoneProblem);
inline constexpr std::string_view kOpenSloOperators[] = {"gt", "gte", "lt", "lte"};
inline constexpr schema::Type kOpenSloOperator = schema::OneOf(kOpenSloOperators);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_OPEN_SLO_VALUES_H_
