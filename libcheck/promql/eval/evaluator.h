#ifndef LIBCHECK_PROMQL_EVAL_EVALUATOR_H_
#define LIBCHECK_PROMQL_EVAL_EVALUATOR_H_

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/promql/annotations.h"
#include "libcheck/promql/engine.h"
#include "libcheck/promql/value.h"
#include "libcheck/storage/queryable.h"

/// The inside of the engine: an expression becomes a tree of nodes, each of which turns steps in
/// time into series. Only Query is for use elsewhere.
namespace check::promql {

/// Why an evaluation cannot go on. Never leaves Query.
class EvalError : public std::exception {
 public:
  explicit EvalError(std::string message) : message_(std::move(message)) {}
  const char* what() const noexcept override { return message_.c_str(); }
  const std::string& message() const { return message_; }

 private:
  std::string message_;
};

/// Times further from 1970 than this, which only `@` can name, are taken for this: what is near the
/// end of what an int64 can hold could not be reckoned with.
inline constexpr std::int64_t kFarthest = std::int64_t{1} << 61;

/// The times at which a node is asked for values.
struct Steps {
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t interval = 1;

  /// Prometheus: a range of which both ends are the same is an instant, and keeps its order.
  bool is_instant() const { return start == end; }
  std::int64_t count() const { return end < start ? 0 : (end - start) / interval + 1; }
};

struct Block;

/// What lives for one run of a query.
class Evaluator {
 public:
  Evaluator(storage::Queryable& store, const EngineOptions& engine, std::int64_t start,
            std::int64_t end, std::int64_t step)
      : storage(store),
        options(engine),
        labels(store.labels()),
        query_start(start),
        query_end(end),
        query_step(step),
        label_bytes_before_(store.labels().bytes()),
        deadline_(std::chrono::steady_clock::now() + engine.timeout) {}

  /// Throws if more samples are in memory than allowed.
  void CheckSamples() const {
    if (samples > options.max_samples) ThrowTooManySamples();
  }
  /// To be called now and then; throws when the query has taken too long. `work` is how many
  /// samples are about to be looked at.
  void CheckTime(std::size_t work = 1) {
    ticks_ += 16 + work;
    if (ticks_ < 1 << 16) return;
    ticks_ = 0;
    CheckDeadline();
  }
  void CheckDeadline() const;

  /// Throws if there are more steps than anybody would wait for.
  void CheckSteps(const Steps& steps) const {
    if (steps.count() > options.max_steps) ThrowTooManySteps(steps.count());
  }
  /// Throws if `series` that have a value at every step would be too many samples: sooner than
  /// when they have been made.
  void CheckRoom(const Steps& steps, std::size_t series = 1) const {
    if (series == 0) return;
    const std::int64_t room = options.max_samples - samples;
    if (steps.count() > room / static_cast<std::int64_t>(series)) ThrowTooManySamples();
  }
  /// Throws if the query has made more labels than there should be memory for.
  void CheckLabels() const {
    if (labels.bytes() - label_bytes_before_ > options.max_label_bytes) ThrowTooManyLabels();
  }
  /// The same for a value that is about to be made.
  void CheckLabelSize(std::size_t bytes) const {
    if (bytes > options.max_label_bytes) ThrowTooManyLabels();
  }

  void Annotate(Annotation annotation) { annotations.Add(std::move(annotation)); }
  /// For kinds that only a metric's name is part of.
  void Annotate(AnnotationKind kind, std::string_view name, Span span) {
    if (annotations.Has(kind, name, span)) return;
    annotations.Add({.kind = kind, .span = span, .name = std::string(name)});
  }

  /// The time after which samples are in a range that begins at `after`.
  std::int64_t Outside(std::int64_t after) const {
    return options.closed_ranges ? after - 1 : after;
  }

  /// `labels` as they are after an operation that changes what the values mean.
  model::Labels WithoutName(model::Labels of) {
    return options.delayed_name_removal ? of : labels.DropMetadata(of);
  }

  storage::Queryable& storage;
  const EngineOptions& options;
  model::LabelTable& labels;
  const std::int64_t query_start;
  const std::int64_t query_end;
  const std::int64_t query_step;
  Annotations annotations;
  std::int64_t samples = 0;      ///< In memory now.
  const Ahead* ahead = nullptr;  ///< What will be asked next; null: that is not known.

 private:
  [[noreturn]] static void ThrowTooManySamples();
  [[noreturn]] void ThrowTooManySteps(std::int64_t count) const;
  [[noreturn]] void ThrowTooManyLabels() const;

  std::size_t label_bytes_before_;
  std::chrono::steady_clock::time_point deadline_;
  std::size_t ticks_ = 0;
};

/// A part of a bound expression.
class Node {
 public:
  explicit Node(const Expr& node_expr)
      : expr(node_expr), type(node_expr.type), span(node_expr.span) {}
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  virtual ~Node() = default;

