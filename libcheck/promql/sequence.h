#ifndef LIBCHECK_PROMQL_SEQUENCE_H_
#define LIBCHECK_PROMQL_SEQUENCE_H_

#include <cstddef>
#include <vector>

#include "libcheck/model/sample.h"

namespace check::promql {

/// One value of an input series, or of an expected one.
struct SequenceValue {
  double value = 0;
  model::HistogramPtr histogram;  ///< Null: a float.
  bool stale = false;             ///< `stale`: the series ends here. `value` is NaN.
  bool omitted = false;           ///< `_`: no sample at this time.
  bool hint_given = false;        ///< The histogram's counter reset hint was written.
};

/// The values of a series in order of time. There may be millions: a float takes eight bytes, and
/// what is rare, histograms and gaps, is kept beside them.
class SequenceValues {
 public:
  std::size_t size() const { return floats_.size(); }
  bool empty() const { return floats_.empty(); }

  /// Quick as long as there are floats only.
  SequenceValue operator[](std::size_t i) const;

  /// `count` times the same.
  void Append(const SequenceValue& value, std::size_t count = 1);
  /// `count` floats, of which each is `step` more than the one before; rounded every time.
  void AppendSteps(double first, double step, std::size_t count);

  /// Whether there is a float at every time.
  bool all_floats() const { return others_.empty(); }
  bool any_histogram() const;
  /// The floats, if there is nothing else. Leaves nothing.
  std::vector<double> TakeFloats();

  class Iterator {
   public:
    Iterator(const SequenceValues& values, std::size_t at) : values_(&values), at_(at) {}
    SequenceValue operator*() const { return (*values_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const SequenceValues* values_;
    std::size_t at_;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

 private:
  // What stands at the places from `begin` up to `end`, which is not among them.
  struct Other {
    std::size_t begin = 0;
    std::size_t end = 0;
    SequenceValue value;
  };

  std::vector<double> floats_;  // Zero where something else is.
  std::vector<Other> others_;   // In order.
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_SEQUENCE_H_
