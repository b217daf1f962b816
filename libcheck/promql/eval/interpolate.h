#ifndef LIBCHECK_PROMQL_EVAL_INTERPOLATE_H_
#define LIBCHECK_PROMQL_EVAL_INTERPOLATE_H_

#include <optional>

#include "libcheck/promql/eval/selector.h"

/// The values that `smoothed` and `anchored` selectors have at times where there is no sample.
namespace check::promql {

/// The value at `at`, on the line between the samples around it, or carried on after the last one.
std::optional<double> SmoothedFloat(const FloatWindow& floats, std::int64_t at);
model::HistogramPtr SmoothedHistogram(Evaluator& ev, const HistogramWindow& histograms,
                                      std::int64_t at, std::string_view metric_name, Span span);

/// The samples inside the range, with one made up at either end of it.
FloatPoints ExtendedFloats(const FloatWindow& floats, std::int64_t after, std::int64_t until,
                           bool smoothed);

/// Which samples of a window that was taken wider than the range are of use to it: from the last
/// one at or before its beginning to the last one, or, if `smoothed`, the first one at or after its
/// end.
struct UsefulSamples {
  bool any = false;
  std::size_t first = 0;
  std::size_t last = 0;
};
UsefulSamples FindUseful(const FloatWindow& floats, std::int64_t after, std::int64_t until,
                         bool smoothed);
UsefulSamples FindUseful(const HistogramWindow& histograms, std::int64_t after, std::int64_t until,
                         bool smoothed);

/// Values at the ends of the range.
double LeftValue(const FloatWindow& floats, std::size_t first, std::int64_t after, bool smoothed,
                 bool is_counter);
double RightValue(const FloatWindow& floats, std::size_t last, std::int64_t until, bool smoothed,
                  bool is_counter);
/// Nothing if the samples do not go together, which has been remarked on.
std::optional<model::FloatHistogram> LeftValue(Evaluator& ev, const HistogramWindow& histograms,
                                               std::size_t first, std::int64_t after, bool smoothed,
                                               bool is_counter, std::string_view metric_name,
                                               Span span);
std::optional<model::FloatHistogram> RightValue(Evaluator& ev, const HistogramWindow& histograms,
                                                std::size_t last, std::int64_t until, bool smoothed,
                                                bool is_counter, std::string_view metric_name,
                                                Span span);

/// Adds or subtracts and remarks on what goes wrong; false if it cannot be done.
bool AddAnnotated(Evaluator& ev, model::FloatHistogram& to, const model::FloatHistogram& other,
                  std::string_view metric_name, Span span);
bool SubtractAnnotated(Evaluator& ev, model::FloatHistogram& from,
                       const model::FloatHistogram& other, std::string_view metric_name, Span span);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_INTERPOLATE_H_
