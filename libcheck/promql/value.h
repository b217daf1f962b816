#ifndef LIBCHECK_PROMQL_VALUE_H_
#define LIBCHECK_PROMQL_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "libcheck/model/histogram.h"
#include "libcheck/model/labels.h"
#include "libcheck/model/sample.h"

/// What queries give. Times are in milliseconds. Labels belong to the storage that was asked.
namespace check::promql {

struct FloatPoint {
  std::int64_t time = 0;
  double value = 0;
};

struct HistogramPoint {
  std::int64_t time = 0;
  model::HistogramPtr histogram;
};

/// A list of points, the first of which needs no memory from the heap: most queries have one step.
class FloatPoints {
 public:
  FloatPoints() = default;
  FloatPoints(FloatPoints&& other) noexcept { *this = std::move(other); }
  FloatPoints& operator=(FloatPoints&& other) noexcept {
    one_ = other.one_;
    heap_ = std::move(other.heap_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 1);
    return *this;
  }

  void push_back(const FloatPoint& point) {
    if (size_ == capacity_) reserve(std::size_t{capacity_} * 2);
    data()[size_++] = point;
  }
  void reserve(std::size_t capacity);
  void clear() { size_ = 0; }
  void resize_down(std::size_t size) { size_ = static_cast<std::uint32_t>(size); }

  FloatPoint* data() { return capacity_ == 1 ? &one_ : heap_.get(); }
  const FloatPoint* data() const { return capacity_ == 1 ? &one_ : heap_.get(); }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  FloatPoint* begin() { return data(); }
  FloatPoint* end() { return data() + size_; }
  const FloatPoint* begin() const { return data(); }
  const FloatPoint* end() const { return data() + size_; }
  FloatPoint& operator[](std::size_t i) { return data()[i]; }
  const FloatPoint& operator[](std::size_t i) const { return data()[i]; }

 private:
  FloatPoint one_;
  std::unique_ptr<FloatPoint[]> heap_;
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = 1;
};

using HistogramPoints = std::vector<HistogramPoint>;

/// One series of a result. A series may hold both kinds, never two points of the same time.
struct ResultSeries {
  model::Labels labels;
  bool drop_name = false;  ///< The metric name is to go in the end (delayed name removal).
  FloatPoints floats;
  HistogramPoints histograms;
};

using Matrix = std::vector<ResultSeries>;

/// One element of an instant vector.
struct VectorSample {
  model::Labels labels;
  std::int64_t time = 0;
  double value = 0;
  model::HistogramPtr histogram;  ///< Null: a float.
  bool drop_name = false;
};

using Vector = std::vector<VectorSample>;

struct Scalar {
  std::int64_t time = 0;
  double value = 0;
};

using Value = std::variant<Scalar, std::string, Vector, Matrix>;

/// What points count for against the limit on samples.
std::size_t SampleSize(const HistogramPoints& points);
std::size_t TotalSamples(const Matrix& matrix);

/// As Prometheus prints results: `{a="b"} => 1 @[1000]`.
std::string ToString(const Value& value);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_VALUE_H_
