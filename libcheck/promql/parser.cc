#include "libcheck/promql/parser.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/promql/advice.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/functions.h"

namespace check::promql {
namespace {

using enum TokenKind;

constexpr std::uint8_t kMultiplicative = 5;
constexpr std::uint8_t kPower = 6;

std::uint8_t Precedence(TokenKind kind) {
  switch (kind) {
    case kOr:
      return 1;
    case kAnd:
    case kUnless:
      return 2;
    case kAdd:
    case kSub:
      return 4;
    case kMul:
    case kDiv:
    case kMod:
    case kAtan2:
      return kMultiplicative;
    case kPow:
      return kPower;
    default:
      return 3;  // Comparisons and trims.
  }
}

// Keywords that may also be metric names. The others never start an operand.
bool IsMetricKeyword(TokenKind kind) {
  switch (kind) {
    case kAnd:
    case kOr:
    case kUnless:
    case kBy:
    case kWithout:
    case kFill:
    case kFillLeft:
    case kFillRight:
    case kOffset:
    case kAnchored:
    case kSmoothed:
      return true;
    default:
      return false;
  }
}

// The arithmetic in the last offset of `expr`, if nothing comes after it.
const DurationExpr* TrailingOffset(const Expr* expr) {
  while (true) {
    switch (expr->kind) {
      case ExprKind::kBinary:
        expr = As<BinaryExpr>(*expr).rhs;
        break;
      case ExprKind::kUnary:
        expr = As<UnaryExpr>(*expr).expr;
        break;
      case ExprKind::kVectorSelector:
        return As<VectorSelector>(*expr).shift.offset_expr;
      case ExprKind::kMatrixSelector:
        if (As<MatrixSelector>(*expr).vector == nullptr) return nullptr;
        return As<MatrixSelector>(*expr).vector->shift.offset_expr;
      case ExprKind::kSubquery:
        return As<SubqueryExpr>(*expr).shift.offset_expr;
      default:
        return nullptr;
    }
  }
}

}  // namespace

bool StartsOperand(TokenKind kind) {
  switch (kind) {
    case kNumber:
    case kDuration:
    case kString:
    case kIdentifier:
    case kMetricIdentifier:
    case kLeftBrace:
    case kLeftParen:
    case kAdd:
    case kSub:
    case kAggregator:
      return true;
    default:
      return IsMetricKeyword(kind) || IsBetween(kind, kStart, kMinOf);
  }
}

Op ToOp(TokenKind kind) {
  static_assert(static_cast<int>(kUnless) - static_cast<int>(kAdd) ==
                static_cast<int>(Op::kUnless) - static_cast<int>(Op::kAdd));
  return static_cast<Op>(static_cast<int>(kind) - static_cast<int>(kAdd));
}

std::int64_t TruncateToInt64(double value) {
  if (value >= -0x1p63 && value < 0x1p63) return static_cast<std::int64_t>(value);
  return std::numeric_limits<std::int64_t>::min();
}

void Parser::Fetch() {
  while (true) {
    token_ = lexer_.Next();
    if (token_.kind != kComment) break;
    if (comments_ != nullptr) comments_->push_back(token_.span);
  }
  have_token_ = true;
  switch (token_.kind) {
    case kError: {
      const LexicalFault& fault = lexer_.fault();
      Diagnostic& problem = problems_.Report(codes::kSyntax, token_.span, fault.message);
      problem.ends_early = fault.EndsEarly();
      AdviseOnLexicalFault(fault, problem);
      if (fault.kind == LexicalFault::Kind::kParenthesis) ShowUnclosed(problem);
      break;
    }
    case kRightBrace:
    case kRightParen:
    case kRightBracket:
    case kDuration:
    case kNumber:
      last_closing_ = token_.span.end;
      break;
    default:
      break;
  }
}

Token Parser::Take() {
  have_token_ = false;
  if (quiet_ > 0) --quiet_;
  return token_;
}

// For a token that does not fit. True if it was skipped for standing right after another fault; if
// not, the fault has to be caught, unless everything is over.
bool Parser::SkipToken() {
  if (quiet_ < 3) return false;
  if (token_.kind == kError || token_.kind == kEof) {
    aborted_ = true;
    return false;
  }
  have_token_ = false;
  return true;
}

bool Parser::Expect(TokenKind kind) {
  while (Peek() != kind) {
    if (!SkipToken()) return false;
  }
  Take();
  return true;
}

// Reports the token that was read last, unless the lexer has complained about it already.
void Parser::Unexpected(std::string_view context, std::string_view expected) {
  if (token_.kind == kError) return;
  std::string message = "unexpected " + Describe(token_, Text(token_));
  if (!context.empty()) message.append(" in ").append(context);
  if (!expected.empty()) message.append(", expected ").append(expected);
  Diagnostic& problem = problems_.Report(codes::kSyntax, token_.span, std::move(message));
  problem.ends_early = token_.kind == kEof;
  AdviseOnUnexpected(text_, token_, context, expected, problem);
}

void Parser::CatchUnexpected(std::string_view context, std::string_view expected) {
  quiet_ = 3;
  Unexpected(context, expected);
}

void Parser::Adopt(Expr& parent, const Expr* child) const {
  if (child == nullptr || child->height < parent.height) return;
  parent.height = child->height + 1;
}

Expr* Parser::Parse() {
  if (Peek() == kEof) {
    problems_.Report(codes::kSyntax, {}, "no expression found in input");
    return nullptr;
  }
  frames_.push_back({});
  Step step = Step::kOperand;
  while (true) {
    switch (step) {
      case Step::kOperand:
        step = ParseOperand();
        break;
      case Step::kAfterOperand:
        step = ParseAfterOperand();
        break;
      case Step::kFirstArgument:
        step = ParseFirstArgument();
        break;
      case Step::kAfterArgument:
        step = ParseAfterArgument();
        break;
      case Step::kFailed:
        step = Recover();
        break;
      case Step::kDone:
        return operand_;
    }
  }
}

Parser::Step Parser::ParseOperand() {
  wants_operator_ = false;
  while (true) {
    switch (Peek()) {
      case kNumber:
      case kDuration:
        operand_ = ParseNumber();
        return Step::kAfterOperand;
      case kString: {
        const Token token = Take();
        auto* literal = NewNode<StringLiteral>(token.span, ValueType::kString);
        literal->value = Unquote(token);
        operand_ = literal;
        return Step::kAfterOperand;
      }
      case kAdd:
      case kSub:
        frames_.push_back(
            {.kind = Frame::Kind::kUnary, .precedence = kMultiplicative, .token = Take()});
        continue;
      case kLeftParen:
        frames_.push_back({.kind = Frame::Kind::kParen, .token = Take()});
        continue;
      case kLeftBrace:
        return ParseSelector(nullptr);
      case kMetricIdentifier: {
        const Token name = Take();
        return ParseSelector(&name);
      }
      case kIdentifier:
      case kStart:
      case kEnd:
      case kStep:
      case kRange:
      case kMaxOf:
      case kMinOf: {
        const Token name = Take();
        return ParseName(name);
      }
      case kAggregator:
        return StartAggregate();
      default:
        if (IsMetricKeyword(token_.kind)) {
          const Token name = Take();
          return ParseSelector(&name);
        }
        if (!SkipToken()) return Step::kFailed;
    }
  }
}

Parser::Step Parser::ParseName(const Token& name) {
  if (Peek() != kLeftParen) return ParseSelector(&name);
  frames_.push_back({.kind = Frame::Kind::kCall,
                     .first_argument = static_cast<std::uint32_t>(arguments_.size()),
                     .token = name,
                     .opening = Take().span});
  return Step::kFirstArgument;
}

Parser::Step Parser::StartAggregate() {
  const Token name = Take();
  const TokenKind next = Peek();
  if (next != kLeftParen && next != kBy && next != kWithout) return ParseSelector(&name);
  auto* node = NewNode<AggregateExpr>(name.span, ValueType::kVector);
  node->aggregation = &AllAggregations()[name.detail];
  frames_.push_back({.kind = Frame::Kind::kAggregate,
                     .has_modifier = next != kLeftParen,
                     .first_argument = static_cast<std::uint32_t>(arguments_.size()),
                     .token = name,
                     .node = node});
  if (next != kLeftParen && !ParseAggregateModifier(*node)) return Step::kFailed;
  if (Peek() == kLeftParen) frames_.back().opening = token_.span;
  return Expect(kLeftParen) ? Step::kFirstArgument : Step::kFailed;
}

Parser::Step Parser::ParseFirstArgument() {
  while (true) {
    if (Peek() == kRightParen) {
      Take();
      return FinishArguments();
    }
    if (StartsOperand(token_.kind)) return Step::kOperand;
    if (!SkipToken()) return Step::kFailed;
  }
}

Parser::Step Parser::ParseAfterArgument() {
  while (true) {
    if (Peek() == kComma) {
      const Token comma = Take();
      if (StartsOperand(Peek())) return Step::kOperand;
      problems_.Report(codes::kSyntax, comma.span,
                       "trailing commas not allowed in function call args");
    } else if (token_.kind == kRightParen) {
      Take();
      return FinishArguments();
    } else if (!SkipToken()) {
      return Step::kFailed;
    }
  }
}

Parser::Step Parser::ParseAfterOperand() {
  wants_operator_ = true;
  switch (Peek()) {
    case kLeftBracket:
      return ParseBrackets();
    case kAt:
      return ParseAt();
    case kOffset:
      return ParseOffset();
    case kAnchored:
    case kSmoothed:
      SetExtended(Take().kind == kAnchored);
      return Step::kAfterOperand;
    default:
      return IsBinaryOperator(token_.kind) ? StartBinary() : ReduceAndClose();
  }
}

Parser::Step Parser::StartBinary() {
  const std::uint8_t precedence = Precedence(token_.kind);
  while (frames_.back().precedence > precedence ||
         (frames_.back().precedence == precedence && precedence != kPower)) {
    Reduce();
  }
  const Token op = Take();
  // Arithmetic that might have gone on with an offset, but for a sign, has to be kept from it when
  // the tree is printed.
  if (IsBetween(op.kind, kAdd, kPow)) {
    const DurationExpr* offset = TrailingOffset(operand_);
    if (offset != nullptr && offset->wrapped) {
      const_cast<DurationExpr*>(offset)->closes_offset = true;
    }
  }
  auto* node = NewNode<BinaryExpr>({}, ValueType::kNone);
  node->op = ToOp(op.kind);
  node->op_span = op.span;
  node->lhs = operand_;
  operand_ = nullptr;
  if (!ParseBinaryModifiers(*node)) return Step::kFailed;
  frames_.push_back(
      {.kind = Frame::Kind::kBinary, .precedence = precedence, .token = op, .node = node});
  return Step::kOperand;
}

// The operand is complete: what surrounds it decides what may follow.
Parser::Step Parser::ReduceAndClose() {
  while (frames_.back().precedence > 0) Reduce();
  switch (frames_.back().kind) {
    case Frame::Kind::kParen:
      if (token_.kind == kRightParen) {
        const Token close = Take();
        const Frame frame = frames_.back();
        frames_.pop_back();
        FinishParen(frame, close);
        return Step::kAfterOperand;
      }
      return SkipToken() ? Step::kAfterOperand : Step::kFailed;
    case Frame::Kind::kCall:
    case Frame::Kind::kAggregate:
      arguments_.push_back(operand_);
      operand_ = nullptr;
      return Step::kAfterArgument;
    default:
      if (token_.kind == kEof) return Step::kDone;
      if (quiet_ < 3) return Step::kFailed;
      DrainAfterFault();
      return Step::kDone;
  }
}

void Parser::Reduce() {
  const Frame frame = frames_.back();
  frames_.pop_back();
  if (frame.kind == Frame::Kind::kUnary) {
    FinishUnary(frame);
  } else {
    FinishBinary(frame);
  }
}

void Parser::FinishUnary(const Frame& frame) {
  if (operand_->kind == ExprKind::kNumber) {
    auto& literal = static_cast<NumberLiteral&>(*operand_);
    if (frame.token.kind == kSub) literal.value = -literal.value;
    literal.span.begin = frame.token.span.begin;
    return;
  }
  auto* node = NewNode<UnaryExpr>({frame.token.span.begin, operand_->span.end}, operand_->type);
  node->op = ToOp(frame.token.kind);
  node->expr = operand_;
  Adopt(*node, operand_);
  operand_ = node;
}

namespace {

constexpr VectorMatching kPlainMatching = {};
constexpr VectorMatching kSetMatching = {.cardinality = Cardinality::kManyToMany};

ValueType BinaryType(const Expr& lhs, const Expr& rhs) {
  if (lhs.type == ValueType::kScalar && rhs.type == ValueType::kScalar) return ValueType::kScalar;
  const auto unknown = [](const Expr& expr) { return expr.type == ValueType::kNone; };
  const auto vector = [](const Expr& expr) { return expr.type == ValueType::kVector; };
  if ((unknown(lhs) && !vector(rhs)) || (unknown(rhs) && !vector(lhs))) return ValueType::kNone;
  return ValueType::kVector;
}

}  // namespace

void Parser::FinishBinary(const Frame& frame) {
  auto& node = static_cast<BinaryExpr&>(*frame.node);
  node.rhs = operand_;
  node.span = {node.lhs->span.begin, operand_->span.end};
  node.type = BinaryType(*node.lhs, *node.rhs);
  const bool vectors = node.lhs->type == ValueType::kVector && node.rhs->type == ValueType::kVector;
  if (node.matching == nullptr) {
    if (vectors) node.matching = IsSetOperator(node.op) ? &kSetMatching : &kPlainMatching;
  } else {
    const VectorMatching& matching = *node.matching;
    const bool fills = matching.fill_lhs.has_value() || matching.fill_rhs.has_value();
    if (fills && !options_.fill_modifiers) {
      problems_
          .Report(codes::kDisabledFeature, node.span,
                  "binop fill modifiers are experimental and not enabled")
          .notes.push_back(NeedsFeature("promql-binop-fill-modifiers"));
    }
    if (vectors && IsSetOperator(node.op) && matching.cardinality == Cardinality::kOneToOne) {
      auto* changed = arena_.New<VectorMatching>(matching);
      changed->cardinality = Cardinality::kManyToMany;
      node.matching = changed;
    } else if (!vectors && matching.labels.empty() && !fills) {
      node.matching = nullptr;  // The type check complains about labels and fills.
    }
  }
  Adopt(node, node.lhs);
  Adopt(node, node.rhs);
  operand_ = &node;
}

void Parser::FinishParen(const Frame& frame, const Token& close) {
  auto* node = NewNode<ParenExpr>({frame.token.span.begin, close.span.end}, operand_->type);
  node->expr = operand_;
  Adopt(*node, operand_);
  operand_ = node;
}

Parser::Step Parser::FinishArguments() {
  const Frame frame = frames_.back();
  if (frame.kind == Frame::Kind::kCall) {
    frames_.pop_back();
    FinishCall(frame);
    return Step::kAfterOperand;
  }
  auto& aggregate = static_cast<AggregateExpr&>(*frame.node);
  bool looked_ahead = false;
  if (!frame.has_modifier) {
    if (Peek() == kBy || token_.kind == kWithout) {
      if (!ParseAggregateModifier(aggregate)) return Step::kFailed;
    } else {
      looked_ahead = true;
    }
  }
  frames_.pop_back();
  FinishAggregate(aggregate, frame.token, frame.first_argument, looked_ahead);
  return Step::kAfterOperand;
}

void Parser::CheckFunctionName(const Token& name, const Function* function, bool late) {
  const std::string_view text = Text(name);
  const auto report = [&](const CodeInfo& info, std::string message) -> Diagnostic& {
    return late ? problems_.ReportLate(info, name.span, std::move(message))
                : problems_.Report(info, name.span, std::move(message));
  };
  if (function == nullptr) {
    Diagnostic& problem =
        report(codes::kUnknownFunction, "unknown function with name " + GoQuote(text));
    // Looking for what was meant takes a while; text without sense may have very many.
    constexpr int kMostAdvised = 50;
    if (++unknown_functions_ <= kMostAdvised) AdviseOnUnknownFunction(text, problem);
  } else if (function->experimental && !options_.experimental_functions) {
    report(codes::kDisabledFeature, "function " + GoQuote(text) + " is not enabled")
        .notes.push_back(NeedsFeature("promql-experimental-functions"));
  }
}

void Parser::FinishCall(const Frame& frame) {
  const Function* function = FindFunction(Text(frame.token));
  if (function == nullptr || function->experimental) {
    CheckFunctionName(frame.token, function, false);
  }
  auto* node = NewNode<Call>({frame.token.span.begin, last_closing_},
                             function == nullptr ? ValueType::kNone : function->signature.result);
  node->function = function;
  node->name_span = frame.token.span;
  node->arguments = arena_.Copy(arguments_.from(frame.first_argument));
  arguments_.truncate(frame.first_argument);
  for (const Expr* argument : node->arguments) Adopt(*node, argument);
  // Prometheus: info() takes a selector that may match everything; no name means info metrics.
  const std::size_t given = function != nullptr ? node->arguments.size() : 0;
  for (std::size_t i = 0; i < given; ++i) {
    if (function->signature.At(i).constraint != Constraint::kLabelMatchers) continue;
    if (const auto* selector = TryAs<VectorSelector>(node->arguments[i]);
        selector != nullptr && (selector->name.empty() || selector->name_in_braces)) {
      auto* marked = arena_.New<VectorSelector>(*selector);
      marked->may_match_everything = true;
      std::vector<const Expr*> arguments(node->arguments.begin(), node->arguments.end());
      arguments[i] = marked;
      node->arguments = arena_.Copy(arguments);
    }
  }
  operand_ = node;
}

// Prometheus: having looked at a parenthesis that closes something further out, it searches
// backwards for the one that closes the arguments, and gives up at anything but white space.
std::uint32_t Parser::EndBeforeLookahead() const {
  const std::uint32_t last = token_.span.begin;
  if (last_closing_ == 0 || last == 0 || last >= text_.size() || text_[last] != ')') {
    return last_closing_;
  }
  for (std::uint32_t i = last - 1; i > 0; --i) {
    const char c = text_[i];
    if (c == ')') return i + 1;
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') break;
  }
  return last_closing_;
}

void Parser::ReportNoArguments(const AggregateExpr& aggregate) {
  problems_.Report(codes::kArguments, aggregate.span,
                   "no arguments for aggregate expression provided");
}

void Parser::FinishAggregate(AggregateExpr& aggregate, const Token& name,
                             std::uint32_t first_argument, bool looked_ahead) {
  const std::span<const Expr* const> arguments = arguments_.from(first_argument);
  arguments_.truncate(first_argument);
  aggregate.span = {name.span.begin, looked_ahead ? EndBeforeLookahead() : last_closing_};
  operand_ = &aggregate;

  if (arguments.empty()) {
    ReportNoArguments(aggregate);
    return;
  }
  const Aggregation& what = *aggregate.aggregation;
  const std::size_t wanted = what.parameter.type == ValueType::kNone ? 1 : 2;
  if (wanted == 2) {
    if (what.experimental && !options_.experimental_functions) {
      problems_.Report(codes::kDisabledFeature, aggregate.span,
                       std::string(what.name) +
                           "() is experimental and must be enabled with "
                           "--enable-feature=promql-experimental-functions");
      return;
    }
  }
  if (arguments.size() != wanted) {
    Diagnostic& problem =
        problems_.Report(codes::kArguments, aggregate.span,
                         "wrong number of arguments for aggregate expression provided, expected " +
                             std::to_string(wanted) + ", got " + std::to_string(arguments.size()));
    AdviseOnAggregateArguments(what, arguments.size(), problem);
    return;
  }
  if (wanted == 2) {
    aggregate.parameter = arguments[0];
    Adopt(aggregate, aggregate.parameter);
  }
  aggregate.expr = arguments[wanted - 1];
  Adopt(aggregate, aggregate.expr);
}

// `top` is the innermost part that was unfinished when the last token did not fit.
void Parser::AdviseOnStructure(const Frame& top) {
  if (token_.kind == kError) return;
  const bool begins_operand = StartsOperand(token_.kind) && !IsMetricKeyword(token_.kind);
  if (wants_operator_ && begins_operand && token_.kind != kLeftBrace) {
    const auto* selector = operand_ == nullptr ? nullptr : TryAs<VectorSelector>(operand_);
    if (selector != nullptr && selector->matchers.size() == 1 &&
        (FindFunction(selector->name) != nullptr || FindAggregation(selector->name) != nullptr)) {
      problems_.Note("`" + std::string(selector->name) + "` takes its arguments in parentheses");
    } else {
      const bool in_call = top.kind == Frame::Kind::kCall || top.kind == Frame::Kind::kAggregate;
      problems_.Note(in_call ? "an operator or a comma is missing before it"
                             : "an operator is missing before it");
    }
  } else if (!wants_operator_ && top.precedence > 0) {
    problems_.Note("an operand is missing after `" + std::string(Text(top.token)) + "`");
  }
}

// The parenthesis that nothing closes: the innermost, as the user may well have meant to close it.
void Parser::ShowUnclosed(Diagnostic& problem) const {
  for (std::size_t i = frames_.size(); i-- > 0;) {
    const Frame& frame = frames_[i];
    const Span opening = frame.kind == Frame::Kind::kParen ? frame.token.span : frame.opening;
    if (opening.begin < opening.end) {
      problem.labels.push_back({problems_.At(opening), "opened here"});
      return;
    }
  }
}

// Gives up what is unfinished, up to a place that catches faults: an aggregation, or everything.
Parser::Step Parser::Recover() {
  const auto give_up = [this](const Frame& frame) {
    if (frame.kind != Frame::Kind::kCall) return;
    const Function* function = FindFunction(Text(frame.token));
    if (function == nullptr) CheckFunctionName(frame.token, function, true);
  };
  const Frame top = frames_.back();
  while (true) {
    const Frame frame = frames_.back();
    if (frame.kind == Frame::Kind::kRoot) break;
    frames_.pop_back();
    if (frame.kind == Frame::Kind::kAggregate && !aborted_) {
      CatchUnexpected("aggregation", "");
      AdviseOnStructure(top);
      auto* node = NewNode<AggregateExpr>(frame.token.span, ValueType::kVector);
      node->aggregation = &AllAggregations()[frame.token.detail];
      node->span.end = last_closing_;
      operand_ = node;
      arguments_.truncate(frame.first_argument);
      if (options_.report_consequences) ReportNoArguments(*node);
      return Step::kAfterOperand;
    }
    give_up(frame);
  }
  if (!aborted_) {
    CatchUnexpected("", "");
    AdviseOnStructure(top);
    DrainAfterFault();
  }
  operand_ = nullptr;
  return Step::kDone;
}

// Reads the rest for the sake of faults that can be told without knowing the structure.
void Parser::DrainAfterFault() {
  Token previous;
  TokenKind before_previous = kEof;
  while (Peek() != kEof && token_.kind != kError) {
    if (token_.kind == kLeftParen && previous.kind == kIdentifier && !IsKeyword(before_previous)) {
      const Function* function = FindFunction(Text(previous));
      if (function == nullptr) CheckFunctionName(previous, function, true);
    }
    before_previous = previous.kind;
    previous = token_;
    have_token_ = false;
  }
}

NumberLiteral* Parser::ParseNumber() {
  const Token token = Take();
  auto* literal = NewNode<NumberLiteral>(token.span, ValueType::kScalar);
  literal->is_duration = token.kind == kDuration;
  literal->value = literal->is_duration ? DurationSeconds(token) : NumberValue(token);
  return literal;
}

double Parser::NumberValue(const Token& token) {
  const std::string_view text = Text(token);
  // Short and without a leading zero, which would make it octal.
  if (text.size() <= 15 && text[0] >= '1' && text[0] <= '9') {
    std::int64_t value = 0;
    std::size_t i = 0;
    for (; i < text.size() && IsDigit(text[i]); ++i) {
      value = value * 10 + (text[i] - '0');
    }
    if (i == text.size()) return static_cast<double>(value);
  }
  if (const auto integer = ParseGoInt(text, 0)) return static_cast<double>(*integer);
  const std::optional<double> value = ParseGoFloat(text);
  const char first = text[0];
  const bool spelt_out = first == 'i' || first == 'I';
  if (!value.has_value() || (std::isinf(*value) && !spelt_out)) {
    problems_.Report(codes::kSyntax, token.span,
                     "error parsing number: strconv.ParseFloat: parsing " + GoQuote(text) +
                         (value.has_value() ? ": value out of range" : ": invalid syntax"));
  }
  return value.value_or(0);
}

double Parser::DurationSeconds(const Token& token) {
  const std::string_view text = Text(token);
  const Result<Duration> parsed = ParsePrometheusDuration(text);
  if (!parsed.ok()) {
    problems_.Report(codes::kDuration, token.span, parsed.error().message);
    return 0;
  }
  const std::int64_t nanoseconds = parsed->count();
  return static_cast<double>(nanoseconds / 1'000'000'000) +
         static_cast<double>(nanoseconds % 1'000'000'000) / 1e9;
}

// The lexer has made sure that quotes and escapes are right.
std::string_view Parser::Unquote(const Token& token) {
  const std::string_view text = Text(token);
  if (text.front() == '`' || text.find('\\') == std::string_view::npos) {
    return text.substr(1, text.size() - 2);
  }
  return arena_.Copy(UnquoteString(text));
}

}  // namespace check::promql
