#include <algorithm>

#include "libcheck/base/quote.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/advice.h"
#include "libcheck/promql/parser.h"

namespace check::promql {
namespace {

using enum TokenKind;

// What may stand unquoted between the parentheses of grouping labels.
bool IsLabel(TokenKind kind) {
  switch (kind) {
    case kIdentifier:
    case kMetricIdentifier:
    case kAggregator:
    case kAnd:
    case kOr:
    case kUnless:
    case kAtan2:
      return true;
    case kWithout:  // Prometheus forgot this one.
      return false;
    default:
      return IsKeyword(kind) || IsBetween(kind, kStart, kMinOf);
  }
}

}  // namespace

// False only if everything is over; other faults are caught here.
bool Parser::ParseGroupingLabels(Labels& labels) {
  labels = {};
  while (Peek() != kLeftParen) {
    if (SkipToken()) continue;
    if (aborted_) return false;
    CatchUnexpected(kInGrouping, kWantsParenthesis);
    return true;
  }
  Take();
  labels_.clear();
  spans_.clear();
  bool wants_comma = false;
  while (Peek() != kRightParen) {
    if (!wants_comma) {
      if (!ParseGroupingLabel()) return false;
      wants_comma = true;
    } else if (token_.kind == kComma) {
      Take();
      wants_comma = false;
    } else if (!SkipToken()) {
      if (aborted_) return false;
      CatchUnexpected(kInGrouping, "\",\" or \")\"");
    }
  }
  Take();
  labels.names = arena_.Copy(labels_.from(0));
  labels.spans = arena_.Copy(spans_.from(0));
  return true;
}

// Of group_left and group_right: a parenthesis begins labels, although it could begin the operand.
bool Parser::ParseOptionalGroupingLabels(Labels& labels) {
  labels = {};
  while (Peek() != kLeftParen) {
    if (StartsOperand(token_.kind)) return true;
    if (SkipToken()) continue;
    if (aborted_) return false;
    CatchUnexpected(kInGrouping, kWantsParenthesis);
    return true;
  }
  return ParseGroupingLabels(labels);
}

bool Parser::ParseGroupingLabel() {
  while (true) {
    const TokenKind kind = Peek();
    if (kind == kRightParen) return true;  // Stands where it may; the caller takes it.
    if (kind == kString) {
      const Token token = Take();
      const std::string_view name = Unquote(token);
      if (!model::IsValidLabelName(name, model::NameValidation::kUtf8)) {
        problems_.Report(codes::kSyntax, token.span,
                         "invalid label name for grouping: " + GoQuote(name));
      }
      labels_.push_back(name);
      spans_.push_back(token.span);
      return true;
    }
    if (IsLabel(kind)) {
      const Token token = Take();
      labels_.push_back(Text(token));
      spans_.push_back(token.span);
      return true;
    }
    if (SkipToken()) continue;
    if (aborted_) return false;
    CatchUnexpected(kInGrouping, "label");
    return true;
  }
}

// `by (...)` or `without (...)`, which is known to come next.
bool Parser::ParseAggregateModifier(AggregateExpr& aggregate) {
  const Token word = Take();
  Labels labels;
  if (!ParseGroupingLabels(labels)) return false;
  aggregate.without = word.kind == kWithout;
  aggregate.has_modifier = true;
  aggregate.grouping = labels.names;
  aggregate.grouping_spans = labels.spans;
  aggregate.modifier_span = {word.span.begin, std::max(word.span.end, last_closing_)};
  return true;
}

bool Parser::ParseBinaryModifiers(BinaryExpr& binary) {
  if (Peek() == kBool) {
    Take();
    binary.return_bool = true;
  }
  VectorMatching matching;
  bool any = false;
  if (Peek() == kOn || token_.kind == kIgnoring) {
    any = true;
    matching.on = Take().kind == kOn;
    Labels labels;
    if (!ParseGroupingLabels(labels)) return false;
    matching.labels = labels.names;
    matching.label_spans = labels.spans;
    if (Peek() == kGroupLeft || token_.kind == kGroupRight) {
      matching.cardinality =
          Take().kind == kGroupLeft ? Cardinality::kManyToOne : Cardinality::kOneToMany;
      if (!ParseOptionalGroupingLabels(labels)) return false;
      matching.include = labels.names;
      matching.include_spans = labels.spans;
    }
  }
  if (IsBetween(Peek(), kFill, kFillRight)) {
    any = true;
    const TokenKind first = Take().kind;
    double value = 0;
    if (!ParseFillValue(value)) return false;
    if (first != kFillRight) matching.fill_lhs = value;
    if (first != kFillLeft) matching.fill_rhs = value;
    const TokenKind other = first == kFillLeft ? kFillRight : kFillLeft;
    if (first != kFill && Peek() == other) {
      Take();
      if (!ParseFillValue(value)) return false;
      (other == kFillLeft ? matching.fill_lhs : matching.fill_rhs) = value;
    }
  }
  if (any) binary.matching = arena_.New<VectorMatching>(matching);
  return true;
}

bool Parser::ParseFillValue(double& value) {
  if (!Expect(kLeftParen)) return false;
  while (true) {
    const TokenKind kind = Peek();
    if (kind == kNumber || kind == kDuration) {
      value = ParseNumber()->value;
      return Expect(kRightParen);
    }
    if (kind == kAdd || kind == kSub) {
      const bool negative = Take().kind == kSub;
      while (Peek() != kNumber && token_.kind != kDuration) {
        if (!SkipToken()) return false;
      }
      value = ParseNumber()->value;
      if (negative) value = -value;
      return Expect(kRightParen);
    }
    if (!SkipToken()) return false;
  }
}

}  // namespace check::promql
