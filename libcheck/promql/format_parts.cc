#include "libcheck/promql/format_parts.h"

#include <cstddef>
#include <utility>

#include "libcheck/promql/lexer.h"

namespace check::promql {
namespace {

std::string_view TrimEnd(std::string_view text) {
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

bool IsCloser(TokenKind kind) {
  return kind == TokenKind::kRightParen || kind == TokenKind::kRightBrace ||
         kind == TokenKind::kRightBracket;
}

/// Reads tokens and the comments between them. False if the text is no expression.
bool ReadTokens(std::string_view text, PartTree& tree) {
  Lexer lexer(text);
  tree.gaps.emplace_back();
  std::uint32_t end_of_last = 0;  // Of the last token or comment.
  for (;;) {
    const Token token = lexer.Next();
    if (token.kind == TokenKind::kError) return false;
    if (token.kind == TokenKind::kEof) return !tree.tokens.empty();
    Gap& gap = tree.gaps.back();
    if (token.kind == TokenKind::kComment) {
      const std::string_view comment =
          TrimEnd(text.substr(token.span.begin, token.span.end - token.span.begin));
      const std::string_view between = text.substr(end_of_last, token.span.begin - end_of_last);
      const bool same_line = !tree.tokens.empty() && gap.empty() &&
                             between.find_first_of("\r\n") == std::string_view::npos;
      if (same_line) {
        gap.trailing = comment;
      } else {
        gap.own.push_back(comment);
      }
    } else {
      tree.tokens.push_back(token);
      tree.gaps.emplace_back();
    }
    end_of_last = token.span.end;
  }
}

/// Puts the comments of `from` in front of those in `to`. Two cannot share the end of a line.
void MoveComments(Gap& from, Gap& to) {
  if (from.empty()) return;
  std::vector<std::string_view> own = std::move(from.own);
  if (!to.trailing.empty()) {
    own.push_back(to.trailing);
    to.trailing = {};
  }
  own.insert(own.end(), to.own.begin(), to.own.end());
  to.own = std::move(own);
  to.trailing = from.trailing;
  from = {};
}

/// Drops the comma in `{a="b",}` and `by (a,)`, which the printer never writes.
void DropTrailingCommas(PartTree& tree) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < tree.tokens.size(); ++i) {
    if (tree.tokens[i].kind == TokenKind::kComma && i + 1 < tree.tokens.size() &&
        IsCloser(tree.tokens[i + 1].kind)) {
      MoveComments(tree.gaps[i], tree.gaps[i + 1]);
      continue;
    }
    if (kept != i) {
      tree.tokens[kept] = tree.tokens[i];
      tree.gaps[kept] = std::move(tree.gaps[i]);
    }
    ++kept;
  }
  if (kept == tree.tokens.size()) return;
  tree.gaps[kept] = std::move(tree.gaps.back());
  tree.tokens.resize(kept);
  tree.gaps.resize(kept + 1);
}

/// Walks the syntax tree and the tokens side by side. The tree says what comes next, so that no
/// grammar is needed here.
class Walker {
 public:
  explicit Walker(PartTree& tree) : tree_(tree) {}

  bool Run(const Expr& expr) {
    tree_.root = Build(expr);
    return !failed_ && at_ == tree_.tokens.size();
  }

 private:
  TokenKind Kind() const {
    return at_ < tree_.tokens.size() ? tree_.tokens[at_].kind : TokenKind::kEof;
  }
  bool Accept(TokenKind kind) {
    if (Kind() != kind) return false;
    ++at_;
    return true;
  }
  std::uint32_t Expect(TokenKind kind) {
    const std::uint32_t here = at_;
    if (!Accept(kind)) failed_ = true;
    return here;
  }
  void ExpectAny() {
    if (Kind() == TokenKind::kEof) {
      failed_ = true;
    } else {
      ++at_;
    }
  }

