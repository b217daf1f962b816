#ifndef LIBCHECK_TEMPLATE_PARSER_H_
#define LIBCHECK_TEMPLATE_PARSER_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/inline_vector.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/template/ast.h"
#include "libcheck/template/environment.h"
#include "libcheck/template/lex.h"

namespace check::gotemplate {

/// Recursive descent over a template's tokens. ParseTemplate is its face; this header is for the
/// files that make it up.
///
/// Functions that return a node return null once they have reported a fault; whoever holds the
/// action then skips to its end and carries on. The first fault is the one Go would stop at, so
/// tokens are looked at in Go's order, and never further ahead: the line Go names is that of the
/// last token it has looked at.
class Parser {
 public:
  Parser(const SourceFile& source, const TemplateEnvironment& environment,
         std::string_view upstream_name, Arena& arena, Diagnostics& diagnostics);

  /// Null if anything was wrong.
  const Tree* Parse();

 private:
  /// How a run of text and actions came to an end.
  enum class Stop : std::uint8_t { kNot, kEnd, kElse, kEndOfText };

  struct Body {
    const List* list = nullptr;
    Stop stop = Stop::kEndOfText;
  };

  /// Go parses every define and block as a template of its own.
  struct Scope {
    std::size_t first_variable = 0;
    std::uint32_t action = kNoAction;  ///< Where the action being parsed begins.
    std::uint32_t latest = 0;          ///< Where the last token looked at begins.
    int ranges = 0;                    ///< How many `range` are open.
  };
  static constexpr std::uint32_t kNoAction = ~std::uint32_t{0};

  // Tokens.
  const Token& Peek(std::size_t ahead = 0) {
    if (ahead_count_ <= ahead) ReadAhead(ahead);
    return ahead_[(ahead_begin_ + ahead) % kMostAhead];
  }
  Token Take() {
    const Token token = Peek();
    ahead_begin_ = (ahead_begin_ + 1) % kMostAhead;
    --ahead_count_;
    return token;
  }
  const Token& PeekNonSpace() {
    while (Peek().kind == TokenKind::kSpace) Take();
    return Peek();
  }
  void ReadAhead(std::size_t ahead);
  Token TakeNonSpace();
  /// Where the last token looked at ends, if it is a delimiter, or else where it begins.
  std::uint32_t EndOfLatest() const { return scope_.latest + (last_closed_action_ ? 2 : 0); }
  std::string_view TextOf(const Token& token) const { return source_.text(token.span); }

  // Text and actions: parse.cc.
  Stop ParseItem();
  Stop ParseAction(Span delimiter);
  Body ParseBody(Span opening, std::string_view word);
  void ParseDefine(Span delimiter);
  void ParseBlock(Span delimiter);
  void ParseTemplateCall(Span delimiter);
  void ParseLoopControl(NodeKind kind, Span delimiter);
  const Branch* ParseBranch(TokenKind keyword, Span delimiter);
  Stop ParseElse();
  void FinishDefinition(Span opening, std::string_view context, Define* define, const Scope* outer);
  bool ParseName(std::string_view context, std::string_view& name, Span& span);
  bool Expect(TokenKind kind, std::string_view context);
  void Recover();
  Scope EnterScope();
  void LeaveScope(const Scope& outer);
  void AddDefinition(const Define* define);

  // Pipelines: parse_pipeline.cc.
  const Pipe* ParsePipe(std::string_view context, TokenKind end);
  bool ParseDeclarations(std::string_view context, Pipe& pipe);
  const Command* ParseCommand();
  const Node* ParseOperand(bool& failed);
  Node* ParseTerm(bool& failed);
  Node* ParseParentheses(const Token& open, bool& failed);
  Node* ParseNumber(const Token& token, bool& failed);
  Variable* MakeVariable(const Token& token);

  // Faults: faults.cc.
  Diagnostic& Report(const CodeInfo& info, Span where, std::string message,
                     std::string_view go_format, std::initializer_list<std::string_view> arguments);
  void Unexpected(const Token& token, std::string_view context);
  void UnknownFunction(const Token& token);
  void UnknownVariable(const Token& token);
  void BadString(const Token& token);
  /// Reports that braces do not pair up, unless an earlier fault may be why.
  void Structural(Span where, std::string message, std::string note, std::string_view go_format,
                  std::initializer_list<std::string_view> arguments);
  bool TooDeep(Span where);
  std::string GoToken(const Token& token) const;
  std::string LineOf(std::uint32_t offset) const;

  template <typename T>
  T* Make(NodeKind kind, Span span) {
    T* node = arena_.New<T>();
    node->kind = kind;
    node->span = span;
    return node;
  }

  const SourceFile& source_;
  const TemplateEnvironment& environment_;
  std::string_view upstream_name_;
  Arena& arena_;
  Diagnostics& diagnostics_;

  Lexer lexer_;
  static constexpr std::size_t kMostAhead = 4;
  std::array<Token, kMostAhead> ahead_;
  std::size_t ahead_begin_ = 0;
  std::size_t ahead_count_ = 0;
  bool last_closed_action_ = false;  // Whether the last token lexed was a right delimiter.

  Scope scope_;
  // Working memory: most templates fit into what is here.
  InlineVector<std::string_view, 16> variables_;
  InlineVector<const Node*, 32> nodes_;       // Of all lists being parsed, innermost last.
  InlineVector<const Command*, 8> commands_;  // Likewise, of all pipelines.
  InlineVector<std::string_view, 8> names_;   // Of the operand being read.
  InlineVector<Span, 8> name_spans_;
  std::vector<const Define*> defines_;
  std::vector<std::string_view> assigned_;
  std::unordered_map<std::string_view, const Define*> defined_;  // Those that are not blank.
  int depth_ = 0;
  int faults_ = 0;
  bool gave_up_ = false;
};

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_PARSER_H_
