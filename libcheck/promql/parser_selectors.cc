#include <cmath>
#include <limits>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/base/regex.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/advice.h"
#include "libcheck/promql/parser.h"

namespace check::promql {
namespace {

using enum TokenKind;

model::MatchType ToMatchType(TokenKind kind) {
  switch (kind) {
    case kNotEqual:
      return model::MatchType::kNotEqual;
    case kRegexEqual:
      return model::MatchType::kRegexp;
    case kRegexNotEqual:
      return model::MatchType::kNotRegexp;
    default:
      return model::MatchType::kEqual;
  }
}

bool IsMatchOperator(TokenKind kind) {
  return kind == kAssign || kind == kNotEqual || kind == kRegexEqual || kind == kRegexNotEqual;
}

bool StartsDuration(TokenKind kind) {
  switch (kind) {
    case kNumber:
    case kDuration:
    case kLeftParen:
    case kAdd:
    case kSub:
    case kStep:
    case kRange:
    case kMaxOf:
    case kMinOf:
      return true;
    default:
      return false;
  }
}

Duration ToDuration(const Expr& literal) {
  return Duration(TruncateToInt64(std::round(As<NumberLiteral>(literal).value * 1e9)));
}

}  // namespace

// `name`, if there is one, has been taken.
Parser::Step Parser::ParseSelector(const Token* name) {
  auto* selector = NewNode<VectorSelector>({}, ValueType::kVector);
  matchers_.clear();
  spans_.clear();
  const std::uint32_t begin = name == nullptr ? token_.span.begin : name->span.begin;
  std::uint32_t end = name == nullptr ? begin : name->span.end;
  if (Peek() == kLeftBrace) {
    Take();
    if (!ParseMatchers(*selector)) return Step::kFailed;
    end = token_.span.end;
  }
  if (name != nullptr) {
    selector->name = Text(*name);
    selector->name_in_braces = false;
    matchers_.push_back({model::MatchType::kEqual, model::kMetricName, selector->name});
    spans_.push_back(name->span);
  }
  selector->span = {begin, end};
  selector->matchers = arena_.Copy(matchers_.from(0));
  selector->matcher_spans = arena_.Copy(spans_.from(0));
  operand_ = selector;
  return Step::kAfterOperand;
}

// After the brace that opens, up to and with the one that closes. False only if everything is over.
bool Parser::ParseMatchers(VectorSelector& selector) {
  bool wants_comma = false;
  while (Peek() != kRightBrace) {
    if (wants_comma && token_.kind == kComma) {
      Take();
      wants_comma = false;
    } else if (!wants_comma && (token_.kind == kIdentifier || token_.kind == kString)) {
      if (!ParseMatcher(selector)) return false;
      wants_comma = true;
    } else if (!SkipToken()) {
      if (aborted_) return false;
      CatchUnexpected(kInLabelMatching, wants_comma ? "\",\" or \"}\"" : "identifier or \"}\"");
      selector.may_match_everything = true;
      wants_comma = true;
    }
  }
  Take();
  return true;
}

bool Parser::ParseMatcher(VectorSelector& selector) {
  const Token name = Take();
  while (!IsMatchOperator(Peek())) {
    if (name.kind == kString) {
      matchers_.push_back({model::MatchType::kEqual, model::kMetricName, Unquote(name)});
      spans_.push_back(name.span);
      if (!selector.name_in_braces) selector.name = matchers_.back().value;
      selector.name_in_braces = true;
      return true;
    }
    if (SkipToken()) continue;
    if (aborted_) return false;
    CatchUnexpected(kInLabelMatching, kWantsMatchOperator);
    selector.may_match_everything = true;  // No complaints about what is not there.
    return true;
  }
  const Token type = Take();
  while (Peek() != kString) {
    if (SkipToken()) continue;
    if (aborted_) return false;
    CatchUnexpected(kInLabelMatching, kWantsString);
    selector.may_match_everything = true;
    return true;
  }
  if (!AddMatcher(name, type, Take())) selector.may_match_everything = true;
  return true;
}

// False if it is reported instead.
bool Parser::AddMatcher(const Token& name, const Token& type, const Token& value) {
  const Span span = {name.span.begin, value.span.end};
  const model::Matcher matcher = {
      ToMatchType(type.kind), name.kind == kString ? Unquote(name) : Text(name), Unquote(value)};
  if (model::IsRegexp(matcher.type)) {
    if (const auto fault = RegexProblem(matcher.value)) {
      AdviseOnRegex(matcher.value, *fault, value.span, Text(value),
                    problems_.Report(codes::kRegex, span, "error parsing regexp: " + *fault));
      return false;
    }
  }
  matchers_.push_back(matcher);
  spans_.push_back(span);
  return true;
}

Parser::Step Parser::ParseBrackets() {
  const Token open = Take();
  const auto caught = [this](std::string_view context, std::string_view expected) {
    if (aborted_) return Step::kFailed;
    CatchUnexpected(context, expected);
    return Step::kAfterOperand;
  };
  const Expr* range = ParseDuration();
  if (range == nullptr) {
    return caught("subquery or range selector", "number, duration, step(), or range()");
  }
  range = CheckPositive(range);
  while (Peek() != kRightBracket && token_.kind != kColon) {
    if (!SkipToken()) return caught("subquery or range", "\":\" or \"]\"");
  }
  if (token_.kind == kRightBracket) {
    FinishRange(open, Take(), range);
    return Step::kAfterOperand;
  }
  Take();
  const Expr* step = nullptr;
  while (Peek() != kRightBracket) {
    if (StartsDuration(token_.kind)) {
      step = ParseDuration();
      if (step != nullptr) {
        step = CheckPositive(step);
        if (!Expect(kRightBracket)) return caught("subquery selector", "\"]\"");
        FinishSubquery(token_, range, step);
        return Step::kAfterOperand;
      }
    } else if (SkipToken()) {
      continue;
    }
    return caught("subquery selector", "number, duration, step(), range(), or \"]\"");
  }
  FinishSubquery(Take(), range, nullptr);
  return Step::kAfterOperand;
}

const Expr* Parser::CheckPositive(const Expr* duration) {
  const auto* literal = TryAs<NumberLiteral>(duration);
  if (literal == nullptr || !(literal->value <= 0)) return duration;
  problems_.Report(codes::kDuration, literal->span, "duration must be greater than 0");
  return ZeroDuration();
}

void Parser::FinishRange(const Token& open, const Token& close, const Expr* range) {
  auto* selector = operand_->kind == ExprKind::kVectorSelector
                       ? static_cast<VectorSelector*>(operand_)
                       : nullptr;
  const Span brackets = {open.span.begin, close.span.end};
  if (selector == nullptr) {
    AdviseOnRange(*operand_, problems_.Report(codes::kModifier, brackets,
                                              "ranges only allowed for vector selectors"));
  } else if (selector->shift.offset != Duration::zero()) {
    // Prometheus: arithmetic in an offset, `@ start()` and `@ end()` may stand before a range.
    AdviseToMoveRange(
        text_, brackets, "offset",
        problems_.Report(codes::kModifier, brackets, "no offset modifiers allowed before range"));
  } else if (selector->shift.at == AtModifier::kTimestamp) {
    AdviseToMoveRange(
        text_, brackets, "@",
        problems_.Report(codes::kModifier, brackets, "no @ modifiers allowed before range"));
  }
  auto* node = NewNode<MatrixSelector>({operand_->span.begin, last_closing_}, ValueType::kMatrix);
  node->vector = selector;
  if (range->kind == ExprKind::kNumber) {
    node->range = ToDuration(*range);
  } else {
    node->range_expr = &As<DurationExpr>(*range);
  }
  Adopt(*node, operand_);
  Adopt(*node, range);
  operand_ = node;
}

void Parser::FinishSubquery(const Token& close, const Expr* range, const Expr* step) {
  auto* node =
      NewNode<SubqueryExpr>({operand_->span.begin, close.span.begin + 1}, ValueType::kMatrix);
  node->expr = operand_;
  if (range->kind == ExprKind::kNumber) {
    node->range = ToDuration(*range);
  } else {
    node->range_expr = &As<DurationExpr>(*range);
  }
  if (step != nullptr) {
    if (step->kind == ExprKind::kNumber) {
      node->step = ToDuration(*step);
    } else {
      node->step_expr = &As<DurationExpr>(*step);
    }
  }
  Adopt(*node, operand_);
  Adopt(*node, range);
  Adopt(*node, step);
  operand_ = node;
}

// Where the operand keeps its offset and @, or null after a report that says `otherwise`.
TimeShift* Parser::ShiftOfOperand(std::string_view otherwise) {
  switch (operand_->kind) {
    case ExprKind::kVectorSelector:
      return &static_cast<VectorSelector&>(*operand_).shift;
    case ExprKind::kSubquery:
      return &static_cast<SubqueryExpr&>(*operand_).shift;
    case ExprKind::kMatrixSelector: {
      // The tree is still the parser's own.
      auto* selector = const_cast<VectorSelector*>(static_cast<MatrixSelector&>(*operand_).vector);
      if (selector != nullptr) return &selector->shift;
      problems_.Report(codes::kModifier, operand_->span,
                       "ranges only allowed for vector selectors");
      return nullptr;
    }
    default:
      AdviseOnMisplacedModifier(
          *operand_, problems_.Report(codes::kModifier, operand_->span,
                                      std::string(otherwise) +
                                          " modifier must be preceded by an instant vector "
                                          "selector or range vector selector or a subquery"));
      return nullptr;
  }
}

Parser::Step Parser::ParseOffset() {
  Take();
  const Expr* offset = ParseOffsetDuration();
  if (offset == nullptr) {
    if (aborted_) return Step::kFailed;
    CatchUnexpected("offset", "number, duration, step(), or range()");
    return Step::kAfterOperand;
  }
  SetOffset(offset);
  return Step::kAfterOperand;
}

void Parser::SetOffset(const Expr* offset) {
  TimeShift* shift = ShiftOfOperand("offset");
  if (shift == nullptr) return;
  // Prometheus: an offset of zero may be followed by another one.
  if (shift->offset != Duration::zero() || shift->offset_expr != nullptr) {
    problems_.Report(codes::kModifier, operand_->span, "offset may not be set multiple times");
  } else if (offset->kind == ExprKind::kNumber) {
    shift->offset = ToDuration(*offset);
  } else {
    shift->offset_expr = &As<DurationExpr>(*offset);
    Adopt(*operand_, offset);
  }
  operand_->span.end = last_closing_;
}

Parser::Step Parser::ParseAt() {
  Take();
  const auto failed = [this] {
    if (aborted_) return Step::kFailed;
    CatchUnexpected("@", "timestamp");
    return Step::kAfterOperand;
  };
  while (true) {
    switch (Peek()) {
      case kNumber:
      case kDuration: {
        const Token number = Take();
        SetTimestamp(number.kind == kNumber ? NumberValue(number) : DurationSeconds(number));
        return Step::kAfterOperand;
      }
      case kAdd:
      case kSub: {
        const bool negative = Take().kind == kSub;
        while (Peek() != kNumber && token_.kind != kDuration) {
          if (!SkipToken()) return failed();
        }
        const Token number = Take();
        const double value = number.kind == kNumber ? NumberValue(number) : DurationSeconds(number);
        SetTimestamp(negative ? -value : value);
        return Step::kAfterOperand;
      }
      case kStart:
      case kEnd: {
        const TokenKind which = Take().kind;
        if (!Expect(kLeftParen) || !Expect(kRightParen)) return failed();
        TimeShift* shift = nullptr;
        if (CanSetAt(shift)) {
          shift->at = which == kStart ? AtModifier::kStart : AtModifier::kEnd;
          operand_->span.end = last_closing_;
        }
        return Step::kAfterOperand;
      }
      default:
        if (!SkipToken()) return failed();
    }
  }
}

bool Parser::CanSetAt(TimeShift*& shift) {
  shift = ShiftOfOperand("@");
  if (shift == nullptr) return false;
  if (shift->at == AtModifier::kNone) return true;
  problems_.Report(codes::kModifier, operand_->span, "@ <timestamp> may not be set multiple times");
  return false;
}

void Parser::SetTimestamp(double seconds) {
  if (!(std::abs(seconds) < 0x1p63)) {
    problems_.Report(codes::kModifier, operand_->span,
                     "timestamp out of bounds for @ modifier: " + FormatGoFloat(seconds, 'f', 6));
  }
  TimeShift* shift = nullptr;
  if (!CanSetAt(shift)) return;
  shift->at = AtModifier::kTimestamp;
  shift->timestamp_ms = TruncateToInt64(std::round(seconds * 1000));
  operand_->span.end = last_closing_;
}

void Parser::SetExtended(bool anchored) {
  const std::string name = anchored ? "anchored" : "smoothed";
  if (!options_.extended_range_selectors) {
    problems_
        .Report(codes::kDisabledFeature, operand_->span,
                name + " modifier is experimental and not enabled")
        .notes.push_back(NeedsFeature("promql-extended-range-selectors"));
    return;
  }
  VectorSelector* selector = nullptr;
  switch (operand_->kind) {
    case ExprKind::kVectorSelector:
      selector = static_cast<VectorSelector*>(operand_);
      break;
    case ExprKind::kMatrixSelector:
      selector = const_cast<VectorSelector*>(static_cast<MatrixSelector&>(*operand_).vector);
      break;
    case ExprKind::kSubquery:
      problems_.Report(codes::kModifier, operand_->span,
                       name + " modifier is not supported for subqueries");
      return;
    default:
      problems_.Report(codes::kModifier, operand_->span, name + " modifier not implemented");
      return;
  }
  if (selector == nullptr) return;
  (anchored ? selector->anchored : selector->smoothed) = true;
  if (selector->anchored && selector->smoothed) {
    problems_.Report(codes::kModifier, operand_->span,
                     "anchored and smoothed modifiers cannot be used together");
  }
}

}  // namespace check::promql
