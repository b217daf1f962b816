#ifndef LIBCHECK_SLO_SPECS_PYRRA_H_
#define LIBCHECK_SLO_SPECS_PYRRA_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/model/matcher.h"
#include "libcheck/promql/ast.h"
#include "libcheck/slo/slo.h"

/// Objectives of Pyrra (https://github.com/pyrra-dev/pyrra): `pyrra.dev/v1alpha1`,
/// ServiceLevelObjective.
namespace check::slo {

/// What labels and annotations begin with that go on from objects to rules.
inline constexpr std::string_view kPyrraPrefix = "pyrra.dev/";

/// A selector of series, taken apart.
struct PyrraMetric {
  struct Matcher {
    model::MatchType type = model::MatchType::kEqual;
    std::string name;
    std::string value;

    friend bool operator==(const Matcher&, const Matcher&) = default;
  };
  std::string name;               ///< Of the metric.
  std::vector<Matcher> matchers;  ///< As written, without the name's.
  /// Whether the name stands before the braces. Pyrra makes no rules of `{__name__="x"}`.
  bool is_named = true;

  static PyrraMetric Of(const promql::VectorSelector& selector);
  /// The error is one sentence: the text is not a selector.
  static Result<PyrraMetric> Parse(std::string_view text);
};

/// What Pyrra's rules are made of, besides the objective, its window, and what its object is
/// called.
struct PyrraDetails : SpecDetails {
  enum class Type : std::uint8_t { kRatio, kLatency, kLatencyNative, kBoolGauge };

  Type type = Type::kRatio;
  PyrraMetric total;
  PyrraMetric part;  ///< kRatio: the errors. kLatency: the bucket.
  std::int64_t latency_ms = 0;
  std::vector<std::string> grouping;  ///< As written.

  bool burn_rates = true;
  bool absent = true;
  std::string alert_name = "ErrorBudgetBurn";
  std::string absent_name = "SLOMetricAbsent";
  static constexpr std::size_t kTiers = 4;
  std::array<std::string, kTiers> severities = {"critical", "critical", "warning", "warning"};
  std::string absent_severity = "critical";

  /// The increase over the window is summed up from that of 5 minutes, and goes into a file of its
  /// own.
  bool performance_over_accuracy = false;
  std::vector<std::pair<std::string, std::string>> short_labels;  ///< Of the two files' objects.
  std::vector<std::pair<std::string, std::string>> long_labels;
  bool description_label = false;
};

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_PYRRA_H_
