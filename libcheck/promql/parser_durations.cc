#include "libcheck/promql/parser.h"

namespace check::promql {
namespace {

using enum TokenKind;

// 0: no operator of durations.
std::uint8_t Precedence(TokenKind kind) {
  switch (kind) {
    case kAdd:
    case kSub:
      return 1;
    case kMul:
    case kDiv:
    case kMod:
      return 2;
    case kPow:
      return 3;
    default:
      return 0;
  }
}

constexpr std::uint8_t kMultiplicative = 2;

Op FunctionOp(TokenKind kind) {
  switch (kind) {
    case kStep:
      return Op::kStep;
    case kRange:
      return Op::kRange;
    case kMinOf:
      return Op::kMinOf;
    default:
      return Op::kMaxOf;
  }
}

}  // namespace

DurationExpr* Parser::NewDuration(Op op, Span span, const Expr* lhs, const Expr* rhs) {
  auto* node = NewNode<DurationExpr>(span, ValueType::kScalar);
  node->op = op;
  node->lhs = lhs;
  node->rhs = rhs;
  Adopt(*node, lhs);
  Adopt(*node, rhs);
  return node;
}

// What stands in for a duration that was reported. Prometheus gives it no position.
Expr* Parser::ZeroDuration() { return NewNode<NumberLiteral>({}, ValueType::kScalar); }

void Parser::RequireDurationExpressions(const Expr& expr) {
  if (options_.duration_expressions) return;
  problems_.Report(codes::kDisabledFeature, expr.span,
                   "experimental duration expression is not enabled");
}

// The literal, or zero after reporting that time.Duration cannot hold it.
Expr* Parser::CheckedLiteral(NumberLiteral& literal, Span blame) {
  constexpr double kLimit = 0x1p63 / 1e9;
  if (!(literal.value > kLimit) && !(literal.value < -kLimit)) return &literal;
  problems_.Report(codes::kDuration, blame, "duration out of range");
  return ZeroDuration();
}

// Prometheus: arithmetic remembers its parentheses, a number does not.
Expr* Parser::WrapDuration(Expr* operand) {
  if (operand->kind == ExprKind::kDuration) static_cast<DurationExpr&>(*operand).wrapped = true;
  return operand;
}

Expr* Parser::ApplySign(const Token& sign, Expr* operand) {
  if (operand->kind == ExprKind::kDuration) {
    if (sign.kind == kAdd) return operand;
    return NewDuration(Op::kSub, {sign.span.begin, operand->span.end}, nullptr, operand);
  }
  auto& literal = static_cast<NumberLiteral&>(*operand);
  if (sign.kind == kSub) literal.value = -literal.value;
  Expr* checked = CheckedLiteral(literal, sign.span);
  if (checked == operand) operand->span.begin = sign.span.begin;
  return checked;
}

Expr* Parser::CombineDurations(const DurationFrame& frame, Expr* rhs) {
  RequireDurationExpressions(*frame.lhs);
  const bool by_zero =
      rhs->kind == ExprKind::kNumber && static_cast<const NumberLiteral&>(*rhs).value == 0;
  if (by_zero && (frame.token.kind == kDiv || frame.token.kind == kMod)) {
    problems_.Report(codes::kDuration, frame.token.span,
                     frame.token.kind == kDiv ? "division by zero" : "modulo by zero");
    return ZeroDuration();
  }
  return NewDuration(ToOp(frame.token.kind), {frame.lhs->span.begin, rhs->span.end}, frame.lhs,
                     rhs);
}

// The name has been taken.
Expr* Parser::ParseStepOrRange(const Token& name) {
  if (!Expect(kLeftParen) || !Expect(kRightParen)) return nullptr;
  return NewDuration(FunctionOp(name.kind), {name.span.begin, token_.span.end}, nullptr, nullptr);
}

void Parser::ReduceDuration() {
  const DurationFrame frame = durations_.back();
  durations_.pop_back();
  duration_ = frame.kind == DurationFrame::Kind::kUnary ? ApplySign(frame.token, duration_)
                                                        : CombineDurations(frame, duration_);
}

// Leaves an operand in duration_, or false for a fault.
bool Parser::ParseDurationOperand() {
  while (true) {
    switch (Peek()) {
      case kNumber:
      case kDuration: {
        NumberLiteral* literal = ParseNumber();
        duration_ = CheckedLiteral(*literal, literal->span);
        return true;
      }
      case kLeftParen:
        durations_.push_back({.kind = DurationFrame::Kind::kParen, .token = Take()});
        continue;
      case kAdd:
      case kSub:
        durations_.push_back(
            {.kind = DurationFrame::Kind::kUnary, .precedence = kMultiplicative, .token = Take()});
        continue;
      case kStep:
      case kRange:
        duration_ = ParseStepOrRange(Take());
        if (duration_ == nullptr) return false;
        RequireDurationExpressions(*duration_);
        return true;
      case kMaxOf:
      case kMinOf: {
        const Token name = Take();
        if (!Expect(kLeftParen)) return false;
        durations_.push_back({.kind = DurationFrame::Kind::kFirstArgument, .token = name});
        continue;
      }
      default:
        if (!SkipToken()) return false;
    }
  }
}

Expr* Parser::CloseDurationFrame(const DurationFrame& frame) {
  if (frame.kind == DurationFrame::Kind::kParen) {
    if (frame.has_sign) return ApplySign(frame.sign, WrapDuration(duration_));
    RequireDurationExpressions(*duration_);
    return WrapDuration(duration_);
  }
  // Prometheus: such a node reaches from one argument to the other.
  DurationExpr* node =
      NewDuration(FunctionOp(frame.token.kind), {frame.lhs->span.begin, duration_->span.end},
                  frame.lhs, duration_);
  if (frame.has_sign) {
    node =
        NewDuration(ToOp(frame.sign.kind), {frame.sign.span.begin, node->span.end}, nullptr, node);
  }
  RequireDurationExpressions(*node);
  return node;
}

// Arithmetic up to the first token that cannot go on with it. `has_operand`: duration_ begins it.
// Whatever is in durations_ waits for it already.
Expr* Parser::ParseDurations(bool has_operand) {
  using Kind = DurationFrame::Kind;
  if (!has_operand && !ParseDurationOperand()) return durations_.clear(), nullptr;
  while (true) {
    const std::uint8_t precedence = Precedence(Peek());
    while (!durations_.empty() && durations_.back().precedence > 0 &&
           (durations_.back().precedence > precedence ||
            (durations_.back().precedence == precedence && token_.kind != kPow))) {
      ReduceDuration();
    }
    if (precedence > 0) {
      durations_.push_back(
          {.kind = Kind::kBinary, .precedence = precedence, .token = Take(), .lhs = duration_});
      if (!ParseDurationOperand()) return durations_.clear(), nullptr;
      continue;
    }
    if (durations_.empty()) return duration_;
    DurationFrame& top = durations_.back();
    if (top.kind == Kind::kFirstArgument && token_.kind == kComma) {
      Take();
      top.kind = Kind::kSecondArgument;
      top.lhs = duration_;
      if (!ParseDurationOperand()) return durations_.clear(), nullptr;
    } else if (top.kind != Kind::kFirstArgument && token_.kind == kRightParen) {
      const DurationFrame frame = top;
      durations_.pop_back();
      Take();
      duration_ = CloseDurationFrame(frame);
      if (frame.ends_offset) return duration_;
    } else if (!SkipToken()) {
      return durations_.clear(), nullptr;
    }
  }
}

// After `offset`. Prometheus: `x offset -2 ^ 2` is `(x offset -2) ^ 2`, so most forms end with
// their first operand; one that begins with a parenthesis or two signs goes on.
Expr* Parser::ParseOffsetDuration() {
  using Kind = DurationFrame::Kind;
  Token sign;
  bool has_sign = false;
  while (true) {
    switch (Peek()) {
      case kNumber:
      case kDuration: {
        NumberLiteral* literal = ParseNumber();
        if (!has_sign) return CheckedLiteral(*literal, literal->span);
        return ApplySign(sign, literal);
      }
      case kStep:
      case kRange: {
        Expr* node = ParseStepOrRange(Take());
        if (node == nullptr) return nullptr;
        if (has_sign) {
          node = NewDuration(ToOp(sign.kind), {sign.span.begin, node->span.end}, nullptr, node);
        }
        RequireDurationExpressions(*node);
        return node;
      }
      case kMaxOf:
      case kMinOf: {
        const Token name = Take();
        if (!Expect(kLeftParen)) return nullptr;
        durations_.push_back({.kind = Kind::kFirstArgument,
                              .ends_offset = true,
                              .has_sign = has_sign,
                              .token = name,
                              .sign = sign});
        return ParseDurations(false);
      }
      case kLeftParen:
        if (!has_sign) return ParseDurations(false);
        durations_.push_back({.kind = Kind::kParen,
                              .ends_offset = true,
                              .has_sign = true,
                              .token = Take(),
                              .sign = sign});
        return ParseDurations(false);
      case kAdd:
      case kSub:
        if (has_sign) {
          durations_.push_back(
              {.kind = Kind::kUnary, .precedence = kMultiplicative, .token = sign});
          return ParseDurations(false);
        }
        sign = Take();
        has_sign = true;
        continue;
      default:
        if (!SkipToken()) return nullptr;
    }
  }
}

}  // namespace check::promql
