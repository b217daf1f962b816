#ifndef LIBCHECK_PROMQL_EVAL_BINARY_H_
#define LIBCHECK_PROMQL_EVAL_BINARY_H_

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/base/xxhash.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/eval/block.h"
#include "libcheck/promql/eval/evaluator.h"

namespace check::promql {

/// Two scalars.
class ScalarBinaryNode final : public Node {
 public:
  ScalarBinaryNode(const BinaryExpr& binary, NodePtr lhs, NodePtr rhs)
      : Node(binary), lhs_(std::move(lhs)), rhs_(std::move(rhs)) {}
  Matrix Eval(Evaluator& ev, const Steps& steps) override;
  bool EvalBlock(Evaluator& ev, const Steps& steps, Block& out) override;

 private:
  NodePtr lhs_;
  NodePtr rhs_;
};

/// A vector and a scalar, in either order.
class MixedBinaryNode final : public Node {
 public:
  MixedBinaryNode(const BinaryExpr& binary, NodePtr lhs, NodePtr rhs)
      : Node(binary), lhs_(std::move(lhs)), rhs_(std::move(rhs)) {}
  Matrix Eval(Evaluator& ev, const Steps& steps) override;
  bool EvalBlock(Evaluator& ev, const Steps& steps, Block& out) override;

 private:
  NodePtr lhs_;
  NodePtr rhs_;
  BlockCache ahead_;
};

/// Two vectors: arithmetic, comparison and sets. Which series match, and what labels the result
/// has, is worked out once for each set of labels.
class VectorBinaryNode final : public Node {
 public:
  /// `more`: what `or` goes on to, as in `a or b or c`, which the last `binary` stands for. All at
  /// once takes time for what each operand adds, one after another for all that is there already.
  VectorBinaryNode(const BinaryExpr& binary, NodePtr lhs, NodePtr rhs, std::vector<NodePtr> more);
  Matrix Eval(Evaluator& ev, const Steps& steps) override;
  bool EvalBlock(Evaluator& ev, const Steps& steps, Block& out) override;

 private:
  using Pair = std::pair<model::Labels, model::Labels>;
  struct PairHash {
    std::size_t operator()(const Pair& pair) const {
      const std::hash<model::Labels> hash;
      const std::size_t both[] = {hash(pair.first), hash(pair.second)};
      return HashBytes({reinterpret_cast<const char*>(both), sizeof both});
    }
  };
  struct Side {
    const Vector* samples = nullptr;
    std::vector<std::uint32_t> signatures;  // Of each sample.
  };

  model::Labels MatchLabels(Evaluator& ev, model::Labels labels);
  std::uint32_t SignatureOf(Evaluator& ev, model::Labels labels);
  std::vector<std::uint32_t> SignaturesOf(Evaluator& ev, const Matrix& matrix, std::size_t side);
  void MarkSignatures(const Side& side);
  model::Labels ResultLabelsAt(Evaluator& ev, std::size_t place, model::Labels many,
                               model::Labels one);
  model::Labels ResultLabels(Evaluator& ev, model::Labels lhs, model::Labels rhs);
  bool EvalSetBlock(Evaluator& ev, std::span<const Block> sides, Block& out);
  bool EvalMatchedBlock(Evaluator& ev, const Block& lhs, const Block& rhs, Block& out);
  void EvalSet(Evaluator& ev, std::span<const Side> sides, Vector& out);
  void EvalMatched(Evaluator& ev, const Side& lhs, const Side& rhs, Vector& out);
  void Combine(Evaluator& ev, const VectorSample& many, const VectorSample& one,
               std::uint32_t signature, std::size_t place, model::Marks& made, Vector& out);
  [[noreturn]] void ThrowDuplicate(Evaluator& ev, const VectorSample& second,
                                   const VectorSample& first);

  const BinaryExpr& binary_;
  const VectorMatching& matching_;
  NodePtr lhs_;
  NodePtr rhs_;
  std::vector<NodePtr> more_;
  BlockCache ahead_;
  std::vector<std::string_view> names_;
  std::unordered_map<model::Labels, std::uint32_t> signature_of_labels_;
  std::unordered_map<model::Labels, std::uint32_t> signatures_;
  std::unordered_map<Pair, model::Labels, PairHash> results_;
  // What was found last for the samples at each place: mostly the same again.
  std::vector<std::vector<std::pair<model::Labels, std::uint32_t>>> last_signatures_;
  std::vector<std::pair<Pair, model::Labels>> last_results_;

  // Of the step, by signature.
  std::vector<std::uint32_t> one_side_;  // Index into the samples, and one.
  std::vector<bool> matched_;
  std::optional<Annotation> last_remark_;  // Prometheus makes one for each step.
  // Results of which there is one for several signatures, each with a signature.
  std::set<std::pair<std::uint32_t, const model::LabelSet*>> made_again_;
  ComparisonDecision decided_;
};

double ScalarOperation(Op op, double lhs, double rhs);

/// What came of one pair of samples.
struct ElementResult {
  bool valid = true;  ///< False: there is no result, which may have been remarked on.
  bool keep = true;   ///< What a comparison says.
  double value = 0;
  model::HistogramPtr histogram = {};
  Annotation remark = {};
  bool has_remark = false;
};

/// Sides whose histogram is null are floats. Throws nothing; remarks are for the caller to make.
ElementResult CombineElements(const BinaryExpr& binary, double lhs, double rhs,
                              const model::HistogramPtr& lhs_histogram,
                              const model::HistogramPtr& rhs_histogram);

/// Whether the operator changes what a metric means, so that its name has to go.
bool ChangesMeaning(Op op);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_BINARY_H_
