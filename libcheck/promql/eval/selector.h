#ifndef LIBCHECK_PROMQL_EVAL_SELECTOR_H_
#define LIBCHECK_PROMQL_EVAL_SELECTOR_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/promql/ast.h"
#include "libcheck/promql/eval/evaluator.h"
#include "libcheck/storage/queryable.h"

namespace check::promql {

/// A constant duration or the value of arithmetic with durations, in nanoseconds. Throws where
/// Prometheus refuses it.
Duration ResolveDuration(const Evaluator& ev, Duration constant, const DurationExpr* arithmetic,
                         bool may_be_negative);

inline std::int64_t ToMilliseconds(Duration duration) { return duration.count() / 1'000'000; }
/// As Go's Duration.Seconds().
double ToSeconds(Duration duration);

/// What follows a selector or subquery, worked out for one run.
struct ResolvedShift {
  Duration offset = Duration::zero();
  std::optional<std::int64_t> at;  ///< The time of `@`.

  /// The time that is looked at when the step is `time`.
  std::int64_t LookupTime(std::int64_t time) const {
    return at.value_or(time) - ToMilliseconds(offset);
  }
};
ResolvedShift Resolve(const Evaluator& ev, const TimeShift& shift);

/// The floats of one series that lie in a window of time.
struct FloatWindow {
  const double* values = nullptr;
  const storage::TimeColumn* times = nullptr;
  std::size_t offset = 0;  ///< Of the first, in `times`.
  std::size_t size = 0;
  const std::int64_t* starts = nullptr;  ///< Start timestamps, or null.

  double operator[](std::size_t i) const { return values[i]; }
  std::int64_t TimeAt(std::size_t i) const { return (*times)[offset + i]; }
  std::int64_t StartAt(std::size_t i) const { return starts != nullptr ? starts[i] : 0; }
  bool empty() const { return size == 0; }
};

/// The histograms likewise.
struct HistogramWindow {
  const model::HistogramPtr* histograms = nullptr;
  const storage::TimeColumn* times = nullptr;
  std::size_t offset = 0;
  std::size_t size = 0;
  const std::int64_t* starts = nullptr;

  const model::FloatHistogram& operator[](std::size_t i) const { return *histograms[i]; }
  const model::HistogramPtr& Share(std::size_t i) const { return histograms[i]; }
  std::int64_t TimeAt(std::size_t i) const { return (*times)[offset + i]; }
  std::int64_t StartAt(std::size_t i) const { return starts != nullptr ? starts[i] : 0; }
  bool empty() const { return size == 0; }
  std::int64_t SampleSize() const;
};

/// The last sample at or before some time.
struct FoundSample {
  bool found = false;
  std::int64_t time = 0;
  std::int64_t start = 0;
  double value = 0;
  const model::HistogramPtr* histogram = nullptr;  ///< Null: a float.
};

/// A series, and where in its columns we last were, since the next question is about a later time.
class SeriesCursor {
 public:
  explicit SeriesCursor(const storage::Series& series) : series_(&series) {}

  /// Nothing if the last sample is `lookback` old or more, or marks the end of the series.
  FoundSample FindAt(std::int64_t time, std::int64_t lookback);
  /// What lies after `after` and not after `until`.
  void Window(std::int64_t after, std::int64_t until, FloatWindow& floats,
              HistogramWindow& histograms);

  /// The time of the first sample after `time`, unless it is later than any: steps before it need
  /// not be looked at where there was nothing at `time`.
  std::optional<std::int64_t> NextAfter(std::int64_t time) const;

  const storage::Series& series() const { return *series_; }
  model::Labels labels() const { return series_->labels; }

  /// From now on histograms are seen without their buckets, with hints found while there still were
  /// some.
  void UseStatistics() { statistics_only_ = true; }

 private:
  const model::HistogramPtr* Histograms();

