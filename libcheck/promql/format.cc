#include "libcheck/promql/format.h"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/promql/format_parts.h"
#include "libcheck/promql/lexer.h"
#include "libcheck/promql/printer.h"

namespace check::promql {
namespace {

/// Text that is being put together line by line.
class Page {
 public:
  /// Appends to the line, after `level` steps of indentation if it is a new one.
  void Write(std::string_view text, std::size_t level) {
    if (text.empty()) return;
    if (at_line_start_) text_.append(2 * level, ' ');
    at_line_start_ = false;
    text_.append(text);
  }
  void EndLine() {
    if (!at_line_start_) text_ += '\n';
    at_line_start_ = true;
  }
  bool at_line_start() const { return at_line_start_; }
  std::string Take() {
    if (text_.ends_with('\n')) text_.pop_back();
    return std::move(text_);
  }

 private:
  std::string text_;
  bool at_line_start_ = true;
};

/// What follows the braces of a selector: "[5m] offset 1h".
std::string SuffixText(const Expr& expr) {
  VectorSelector stand_in;
  stand_in.kind = ExprKind::kVectorSelector;
  stand_in.name = "x";
  const auto without_stand_in = [](const Expr& whole) { return ToString(whole).substr(1); };
  const auto* matrix = TryAs<MatrixSelector>(&expr);
  const VectorSelector& selector = matrix == nullptr ? As<VectorSelector>(expr) : *matrix->vector;
  stand_in.shift = selector.shift;
  stand_in.anchored = selector.anchored;
  stand_in.smoothed = selector.smoothed;
  if (matrix == nullptr) return without_stand_in(stand_in);
  MatrixSelector copy = *matrix;
  copy.vector = &stand_in;
  return without_stand_in(copy);
}

/// The name and braces of a selector.
std::string SelectorText(const Expr& expr) {
  const auto* matrix = TryAs<MatrixSelector>(&expr);
  VectorSelector copy = matrix == nullptr ? As<VectorSelector>(expr) : *matrix->vector;
  copy.shift = {};
  copy.anchored = false;
  copy.smoothed = false;
  return ToString(copy);
}

/// Keywords and operators that are words are written in lower case.
bool IsWordOfTheLanguage(TokenKind kind) {
  return IsOperator(kind) || IsKeyword(kind) ||
         IsBetween(kind, TokenKind::kStart, TokenKind::kMinOf);
}

class Printer {
 public:
  Printer(const SourceFile& source, const PartTree& tree, const FormatOptions& options)
      : source_(source),
        tree_(tree),
        options_(options),
        printed_(promql::Print(*tree.parts[tree.root].expr)),
        printed_node_(tree.parts.size()) {
    Number(tree.parts[tree.root], 0);
  }

  std::string Run() {
    const Part& root = tree_.parts[tree_.root];
    OwnLines(0, IndentOf(root, 0, true));
    Print(root, 0, true);
    const Gap& end = tree_.gaps.back();
    Trailing(end);
    for (const std::string_view comment : end.own) Line(comment, 0);
    return page_.Take();
  }

 private:
  bool Splits(const Part& part) const {
    if (tree_.HasComments(part.first, part.last)) return true;
    switch (part.expr->kind) {
      case ExprKind::kNumber:
      case ExprKind::kString:
      case ExprKind::kVectorSelector:
      case ExprKind::kMatrixSelector:
      case ExprKind::kDuration:
        return false;
      default:
        return OneLine(part).size() > options_.width;
    }
  }

  // Finds the printed form of each part. Both lists have every node, but in other orders.
  void Number(const Part& part, std::size_t node) {
    printed_node_[IndexOf(part)] = node;
    ++node;
    for (const std::uint32_t child : part.children) {
      Number(tree_.parts[child], node);
      node = printed_.nodes[node].next;
    }
  }
  std::size_t IndexOf(const Part& part) const {
    return static_cast<std::size_t>(&part - tree_.parts.data());
  }

  /// The part as Prometheus prints it.
  std::string_view OneLine(const Part& part) const {
    const PrintedNode& node = printed_.nodes[printed_node_[IndexOf(part)]];
    return std::string_view(printed_.text).substr(node.begin, node.end - node.begin);
  }

  const Part& Child(const Part& part, std::size_t index) const {
    return tree_.parts[part.children[index]];
  }

  // Whether the left operand of `part` is a step further in than `part`.
  bool IndentsLeft(bool outermost) const { return options_.indent_left_operand || !outermost; }

