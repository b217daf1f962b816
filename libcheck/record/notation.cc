#include "libcheck/record/notation.h"

#include <bit>
#include <cmath>
#include <cstdint>

#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/model/histogram.h"
#include "libcheck/model/names.h"

namespace check::record {
namespace {

using promql::SequenceValue;

bool SameBits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool IsFloat(const SequenceValue& value) {
  return !value.omitted && !value.stale && value.histogram == nullptr;
}

std::string Number(double value) {
  const double size = std::abs(value);
  const bool is_plain = value == 0 || (size >= 1e-6 && size < 1e17);
  return FormatGoFloat(value, is_plain ? 'f' : 'g', -1);
}

// How many values from `i` on are one more than the other by `step`, added up as a test does it.
std::size_t RunLength(const std::vector<SequenceValue>& values, std::size_t i, double step) {
  double next = values[i].value;
  std::size_t length = 1;
  for (; i + length < values.size() && IsFloat(values[i + length]); ++length) {
    next += step;
    if (!SameBits(next, values[i + length].value)) break;
  }
  return length;
}

// How many are the same as the one at `i`, which is no number.
template <typename Is>
std::size_t CountSame(const std::vector<SequenceValue>& values, std::size_t i, Is&& is) {
  std::size_t count = 1;
  while (i + count < values.size() && is(values[i + count])) ++count;
  return count;
}

// Takes numbers from `i` on.
std::size_t AppendNumbers(const std::vector<SequenceValue>& values, std::size_t i,
                          std::string& text) {
  const double first = values[i].value;
  constexpr std::size_t kWorthIt = 3;
  text += Number(first);
  if (!std::isfinite(first) || i + 1 == values.size() || !IsFloat(values[i + 1])) return 1;
  const double step = values[i + 1].value - first;
  const std::size_t length = std::isfinite(step) ? RunLength(values, i, step) : 1;
  if (length < kWorthIt) return 1;
  if (step != 0) text += (step < 0 ? "-" : "+") + Number(std::abs(step));
  text += "x" + std::to_string(length - 1);
  return length;
}

}  // namespace

std::string SeriesText(model::Labels labels) {
  const std::string_view name = labels.metric_name();
  const bool is_legacy = model::IsValidMetricName(name, model::NameValidation::kLegacy);
  std::string text(is_legacy ? name : "");
  std::string inside = is_legacy || name.empty() ? "" : GoQuote(name);
  for (const model::Label& label : labels.list()) {
    if (label.name->text == "__name__") continue;
    if (!inside.empty()) inside += ", ";
    inside += model::IsValidLabelName(label.name->text, model::NameValidation::kLegacy)
                  ? std::string(label.name->text)
                  : GoQuote(label.name->text);
    inside += "=" + GoQuote(label.value->text);
  }
  if (!inside.empty() || text.empty()) text += "{" + inside + "}";
  return text;
}

std::string ValuesText(const std::vector<SequenceValue>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size();) {
    if (!text.empty()) text += ' ';
    const SequenceValue& value = values[i];
    if (value.omitted) {
      const std::size_t count =
          CountSame(values, i, [](const SequenceValue& other) { return other.omitted; });
      text += count == 1 ? "_" : "_x" + std::to_string(count);
      i += count;
    } else if (value.stale) {
      text += "stale";
      ++i;
    } else if (value.histogram) {
      text += value.histogram->TestExpression();
      ++i;
    } else {
      i += AppendNumbers(values, i, text);
    }
  }
  return text;
}

}  // namespace check::record