  std::uint32_t Build(const Expr& expr) {
    Part part;
    part.expr = &expr;
    part.first = at_;
    switch (expr.kind) {
      case ExprKind::kNumber:
        SkipSigns();
        ExpectAny();
        break;
      case ExprKind::kString:
        Expect(TokenKind::kString);
        break;
      case ExprKind::kVectorSelector:
        Selector(part, As<VectorSelector>(expr).shift);
        break;
      case ExprKind::kMatrixSelector:
        Selector(part, As<MatrixSelector>(expr).vector->shift);
        break;
      case ExprKind::kSubquery:
        part.children.push_back(Build(*As<SubqueryExpr>(expr).expr));
        Suffix(part, As<SubqueryExpr>(expr).shift);
        break;
      case ExprKind::kCall:
        ExpectAny();
        Arguments(part, As<Call>(expr).arguments);
        break;
      case ExprKind::kAggregate:
        Aggregation(part, As<AggregateExpr>(expr));
        break;
      case ExprKind::kBinary:
        part.children.push_back(Build(*As<BinaryExpr>(expr).lhs));
        Break(at_);
        Operator(As<BinaryExpr>(expr));
        Break(at_);
        part.children.push_back(Build(*As<BinaryExpr>(expr).rhs));
        break;
      case ExprKind::kUnary:
        ExpectAny();
        part.children.push_back(Build(*As<UnaryExpr>(expr).expr));
        break;
      case ExprKind::kParen: {
        const Expr* inner = As<ParenExpr>(expr).expr;
        Arguments(part, {&inner, 1});
        break;
      }
      case ExprKind::kDuration:
        failed_ = true;
        break;
    }
    part.last = at_ == part.first ? at_ : at_ - 1;
    if (part.suffix == 0) part.suffix = part.last + 1;
    tree_.parts.push_back(std::move(part));
    return static_cast<std::uint32_t>(tree_.parts.size() - 1);
  }

  void Arguments(Part& part, std::span<const Expr* const> arguments) {
    part.open = Expect(TokenKind::kLeftParen);
    for (std::size_t i = 0; i < arguments.size() && !failed_; ++i) {
      if (i != 0) Expect(TokenKind::kComma);
      Break(at_);
      part.children.push_back(Build(*arguments[i]));
    }
    Break(at_);
    part.close = Expect(TokenKind::kRightParen);
  }

  void Aggregation(Part& part, const AggregateExpr& expr) {
    ExpectAny();
    const bool in_front = Kind() != TokenKind::kLeftParen;
    if (in_front) Grouping();
    const Expr* both[] = {expr.parameter, expr.expr};
    Arguments(part, std::span<const Expr* const>(both).subspan(expr.parameter == nullptr ? 1 : 0));
    part.suffix = at_;
    if (!in_front && (Kind() == TokenKind::kBy || Kind() == TokenKind::kWithout)) Grouping();
  }

  // `by (a, b)` and all of its like.
  void Grouping() {
    ExpectAny();
    Bracketed(TokenKind::kLeftParen);
  }

  // Everything from an opening bracket to the one that closes it.
  void Bracketed(TokenKind open) {
    Expect(open);
    for (int depth = 1; depth > 0 && !failed_;) {
      const TokenKind kind = Kind();
      if (kind == TokenKind::kLeftParen || kind == TokenKind::kLeftBracket) ++depth;
      if (IsCloser(kind)) --depth;
      ExpectAny();
    }
  }

  void Operator(const BinaryExpr& expr) {
    ExpectAny();
    if (expr.return_bool) Expect(TokenKind::kBool);
    if (Kind() == TokenKind::kOn || Kind() == TokenKind::kIgnoring) Grouping();
    if (Kind() == TokenKind::kGroupLeft || Kind() == TokenKind::kGroupRight) {
      ++at_;
      if (Kind() == TokenKind::kLeftParen) Bracketed(TokenKind::kLeftParen);
    }
    const bool fills = expr.matching != nullptr &&
                       (expr.matching->fill_lhs.has_value() || expr.matching->fill_rhs.has_value());
    while (fills && !failed_ && IsBetween(Kind(), TokenKind::kFill, TokenKind::kFillRight)) {
      Grouping();
    }
  }

