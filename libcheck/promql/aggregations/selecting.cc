#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/promql/aggregations/families.h"
#include "libcheck/promql/eval/aggregate.h"

// topk, bottomk, limitk and limit_ratio.
namespace check::promql {
namespace {

// A heap exactly like Go's container/heap, since among equal values it decides which ones stay.
class Heap {
 public:
  explicit Heap(bool largest_first) : largest_first_(largest_first) {}

  void Push(VectorSample sample) {
    samples_.push_back(std::move(sample));
    std::size_t j = samples_.size() - 1;
    while (j > 0) {
      const std::size_t parent = (j - 1) / 2;
      if (!Less(j, parent)) break;
      std::swap(samples_[parent], samples_[j]);
      j = parent;
    }
  }
  void ReplaceTop(VectorSample sample) {
    samples_[0] = std::move(sample);
    std::size_t i = 0;
    for (;;) {
      std::size_t child = 2 * i + 1;
      if (child >= samples_.size()) break;
      if (child + 1 < samples_.size() && Less(child + 1, child)) ++child;
      if (!Less(child, i)) break;
      std::swap(samples_[i], samples_[child]);
      i = child;
    }
  }
  // What is best comes first, NaN last.
  void Sort() {
    std::stable_sort(samples_.begin(), samples_.end(),
                     [&](const VectorSample& a, const VectorSample& b) {
                       if (std::isnan(a.value)) return false;
                       if (std::isnan(b.value)) return true;
                       return largest_first_ ? a.value < b.value : a.value > b.value;
                     });
  }
  std::vector<VectorSample>& samples() { return samples_; }
  double top() const { return samples_[0].value; }

 private:
  bool Less(std::size_t i, std::size_t j) const {
    const double a = samples_[i].value;
    const double b = samples_[j].value;
    if (std::isnan(a)) return true;
    return largest_first_ ? a > b : a < b;
  }

  bool largest_first_;
  std::vector<VectorSample> samples_;
};

struct Group {
  Heap heap{false};
};

bool InRatio(model::Labels labels, double ratio) {
  const double offset =
      static_cast<double>(labels.PrometheusHash()) / static_cast<double>(0xFFFFFFFFFFFFFFFF);
  return (ratio >= 0 && offset < ratio) || (ratio < 0 && offset >= 1.0 + ratio);
}

enum class Pick : std::uint8_t { kLargest, kSmallest, kAny, kShare };

class SelectingNode final : public Node {
 public:
  SelectingNode(const AggregateExpr& aggregate, Pick pick, NodePtr child, NodePtr parameter)
      : Node(aggregate),
        pick_(pick),
        child_(std::move(child)),
        parameter_(std::move(parameter)),
        grouping_(aggregate) {}
  Matrix Eval(Evaluator& ev, const Steps& steps) override;

