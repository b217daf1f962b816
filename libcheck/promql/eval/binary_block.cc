#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include "libcheck/promql/eval/binary.h"
#include "libcheck/promql/eval/block.h"
#include "libcheck/promql/eval/special_nodes.h"

// Operators at many steps together.
namespace check::promql {
namespace {

// Begins `out` with the steps that all sides have.
void Begin(std::span<const Block> sides, Block& out) {
  out.Resize(std::ranges::min_element(sides, {}, &Block::width)->steps);
  // All sides, each step of them once more, and what comes of it.
  for (const Block& side : sides) {
    out.samples += side.samples + static_cast<std::int64_t>(4 * side.series.size());
  }
}

bool IsTrim(Op op) { return op == Op::kTrimLower || op == Op::kTrimUpper; }

}  // namespace

bool ConstantNode::EvalBlock(Evaluator& ev, const Steps& steps, Block& out) {
  if (kind_ != Kind::kLiteral) return false;
  out.Resize(steps);
  out.AddSeries(ev.labels.Empty());
  std::fill(out.values.begin(), out.values.end(), value_);
  std::fill(out.present.begin(), out.present.end(), 1);
  out.full = true;
  return true;
}

bool StepInvariantNode::EvalBlock(Evaluator& ev, const Steps& steps, Block& out) {
  return child_->EvalBlock(ev, steps, out);
}

bool ScalarBinaryNode::EvalBlock(Evaluator& ev, const Steps& steps, Block& out) {
  const Op op = As<BinaryExpr>(expr).op;
  Block sides[2];
  Block& lhs = sides[0];
  Block& rhs = sides[1];
  if (IsTrim(op) || ev.options.operands != nullptr || !lhs_->EvalBlock(ev, steps, lhs) ||
      !rhs_->EvalBlock(ev, lhs.steps, rhs)) {
    return false;
  }
  Begin(sides, out);
  out.AddSeries(ev.labels.Empty());
  for (std::size_t k = 0; k < out.width; ++k) {
    out.values[k] = ScalarOperation(op, lhs.values[k], rhs.values[k]);
    out.present[k] = 1;
  }
  out.full = true;
  return true;
}

bool MixedBinaryNode::EvalBlock(Evaluator& ev, const Steps& steps, Block& out) {
  const auto& binary = As<BinaryExpr>(expr);
  Block sides[2];
  Block& lhs = sides[0];
  Block& rhs = sides[1];
  if (IsTrim(binary.op) || ev.options.operands != nullptr || !lhs_->EvalBlock(ev, steps, lhs) ||
      !rhs_->EvalBlock(ev, lhs.steps, rhs)) {
    return false;
  }
  const bool vector_first = lhs_->type == ValueType::kVector;
  const Block& vector = vector_first ? lhs : rhs;
  const Block& scalar = vector_first ? rhs : lhs;
  const bool compares = IsComparison(binary.op);
  const bool drop_name = ChangesMeaning(binary.op) || binary.return_bool;
  Begin(sides, out);
  out.drop_name = vector.drop_name || drop_name;
  for (std::size_t i = 0; i < vector.series.size(); ++i) {
    ev.CheckTime(out.width);
    out.AddSeries(drop_name ? ev.WithoutName(vector.series[i]) : vector.series[i]);
    const std::size_t from = i * vector.width;
    const std::size_t to = i * out.width;
    for (std::size_t k = 0; k < out.width; ++k) {
      if (vector.present[from + k] == 0) continue;
      const double value = vector.values[from + k];
      const double result = vector_first ? ScalarOperation(binary.op, value, scalar.values[k])
                                         : ScalarOperation(binary.op, scalar.values[k], value);
      if (compares && !binary.return_bool) {
        out.present[to + k] = result != 0 ? 1 : 0;
        out.values[to + k] = value;
      } else {
        out.present[to + k] = 1;
        out.values[to + k] = result;
      }
    }
  }
  if (drop_name && AnyTwice(ev, out.series)) return false;
  out.Finish();
  return true;
}

bool VectorBinaryNode::EvalBlock(Evaluator& ev, const Steps& steps, Block& out) {
  const bool set = IsSetOperator(binary_.op);
  if (IsTrim(binary_.op) || ev.options.operands != nullptr || matching_.fill_lhs ||
      matching_.fill_rhs || (!set && matching_.cardinality != Cardinality::kOneToOne)) {
    return false;
  }
  std::vector<Block> sides(2 + more_.size());
  if (!lhs_->EvalBlock(ev, steps, sides[0])) return false;
  for (std::size_t i = 1; i < sides.size(); ++i) {
    Node& node = i == 1 ? *rhs_ : *more_[i - 2];
    if (!node.EvalBlock(ev, sides[i - 1].steps, sides[i])) return false;
  }
  Begin(sides, out);
  return set ? EvalSetBlock(ev, sides, out) : EvalMatchedBlock(ev, sides[0], sides[1], out);
}

bool VectorBinaryNode::EvalSetBlock(Evaluator& ev, std::span<const Block> sides, Block& out) {
  // What there is of each signature, at each step.
  std::unordered_map<std::uint32_t, std::vector<std::uint8_t>> marked;
  const auto mark = [&](const Block& side) {
    for (std::size_t i = 0; i < side.series.size(); ++i) {
      auto& row = marked[SignatureOf(ev, side.series[i])];
      row.resize(out.width);
      for (std::size_t k = 0; k < out.width; ++k) row[k] |= side.present[i * side.width + k];
    }
  };
  // `wanted`: what the mark must be for a sample to stay.
  const auto append = [&](const Block& side, std::uint8_t wanted) {
    for (std::size_t i = 0; i < side.series.size(); ++i) {
      ev.CheckTime(out.width);
      const std::size_t to = out.values.size();
      out.AddSeries(side.series[i]);
      const auto row = marked.find(SignatureOf(ev, side.series[i]));
      for (std::size_t k = 0; k < out.width; ++k) {
        const std::uint8_t is_marked = row == marked.end() ? 0 : row->second[k];
        if (side.present[i * side.width + k] == 0 || is_marked != wanted) continue;
        out.values[to + k] = side.values[i * side.width + k];
        out.present[to + k] = 1;
      }
      // Of a long row of `or`, hardly any operand adds a sample.
      const auto begin = out.present.begin() + static_cast<std::ptrdiff_t>(to);
      if (std::find(begin, out.present.end(), 1) == out.present.end()) out.DropLastSeries();
    }
  };
  if (binary_.op == Op::kOr) {
    for (const Block& side : sides) {
      // Of the metric names that are still to go, each sample has its own.
      if (side.drop_name != sides[0].drop_name) return false;
      append(side, 0);
      if (&side != &sides.back()) mark(side);
    }
  } else {
    mark(sides[1]);
    append(sides[0], binary_.op == Op::kAnd ? 1 : 0);
  }
  out.drop_name = sides[0].drop_name;
  out.Finish();
  return true;
}

bool VectorBinaryNode::EvalMatchedBlock(Evaluator& ev, const Block& lhs, const Block& rhs,
                                        Block& out) {
  std::unordered_map<std::uint32_t, std::size_t> partner;
  for (std::size_t i = 0; i < rhs.series.size(); ++i) {
    // Who matches twice may be a mistake, which is for single steps to find.
    if (!partner.try_emplace(SignatureOf(ev, rhs.series[i]), i).second) return false;
  }
  std::vector<std::uint32_t> seen;
  for (const model::Labels labels : lhs.series) seen.push_back(SignatureOf(ev, labels));
  std::sort(seen.begin(), seen.end());
  if (std::adjacent_find(seen.begin(), seen.end()) != seen.end()) return false;

  const bool compares = IsComparison(binary_.op);
  for (std::size_t i = 0; i < lhs.series.size(); ++i) {
    const auto at = partner.find(SignatureOf(ev, lhs.series[i]));
    if (at == partner.end()) continue;
    ev.CheckTime(out.width);
    const std::size_t to = out.values.size();
    out.AddSeries(ResultLabels(ev, lhs.series[i], rhs.series[at->second]));
    for (std::size_t k = 0; k < out.width; ++k) {
      const std::size_t left = i * lhs.width + k;
      const std::size_t right = at->second * rhs.width + k;
      if (lhs.present[left] == 0 || rhs.present[right] == 0) continue;
      const double result = ScalarOperation(binary_.op, lhs.values[left], rhs.values[right]);
      if (compares && !binary_.return_bool) {
        out.present[to + k] = result != 0 ? 1 : 0;
        out.values[to + k] = lhs.values[left];
      } else {
        out.present[to + k] = 1;
        out.values[to + k] = result;
      }
    }
  }
  out.drop_name = binary_.return_bool;
  ev.CheckLabels();
  if (AnyTwice(ev, out.series)) return false;
  out.Finish();
  return true;
}

}  // namespace check::promql
