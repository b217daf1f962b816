#ifndef LIBCHECK_MODEL_SAMPLE_H_
#define LIBCHECK_MODEL_SAMPLE_H_

#include <bit>
#include <cstdint>
#include <limits>
#include <memory>

namespace check::model {

struct FloatHistogram;

/// Histograms are shared between storage, steps and results, and never changed once shared.
using HistogramPtr = std::shared_ptr<const FloatHistogram>;

/// Go's math.NaN(): the bits that a calculation's result has. Prometheus tells it from stale NaN.
inline constexpr double kNaN = std::bit_cast<double>(std::uint64_t{0x7FF8000000000001});
inline constexpr double kInf = std::numeric_limits<double>::infinity();

/// The NaN that says "this series has ended".
inline constexpr double kStaleNaN = std::bit_cast<double>(std::uint64_t{0x7FF0000000000002});

inline bool IsStaleNaN(double value) {
  return std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(kStaleNaN);
}

/// Whether two values are the same up to a relative error of `epsilon`, as Prometheus's tests see
/// it: stale NaN equals only itself, other NaNs equal each other.
bool AlmostEqual(double a, double b, double epsilon);

}  // namespace check::model

#endif  // LIBCHECK_MODEL_SAMPLE_H_
