#include <algorithm>
#include <utility>

#include "libcheck/base/regex.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/eval/evaluator.h"
#include "libcheck/promql/functions/families.h"

// label_replace and label_join, which look at labels only.
namespace check::promql {
namespace {

std::string_view TextAt(const Expr& call, std::size_t i) {
  return As<StringLiteral>(*StripParens(As<Call>(call).arguments[i])).value;
}

bool IsName(std::string_view name) {
  return model::IsValidLabelName(name, model::NameValidation::kUtf8);
}

void SetLabels(ResultSeries& series, model::Labels labels, std::string_view changed) {
  series.labels = labels;
  // Who sets a metric name wants it.
  if (changed == model::kMetricName) series.drop_name = false;
}

class LabelReplaceNode final : public Node {
 public:
  LabelReplaceNode(const Call& call, NodePtr child);
  Matrix Eval(Evaluator& ev, const Steps& steps) override;

 private:
  NodePtr child_;
  std::optional<Regex> regex_;  // Nothing if it does not compile.
  std::unordered_map<model::Labels, model::Labels> results_;
};

class LabelJoinNode final : public Node {
 public:
  LabelJoinNode(const Call& call, NodePtr child) : Node(call), child_(std::move(child)) {}
  Matrix Eval(Evaluator& ev, const Steps& steps) override;

 private:
  NodePtr child_;
  std::unordered_map<model::Labels, model::Labels> results_;
};

LabelReplaceNode::LabelReplaceNode(const Call& call, NodePtr child)
    : Node(call), child_(std::move(child)) {
  Result<Regex> regex = Regex::Compile(TextAt(call, 4));
  if (regex) regex_.emplace(std::move(*regex));
}

Matrix LabelReplaceNode::Eval(Evaluator& ev, const Steps& steps) {
  const std::string_view target = TextAt(expr, 1);
  const std::string_view replacement = TextAt(expr, 2);
  const std::string_view source = TextAt(expr, 3);
  if (!regex_) {
    throw EvalError("invalid regular expression in label_replace(): " +
                    std::string(TextAt(expr, 4)));
  }
  if (!IsName(target)) {
    throw EvalError("invalid destination label name in label_replace(): " + std::string(target));
  }
  const auto references =
      static_cast<std::size_t>(std::count(replacement.begin(), replacement.end(), '$'));
  Matrix matrix = child_->Eval(ev, steps);
  for (ResultSeries& series : matrix) {
    const auto [at, is_new] = results_.try_emplace(series.labels);
    if (is_new) {
      const std::string_view text = series.labels.Get(source);
      ev.CheckLabelSize(replacement.size() + references * text.size());
      if (const auto value = regex_->Expand(text, replacement)) {
        at->second = ev.labels.With(series.labels, target, *value);
        ev.CheckLabels();
      }
    }
    // Without a set: the expression did not match.
    if (at->second.set() != nullptr) SetLabels(series, at->second, target);
  }
  MergeSameLabels(ev, matrix);
  return matrix;
}

Matrix LabelJoinNode::Eval(Evaluator& ev, const Steps& steps) {
  const std::string_view target = TextAt(expr, 1);
  const std::string_view separator = TextAt(expr, 2);
  const std::size_t count = As<Call>(expr).arguments.size();
  for (std::size_t i = 3; i < count; ++i) {
    if (!IsName(TextAt(expr, i))) {
      throw EvalError("invalid source label name in label_join(): " + std::string(TextAt(expr, i)));
    }
  }
  if (!IsName(target)) {
    throw EvalError("invalid destination label name in label_join(): " + std::string(target));
  }
  Matrix matrix = child_->Eval(ev, steps);
  for (ResultSeries& series : matrix) {
    const auto [at, is_new] = results_.try_emplace(series.labels);
    if (is_new) {
      std::string value;
      for (std::size_t i = 3; i < count; ++i) {
        if (i > 3) value += separator;
        const std::string_view part = series.labels.Get(TextAt(expr, i));
        ev.CheckLabelSize(value.size() + part.size());
        value += part;
      }
      at->second = ev.labels.With(series.labels, target, value);
      ev.CheckLabels();
    }
    SetLabels(series, at->second, target);
  }
  MergeSameLabels(ev, matrix);
  return matrix;
}

template <typename LabelNode>
Result<NodePtr> Make(const Call& call, std::vector<NodePtr> arguments) {
  return NodePtr(std::make_unique<LabelNode>(call, std::move(arguments[0])));
}

constexpr Function kFunctions[] = {
    {
        .name = "label_join",
        .signature =
            Takes({{"v", ValueType::kVector},
                   {"dst_label", ValueType::kString, Constraint::kLabelName, "destination label"},
                   {"separator", ValueType::kString},
                   {"src_label", ValueType::kString, Constraint::kLabelName, "source label"}})
                .Requires(3)
                .Repeats(),
        .doc = "Joins the values of the source labels and stores the result in dst_label.",
        .labels = LabelEffect::kJoinsLabels,
        .values = Values::OfInput(),
        .make_node = Make<LabelJoinNode>,
    },
    {
        .name = "label_replace",
        .signature =
            Takes({{"v", ValueType::kVector},
                   {"dst_label", ValueType::kString, Constraint::kLabelName, "destination label"},
                   {"replacement", ValueType::kString},
                   {"src_label", ValueType::kString},
                   {"regex", ValueType::kString, Constraint::kRegex, "regular expression"}}),
        .doc = "Stores replacement in dst_label where the value of src_label matches regex.",
        .labels = LabelEffect::kReplacesLabel,
        .values = Values::OfInput(),
        .make_node = Make<LabelReplaceNode>,
    },
};

}  // namespace

std::span<const Function> LabelFunctions() { return kFunctions; }

}  // namespace check::promql