  void Selector(Part& part, const TimeShift& shift) {
    if (Kind() != TokenKind::kLeftBrace) ExpectAny();
    if (Kind() == TokenKind::kLeftBrace) {
      part.open = at_++;
      Break(at_);
      while (!failed_ && Kind() != TokenKind::kRightBrace) {
        if (Kind() == TokenKind::kComma) Break(at_ + 1);
        ExpectAny();
      }
      Break(at_);
      part.close = Expect(TokenKind::kRightBrace);
    }
    Suffix(part, shift);
  }

  void Suffix(Part& part, const TimeShift& shift) {
    part.suffix = at_;
    if (part.expr->kind != ExprKind::kVectorSelector) Bracketed(TokenKind::kLeftBracket);
    for (; !failed_;) {
      if (Accept(TokenKind::kAnchored) || Accept(TokenKind::kSmoothed)) continue;
      if (Accept(TokenKind::kAt)) {
        DurationOperand();
      } else if (Accept(TokenKind::kOffset)) {
        DurationOperand();
        const std::uint32_t end = shift.offset_expr == nullptr ? 0 : shift.offset_expr->span.end;
        while (!failed_ && IsBetween(Kind(), TokenKind::kAdd, TokenKind::kPow) &&
               tree_.tokens[at_].span.begin < end) {
          ++at_;
          DurationOperand();
        }
      } else {
        return;
      }
    }
  }

  // A number, `start()`, `min_of(1m, 2m)` or something in parentheses, with signs in front.
  void DurationOperand() {
    SkipSigns();
    if (Kind() != TokenKind::kLeftParen) ExpectAny();
    if (Kind() == TokenKind::kLeftParen) Bracketed(TokenKind::kLeftParen);
  }

  void SkipSigns() {
    while (Accept(TokenKind::kAdd) || Accept(TokenKind::kSub)) {
    }
  }

  void Break(std::uint32_t gap) {
    if (gap < tree_.breaks.size()) tree_.breaks[gap] = true;
  }

  PartTree& tree_;
  std::uint32_t at_ = 0;
  bool failed_ = false;
};

/// Moves each comment to where it can be printed: behind the comma that follows it, and to the end
/// of a run of tokens that stay together on one line.
void SettleComments(PartTree& tree) {
  std::vector<std::string_view> trailing;  // On their way: only one can stay at the end of a line.
  std::vector<std::string_view> own;
  for (std::size_t i = 1; i < tree.gaps.size(); ++i) {
    Gap& gap = tree.gaps[i];
    if (!gap.trailing.empty()) (own.empty() ? trailing : own).push_back(gap.trailing);
    own.insert(own.end(), gap.own.begin(), gap.own.end());
    gap = {};
    if (i + 1 < tree.gaps.size()) {
      if (tree.tokens[i].kind == TokenKind::kComma) continue;
      if (!tree.breaks[i] && own.empty()) continue;
    }
    gap.own = std::move(own);
    own.clear();
    if (!trailing.empty()) {
      gap.trailing = trailing.front();
      gap.own.insert(gap.own.begin(), trailing.begin() + 1, trailing.end());
      trailing.clear();
    }
  }
}

}  // namespace

std::optional<PartTree> BuildParts(const SourceFile& source, const Expr& expr) {
  PartTree tree;
  if (!ReadTokens(source.text(), tree)) return std::nullopt;
  DropTrailingCommas(tree);
  tree.breaks.assign(tree.gaps.size(), false);
  if (!Walker(tree).Run(expr)) return std::nullopt;
  SettleComments(tree);
  tree.comments_before.assign(tree.gaps.size() + 1, 0);
  for (std::size_t i = 0; i < tree.gaps.size(); ++i) {
    tree.comments_before[i + 1] = tree.comments_before[i] + (tree.gaps[i].empty() ? 0 : 1);
  }
  return tree;
}

}  // namespace check::promql
