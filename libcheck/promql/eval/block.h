#ifndef LIBCHECK_PROMQL_EVAL_BLOCK_H_
#define LIBCHECK_PROMQL_EVAL_BLOCK_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "libcheck/promql/eval/evaluator.h"

namespace check::promql {

/// Floats of several series at several steps that are going to be asked for one by one, worked out
/// together. A node makes one only if each step has, in the same order and bit for bit, what it
/// would give for that step alone.
struct Block {
  Steps steps;
  std::size_t width = 0;  ///< Number of steps.
  std::vector<model::Labels> series;
  std::vector<double> values;         ///< `width` for each series.
  std::vector<std::uint8_t> present;  ///< Likewise: 1 if there is a value.
  bool full = false;                  ///< Everything is present.
  bool drop_name = false;             ///< Of all series.
  std::int64_t samples = 0;  ///< Upper bound of what Prometheus would have counted at any step.

  void Resize(const Steps& of);
  /// Room for one series more, without values.
  void AddSeries(model::Labels labels);
  void DropLastSeries();
  std::span<double> ValuesOf(std::size_t i) { return {values.data() + i * width, width}; }
  std::span<std::uint8_t> PresentOf(std::size_t i) { return {present.data() + i * width, width}; }
  /// To be called when all series are there.
  void Finish();
  void Clear();
};

/// Whether it pays to try and make a block of `node`.
bool MayHaveBlocks(const Node& node);

/// The steps, from `time` on, that a block may be made of; nothing if there are too few.
std::optional<Steps> StepsAhead(std::int64_t time, const Ahead& ahead);

/// Whether two of `all` are the same.
bool AnyTwice(Evaluator& ev, std::span<const model::Labels> all);

/// The block that a node made last, and how soon it may try to make another one.
class BlockCache {
 public:
  /// Answers a question about one step of those that `ev.ahead` announces, if `node` can make
  /// blocks.
  bool Serve(Evaluator& ev, Node& node, const Steps& steps, Matrix& matrix);

 private:
  bool Covers(const Evaluator& ev, const Steps& steps) const;
  bool Make(Evaluator& ev, Node& node, const Steps& steps);

  Block block_;
  std::int64_t retry_at_ = 0;
  std::int64_t patience_ = 0;  // Steps to wait after a failure; none if there was none.
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_BLOCK_H_
