#ifndef LIBCHECK_PROMQL_PARSER_H_
#define LIBCHECK_PROMQL_PARSER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/inline_vector.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/lexer.h"
#include "libcheck/promql/parse.h"
#include "libcheck/promql/problems.h"

namespace check::promql {

/// Reads one expression. It works with a stack of its own rather than by recursion, so depth costs
/// memory and nothing else.
///
/// Users search for Prometheus's messages, and its parser is made by a generator, so recovery from
/// faults works the way such parsers do:
///  - A few places catch what goes wrong inside them: an aggregation, grouping labels, label
///    matchers, brackets, `offset`, `@`, and the expression as a whole.
///  - Until three tokens after a fault have been accepted, more faults are not reported anew: those
///    directly after it have their tokens skipped.
///  - The token after something is looked at only where a choice depends on it. That decides which
///    of two faults is reported first, and some positions.
class Parser {
 public:
  Parser(std::string_view text, const ParseOptions& options, Arena& arena, Problems& problems,
         std::vector<Span>* comments)
      : text_(text),
        options_(options),
        arena_(arena),
        problems_(problems),
        comments_(comments),
        lexer_(text) {}

  /// The tree, or null if there is none to be had. Where there were problems it may have holes:
  /// null operands, functions and so on.
  Expr* Parse();

 private:
  // What an unfinished part of the expression waits for.
  struct Frame {
    enum class Kind : std::uint8_t { kRoot, kParen, kUnary, kBinary, kCall, kAggregate };
    Kind kind = Kind::kRoot;
    std::uint8_t precedence = 0;  // Of kUnary and kBinary.
    bool has_modifier = false;    // kAggregate: by or without came before the arguments.
    std::uint32_t first_argument = 0;
    Token token;  // The parenthesis, sign or name it begins with; the operator.
    Expr* node = nullptr;
    Span opening = {};  // The left parenthesis of kCall and kAggregate.
  };

  enum class Step : std::uint8_t {
    kOperand,
    kAfterOperand,
    kFirstArgument,
    kAfterArgument,
    kFailed,
    kDone,
  };

  // Tokens.
  TokenKind Peek() {
    if (!have_token_) Fetch();
    return token_.kind;
  }
  Token Take();
  void Fetch();
  bool SkipToken();
  bool Expect(TokenKind kind);
  std::string_view Text(const Token& token) const {
    return text_.substr(token.span.begin, token.span.size());
  }
  void CatchUnexpected(std::string_view context, std::string_view expected);
  void Unexpected(std::string_view context, std::string_view expected);

  // Expressions.
  Step ParseOperand();
  Step ParseAfterOperand();
  Step ParseFirstArgument();
  Step ParseAfterArgument();
  Step ParseName(const Token& name);
  Step StartAggregate();
  Step StartBinary();
  Step ReduceAndClose();
  Step FinishArguments();
  Step Recover();
  void AdviseOnStructure(const Frame& top);
  void ShowUnclosed(Diagnostic& problem) const;
  void DrainAfterFault();
  void Reduce();
  void FinishUnary(const Frame& frame);
  void FinishBinary(const Frame& frame);
  void FinishParen(const Frame& frame, const Token& close);
  void FinishCall(const Frame& frame);
  void ReportNoArguments(const AggregateExpr& aggregate);
  void FinishAggregate(AggregateExpr& aggregate, const Token& name, std::uint32_t first_argument,
                       bool looked_ahead);
  std::uint32_t EndBeforeLookahead() const;
  void CheckFunctionName(const Token& name, const Function* function, bool late);

  // Literals.
  NumberLiteral* ParseNumber();
  double NumberValue(const Token& token);
  double DurationSeconds(const Token& token);
  std::string_view Unquote(const Token& token);

