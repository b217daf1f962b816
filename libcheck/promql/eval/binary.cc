#include "libcheck/promql/eval/binary.h"

#include <algorithm>
#include <optional>

#include "libcheck/model/names.h"
#include "libcheck/promql/engine.h"

namespace check::promql {

Matrix ScalarBinaryNode::Eval(Evaluator& ev, const Steps& steps) {
  const Op op = As<BinaryExpr>(expr).op;
  if (op == Op::kTrimUpper || op == Op::kTrimLower) {
    throw EvalError("operator \"" + std::string(ToString(op)) +
                    "\" not allowed for Scalar operations");
  }
  ev.CheckRoom(steps);
  Node* const inputs[] = {lhs_.get(), rhs_.get()};
  return EvalStepwise(
      ev, steps, inputs,
      [&](std::int64_t, std::span<Vector* const> vectors, std::span<VectorReader>, Vector& out) {
        const double value = ScalarOperation(op, (*vectors[0])[0].value, (*vectors[1])[0].value);
        out.push_back({.labels = ev.labels.Empty(), .value = value});
        if (ev.options.operands != nullptr && IsComparison(op)) {
          ev.options.operands->OnComparison(As<BinaryExpr>(expr),
                                            {.held = value != 0, .failed = value == 0});
        }
      });
}

Matrix MixedBinaryNode::Eval(Evaluator& ev, const Steps& steps) {
  if (Matrix known; ev.ahead != nullptr && ahead_.Serve(ev, *this, steps, known)) return known;
  const auto& binary = As<BinaryExpr>(expr);
  const bool vector_first = lhs_->type == ValueType::kVector;
  const bool drop_name = ChangesMeaning(binary.op) || binary.return_bool;
  Node* const inputs[] = {lhs_.get(), rhs_.get()};
  return EvalStepwise(
      ev, steps, inputs,
      [&](std::int64_t, std::span<Vector* const> vectors, std::span<VectorReader>, Vector& out) {
        const double scalar = (*vectors[vector_first ? 1 : 0])[0].value;
        std::optional<Annotation> last_remark;
        ComparisonDecision decided;
        for (VectorSample& sample : *vectors[vector_first ? 0 : 1]) {
          ElementResult result =
              vector_first
                  ? CombineElements(binary, sample.value, scalar, sample.histogram, nullptr)
                  : CombineElements(binary, scalar, sample.value, nullptr, sample.histogram);
          if (!result.valid) {
            // Prometheus makes one remark for each step.
            if (result.has_remark) last_remark = std::move(result.remark);
            continue;
          }
          if (!vector_first && IsComparison(binary.op)) {
            result.value = sample.value;
            result.histogram = sample.histogram;
          }
          ++(result.keep ? decided.held : decided.failed);
          if (binary.return_bool) {
            result.value = result.keep ? 1 : 0;
          } else if (!result.keep) {
            continue;
          }
          sample.value = result.value;
          sample.histogram = std::move(result.histogram);
          if (drop_name) {
            sample.labels = ev.WithoutName(sample.labels);
            sample.drop_name = true;
          }
          out.push_back(std::move(sample));
        }
        if (last_remark) ev.Annotate(std::move(*last_remark));
        if (ev.options.operands != nullptr && IsComparison(binary.op)) {
          ev.options.operands->OnComparison(binary, decided);
        }
      });
}

VectorBinaryNode::VectorBinaryNode(const BinaryExpr& binary, NodePtr lhs, NodePtr rhs,
                                   std::vector<NodePtr> more)
    : Node(binary),
      binary_(binary),
      matching_(*binary.matching),
      lhs_(std::move(lhs)),
      rhs_(std::move(rhs)),
      more_(std::move(more)),
      names_(matching_.labels.begin(), matching_.labels.end()),
      last_signatures_(2 + more_.size()) {
  if (!matching_.on) names_.push_back(model::kMetricName);
}

model::Labels VectorBinaryNode::MatchLabels(Evaluator& ev, model::Labels labels) {
  return matching_.on ? ev.labels.Keep(labels, names_) : ev.labels.Drop(labels, names_);
}

std::uint32_t VectorBinaryNode::SignatureOf(Evaluator& ev, model::Labels labels) {
  const auto known = signature_of_labels_.find(labels);
  if (known != signature_of_labels_.end()) return known->second;
  const std::uint32_t signature =
      signatures_
          .try_emplace(MatchLabels(ev, labels), static_cast<std::uint32_t>(signatures_.size()))
          .first->second;
  signature_of_labels_.emplace(labels, signature);
  return signature;
}

std::vector<std::uint32_t> VectorBinaryNode::SignaturesOf(Evaluator& ev, const Matrix& matrix,
                                                          std::size_t side) {
  std::vector<std::uint32_t> signatures;
  signatures.reserve(matrix.size());
  auto& last = last_signatures_[side];
  if (last.size() < matrix.size()) last.resize(matrix.size());
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    const model::Labels labels = matrix[i].labels;
    if (last[i].first != labels) last[i] = {labels, SignatureOf(ev, labels)};
    signatures.push_back(last[i].second);
  }
  return signatures;
}

