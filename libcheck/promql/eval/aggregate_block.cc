#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

#include "libcheck/base/kahan.h"
#include "libcheck/promql/eval/aggregate.h"
#include "libcheck/promql/eval/block.h"

// Aggregations at many steps together.
namespace check::promql {
namespace {

// Calls `body(group, step, value, first)` for each value, series by series; `first` says that the
// group had none at this step before.
template <typename Body>
void ForEachValue(const Block& in, std::span<const std::uint32_t> group_of, Block& out,
                  Body&& body) {
  for (std::size_t i = 0; i < in.series.size(); ++i) {
    const std::size_t at = group_of[i] * out.width;
    const double* const values = in.values.data() + i * in.width;
    const std::uint8_t* const present = in.present.data() + i * in.width;
    double* const results = out.values.data() + at;
    std::uint8_t* const seen = out.present.data() + at;
    for (std::size_t k = 0; k < out.width; ++k) {
      if (present[k] == 0) continue;
      body(results[k], at + k, values[k], seen[k] == 0);
      seen[k] = 1;
    }
  }
}

void Sum(const Block& in, std::span<const std::uint32_t> group_of, Block& out,
         std::vector<double>& lost) {
  lost.assign(out.values.size(), 0);
  ForEachValue(in, group_of, out, [&](double& sum, std::size_t at, double value, bool first) {
    if (first) {
      sum = value;
      return;
    }
    KahanSum next{sum, lost[at]};
    next.Add(value);
    sum = next.sum;
    lost[at] = next.lost;
  });
}

void Count(const Block& in, std::span<const std::uint32_t> group_of, Block& out) {
  ForEachValue(in, group_of, out, [](double& count, std::size_t, double, bool) { count += 1; });
}

template <bool kMax>
void Extreme(const Block& in, std::span<const std::uint32_t> group_of, Block& out) {
  ForEachValue(in, group_of, out, [](double& extreme, std::size_t, double value, bool first) {
    if (first || (kMax ? extreme < value : extreme > value) || std::isnan(extreme)) extreme = value;
  });
}

// Groups come in the order in which their first members do. Whether that is the same at each step.
bool IsSameOrder(const Block& in, std::span<const std::uint32_t> group_of, std::size_t groups) {
  if (in.full || groups < 2) return true;
  std::vector<std::uint8_t> seen(groups);
  for (std::size_t k = 0; k < in.width; ++k) {
    std::fill(seen.begin(), seen.end(), 0);
    std::uint32_t last = 0;
    for (std::size_t i = 0; i < in.series.size(); ++i) {
      const std::uint32_t group = group_of[i];
      if (in.present[i * in.width + k] == 0 || seen[group] != 0) continue;
      if (group < last) return false;
      last = group;
      seen[group] = 1;
    }
  }
  return true;
}

}  // namespace

bool AggregateNode::EvalBlock(Evaluator& ev, const Steps& steps, Block& out) {
  if (parameter_ != nullptr) return false;
  const AggregationOp op = As<AggregateExpr>(expr).aggregation->op;
  if (op == AggregationOp::kStddev || op == AggregationOp::kStdvar) return false;
  Block in;
  if (!child_->EvalBlock(ev, steps, in)) return false;

  out.Resize(in.steps);
  out.samples = in.samples;
  out.drop_name = in.drop_name;
  std::vector<std::uint32_t> group_of(in.series.size());
  std::vector<model::Labels> labels_of(in.series.size());
  for (std::size_t i = 0; i < labels_of.size(); ++i) {
    labels_of[i] = grouping_.GroupOf(ev, in.series[i]);
  }
  {
    model::Marks index(ev.labels);
    for (std::size_t i = 0; i < labels_of.size(); ++i) {
      if (!index.Has(labels_of[i])) {
        index.Set(labels_of[i], static_cast<std::uint32_t>(out.series.size()));
        out.AddSeries(labels_of[i]);
      }
      group_of[i] = index[labels_of[i]];
    }
  }
  ev.CheckLabels();
  if (!IsSameOrder(in, group_of, out.series.size())) return false;

  std::vector<double> lost;
  switch (op) {
    case AggregationOp::kSum:
      Sum(in, group_of, out, lost);
      for (std::size_t i = 0; i < lost.size(); ++i) out.values[i] += lost[i];
      break;
    case AggregationOp::kAvg: {
      Sum(in, group_of, out, lost);
      // What overflows is averaged in another way.
      if (std::any_of(out.values.begin(), out.values.end(),
                      [](double sum) { return !std::isfinite(sum); })) {
        return false;
      }
      Block counts;
      counts.Resize(in.steps);
      for (const model::Labels labels : out.series) counts.AddSeries(labels);
      Count(in, group_of, counts);
      for (std::size_t i = 0; i < lost.size(); ++i) {
        if (out.present[i] == 0) continue;
        out.values[i] = out.values[i] / counts.values[i] + lost[i] / counts.values[i];
      }
      break;
    }
    case AggregationOp::kCount:
      Count(in, group_of, out);
      break;
    case AggregationOp::kMax:
      Extreme<true>(in, group_of, out);
      break;
    case AggregationOp::kMin:
      Extreme<false>(in, group_of, out);
      break;
    default:  // group
      ForEachValue(in, group_of, out,
                   [](double& result, std::size_t, double, bool) { result = 1; });
      break;
  }
  out.Finish();
  return true;
}

}  // namespace check::promql
