#ifndef LIBCHECK_API_HISTOGRAM_ANSWER_H_
#define LIBCHECK_API_HISTOGRAM_ANSWER_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "libcheck/api/json_stream.h"
#include "libcheck/model/histogram.h"

namespace check::api {

/// Reads native histograms as answers have them: `{"count": "3", "sum": "4.5", "buckets": [[0,
/// "0.5", "1", "3"], ...]}`, buckets with bounds and no schema. The schema is found again: an
/// exponential one if the bounds are its bounds, else they become custom ones.
class HistogramReader {
 public:
  bool Read(JsonStream& json, std::shared_ptr<const model::FloatHistogram>& histogram);

 private:
  enum class Rule : std::uint8_t { kOpenLeft, kOpenRight, kOpen, kClosed };
  struct ApiBucket {
    Rule rule = Rule::kOpenLeft;
    double lower = 0, upper = 0, count = 0;
  };

  bool ReadBucket(JsonStream& json);
  bool MakeExponential(model::FloatHistogram& histogram);
  bool MakeInSchema(std::int32_t schema, model::FloatHistogram& histogram) const;
  bool MakeCustom(model::FloatHistogram& histogram);

  std::vector<ApiBucket> buckets_;  // Of the histogram that is read, from low to high.
  std::int32_t last_schema_ = 0;    // The next histogram usually has the same,
  std::shared_ptr<const std::vector<double>> last_bounds_;  // or the same bounds.
};

}  // namespace check::api

#endif  // LIBCHECK_API_HISTOGRAM_ANSWER_H_
