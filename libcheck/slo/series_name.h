#ifndef LIBCHECK_SLO_SERIES_NAME_H_
#define LIBCHECK_SLO_SERIES_NAME_H_

#include <cstdint>
#include <string>
#include <string_view>

/// What names of recorded series tell by convention, where the rules that record them are not at
/// hand: "job:slo_errors_per_request:ratio_rate1h", "apiserver_request:burnrate5m",
/// "slo:availability:burn_rate:3d".
namespace check::slo {

/// The window in the name, in milliseconds: the last of its parts that ends in a duration. 0: there
/// is none.
std::int64_t WindowInName(std::string_view name);

/// `name` without its window and what separates that: "slo:availability:burn_rate".
std::string WithoutWindow(std::string_view name);

/// What the words of a name say that its values are.
enum class NamedMeaning : std::uint8_t {
  kNone,
  kRatio,      ///< A share of events, good or bad.
  kBurnRate,   ///< Or an error ratio, as Pyrra and others use the word.
  kObjective,  ///< 0.999
  kBudget,     ///< 0.001
};
NamedMeaning MeaningOf(std::string_view name);

/// How series end that hold the period of an objective, as Sloth and Pyrra record it.
inline constexpr std::string_view kDaysOfPeriod = "time_period:days";
inline constexpr std::string_view kSecondsOfPeriod = "pyrra_window";

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SERIES_NAME_H_
