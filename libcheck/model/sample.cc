#include "libcheck/model/sample.h"

#include <algorithm>
#include <cmath>

namespace check::model {

bool AlmostEqual(double a, double b, double epsilon) {
  if (std::isnan(a) && std::isnan(b)) return true;
  if (a == b) return true;
  constexpr double kSmallestNormal = std::numeric_limits<double>::min();
  const double sum = std::abs(a) + std::abs(b);
  const double difference = std::abs(a - b);
  if (a == 0 || b == 0 || sum < kSmallestNormal) return difference < epsilon * kSmallestNormal;
  return difference / std::min(sum, std::numeric_limits<double>::max()) < epsilon;
}

}  // namespace check::model