model::Labels VectorBinaryNode::ResultLabelsAt(Evaluator& ev, std::size_t place, model::Labels many,
                                               model::Labels one) {
  if (place >= last_results_.size()) last_results_.resize(place + 1);
  auto& [pair, labels] = last_results_[place];
  if (pair != Pair(many, one) || labels.set() == nullptr) {
    labels = ResultLabels(ev, many, one);
    pair = {many, one};
  }
  return labels;
}

Matrix VectorBinaryNode::Eval(Evaluator& ev, const Steps& steps) {
  if (Matrix known; ev.ahead != nullptr && ahead_.Serve(ev, *this, steps, known)) return known;
  std::vector<Node*> inputs = {lhs_.get(), rhs_.get()};
  for (const NodePtr& node : more_) inputs.push_back(node.get());
  std::vector<std::vector<std::uint32_t>> of_series(inputs.size());
  std::vector<Side> sides(inputs.size());
  bool prepared = false;
  return EvalStepwise(ev, steps, inputs,
                      [&](std::int64_t, std::span<Vector* const> vectors,
                          std::span<VectorReader> readers, Vector& out) {
                        for (std::size_t i = 0; i < sides.size(); ++i) {
                          if (!prepared) of_series[i] = SignaturesOf(ev, readers[i].matrix(), i);
                          sides[i].samples = vectors[i];
                          sides[i].signatures.clear();
                          for (const std::uint32_t series : readers[i].indices()) {
                            sides[i].signatures.push_back(of_series[i][series]);
                          }
                        }
                        prepared = true;
                        if (IsSetOperator(binary_.op)) {
                          EvalSet(ev, sides, out);
                        } else {
                          EvalMatched(ev, sides[0], sides[1], out);
                        }
                      });
}

void VectorBinaryNode::MarkSignatures(const Side& side) {
  for (const std::uint32_t signature : side.signatures) matched_[signature] = true;
}

void VectorBinaryNode::EvalSet(Evaluator& ev, std::span<const Side> sides, Vector& out) {
  const auto append = [&](const Side& side, bool if_matched) {
    for (std::size_t i = 0; i < side.samples->size(); ++i) {
      if (matched_[side.signatures[i]] == if_matched) out.push_back((*side.samples)[i]);
    }
  };
  const Side& lhs = sides[0];
  const Side& rhs = sides[1];
  matched_.assign(signatures_.size(), false);
  if (binary_.op == Op::kOr) {
    for (const Side& side : sides) {
      append(side, false);
      MarkSignatures(side);
    }
  } else {
    MarkSignatures(rhs);
    append(lhs, binary_.op == Op::kAnd);
  }
  if (ev.options.operands == nullptr) return;
  // `or` keeps its left side whole, the others only take from it.
  const std::size_t from_lhs = std::min(out.size(), lhs.samples->size());
  ev.options.operands->OnSet(binary_, {.lhs = lhs.samples->size(),
                                       .rhs = rhs.samples->size(),
                                       .from_lhs = from_lhs,
                                       .from_rhs = out.size() - from_lhs});
}

// Prometheus names the second one first.
void VectorBinaryNode::ThrowDuplicate(Evaluator& ev, const VectorSample& second,
                                      const VectorSample& first) {
  const bool left = matching_.cardinality == Cardinality::kOneToMany;
  throw EvalError(
      "found duplicate series for the match group " + MatchLabels(ev, second.labels).ToString() +
      " on the " + (left ? "left" : "right") + " hand-side of the operation: [" +
      second.labels.ToString() + ", " + first.labels.ToString() +
      "];many-to-many matching not allowed: matching labels must be unique on one side");
}

