#include "libcheck/exposition/sample.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "libcheck/base/number.h"

namespace check::exposition {
namespace {

constexpr std::string_view kTypeWords[] = {"unknown", "counter",        "gauge", "histogram",
                                           "summary", "gaugehistogram", "info",  "stateset"};

}  // namespace

std::string_view ToString(MetricType type) { return kTypeWords[static_cast<std::size_t>(type)]; }

std::optional<MetricType> FindMetricType(std::string_view openmetrics_word) {
  const auto* word = std::find(std::begin(kTypeWords), std::end(kTypeWords), openmetrics_word);
  if (word == std::end(kTypeWords)) return std::nullopt;
  return static_cast<MetricType>(word - std::begin(kTypeWords));
}

std::optional<double> ParseValue(std::string_view text) {
  if (text.find_first_of("pP_") != text.npos) return std::nullopt;
  const std::optional<double> value = ParseGoFloat(text);
  // Go reports what is too large; infinity itself is spelt without digits.
  if (value && std::isinf(*value) && text.find_first_of("0123456789") != text.npos) {
    return std::nullopt;
  }
  return value;
}

}  // namespace check::exposition
