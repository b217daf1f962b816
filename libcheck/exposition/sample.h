#ifndef LIBCHECK_EXPOSITION_SAMPLE_H_
#define LIBCHECK_EXPOSITION_SAMPLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The formats in which programs show their metrics: Prometheus's text format and OpenMetrics 1.0.
namespace check::exposition {

enum class Format : std::uint8_t { kPrometheusText, kOpenMetrics };

/// What a family of metrics is. Those from kGaugeHistogram on are OpenMetrics's, though promtool
/// takes kGaugeHistogram in the text format too.
enum class MetricType : std::uint8_t {
  kUnknown,  ///< "untyped" in the text format.
  kCounter,
  kGauge,
  kHistogram,
  kSummary,
  kGaugeHistogram,
  kInfo,
  kStateset,
};

/// The word OpenMetrics has for it.
std::string_view ToString(MetricType type);
std::optional<MetricType> FindMetricType(std::string_view openmetrics_word);
/// What to say of a type in the text format that only OpenMetrics has.
std::string OnlyInOpenMetrics(std::string_view openmetrics_word);

/// A label of a sample: decoded, without quotes and escapes.
struct Label {
  std::string_view name;
  std::string_view value;
};

/// One line with a value. Everything views the block that is being read, or what was decoded from
/// it, and is good until the next line.
struct Sample {
  std::string_view name;
  std::vector<Label> labels;   ///< In the order they are written. Reused from line to line.
  std::string_view value;      ///< As written.
  std::string_view timestamp;  ///< As written; empty if there is none.
  /// Whether the name is that of the sample before.
  bool same_name = false;
  /// Whether the names of the labels are those of the sample before, in the same order.
  bool same_label_names = false;

  const Label* Find(std::string_view label) const {
    for (const Label& candidate : labels) {
      if (candidate.name == label) return &candidate;
    }
    return nullptr;
  }
};

/// A value, as the readers of Prometheus take it: what Go's strconv.ParseFloat does, but neither
/// hexadecimal nor with underscores. Nothing if it is not a number, or too large for one.
std::optional<double> ParseValue(std::string_view text);

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_SAMPLE_H_