  const storage::Series* series_;
  std::size_t float_at_ = 0;
  std::size_t float_from_ = 0;
  std::size_t histogram_at_ = 0;
  std::size_t histogram_from_ = 0;
  std::size_t stale_at_ = 0;
  bool statistics_only_ = false;
  std::vector<model::HistogramPtr> statistics_;
};

/// The series that a selector finds, kept up to date as the store gets new ones.
class SeriesSelection {
 public:
  /// The error names a regular expression that does not compile.
  static Result<SeriesSelection> Make(std::span<const model::Matcher> matchers,
                                      bool statistics_only);

  std::vector<SeriesCursor>& Series(Evaluator& ev);
  std::span<const storage::CompiledMatcher> matchers() const { return matchers_; }
  /// The name that all of them have; empty if they may have several.
  const std::string& metric() const { return metric_; }

 private:
  std::string metric_;
  std::vector<storage::CompiledMatcher> matchers_;
  bool statistics_only_ = false;
  std::size_t known_ = 0;
  std::vector<SeriesCursor> cursors_;
};

/// An instant selector.
class SelectorNode final : public Node {
 public:
  SelectorNode(const VectorSelector& selector, SeriesSelection selection)
      : Node(selector), selector_(selector), selection_(std::move(selection)) {}

  Matrix Eval(Evaluator& ev, const Steps& steps) override;
  bool EvalBlock(Evaluator& ev, const Steps& steps, Block& out) override;
  void CheckDurations(const Evaluator& ev) const override { Resolve(ev, selector_.shift); }

  const VectorSelector& selector() const { return selector_; }
  std::vector<SeriesCursor>& Series(Evaluator& ev) { return selection_.Series(ev); }

 private:
  Matrix EvalSmoothed(Evaluator& ev, const Steps& steps, const ResolvedShift& shift);

  const VectorSelector& selector_;
  SeriesSelection selection_;
};

/// The samples that are there at every step.
Matrix EvalSeriesAt(Evaluator& ev, const Steps& steps, std::vector<SeriesCursor>& cursors,
                    const ResolvedShift& shift);

/// What gives a range function its windows: a range selector or a subquery.
class RangeSource : public Node {
 public:
  using Node::Node;

  /// One series of the input.
  struct Input {
    SeriesCursor* cursor = nullptr;
    bool drop_name = false;
  };
  struct Range {
    std::vector<Input> inputs;
    ResolvedShift shift;
    Duration length = Duration::zero();
    bool anchored = false;
    bool smoothed = false;
    Span span;                         ///< Where Prometheus says it is.
    std::int64_t samples_to_free = 0;  ///< When the caller is done.
  };
  virtual Range Open(Evaluator& ev, const Steps& steps) = 0;
};

class RangeSelectorNode final : public RangeSource {
 public:
  RangeSelectorNode(const MatrixSelector& matrix, SeriesSelection selection)
      : RangeSource(matrix), matrix_(matrix), selection_(std::move(selection)) {}

  Matrix Eval(Evaluator& ev, const Steps& steps) override;
  Range Open(Evaluator& ev, const Steps& steps) override;
  void CheckDurations(const Evaluator& ev) const override;

  /// Whether its windows are as simple as blocks need them.
  bool CanBlock(Evaluator& ev) const;
  SeriesSelection& selection() { return selection_; }
  std::vector<SeriesCursor>& Series(Evaluator& ev) { return selection_.Series(ev); }

 private:
  const MatrixSelector& matrix_;
  SeriesSelection selection_;
};

class SubqueryNode final : public RangeSource {
 public:
  SubqueryNode(const SubqueryExpr& subquery, NodePtr child)
      : RangeSource(subquery), subquery_(subquery), child_(std::move(child)) {}

  Matrix Eval(Evaluator& ev, const Steps& steps) override;
  Range Open(Evaluator& ev, const Steps& steps) override;
  void CheckDurations(const Evaluator& ev) const override;

 private:
  Duration Length(const Evaluator& ev) const;
  Matrix Run(Evaluator& ev, const Steps& steps);

  const SubqueryExpr& subquery_;
  NodePtr child_;
  std::vector<storage::Series> columns_;  // Of the last run.
  std::vector<SeriesCursor> cursors_;
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_SELECTOR_H_
