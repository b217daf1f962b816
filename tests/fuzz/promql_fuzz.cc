#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "libcheck/api/query_place.h"
#include "libcheck/base/arena.h"
#include "libcheck/promql/completion.h"
#include "libcheck/promql/lexer.h"
#include "libcheck/promql/parse.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

using namespace promql;

struct Parsed {
  Parsed(std::string text, const ParseOptions& options) : source("fuzz", std::move(text)) {
    expr = ParseExpr(source, options, arena, diagnostics, &comments);
  }
  SourceBuffer source;
  Arena arena;
  Diagnostics diagnostics;
  std::vector<Span> comments;
  const Expr* expr = nullptr;
};

void RequireInside(Span span, const SourceFile& source) {
  Require(span.begin <= span.end && span.end <= source.text().size(), "a span is in the text");
}

// Durations are printed in milliseconds, and timestamps and durations used as numbers through a
// double: what is finer or larger than these can hold is not printed as it is. (Prometheus prints
// `1s9ms` as `1s8ms`.)
bool IsPrintable(Duration duration) {
  return duration % std::chrono::milliseconds(1) == Duration(0);
}

bool IsPrintable(const TimeShift& shift) {
  return IsPrintable(shift.offset) && std::abs(static_cast<double>(shift.timestamp_ms)) < 0x1p50;
}

// Infinity is printed with its sign. Before a power that sign is read as one of the whole power.
bool IsInfinityToThePower(const BinaryExpr& expr) {
  const auto* base = TryAs<NumberLiteral>(expr.lhs);
  return expr.op == Op::kPow && base != nullptr && std::isinf(base->value);
}

bool IsPrintable(const Expr& root) {
  std::vector<const Expr*> pending = {&root};
  while (!pending.empty()) {
    const Expr& expr = *pending.back();
    pending.pop_back();
    if (const auto* range = TryAs<MatrixSelector>(&expr)) {
      if (!IsPrintable(range->range)) return false;
    } else if (const auto* subquery = TryAs<SubqueryExpr>(&expr)) {
      if (!IsPrintable(subquery->range) || !IsPrintable(subquery->step) ||
          !IsPrintable(subquery->shift)) {
        return false;
      }
    } else if (const auto* selector = TryAs<VectorSelector>(&expr)) {
      if (!IsPrintable(selector->shift)) return false;
    } else if (const auto* binary = TryAs<BinaryExpr>(&expr)) {
      if (IsInfinityToThePower(*binary)) return false;
    } else if (const auto* number = TryAs<NumberLiteral>(&expr)) {
      if (number->is_duration && std::trunc(number->value) != number->value) return false;
    }
    ForEachChild(expr, [&](const Expr& child) { pending.push_back(&child); });
  }
  return true;
}

void RequireSound(const Parsed& parsed) {
  const auto& found = parsed.diagnostics.found();
  Require((parsed.expr == nullptr) == !found.empty(), "refused for a reason");
  for (const Diagnostic& diagnostic : found) {
    RequireInside(diagnostic.where.span, parsed.source);
    Require(!diagnostic.message.empty(), "a fault has a message");
  }
  for (const Span comment : parsed.comments) {
    RequireInside(comment, parsed.source);
    Require(parsed.source.text(comment).starts_with('#'), "a comment is one");
  }
  if (parsed.expr == nullptr) return;
  std::vector<const Expr*> pending = {parsed.expr};
  while (!pending.empty()) {
    const Expr& expr = *pending.back();
    pending.pop_back();
    RequireInside(expr.span, parsed.source);
    ForEachChild(expr, [&](const Expr& child) {
      Require(child.height < expr.height, "heights count levels");
      pending.push_back(&child);
    });
  }
}

void RunParser(std::string_view bytes, const ParseOptions& options) {
  const Parsed parsed(std::string(bytes), options);
  RequireSound(parsed);
  if (parsed.expr == nullptr || !IsPrintable(*parsed.expr)) return;

  const std::string printed = ToString(*parsed.expr);
  const Parsed again(printed, options);
  Require(again.expr != nullptr, "what is printed can be read");
  Require(ToString(*again.expr) == printed, "printing again gives the same");
  Require(StructurallyEqual(*parsed.expr, *again.expr), "what is printed means the same");
  std::string key;
  std::string key_again;
  AppendStructure(key, *parsed.expr);
  AppendStructure(key_again, *again.expr);
  Require(key == key_again, "equal trees are written alike");

  for (const std::size_t width : {8, 100}) {
    const Parsed pretty(Pretty(*parsed.expr, width), options);
    Require(pretty.expr != nullptr, "what is split over lines can be read");
    Require(StructurallyEqual(*parsed.expr, *pretty.expr), "and means the same");
  }
}

}  // namespace

void FuzzPromql(std::string_view bytes) {
  const Completion completion = CompletionAt(bytes);
  Require(bytes.substr(completion.begin) == completion.word, "the end of the text is completed");
  if (const auto place = api::PlaceInQuery(bytes, bytes)) {
    Require(place->offset <= bytes.size(), "a place in a query is in it");
  }
  RunParser(bytes, {});
  RunParser(
      bytes,
      {.experimental_functions = true, .extended_range_selectors = true, .fill_modifiers = true});

  Lexer lexer(bytes, Lexer::Mode::kSeriesDescription);
  Token token;
  std::size_t tokens = 0;
  do {
    token = lexer.Next();
    Require(token.span.begin <= token.span.end && token.span.end <= bytes.size(),
            "a token is in the text");
    Require(++tokens <= bytes.size() + 1, "every token takes a byte");
  } while (token.kind != TokenKind::kEof && token.kind != TokenKind::kError);
}

}  // namespace check::fuzz
