#ifndef LIBCHECK_BASE_KAHAN_H_
#define LIBCHECK_BASE_KAHAN_H_

#include <cmath>

namespace check {

/// A sum that keeps what rounding lost (Kahan's method as Neumaier improved it), in exactly the
/// steps that Prometheus takes.
struct KahanSum {
  double sum = 0;
  double lost = 0;

  void Add(double value) {
    const double total = sum + value;
    if (std::isinf(total)) {
      lost = 0;
    } else if (std::abs(sum) >= std::abs(value)) {
      lost += (sum - total) + value;
    } else {
      lost += (value - total) + sum;
    }
    sum = total;
  }
};

}  // namespace check

#endif  // LIBCHECK_BASE_KAHAN_H_
