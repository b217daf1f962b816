#include "libcheck/slo/event_source.h"

#include <variant>

namespace check::slo {

Result<std::optional<double>> EventSource::Ask(const std::string&, std::int64_t) {
  return Error{"no samples to query with PromQL: the data are event counts"};
}

std::optional<double> FirstValue(const promql::Value& value) {
  if (const auto* scalar = std::get_if<promql::Scalar>(&value)) return scalar->value;
  const auto* const vector = std::get_if<promql::Vector>(&value);
  if (vector == nullptr || vector->empty()) return std::nullopt;
  return vector->front().value;
}

}  // namespace check::slo
