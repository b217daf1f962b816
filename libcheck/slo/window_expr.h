#ifndef LIBCHECK_SLO_WINDOW_EXPR_H_
#define LIBCHECK_SLO_WINDOW_EXPR_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/result.h"
#include "libcheck/promql/ast.h"
#include "libcheck/slo/slo.h"
#include "libcheck/source/source_file.h"

namespace check::slo {

/// An expression about a window, such as `sum(rate(errors_total[{{.window}}]))`, with what has to
/// be known to count it event by event: where the growth of counters over the window stands in it,
/// and whether it is linear in that, so that its values for short intervals add up to the value
/// for a long one.
class WindowExpr {
 public:
  /// Parses `query`. Where it has no window, but all its rates have the same range, that is taken
  /// for the window. The error is Prometheus's, about the text.
  static Result<WindowExpr> Parse(const Query& query);

  const promql::Expr& expr() const { return *expr_; }
  /// Of an expression that has a range of its own; 0: the window is left open.
  std::int64_t own_window_ms() const;
  /// Whether its value is a number of events per second, rather than one of events.
  bool is_rate() const { return !growths_.empty() && growths_.front().kind == Growth::Kind::kRate; }

  /// What a function of a range over the window counts.
  struct Growth {
    enum class Kind : std::uint8_t {
      kRate,      ///< rate: of counters, by the second.
      kIncrease,  ///< increase: of counters.
      kSum,       ///< sum_over_time: the samples are numbers of events.
      kCount,     ///< count_over_time: each sample is an event.
    };
    Kind kind = Kind::kRate;
    const promql::VectorSelector* selector = nullptr;
    Span span;  ///< Of the call, in the text that was parsed.
  };
  /// In the order written.
  const std::vector<Growth>& growths() const { return growths_; }
  /// Whether the whole expression can be counted event by event.
  bool is_linear() const { return is_linear_; }
  /// The parts of `A / B`, or of `1 - A / B`, if both are linear: a ratio that can be counted.
  struct Ratio {
    const promql::Expr* part = nullptr;
    const promql::Expr* total = nullptr;
    bool is_of_good = false;  ///< `1 - A / B`: A are the good ones.
  };
  std::optional<Ratio> ratio() const;

  /// The text with a window of that length; one that has a range of its own keeps it.
  std::string WithWindow(std::int64_t window_ms) const;
  /// The text of `part` with each growth in it replaced by a selector of GrowthName(i).
  std::string WithGrowthNames(const promql::Expr& part) const;
  static std::string GrowthName(std::size_t growth);

  /// A growth, and what it is multiplied with.
  struct Term {
    std::size_t growth = 0;
    double factor = 1;
  };
  /// What `part` is the sum of, if it is nothing but sums of growths over all series, so that it
  /// needs no engine.
  std::optional<std::vector<Term>> Terms(const promql::Expr& part) const;

 private:
  enum class Degree : std::uint8_t { kConstant, kZero, kLinear, kOther };

  WindowExpr() = default;
  void FindOwnWindow(const promql::Expr& expr);
  void FindGrowths(const promql::Expr& expr);
  std::optional<std::size_t> IndexOf(const promql::Expr& expr) const;
  bool UsesWindow(const promql::Expr& expr) const;
  Degree DegreeOf(const promql::Expr& expr) const;
  Degree DegreeOfCall(const promql::Call& call) const;
  Degree DegreeOfBinary(const promql::BinaryExpr& binary) const;
  bool Collect(const promql::Expr& part, double factor, bool is_whole,
               std::vector<Term>& terms) const;
  bool CollectBinary(const promql::BinaryExpr& binary, double factor,
                     std::vector<Term>& terms) const;

  std::string text_;  // With kWindow.
  std::unique_ptr<SourceBuffer> source_;
  std::unique_ptr<Arena> arena_;
  const promql::Expr* expr_ = nullptr;
  Duration window_ = Duration::zero();
  std::vector<Growth> growths_;
  bool is_linear_ = false;
};

}  // namespace check::slo

#endif  // LIBCHECK_SLO_WINDOW_EXPR_H_