  // Selectors and what may follow them: parser_selectors.cc.
  Step ParseSelector(const Token* name);
  bool ParseMatchers(VectorSelector& selector);
  bool ParseMatcher(VectorSelector& selector);
  bool AddMatcher(const Token& name, const Token& type, const Token& value);
  Step ParseBrackets();
  Step ParseAt();
  Step ParseOffset();
  void FinishRange(const Token& open, const Token& close, const Expr* range);
  void FinishSubquery(const Token& close, const Expr* range, const Expr* step);
  const Expr* CheckPositive(const Expr* duration);
  TimeShift* ShiftOfOperand(std::string_view otherwise);
  void SetOffset(const Expr* offset);
  void SetTimestamp(double seconds);
  bool CanSetAt(TimeShift*& shift);
  void SetExtended(bool anchored);

  // Grouping labels and the modifiers of binary operators: parser_modifiers.cc.
  struct Labels {
    std::span<const std::string_view> names;
    std::span<const Span> spans;
  };
  bool ParseGroupingLabels(Labels& labels);
  bool ParseOptionalGroupingLabels(Labels& labels);
  bool ParseGroupingLabel();
  bool ParseAggregateModifier(AggregateExpr& aggregate);
  bool ParseBinaryModifiers(BinaryExpr& binary);
  bool ParseFillValue(double& value);

  // Arithmetic with durations: parser_durations.cc. Each gives null for a fault to be caught.
  struct DurationFrame {
    enum class Kind : std::uint8_t { kParen, kUnary, kBinary, kFirstArgument, kSecondArgument };
    Kind kind = Kind::kParen;
    std::uint8_t precedence = 0;  // Of kUnary and kBinary.
    bool ends_offset = false;     // The offset is complete when this is.
    bool has_sign = false;        // `sign` goes with it. Only where ends_offset.
    Token token;                  // The parenthesis, sign, operator or name it begins with.
    Token sign;
    Expr* lhs = nullptr;
  };
  Expr* ParseDuration() { return ParseDurations(false); }
  Expr* ParseOffsetDuration();
  Expr* ParseDurations(bool has_operand);
  bool ParseDurationOperand();
  void ReduceDuration();
  Expr* CloseDurationFrame(const DurationFrame& frame);
  Expr* ParseStepOrRange(const Token& name);
  Expr* CheckedLiteral(NumberLiteral& literal, Span blame);
  Expr* ApplySign(const Token& sign, Expr* operand);
  Expr* WrapDuration(Expr* operand);
  Expr* CombineDurations(const DurationFrame& frame, Expr* rhs);
  DurationExpr* NewDuration(Op op, Span span, const Expr* lhs, const Expr* rhs);
  Expr* ZeroDuration();
  void RequireDurationExpressions(const Expr& expr);

  template <typename T>
  T* NewNode(Span span, ValueType type);
  void Adopt(Expr& parent, const Expr* child) const;

  std::string_view text_;
  const ParseOptions& options_;
  Arena& arena_;
  Problems& problems_;
  std::vector<Span>* comments_;
  Lexer lexer_;

  Token token_;  // The last one read, whether taken or not.
  bool have_token_ = false;
  int quiet_ = 0;  // Tokens to accept before faults count as new ones.
  bool aborted_ = false;
  int unknown_functions_ = 0;
  bool wants_operator_ = false;  // The last operand is complete.
  // End of the last closing bracket, number or duration that was read. Prometheus takes many ends
  // of nodes from this, so some lie past a parenthesis that was only looked at.
  std::uint32_t last_closing_ = 0;

  Expr* operand_ = nullptr;
  InlineVector<Frame, 24> frames_;
  InlineVector<const Expr*, 16> arguments_;
  Expr* duration_ = nullptr;  // What operand_ is to frames_.
  InlineVector<DurationFrame, 4> durations_;
  InlineVector<model::Matcher, 12> matchers_;
  InlineVector<Span, 12> spans_;
  InlineVector<std::string_view, 12> labels_;
};

template <typename T>
T* Parser::NewNode(Span span, ValueType type) {
  T* node = arena_.New<T>();
  node->kind = T::kKind;
  node->type = type;
  node->span = span;
  return node;
}

/// Whether an operand may begin with such a token.
bool StartsOperand(TokenKind kind);

/// What a binary operator's token stands for.
Op ToOp(TokenKind kind);

/// float64 to int64 as Go has it on x86: what does not fit becomes the smallest integer.
std::int64_t TruncateToInt64(double value);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_PARSER_H_