  // The level at which the first token of `part` is printed.
  std::size_t IndentOf(const Part& part, std::size_t level, bool outermost) const {
    if (part.expr->kind == ExprKind::kSubquery) return IndentOf(Child(part, 0), level, false);
    if (part.expr->kind != ExprKind::kBinary || !Splits(part)) return level;
    return IndentOf(Child(part, 0), level + (IndentsLeft(outermost) ? 1 : 0), outermost);
  }

  // Prints `part` from where the page is to its last token; what is before the first token is up to
  // the caller. `outermost` says that it is the root, or the left end of the root.
  void Print(const Part& part, std::size_t level, bool outermost = false) {
    if (!Splits(part)) {
      page_.Write(OneLine(part), level);
      return;
    }
    switch (part.expr->kind) {
      case ExprKind::kVectorSelector:
      case ExprKind::kMatrixSelector:
        PrintSelector(part, level);
        break;
      case ExprKind::kSubquery:
        Print(Child(part, 0), level);
        PrintSuffix(part, level);
        break;
      case ExprKind::kCall:
      case ExprKind::kParen:
        Words(part.first, part.open, level);
        PrintArguments(part, level);
        break;
      case ExprKind::kAggregate:
        PrintAggregate(part, level);
        break;
      case ExprKind::kBinary:
        PrintBinary(part, level, outermost);
        break;
      case ExprKind::kUnary:
        Words(part.first, part.first, level);
        Join(Child(part, 0).first, level, "");
        Print(Child(part, 0), page_.at_line_start() ? level + 1 : level);
        break;
      case ExprKind::kNumber:
      case ExprKind::kString:
      case ExprKind::kDuration:
        Words(part.first, part.last, level);
        break;
    }
  }

  void PrintBinary(const Part& part, std::size_t level, bool outermost) {
    const Part& left = Child(part, 0);
    const Part& right = Child(part, 1);
    Print(left, level + (IndentsLeft(outermost) ? 1 : 0), outermost);
    const std::uint32_t op = left.last + 1;
    NewLine(op, level);
    if (tree_.HasComments(op, right.first - 1)) {
      Words(op, right.first - 1, level);
    } else {
      std::string text;
      PrintOperator(text, As<BinaryExpr>(*part.expr));
      page_.Write(text, level);
    }
    NewLine(right.first, IndentOf(right, level + 1, false));
    Print(right, level + 1);
  }

  void PrintAggregate(const Part& part, std::size_t level) {
    const AggregateExpr& expr = As<AggregateExpr>(*part.expr);
    const bool has_suffix = part.suffix <= part.last;
    const bool keep_order = tree_.HasComments(part.first, part.open) ||
                            (has_suffix && tree_.HasComments(part.close, part.last));
    if (keep_order) {
      Words(part.first, part.open, level);
    } else {
      std::string text;
      PrintAggregateHead(text, expr);
      page_.Write(text + "(", level);
    }
    PrintArguments(part, level);
    if (keep_order && has_suffix) {
      Join(part.suffix, level, " ");
      Words(part.suffix, part.last, level);
    }
  }

  // From after the opening parenthesis to the closing one.
  void PrintArguments(const Part& part, std::size_t level) {
    for (std::size_t i = 0; i < part.children.size(); ++i) {
      const Part& argument = Child(part, i);
      if (i != 0) page_.Write(",", level);
      NewLine(argument.first, IndentOf(argument, level + 1, false));
      Print(argument, level + 1);
    }
    if (!part.children.empty() || !tree_.gaps[part.close].empty()) NewLine(part.close, level + 1);
    page_.Write(")", level);
  }

  void PrintSelector(const Part& part, std::size_t level) {
    const std::uint32_t head_end = part.suffix - 1;
    if (!tree_.HasComments(part.first, head_end)) {
      page_.Write(SelectorText(*part.expr), level);
    } else {
      if (part.first != part.open) {
        page_.Write(source_.text(tree_.tokens[part.first].span), level);
        Join(part.open, level, "");
      }
      page_.Write("{", page_.at_line_start() && part.first != part.open ? level + 1 : level);
      for (std::uint32_t i = part.open + 1; i < part.close;) {
        std::uint32_t end = i;
        while (end < part.close && Kind(end) != TokenKind::kComma) ++end;
        NewLine(i, level + 1);
        Words(i, end - 1, level + 1);
        if (end < part.close) page_.Write(",", level + 1);
        i = end + 1;
      }
      NewLine(part.close, level + 1);
      page_.Write("}", level);
    }
    PrintSuffix(part, level);
  }

