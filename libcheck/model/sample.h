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

/// Go's math.NaN(): the bits that a calculation's result has.
///
/// There is no value that says "this series has ended". Prometheus marks it with a signalling NaN,
/// which compilers and processors turn into a quiet one where they like. Here it is a flag
/// (promql::SequenceValue), a call (MemoryStore::AppendStale) and a time (Series::stale_times).
inline constexpr double kNaN = std::bit_cast<double>(std::uint64_t{0x7FF8000000000001});
inline constexpr double kInf = std::numeric_limits<double>::infinity();

/// Whether two values are the same up to a relative error of `epsilon`, as Prometheus's tests see
/// it: NaNs equal each other.
bool AlmostEqual(double a, double b, double epsilon);

}  // namespace check::model

#endif  // LIBCHECK_MODEL_SAMPLE_H_
