#ifndef LIBCHECK_PUSH_WRITE_REQUEST_H_
#define LIBCHECK_PUSH_WRITE_REQUEST_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/exposition/sample.h"
#include "libcheck/model/sample.h"

namespace check::push {

using exposition::Label;
using exposition::MetricType;

/// Times are in milliseconds since 1970.
struct Sample {
  double value = 0;
  std::int64_t time = 0;
  std::int64_t start = 0;  ///< When a counter began to count; 0: unknown.
};

struct HistogramSample {
  model::HistogramPtr histogram;
  std::int64_t time = 0;
  std::int64_t start = 0;
  /// Whether all counts are whole numbers of observations, as clients expose them. Servers store
  /// the others, which are results of queries, in another way.
  bool is_integer = false;
};

struct Exemplar {
  std::vector<Label> labels;
  double value = 0;
  std::int64_t time = 0;
};

/// Known facts about a metric, beside its series.
struct Family {
  std::string_view name;
  MetricType type = MetricType::kUnknown;
  std::string_view help;
  std::string_view unit;
};

struct Series {
  std::vector<Label> labels;  ///< Sorted by name, none twice.
  std::vector<Sample> samples;
  std::vector<HistogramSample> histograms;
  std::vector<Exemplar> exemplars;
  std::size_t family = 0;  ///< In the request's `families`.
};

struct Counts {
  std::size_t samples = 0;
  std::size_t histograms = 0;
  std::size_t exemplars = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};

/// What is sent at once. Texts are views of what was read, or of `text`.
struct WriteRequest {
  std::vector<Family> families;
  std::vector<Series> series;
  Arena text;

  void Clear();
  Counts Count() const;
};

}  // namespace check::push

#endif  // LIBCHECK_PUSH_WRITE_REQUEST_H_