  void PrintSuffix(const Part& part, std::size_t level) {
    if (part.suffix > part.last) return;
    if (tree_.HasComments(part.suffix, part.last)) {
      Join(part.suffix, level, Kind(part.suffix) == TokenKind::kLeftBracket ? "" : " ");
      Words(part.suffix, part.last, level);
      return;
    }
    std::string text;
    if (const auto* subquery = TryAs<SubqueryExpr>(part.expr)) {
      PrintSubqueryTail(text, *subquery, Misprints::kCorrected);
    } else {
      text = SuffixText(*part.expr);
    }
    Join(part.suffix, level, "");
    page_.Write(page_.at_line_start() && text.starts_with(' ') ? text.substr(1) : text, level + 1);
  }

  // Tokens that stay together, as they were written but for white space, case and quotes. A line is
  // broken only for a comment's sake.
  void Words(std::uint32_t first, std::uint32_t last, std::size_t level) {
    int depth = 0;
    for (std::uint32_t i = first; i <= last; ++i) {
      if (i != first) Join(i, level, SpaceBetween(i, first) ? " " : "");
      const TokenKind kind = Kind(i);
      if (kind == TokenKind::kRightParen) --depth;
      page_.Write(Text(i, depth == 0), i == first ? level : level + 1);
      if (kind == TokenKind::kLeftParen) ++depth;
    }
  }

  // Whether a space goes between token i - 1 and token i of a run that begins with `first`.
  bool SpaceBetween(std::uint32_t i, std::uint32_t first) const {
    const TokenKind before = Kind(i - 1);
    const TokenKind after = Kind(i);
    switch (after) {
      case TokenKind::kRightParen:
      case TokenKind::kRightBracket:
      case TokenKind::kRightBrace:
      case TokenKind::kLeftBrace:
      case TokenKind::kLeftBracket:
      case TokenKind::kComma:
      case TokenKind::kColon:
        return false;
      case TokenKind::kLeftParen:
        // `by (a) (` and `offset (1m)`, but `step()` and `rate(`.
        return before == TokenKind::kRightParen || before == TokenKind::kComma ||
               (IsOperator(before) && !IsSign(i - 1, first)) || IsClauseWord(before);
      default:
        break;
    }
    if (IsMatchOperator(after) && IsMatcherRun(first)) return false;
    switch (before) {
      case TokenKind::kLeftParen:
      case TokenKind::kLeftBracket:
      case TokenKind::kLeftBrace:
      case TokenKind::kColon:
        return false;
      case TokenKind::kAdd:
      case TokenKind::kSub:
        return IsKeyword(after) || !IsSign(i - 1, first);
      default:
        return !(IsMatchOperator(before) && IsMatcherRun(first));
    }
  }

  static bool IsClauseWord(TokenKind kind) {
    return IsBetween(kind, TokenKind::kBy, TokenKind::kOffset);
  }
  static bool IsMatchOperator(TokenKind kind) {
    return kind == TokenKind::kAssign || kind == TokenKind::kNotEqual ||
           kind == TokenKind::kEqual || kind == TokenKind::kRegexEqual ||
           kind == TokenKind::kRegexNotEqual;
  }
  // A run that begins inside braces is a matcher.
  bool IsMatcherRun(std::uint32_t first) const {
    return first != 0 &&
           (Kind(first - 1) == TokenKind::kLeftBrace ||
            (Kind(first - 1) == TokenKind::kComma && IsMatchOperator(Kind(first + 1))));
  }
  // Whether a `+` or `-` has nothing on its left to be added to.
  bool IsSign(std::uint32_t i, std::uint32_t first) const {
    if (i == first) return true;
    const TokenKind before = Kind(i - 1);
    return IsOperator(before) || before == TokenKind::kLeftParen ||
           before == TokenKind::kLeftBracket || before == TokenKind::kComma ||
           before == TokenKind::kColon || before == TokenKind::kOffset;
  }

  TokenKind Kind(std::uint32_t token) const {
    return token < tree_.tokens.size() ? tree_.tokens[token].kind : TokenKind::kEof;
  }

  std::string Text(std::uint32_t token, bool may_be_keyword) const {
    std::string text(source_.text(tree_.tokens[token].span));
    const TokenKind kind = Kind(token);
    if (kind == TokenKind::kString) return Requoted(text);
    if (kind == TokenKind::kAggregator || (may_be_keyword && IsWordOfTheLanguage(kind))) {
      return LowerAscii(text);
    }
    return text;
  }

