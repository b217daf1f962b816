#include "libcheck/promql/eval/block.h"

#include <algorithm>

#include "libcheck/promql/eval/selector.h"

namespace check::promql {
namespace {

// Enough to forget what a block costs beside its values, few enough to stay in the cache.
constexpr std::int64_t kSteps = 128;
// A block that cannot be made costs a walk over the node's tree. Every level may try, so together
// they would take the square of the height of a large tree.
constexpr std::uint32_t kMaxHeight = 1'000;

}  // namespace

void Block::Clear() {
  width = 0;
  series.clear();
  values.clear();
  present.clear();
  samples = 0;
  full = drop_name = false;
}

void Block::Resize(const Steps& of) {
  Clear();
  steps = of;
  width = static_cast<std::size_t>(of.count());
}

void Block::AddSeries(model::Labels labels) {
  series.push_back(labels);
  values.resize(values.size() + width);
  present.resize(present.size() + width);
}

void Block::DropLastSeries() {
  series.pop_back();
  values.resize(values.size() - width);
  present.resize(present.size() - width);
}

void Block::Finish() { full = std::find(present.begin(), present.end(), 0) == present.end(); }

bool AnyTwice(Evaluator& ev, std::span<const model::Labels> all) {
  if (all.size() < 2) return false;
  model::Marks seen(ev.labels);
  for (const model::Labels labels : all) {
    if (seen.Has(labels)) return true;
    seen.Set(labels);
  }
  return false;
}

bool MayHaveBlocks(const Node& node) { return node.expr.height <= kMaxHeight; }

std::optional<Steps> StepsAhead(std::int64_t time, const Ahead& ahead) {
  if (ahead.interval <= 0 || time + ahead.interval > ahead.last) return std::nullopt;
  const std::int64_t left = (ahead.last - time) / ahead.interval;
  return Steps{time, time + std::min(left, kSteps - 1) * ahead.interval, ahead.interval};
}

// What a block was made from was complete then, so that it stays what each step would give.
bool BlockCache::Covers(const Evaluator& ev, const Steps& steps) const {
  return block_.width > 0 && steps.start >= block_.steps.start && steps.start <= block_.steps.end &&
         ev.ahead->interval == block_.steps.interval &&
         (steps.start - block_.steps.start) % block_.steps.interval == 0;
}

bool BlockCache::Make(Evaluator& ev, Node& node, const Steps& steps) {
  if (patience_ > 0 && steps.start < retry_at_) return false;
  const std::optional<Steps> wanted = StepsAhead(steps.start, *ev.ahead);
  if (!wanted) return false;
  const std::int64_t samples_before = ev.samples;
  block_.Clear();
  bool made = false;
  try {
    made = node.EvalBlock(ev, *wanted, block_);
  } catch (const EvalError&) {
    // Whether that is so at this very step will be seen.
  }
  ev.samples = samples_before;
  if (!made || block_.samples > ev.options.max_samples - ev.samples) {
    block_.Clear();
    // What stood in the way may be gone some day, but hardly soon.
    patience_ = std::clamp<std::int64_t>(patience_ * 4, 4, 1'000'000);
    retry_at_ = steps.start + patience_ * ev.ahead->interval;
    return false;
  }
  patience_ = 0;
  return true;
}

bool BlockCache::Serve(Evaluator& ev, Node& node, const Steps& steps, Matrix& matrix) {
  if (ev.options.delayed_name_removal || !MayHaveBlocks(node)) return false;
  if (!Covers(ev, steps) && !Make(ev, node, steps)) return false;
  const std::size_t width = block_.width;
  const std::size_t step =
      static_cast<std::size_t>((steps.start - block_.steps.start) / block_.steps.interval);
  matrix.reserve(block_.series.size());
  for (std::size_t i = 0; i < block_.series.size(); ++i) {
    if (block_.present[i * width + step] == 0) continue;
    ResultSeries& series = matrix.emplace_back();
    series.labels = block_.series[i];
    series.drop_name = block_.drop_name;
    series.floats.push_back({steps.start, block_.values[i * width + step]});
  }
  ev.samples += static_cast<std::int64_t>(matrix.size());
  ev.CheckSamples();
  return true;
}

}  // namespace check::promql
