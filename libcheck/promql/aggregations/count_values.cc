#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/aggregations/families.h"
#include "libcheck/promql/eval/aggregate.h"

namespace check::promql {
namespace {

class CountValuesNode final : public Node {
 public:
  CountValuesNode(const AggregateExpr& aggregate, NodePtr child);
  Matrix Eval(Evaluator& ev, const Steps& steps) override;

 private:
  NodePtr child_;
  std::string label_;
  bool label_is_dropped_;
  Grouping grouping_;
};

CountValuesNode::CountValuesNode(const AggregateExpr& aggregate, NodePtr child)
    : Node(aggregate),
      child_(std::move(child)),
      label_(As<StringLiteral>(*StripParens(aggregate.parameter)).value),
      label_is_dropped_(aggregate.without &&
                        std::find(aggregate.grouping.begin(), aggregate.grouping.end(), label_) !=
                            aggregate.grouping.end()),
      grouping_(aggregate) {}

std::string HistogramText(const model::FloatHistogram& histogram) {
  // Left by arithmetic with zero and infinity: Prometheus fails to print it.
  if (histogram.uses_custom_buckets() && histogram.zero_count != 0) {
    throw EvalError("histograms with custom buckets have no zero bucket");
  }
  return histogram.ToString();
}

Matrix CountValuesNode::Eval(Evaluator& ev, const Steps& steps) {
  if (!model::IsValidLabelName(label_, model::NameValidation::kUtf8)) {
    throw EvalError("invalid label name " + GoQuote(label_));
  }
  Node* const inputs[] = {child_.get()};
  return EvalStepwise(ev, steps, inputs,
                      [&](std::int64_t time, std::span<Vector* const> vectors,
                          std::span<VectorReader>, Vector& out) {
                        std::unordered_map<model::Labels, std::size_t> index;
                        index.reserve(vectors[0]->size());
                        for (std::size_t i = 0; i < vectors[0]->size(); ++i) {
                          const VectorSample& sample = (*vectors[0])[i];
                          const std::string value = sample.histogram
                                                        ? HistogramText(*sample.histogram)
                                                        : FormatGoFloat(sample.value, 'f', -1);
                          model::Labels group = grouping_.GroupAt(ev, i, sample.labels);
                          if (!label_is_dropped_) group = ev.labels.With(group, label_, value);
                          ev.CheckLabels();
                          const auto [at, is_new] = index.try_emplace(group, out.size());
                          if (is_new) out.push_back({.labels = group, .time = time});
                          out[at->second].value += 1;
                        }
                      });
}

NodePtr Make(const AggregateExpr& aggregate, NodePtr child, NodePtr) {
  return std::make_unique<CountValuesNode>(aggregate, std::move(child));
}

constexpr Aggregation kAggregations[] = {
    {
        .name = "count_values",
        .doc = "Counts the elements of each group by value, which goes into the given label.",
        .parameter = {"label", ValueType::kString, Constraint::kLabelName, "label"},
        .values = Values::Between(1, kInfinity),
        .make_node = Make,
    },
};

}  // namespace

std::span<const Aggregation> CountValuesAggregations() { return kAggregations; }

}  // namespace check::promql