  static std::string Requoted(const std::string& literal) {
    const SourceBuffer source("", literal);
    Arena arena;
    Diagnostics diagnostics;
    const Expr* expr = ParseExpr(source, {}, arena, diagnostics);
    return expr == nullptr ? literal : ToString(*expr);
  }

  // Goes on to token `next` on the same line, unless comments force a break: then one step further
  // in than `level`.
  void Join(std::uint32_t next, std::size_t level, std::string_view space) {
    const Gap& gap = tree_.gaps[next];
    if (gap.empty()) {
      if (!page_.at_line_start()) page_.Write(space, level);
      return;
    }
    NewLine(next, level + 1);
  }

  // Goes on to token `next` on a new line, after the comments in front of it.
  void NewLine(std::uint32_t next, std::size_t level) {
    Trailing(tree_.gaps[next]);
    OwnLines(next, level);
  }

  void Trailing(const Gap& gap) {
    if (!gap.trailing.empty()) {
      page_.Write(" ", 0);
      page_.Write(gap.trailing, 0);
    }
    page_.EndLine();
  }
  void OwnLines(std::uint32_t next, std::size_t level) {
    for (const std::string_view comment : tree_.gaps[next].own) Line(comment, level);
  }
  void Line(std::string_view text, std::size_t level) {
    page_.Write(text, level);
    page_.EndLine();
  }

  const SourceFile& source_;
  const PartTree& tree_;
  const FormatOptions& options_;
  Printed printed_;                        // All of it, on one line.
  std::vector<std::size_t> printed_node_;  // By part: its node in printed_.
  Page page_;
};

bool SameComments(std::string_view a, std::string_view b) {
  const auto next = [](Lexer& lexer, std::string_view text) -> std::string_view {
    for (;;) {
      const Token token = lexer.Next();
      if (token.kind == TokenKind::kEof || token.kind == TokenKind::kError) return {};
      if (token.kind != TokenKind::kComment) continue;
      const std::string_view comment =
          text.substr(token.span.begin, token.span.end - token.span.begin);
      return comment.substr(0, comment.find_last_not_of(" \t\r\n") + 1);
    }
  };
  Lexer of_a(a);
  Lexer of_b(b);
  for (;;) {
    const std::string_view comment = next(of_a, a);
    if (comment != next(of_b, b)) return false;
    if (comment.empty()) return true;
  }
}

/// Whether `text` says what `expr` does, with the comments of `source`.
bool SaysTheSame(const std::string& text, const SourceFile& source, const Expr& expr,
                 const ParseOptions& parse_options) {
  const SourceBuffer formatted(std::string(source.name()), text);
  Arena arena;
  Diagnostics diagnostics;
  const Expr* parsed = ParseExpr(formatted, parse_options, arena, diagnostics);
  return parsed != nullptr && StructurallyEqual(*parsed, expr) && SameComments(source.text(), text);
}

}  // namespace

bool HasComments(std::string_view text) {
  if (text.find('#') == std::string_view::npos) return false;
  Lexer lexer(text);
  for (;;) {
    const TokenKind kind = lexer.Next().kind;
    if (kind == TokenKind::kComment) return true;
    if (kind == TokenKind::kEof || kind == TokenKind::kError) return false;
  }
}

std::optional<std::string> Format(const SourceFile& source, const Expr& expr,
                                  const ParseOptions& parse_options, const FormatOptions& options) {
  std::string text;
  if (!HasComments(source.text()) &&
      (options.indent_left_operand || ToString(expr).size() <= options.width)) {
    text = Pretty(expr, options.width);
  } else if (const auto tree = BuildParts(source, expr)) {
    text = Printer(source, *tree, options).Run();
  }
  if (!SaysTheSame(text, source, expr, parse_options)) return std::nullopt;
  return text;
}

std::optional<std::string> Format(const SourceFile& source, const ParseOptions& parse_options,
                                  Diagnostics& diagnostics, const FormatOptions& options) {
  Arena arena;
  const Expr* expr = ParseExpr(source, parse_options, arena, diagnostics);
  if (expr == nullptr) return std::nullopt;
  auto text = Format(source, *expr, parse_options, options);
  return text ? std::move(text) : std::string(source.text());
}

}  // namespace check::promql
