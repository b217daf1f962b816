#ifndef LIBCHECK_PROMQL_SEQUENCE_H_
#define LIBCHECK_PROMQL_SEQUENCE_H_

#include <cstddef>
#include <cstdint>
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

/// The values of a series in order of time. They are kept as they are written, as runs, so memory
/// depends on the length of the text: `0x1000000000` takes no more than `0`.
class SequenceValues {
 public:
  /// Sizes are no larger than this, which is also what a larger one is counted as.
  static constexpr std::uint64_t kMaxSize = std::uint64_t{1} << 62;

  std::uint64_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  /// `count` times the same.
  void Append(const SequenceValue& value, std::uint64_t count = 1);
  /// `count` floats, of which each is `step` more than the one before; rounded every time.
  void AppendSteps(double first, double step, std::uint64_t count);
  /// `count` histograms: each is the one before plus `step`, or minus it. They must go together:
  /// the first addition must have been tried.
  void AppendSteps(const SequenceValue& first, model::HistogramPtr step, bool subtract,
                   std::uint64_t count);

  /// How many values at the beginning are omitted.
  std::uint64_t leading_omitted() const {
    return runs_.empty() || runs_.front().kind != Run::Kind::kOmitted ? 0 : runs_.front().count;
  }
  bool any_histogram() const { return !histograms_.empty(); }

  /// A place in the sequence and what is there. It does not point into the sequence, which may be
  /// moved meanwhile.
  struct Cursor {
    std::uint64_t index = 0;
    std::size_t run = 0;
    std::uint64_t in_run = 0;
    SequenceValue value;
  };
  Cursor First() const;
  bool AtEnd(const Cursor& cursor) const { return cursor.index >= size_; }
  void Advance(Cursor& cursor) const;

  class Iterator {
   public:
    explicit Iterator(const SequenceValues& values) : values_(&values), cursor_(values.First()) {}
    const SequenceValue& operator*() const { return cursor_.value; }
    Iterator& operator++() {
      values_->Advance(cursor_);
      return *this;
    }
    struct End {};
    friend bool operator==(const Iterator& at, End) { return at.values_->AtEnd(at.cursor_); }

   private:
    const SequenceValues* values_;
    Cursor cursor_;
  };
  Iterator begin() const { return Iterator(*this); }
  Iterator::End end() const { return {}; }

  /// Slow, except at the beginning: to read on, take a cursor.
  SequenceValue operator[](std::uint64_t i) const;

 private:
  struct Run {
    enum class Kind : std::uint8_t { kSame, kSteps, kOmitted, kStale, kHistograms };
    std::uint64_t count = 0;
    double first = 0;
    double step = 0;
    std::uint32_t histograms = 0;  // Place in histograms_.
    Kind kind = Kind::kSame;
  };
  struct Histograms {
    model::HistogramPtr first;
    model::HistogramPtr step;  // Null: all are the same.
    bool subtract = false;
    bool hint_given = false;
  };

  void Append(Run run);
  void Enter(Cursor& cursor) const;

  std::uint64_t size_ = 0;
  std::vector<Run> runs_;  // None is empty.
  std::vector<Histograms> histograms_;
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_SEQUENCE_H_
