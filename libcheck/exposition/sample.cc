#include "libcheck/exposition/sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "libcheck/base/number.h"

namespace check::exposition {
namespace {

constexpr std::string_view kTypeWords[] = {"unknown", "counter",        "gauge", "histogram",
                                           "summary", "gaugehistogram", "info",  "stateset"};

// A number of at most 15 digits, perhaps with a point among them, which a double holds exactly but
// for one division: the same as what any correct reader makes of it.
std::optional<double> ParseShort(std::string_view text) {
  constexpr std::size_t kMostDigits = 15;
  constexpr double kPowers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  if (text.empty() || text.size() > kMostDigits + 1) return std::nullopt;
  std::uint64_t digits = 0;
  std::size_t count = 0;
  std::size_t point = text.npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digit = static_cast<unsigned char>(text[i] - '0');
    if (digit < 10) {
      digits = digits * 10 + digit;
      ++count;
    } else if (text[i] == '.' && point == text.npos) {
      point = i;
    } else {
      return std::nullopt;
    }
  }
  if (count == 0 || count > kMostDigits) return std::nullopt;
  const std::size_t behind = point == text.npos ? 0 : text.size() - point - 1;
  return static_cast<double>(digits) / kPowers[behind];
}

}  // namespace

std::string_view ToString(MetricType type) { return kTypeWords[static_cast<std::size_t>(type)]; }

std::optional<MetricType> FindMetricType(std::string_view openmetrics_word) {
  const auto* word = std::find(std::begin(kTypeWords), std::end(kTypeWords), openmetrics_word);
  if (word == std::end(kTypeWords)) return std::nullopt;
  return static_cast<MetricType>(word - std::begin(kTypeWords));
}

std::string OnlyInOpenMetrics(std::string_view openmetrics_word) {
  return fmt::format(
      "type `{}` is only supported in OpenMetrics, not in the text format; expected `counter`, "
      "`gauge`, `histogram`, `summary` or `untyped`",
      openmetrics_word);
}

std::optional<double> ParseValue(std::string_view text) {
  if (const auto value = ParseShort(text)) return value;
  if (text.find_first_of("pP_") != text.npos) return std::nullopt;
  const std::optional<double> value = ParseGoFloat(text);
  // Go reports what is too large; infinity itself is spelt without digits.
  if (value && std::isinf(*value) && text.find_first_of("0123456789") != text.npos) {
    return std::nullopt;
  }
  return value;
}

}  // namespace check::exposition