 private:
  Pick pick_;
  NodePtr child_;
  NodePtr parameter_;
  Grouping grouping_;
};

Matrix SelectingNode::Eval(Evaluator& ev, const Steps& steps) {
  const auto& aggregate = As<AggregateExpr>(expr);
  const std::int64_t samples_before = ev.samples;
  const AggregationParameter parameter = EvalParameter(ev, steps, parameter_.get());
  VectorReader input(child_->Eval(ev, steps));
  const Span parameter_span = StripParens(aggregate.parameter)->span;
  const auto nothing = [&] {
    ev.samples = samples_before;
    return Matrix();
  };

  if (pick_ == Pick::kShare) {
    if (parameter.max == 0 && parameter.min == 0) return nothing();
    if (parameter.any_nan) throw EvalError("Ratio value is NaN");
    const auto remark = [&](double ratio, double cap) {
      ev.Annotate({.kind = AnnotationKind::kInvalidRatio,
                   .span = parameter_span,
                   .value = ratio,
                   .second = cap});
    };
    if (parameter.max > 1) remark(parameter.max, 1);
    if (parameter.min < -1) remark(parameter.min, -1);
  } else {
    if (parameter.max < 1) return nothing();
    if (parameter.any_nan) throw EvalError("Parameter value is NaN");
    // Prometheus: just inside what an int64 can hold.
    constexpr double kTooLarge = 9223372036854774784.0;
    if (parameter.min <= -0x1p63) {
      throw EvalError("Scalar value " + FormatGoFloat(parameter.min, 'g', -1) +
                      " underflows int64");
    }
    if (parameter.max >= kTooLarge) {
      throw EvalError("Scalar value " + FormatGoFloat(parameter.max, 'g', -1) + " overflows int64");
    }
  }

  std::vector<std::uint32_t> group_of(input.matrix().size());
  std::vector<Group> groups;
  {
    std::unordered_map<model::Labels, std::uint32_t> index;
    for (std::size_t i = 0; i < group_of.size(); ++i) {
      const model::Labels labels = grouping_.GroupAt(ev, i, input.matrix()[i].labels);
      const auto [at, is_new] =
          index.try_emplace(labels, static_cast<std::uint32_t>(groups.size()));
      if (is_new) groups.push_back({.heap = Heap(pick_ == Pick::kSmallest)});
      group_of[i] = at->second;
    }
  }

  if (group_of.empty()) return nothing();
  ev.CheckSteps(steps);
  MatrixBuilder builder(ev, steps);
  Vector out;
  std::size_t step = 0;
  for (std::int64_t time = steps.start; time <= steps.end; time += steps.interval, ++step) {
    ev.CheckTime(group_of.size());
    const double value = parameter.At(step);
    const std::int64_t k = pick_ == Pick::kShare
                               ? 0
                               : std::min(static_cast<std::int64_t>(value),
                                          static_cast<std::int64_t>(group_of.size()));
    const double ratio = std::clamp(value, -1.0, 1.0);
    Vector& vector = input.ReadUncounted(time);
    out.clear();
    if (pick_ == Pick::kShare ? value == 0 : k < 1) {
      builder.Add(time, out);
      continue;
    }
    for (Group& group : groups) group.heap.samples().clear();
    for (std::size_t i = 0; i < vector.size(); ++i) {
      Group& group = groups[group_of[input.indices()[i]]];
      VectorSample& sample = vector[i];
      Heap& heap = group.heap;
      if (pick_ == Pick::kShare) {
        if (InRatio(sample.labels, ratio)) heap.Push(std::move(sample));
      } else if (pick_ == Pick::kAny) {
        if (static_cast<std::int64_t>(heap.samples().size()) < k) heap.Push(std::move(sample));
      } else if (sample.histogram) {
        ev.Annotate({.kind = AnnotationKind::kHistogramIgnoredInAgg,
                     .span = span,
                     .text = std::string(aggregate.aggregation->name)});
      } else if (static_cast<std::int64_t>(heap.samples().size()) < k) {
        heap.Push(std::move(sample));
      } else {
        const bool better =
            pick_ == Pick::kLargest ? heap.top() < sample.value : heap.top() > sample.value;
        if (better || (std::isnan(heap.top()) && !std::isnan(sample.value))) {
          heap.ReplaceTop(std::move(sample));
        }
      }
    }
    for (Group& group : groups) {
      if (pick_ == Pick::kLargest || pick_ == Pick::kSmallest) group.heap.Sort();
      for (VectorSample& sample : group.heap.samples()) out.push_back(std::move(sample));
    }
    builder.Add(time, out);
    ev.CheckSamples();
  }
  Matrix result = builder.Finish();
  ev.samples = samples_before + CountSamples(result);
  return result;
}

template <Pick kPick>
NodePtr Make(const AggregateExpr& aggregate, NodePtr child, NodePtr parameter) {
  return std::make_unique<SelectingNode>(aggregate, kPick, std::move(child), std::move(parameter));
}

constexpr Aggregation kAggregations[] = {
    {
        .name = "topk",
        .doc = "Keeps the k largest elements of each group.",
        .parameter = {"k", ValueType::kScalar, Constraint::kCount, "number of series"},
        .selects_series = true,
        .values = Values::OfInput(),
        .make_node = Make<Pick::kLargest>,
    },
    {
        .name = "bottomk",
        .doc = "Keeps the k smallest elements of each group.",
        .parameter = {"k", ValueType::kScalar, Constraint::kCount, "number of series"},
        .selects_series = true,
        .values = Values::OfInput(),
        .make_node = Make<Pick::kSmallest>,
    },
    {
        .name = "limitk",
        .doc = "Keeps any k elements of each group, always the same ones.",
        .parameter = {"k", ValueType::kScalar, Constraint::kCount, "number of series"},
        .selects_series = true,
        .values = Values::OfInput(),
        .experimental = true,
        .make_node = Make<Pick::kAny>,
    },
    {
        .name = "limit_ratio",
        .doc = "Keeps about the given share of the elements of each group, always the same ones.",
        .parameter = {"ratio", ValueType::kScalar, Constraint::kRatio, "ratio"},
        .selects_series = true,
        .values = Values::OfInput(),
        .experimental = true,
        .make_node = Make<Pick::kShare>,
    },
};

}  // namespace

std::span<const Aggregation> SelectingAggregations() { return kAggregations; }

}  // namespace check::promql
