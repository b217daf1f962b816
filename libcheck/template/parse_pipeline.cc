// What stands inside an action: pipelines, commands and operands.
#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/quote.h"
#include "libcheck/template/codes.h"
#include "libcheck/template/literal.h"
#include "libcheck/template/parser.h"

namespace check::gotemplate {
namespace {

bool BeginsOperand(TokenKind kind) {
  switch (kind) {
    case TokenKind::kBool:
    case TokenKind::kCharConstant:
    case TokenKind::kComplex:
    case TokenKind::kDot:
    case TokenKind::kField:
    case TokenKind::kIdentifier:
    case TokenKind::kLeftParen:
    case TokenKind::kNil:
    case TokenKind::kNumber:
    case TokenKind::kRawString:
    case TokenKind::kString:
    case TokenKind::kVariable:
      return true;
    default:
      return false;
  }
}

// Literals and the dot: what can neither be called nor have fields put on it in place.
bool IsPlainValue(NodeKind kind) {
  switch (kind) {
    case NodeKind::kBool:
    case NodeKind::kDot:
    case NodeKind::kNil:
    case NodeKind::kNumber:
    case NodeKind::kString:
      return true;
    default:
      return false;
  }
}

std::string_view NothingInWords(std::string_view context) {
  if (context == "if") return "`if` has no condition";
  if (context == "range") return "`range` has no value";
  if (context == "with") return "`with` has no value";
  if (context == "block clause") return "`block` has no value after its name";
  if (context == "parenthesized pipeline") return "nothing between parentheses";
  return "nothing between `{{` and `}}`";
}

}  // namespace

const Pipe* Parser::ParsePipe(std::string_view context, TokenKind end) {
  auto* pipe = Make<Pipe>(NodeKind::kPipe, PeekNonSpace().span);
  if (!ParseDeclarations(context, *pipe)) return nullptr;

  const std::size_t mark = commands_.size();
  const auto give_up = [&] {
    commands_.truncate(mark);
    return nullptr;
  };
  while (PeekNonSpace().kind != end) {
    if (!BeginsOperand(Peek().kind)) {
      Unexpected(Take(), context);
      return give_up();
    }
    const Command* command = ParseCommand();
    if (command == nullptr) return give_up();
    commands_.push_back(command);
  }
  const Token closing = Take();

  const auto commands = commands_.from(mark);
  if (commands.empty()) {
    std::string message(NothingInWords(context));
    if (!pipe->declared.empty()) {
      message = fmt::format("missing value for `{}`", pipe->declared.back()->names[0]);
    }
    // After `else`, Go no longer knows where the action began.
    const bool whole = end == TokenKind::kRightDelimiter && scope_.action != kNoAction;
    const std::uint32_t begin = whole ? scope_.action : pipe->span.begin;
    Report(kSyntax, {begin, closing.span.end}, std::move(message), "missing value for %s",
           {context});
    return give_up();
  }
  for (std::size_t i = 1; i < commands.size(); ++i) {
    const Node* first = commands[i]->arguments[0];
    if (!IsPlainValue(first->kind)) continue;
    Report(kSyntax, first->span,
           fmt::format("`{}` is not a function and cannot take piped input",
                       source_.text(first->span)),
           "non executable command in pipeline stage " + std::to_string(i + 1), {});
    return give_up();
  }
  pipe->commands = arena_.Copy(commands);
  pipe->span.end = commands.back()->span.end;
  commands_.truncate(mark);
  return pipe;
}

// `$x :=`, `$x =` and, in a range, `$i, $x :=`.
bool Parser::ParseDeclarations(std::string_view context, Pipe& pipe) {
  std::array<const Variable*, 2> declared = {};
  std::size_t count = 0;
  const auto declare = [&](const Token& token) {
    if (count < declared.size()) declared[count++] = MakeVariable(token);
    variables_.push_back(TextOf(token));
    pipe.declared = arena_.Copy(std::span<const Variable* const>(declared).first(count));
  };

  while (PeekNonSpace().kind == TokenKind::kVariable) {
    const std::size_t after = Peek(1).kind == TokenKind::kSpace ? 2 : 1;
    const TokenKind next = Peek(after).kind;
    if (next == TokenKind::kAssign || next == TokenKind::kDeclare) {
      declare(Take());
      TakeNonSpace();
      pipe.is_assign = next == TokenKind::kAssign;
      if (pipe.is_assign) {
        for (const Variable* variable : pipe.declared) assigned_.push_back(variable->names[0]);
      }
      return true;
    }
    if (next != TokenKind::kComma) return true;

    const bool first = count == 0;
    declare(Take());
    const Token comma = TakeNonSpace();
    if (context != "range" || !first) {
      const bool in_range = context == "range";
      Report(kSyntax, comma.span,
             in_range ? "`range` sets two variables at most"
                      : "only `range` can set two variables at once",
             "too many declarations in %s", {context});
      return false;
    }
    const Token following = PeekNonSpace();
    if (following.kind == TokenKind::kVariable || following.kind == TokenKind::kRightDelimiter ||
        following.kind == TokenKind::kRightParen) {
      continue;
    }
    Report(kSyntax, following.kind == TokenKind::kFault ? comma.span : following.span,
           "`range` can only set variables here", "range can only initialize variables", {});
    return false;
  }
  return true;
}

const Command* Parser::ParseCommand() {
  auto* command = Make<Command>(NodeKind::kCommand, PeekNonSpace().span);
  const std::size_t mark = nodes_.size();
  for (;;) {
    PeekNonSpace();
    bool failed = false;
    const Node* operand = ParseOperand(failed);
    if (failed) break;
    if (operand != nullptr) {
      nodes_.push_back(operand);
      command->span.end = operand->span.end;
    }
    const Token next = Peek();
    if (next.kind == TokenKind::kSpace) continue;
    const bool ends =
        next.kind == TokenKind::kRightDelimiter || next.kind == TokenKind::kRightParen;
    if (ends || next.kind == TokenKind::kPipe) {
      if (!ends) Take();
      command->arguments = arena_.Copy(nodes_.from(mark));
      nodes_.truncate(mark);
      return command;
    }
    Unexpected(Take(), "operand");
    break;
  }
  nodes_.truncate(mark);
  return nullptr;
}

// A term and the fields that follow it. Null without a fault: no operand begins here.
const Node* Parser::ParseOperand(bool& failed) {
  Node* term = ParseTerm(failed);
  if (term == nullptr || failed || Peek().kind != TokenKind::kField) return term;

  names_.clear();
  name_spans_.clear();
  const auto add_all = [&](const auto& node) {
    for (const std::string_view name : node.names) names_.push_back(name);
    for (const Span& span : node.name_spans) name_spans_.push_back(span);
  };
  if (term->kind == NodeKind::kField) add_all(static_cast<const Field&>(*term));
  if (term->kind == NodeKind::kVariable) add_all(static_cast<const Variable&>(*term));
  Span last = term->span;
  while (Peek().kind == TokenKind::kField) {
    last = Take().span;
    names_.push_back(source_.text(last).substr(1));
    name_spans_.push_back({last.begin + 1, last.end});
  }

  const auto set = [&](auto& node) {
    node.names = arena_.Copy(names_.from(0));
    node.name_spans = arena_.Copy(name_spans_.from(0));
    node.span.end = last.end;
  };
  switch (term->kind) {
    case NodeKind::kField:
      set(static_cast<Field&>(*term));
      return term;
    case NodeKind::kVariable:
      set(static_cast<Variable&>(*term));
      return term;
    default:
      break;
  }
  if (IsPlainValue(term->kind)) {
    const std::string_view text = source_.text(term->span);
    failed = true;
    Report(kSyntax, {term->span.begin, last.end}, fmt::format("`{}` has no fields", text),
           "unexpected . after term %q", {text});
    return nullptr;
  }
  auto* chain = Make<Chain>(NodeKind::kChain, term->span);
  chain->node = term;
  set(*chain);
  return chain;
}

Node* Parser::ParseTerm(bool& failed) {
  const Token token = PeekNonSpace();
  if (!BeginsOperand(token.kind)) return nullptr;
  Take();
  switch (token.kind) {
    case TokenKind::kIdentifier: {
      auto* identifier = Make<Identifier>(NodeKind::kIdentifier, token.span);
      identifier->name = TextOf(token);
      identifier->function = FindFunction(environment_, identifier->name);
      if (identifier->function == nullptr) UnknownFunction(token);
      failed = gave_up_;
      return identifier;
    }
    case TokenKind::kDot:
      return Make<Node>(NodeKind::kDot, token.span);
    case TokenKind::kNil:
      return Make<Node>(NodeKind::kNil, token.span);
    case TokenKind::kVariable: {
      const auto known = variables_.from(scope_.first_variable);
      if (std::find(known.begin(), known.end(), TextOf(token)) == known.end()) {
        UnknownVariable(token);
      }
      failed = gave_up_;
      return MakeVariable(token);
    }
    case TokenKind::kField: {
      auto* field = Make<Field>(NodeKind::kField, token.span);
      const std::string_view name = TextOf(token).substr(1);
      const Span span = {token.span.begin + 1, token.span.end};
      field->names = arena_.Copy(std::span(&name, 1));
      field->name_spans = arena_.Copy(std::span(&span, 1));
      return field;
    }
    case TokenKind::kBool: {
      auto* boolean = Make<Bool>(NodeKind::kBool, token.span);
      boolean->value = TextOf(token) == "true";
      return boolean;
    }
    case TokenKind::kLeftParen:
      return ParseParentheses(token, failed);
    case TokenKind::kString:
    case TokenKind::kRawString: {
      auto* string = Make<String>(NodeKind::kString, token.span);
      string->quoted = TextOf(token);
      const auto value = Unquote(string->quoted, arena_);
      if (!value) {
        failed = true;
        BadString(token);
        return nullptr;
      }
      string->value = *value;
      return string;
    }
    default:
      return ParseNumber(token, failed);
  }
}

Node* Parser::ParseParentheses(const Token& open, bool& failed) {
  failed = true;
  if (TooDeep(open.span)) return nullptr;
  ++depth_;
  const Pipe* pipe = ParsePipe("parenthesized pipeline", TokenKind::kRightParen);
  --depth_;
  if (pipe == nullptr) return nullptr;
  failed = false;
  auto* copy = arena_.New<Pipe>(*pipe);
  copy->span = {open.span.begin, scope_.latest + 1};
  return copy;
}

Node* Parser::ParseNumber(const Token& token, bool& failed) {
  auto* number = Make<Number>(NodeKind::kNumber, token.span);
  number->text = TextOf(token);
  const bool is_char = token.kind == TokenKind::kCharConstant;
  const auto fault = is_char                             ? ReadCharConstant(*number)
                     : token.kind == TokenKind::kComplex ? ReadComplex(*number)
                                                         : ReadNumber(*number);
  if (!fault) return number;
  failed = true;
  Diagnostic& diagnostic = Report(kSyntax, token.span,
                                  is_char ? fmt::format("`{}` is not one character", number->text)
                                          : fmt::format("`{}` is not a number", number->text),
                                  "%s", {*fault});
  if (is_char) diagnostic.notes.emplace_back("text goes in double quotes");
  return nullptr;
}

Variable* Parser::MakeVariable(const Token& token) {
  auto* variable = Make<Variable>(NodeKind::kVariable, token.span);
  const std::string_view name = TextOf(token);
  variable->names = arena_.Copy(std::span(&name, 1));
  variable->name_spans = arena_.Copy(std::span(&token.span, 1));
  return variable;
}

}  // namespace check::gotemplate