void VectorBinaryNode::EvalMatched(Evaluator& ev, const Side& lhs, const Side& rhs, Vector& out) {
  const bool fills = matching_.fill_lhs || matching_.fill_rhs;
  const bool lhs_empty = lhs.samples->empty();
  const bool rhs_empty = rhs.samples->empty();
  if ((lhs_empty && rhs_empty) || ((lhs_empty || rhs_empty) && !fills)) return;
  // Where one matches many, the sides change places.
  const bool swapped = matching_.cardinality == Cardinality::kOneToMany;
  const Side& many = swapped ? rhs : lhs;
  const Side& one = swapped ? lhs : rhs;

  one_side_.assign(signatures_.size(), 0);
  for (std::size_t i = 0; i < one.samples->size(); ++i) {
    std::uint32_t& slot = one_side_[one.signatures[i]];
    if (slot != 0) ThrowDuplicate(ev, (*one.samples)[i], (*one.samples)[slot - 1]);
    slot = static_cast<std::uint32_t>(i + 1);
  }
  matched_.assign(signatures_.size(), false);
  made_again_.clear();
  model::Marks made(ev.labels);
  last_remark_.reset();
  decided_ = {};

  // Prometheus does not let the sides' fill values change places with them.
  for (std::size_t i = 0; i < many.samples->size(); ++i) {
    const VectorSample& sample = (*many.samples)[i];
    const std::uint32_t signature = many.signatures[i];
    if (const std::uint32_t slot = one_side_[signature]; slot != 0) {
      Combine(ev, sample, (*one.samples)[slot - 1], signature, i, made, out);
    } else if (matching_.fill_rhs) {
      Combine(ev, sample, {.labels = MatchLabels(ev, sample.labels), .value = *matching_.fill_rhs},
              signature, i, made, out);
    }
  }
  if (matching_.fill_lhs) {
    for (std::size_t i = 0; i < one.samples->size(); ++i) {
      const VectorSample& sample = (*one.samples)[i];
      const std::uint32_t signature = one.signatures[i];
      if (matched_[signature]) continue;
      Combine(ev, {.labels = MatchLabels(ev, sample.labels), .value = *matching_.fill_lhs}, sample,
              signature, many.samples->size() + i, made, out);
    }
  }
  if (last_remark_) ev.Annotate(std::move(*last_remark_));
  if (ev.options.operands != nullptr && IsComparison(binary_.op)) {
    ev.options.operands->OnComparison(binary_, decided_);
  }
}

void VectorBinaryNode::Combine(Evaluator& ev, const VectorSample& many, const VectorSample& one,
                               std::uint32_t signature, std::size_t place, model::Marks& made,
                               Vector& out) {
  const bool swapped = matching_.cardinality == Cardinality::kOneToMany;
  const VectorSample& lhs = swapped ? one : many;
  const VectorSample& rhs = swapped ? many : one;
  ElementResult result =
      CombineElements(binary_, lhs.value, rhs.value, lhs.histogram, rhs.histogram);
  if (result.has_remark) last_remark_ = std::move(result.remark);
  if (!result.valid) return;
  if (binary_.return_bool) {
    result.histogram = nullptr;
    result.value = result.keep ? 1 : 0;
  }
  const model::Labels labels = ResultLabelsAt(ev, place, many.labels, one.labels);
  if (matching_.cardinality == Cardinality::kOneToOne) {
    if (matched_[signature]) {
      throw EvalError(std::string(kManyToOneError));
    }
  } else if (!made.Has(labels)) {
    made.Set(labels, signature);
  } else if (made[labels] == signature || !made_again_.insert({signature, labels.set()}).second) {
    throw EvalError("multiple matches for labels: grouping labels must ensure unique matches");
  }
  matched_[signature] = true;
  ++(result.keep ? decided_.held : decided_.failed);
  if (!result.keep && !binary_.return_bool) return;
  out.push_back({.labels = labels,
                 .value = result.value,
                 .histogram = std::move(result.histogram),
                 .drop_name = binary_.return_bool});
}

model::Labels VectorBinaryNode::ResultLabels(Evaluator& ev, model::Labels many, model::Labels one) {
  const auto [at, is_new] = results_.try_emplace({many, one});
  if (!is_new) return at->second;
  model::Labels labels = many;
  const bool drop_name =
      (!ev.options.delayed_name_removal && binary_.return_bool) || ChangesMeaning(binary_.op);
  if (drop_name) labels = ev.labels.DropMetadata(labels);
  if (matching_.cardinality == Cardinality::kOneToOne) {
    labels = matching_.on ? ev.labels.Keep(labels, matching_.labels)
                          : ev.labels.Drop(labels, matching_.labels);
  }
  for (const std::string_view name : matching_.include) {
    labels = ev.labels.With(labels, name, one.Get(name));
  }
  at->second = labels;
  return labels;
}

}  // namespace check::promql
