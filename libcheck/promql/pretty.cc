#include <string>
#include <string_view>

#include "libcheck/promql/functions.h"
#include "libcheck/promql/parse.h"
#include "libcheck/promql/printer.h"

namespace check::promql {
namespace {

// Whether a node is split over lines depends on how long it is in one line. So that is printed
// first, once, and whatever fits is copied from it.
class PrettyPrinter {
 public:
  PrettyPrinter(const Expr& expr, std::size_t width, Misprints misprints)
      : line_(promql::Print(expr, misprints)), width_(width), misprints_(misprints) {}

  void Print(const Expr& expr, std::size_t level) {
    const PrintedNode& node = line_.nodes[next_];
    const bool split = node.end - node.begin > width_;
    switch (expr.kind) {
      case ExprKind::kUnary: {
        Indent(level);
        out_ += ToString(As<UnaryExpr>(expr).op);
        ++next_;
        unindented_ = out_.size();
        return Print(*As<UnaryExpr>(expr).expr, level);
      }
      case ExprKind::kSubquery:
        if (!split) return Copy(node);  // Prometheus: without indentation.
        ++next_;
        Print(*As<SubqueryExpr>(expr).expr, level);
        return PrintSubqueryTail(out_, As<SubqueryExpr>(expr), misprints_);
      case ExprKind::kBinary:
        if (!split) break;
        ++next_;
        Print(*As<BinaryExpr>(expr).lhs, level + 1);
        Break(level);
        PrintOperator(out_, As<BinaryExpr>(expr));
        out_ += '\n';
        return Print(*As<BinaryExpr>(expr).rhs, level + 1);
      case ExprKind::kAggregate: {
        if (!split) break;
        ++next_;
        const auto& aggregate = As<AggregateExpr>(expr);
        Indent(level);
        PrintAggregateHead(out_, aggregate);
        out_ += "(\n";
        if (aggregate.parameter != nullptr) {
          Print(*aggregate.parameter, level + 1);
          out_ += ",\n";
        }
        Print(*aggregate.expr, level + 1);
        return Close(level);
      }
      case ExprKind::kCall: {
        if (!split) break;
        ++next_;
        const auto& call = As<Call>(expr);
        Indent(level);
        out_ += call.function->name;
        out_ += "(\n";
        for (std::size_t i = 0; i < call.arguments.size(); ++i) {
          if (i > 0) out_ += ",\n";
          Print(*call.arguments[i], level + 1);
        }
        return Close(level);
      }
      case ExprKind::kParen:
        if (!split) break;
        ++next_;
        Indent(level);
        out_ += "(\n";
        Print(*As<ParenExpr>(expr).expr, level + 1);
        return Close(level);
      default:
        break;
    }
    Indent(level);
    Copy(node);
  }

  std::string Take() { return std::move(out_); }

 private:
  void Copy(const PrintedNode& node) {
    out_.append(line_.text, node.begin, node.end - node.begin);
    next_ = node.next;
  }
  void Indent(std::size_t level) {
    // What follows a sign stays on its line.
    if (out_.size() != unindented_) out_.append(2 * level, ' ');
  }
  void Break(std::size_t level) {
    out_ += '\n';
    out_.append(2 * level, ' ');
  }
  void Close(std::size_t level) {
    Break(level);
    out_ += ')';
  }

  Printed line_;
  std::size_t width_;
  Misprints misprints_;
  std::size_t next_ = 0;  // Of line_.nodes.
  std::size_t unindented_ = std::string::npos;
  std::string out_;
};

}  // namespace

std::string Pretty(const Expr& expr, std::size_t width) {
  return Pretty(expr, width, Misprints::kCorrected);
}

std::string Pretty(const Expr& expr, std::size_t width, Misprints misprints) {
  PrettyPrinter printer(expr, width, misprints);
  printer.Print(expr, 0);
  return printer.Take();
}

}  // namespace check::promql