  /// One series for each set of labels; a scalar is a series without labels that has every step.
  virtual Matrix Eval(Evaluator& ev, const Steps& steps) = 0;

  /// What Eval would give at each of several steps, for `ev.ahead`; `out` may end sooner. False if
  /// that cannot be said, or not without Eval.
  virtual bool EvalBlock(Evaluator&, const Steps&, Block&) { return false; }

  /// Throws what Prometheus would say about durations before it begins.
  virtual void CheckDurations(const Evaluator&) const {}

  const Expr& expr;
  const ValueType type;
  const Span span;
};

using NodePtr = std::unique_ptr<Node>;

/// Counts a matrix that has just been made against the limit, as its maker left it.
inline std::int64_t CountSamples(const Matrix& matrix) {
  return static_cast<std::int64_t>(TotalSamples(matrix));
}

/// Takes one vector per step out of a matrix.
class VectorReader {
 public:
  explicit VectorReader(Matrix matrix)
      : matrix_(std::move(matrix)), next_float_(matrix_.size()), next_histogram_(matrix_.size()) {}

  /// The samples at `time`, which must not go back. `indices()` says which series they are of.
  Vector& Read(Evaluator& ev, std::int64_t time) {
    ReadUncounted(time);
    ev.samples += static_cast<std::int64_t>(vector_.size());
    ev.CheckSamples();
    return vector_;
  }
  /// The same, for operations whose input Prometheus does not count again.
  Vector& ReadUncounted(std::int64_t time);

  const Matrix& matrix() const { return matrix_; }
  Matrix& matrix() { return matrix_; }
  const std::vector<std::uint32_t>& indices() const { return indices_; }

 private:
  Matrix matrix_;
  std::vector<std::uint32_t> next_float_;
  std::vector<std::uint32_t> next_histogram_;
  Vector vector_;
  std::vector<std::uint32_t> indices_;
};

/// Puts vectors, one per step, together to a matrix.
class MatrixBuilder {
 public:
  MatrixBuilder(Evaluator& ev, const Steps& steps) : ev_(ev), steps_(steps) {}

  /// Throws if two samples have the same labels. `vector` is left empty.
  void Add(std::int64_t time, Vector& vector);
  Matrix Finish() { return std::move(matrix_); }

 private:
  std::size_t IndexOf(const VectorSample& sample, std::size_t position, std::int64_t time);

  Evaluator& ev_;
  const Steps& steps_;
  Matrix matrix_;
  std::vector<std::int64_t> last_time_;
  std::vector<std::size_t> by_position_;
  std::unordered_map<model::Labels, std::size_t> by_labels_;
};

/// Evaluates `inputs`, then calls `function(time, vectors, out)` for each step, with one
/// VectorReader per input whose Read has been called, and puts what it leaves in `out` together.
template <typename Function>
Matrix EvalStepwise(Evaluator& ev, const Steps& steps, std::span<Node* const> inputs,
                    Function&& function) {
  const std::int64_t samples_before = ev.samples;
  ev.CheckSteps(steps);
  std::vector<VectorReader> readers;
  readers.reserve(inputs.size());
  for (Node* input : inputs) {
    readers.emplace_back(
        input != nullptr && input->type != ValueType::kString ? input->Eval(ev, steps) : Matrix());
  }
  std::vector<Vector*> vectors(inputs.size());
  std::int64_t samples = ev.samples;
  MatrixBuilder builder(ev, steps);
  std::size_t series_count = 1;
  for (const VectorReader& reader : readers) series_count += reader.matrix().size();
  Vector out;
  for (std::int64_t time = steps.start; time <= steps.end; time += steps.interval) {
    ev.CheckTime(series_count);
    ev.samples = samples;
    for (std::size_t i = 0; i < readers.size(); ++i) vectors[i] = &readers[i].Read(ev, time);
    out.clear();
    function(time, std::span<Vector* const>(vectors), std::span<VectorReader>(readers), out);
    std::int64_t made = 0;
    for (const VectorSample& sample : out) {
      made += 1;
      if (sample.histogram) made += static_cast<std::int64_t>(sample.histogram->SizeInBytes() / 16);
    }
    ev.samples += made;
    samples += made;
    ev.CheckSamples();
    builder.Add(time, out);
  }
  Matrix matrix = builder.Finish();
  ev.samples = samples_before + CountSamples(matrix);
  return matrix;
}

/// Joins series that have come to have the same labels; throws if they have a time in common.
void MergeSameLabels(Evaluator& ev, Matrix& matrix);

/// Whether two series have the same labels.
bool HasSameLabels(Evaluator& ev, const Matrix& matrix);

inline constexpr const char* kSameLabelset = "vector cannot contain metrics with the same labelset";

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_EVALUATOR_H_
