// Text, actions and the blocks they make.
#include "libcheck/template/parse.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/template/check_names.h"
#include "libcheck/template/codes.h"
#include "libcheck/template/literal.h"
#include "libcheck/template/node_text.h"
#include "libcheck/template/parser.h"

namespace check::gotemplate {
namespace {

constexpr Span Join(Span first, Span last) { return {first.begin, std::max(first.end, last.end)}; }

std::string_view GoContext(TokenKind keyword) {
  switch (keyword) {
    case TokenKind::kRange:
      return "range";
    case TokenKind::kWith:
      return "with";
    default:
      return "if";
  }
}

NodeKind BranchKind(TokenKind keyword) {
  switch (keyword) {
    case TokenKind::kRange:
      return NodeKind::kRange;
    case TokenKind::kWith:
      return NodeKind::kWith;
    default:
      return NodeKind::kIf;
  }
}

}  // namespace

Parser::Parser(const SourceFile& source, const TemplateEnvironment& environment,
               std::string_view upstream_name, Arena& arena, Diagnostics& diagnostics)
    : source_(source),
      environment_(environment),
      upstream_name_(upstream_name),
      arena_(arena),
      diagnostics_(diagnostics),
      lexer_(source.text()) {
  variables_.push_back("$");
  for (const TemplateVariable& variable : environment.variables) {
    variables_.push_back(variable.name);
  }
}

void Parser::ReadAhead(std::size_t ahead) {
  while (ahead_count_ <= ahead) {
    Token& token = ahead_[(ahead_begin_ + ahead_count_++) % kMostAhead];
    token = lexer_.Next();
    last_closed_action_ = token.kind == TokenKind::kRightDelimiter;
    scope_.latest = token.span.begin;
  }
}

Token Parser::TakeNonSpace() {
  PeekNonSpace();
  return Take();
}

bool Parser::Expect(TokenKind kind, std::string_view context) {
  const Token token = TakeNonSpace();
  if (token.kind == kind) return true;
  Unexpected(token, context);
  return false;
}

// Goes to the end of the action in which a fault was found, or to where the next one begins.
void Parser::Recover() {
  const bool at_end_of_action = last_closed_action_;
  const Token latest = ahead_[(ahead_begin_ + kMostAhead + ahead_count_ - 1) % kMostAhead];
  ahead_count_ = 0;
  const std::string_view text = source_.text();
  if (gave_up_) {
    lexer_.Resume(static_cast<std::uint32_t>(text.size()));
    return;
  }
  if (at_end_of_action) return;
  const std::uint32_t from =
      latest.kind == TokenKind::kCharacter ? latest.span.begin : latest.span.end;
  const std::size_t close = text.find("}}", from);
  const std::size_t open = text.find("{{", from);
  if (close < open) {
    lexer_.Resume(static_cast<std::uint32_t>(close) + 2);
  } else {
    lexer_.Resume(static_cast<std::uint32_t>(std::min(open, text.size())));
  }
}

Parser::Scope Parser::EnterScope() {
  const Scope outer = scope_;
  scope_ = {.first_variable = variables_.size(), .latest = outer.latest};
  variables_.push_back("$");
  return outer;
}

void Parser::LeaveScope(const Scope& outer) {
  variables_.truncate(scope_.first_variable);
  scope_ = outer;
}

const Tree* Parser::Parse() {
  while (Peek().kind != TokenKind::kEndOfText) {
    if (Peek().kind == TokenKind::kLeftDelimiter) {
      const std::size_t word = Peek(1).kind == TokenKind::kSpace ? 2 : 1;
      if (Peek(word).kind == TokenKind::kDefine) {
        const Token delimiter = Take();
        TakeNonSpace();
        ParseDefine(delimiter.span);
        continue;
      }
    }
    const std::uint32_t begin = Peek().span.begin;
    const Stop stop = ParseItem();
    if (stop == Stop::kNot) continue;
    const bool is_end = stop == Stop::kEnd;
    Structural({begin, EndOfLatest()},
               is_end ? "`end` without an open block" : "`else` outside `if`, `range` or `with`",
               "", "unexpected %s", {is_end ? "{{end}}" : "{{else}}"});
    if (!last_closed_action_) Recover();
  }

  auto* root = Make<List>(NodeKind::kList, {0, static_cast<std::uint32_t>(source_.text().size())});
  root->nodes = arena_.Copy(nodes_.from(0));
  if (!defined_.empty() && (!environment_.prefix.empty() || !IsBlank(root))) {
    auto* itself = Make<Define>(NodeKind::kDefine, root->span);
    itself->name = upstream_name_;
    AddDefinition(itself);
  }
  if (faults_ > 0) return nullptr;
  auto* tree = arena_.New<Tree>();
  tree->root = root;
  tree->defines = arena_.Copy(defines_);
  std::sort(assigned_.begin(), assigned_.end());
  assigned_.erase(std::unique(assigned_.begin(), assigned_.end()), assigned_.end());
  tree->assigned = arena_.Copy(assigned_);
  return tree;
}

Parser::Stop Parser::ParseItem() {
  const Token token = TakeNonSpace();
  switch (token.kind) {
    case TokenKind::kText: {
      auto* text = Make<Text>(NodeKind::kText, token.span);
      text->text = TextOf(token);
      nodes_.push_back(text);
      return Stop::kNot;
    }
    case TokenKind::kLeftDelimiter: {
      scope_.action = token.span.begin;
      const Stop stop = ParseAction(token.span);
      scope_.action = kNoAction;
      return stop;
    }
    default:
      Unexpected(token, "input");
      Recover();
      return Stop::kNot;
  }
}

// The left delimiter has been read.
Parser::Stop Parser::ParseAction(Span delimiter) {
  const Token word = PeekNonSpace();
  switch (word.kind) {
    case TokenKind::kBlock:
      Take();
      ParseBlock(delimiter);
      return Stop::kNot;
    case TokenKind::kBreak:
      Take();
      ParseLoopControl(NodeKind::kBreak, delimiter);
      return Stop::kNot;
    case TokenKind::kContinue:
      Take();
      ParseLoopControl(NodeKind::kContinue, delimiter);
      return Stop::kNot;
    case TokenKind::kTemplate:
      Take();
      ParseTemplateCall(delimiter);
      return Stop::kNot;
    case TokenKind::kElse:
      Take();
      return ParseElse();
    case TokenKind::kEnd:
      Take();
      if (!Expect(TokenKind::kRightDelimiter, "end")) Recover();
      return Stop::kEnd;
    case TokenKind::kIf:
    case TokenKind::kRange:
    case TokenKind::kWith:
      Take();
      if (const Branch* branch = ParseBranch(word.kind, delimiter)) nodes_.push_back(branch);
      return Stop::kNot;
    default:
      break;
  }
  const Pipe* pipe = ParsePipe("command", TokenKind::kRightDelimiter);
  if (pipe == nullptr) {
    Recover();
    return Stop::kNot;
  }
  auto* action = Make<Action>(NodeKind::kAction, Join(delimiter, {0, EndOfLatest()}));
  action->pipe = pipe;
  nodes_.push_back(action);
  return Stop::kNot;
}

void Parser::ParseLoopControl(NodeKind kind, Span delimiter) {
  const bool is_break = kind == NodeKind::kBreak;
  if (!Expect(TokenKind::kRightDelimiter, is_break ? "{{break}}" : "{{continue}}")) {
    Recover();
    return;
  }
  const Span span = Join(delimiter, {0, EndOfLatest()});
  if (scope_.ranges == 0) {
    Report(kSyntax, span, fmt::format("`{}` outside `range`", is_break ? "break" : "continue"),
           is_break ? "{{break}} outside {{range}}" : "{{continue}} outside {{range}}", {});
    return;
  }
  nodes_.push_back(Make<Node>(kind, span));
}

// `{{else}}`, or the first word of `{{else if` and `{{else with`, which stays to be read.
Parser::Stop Parser::ParseElse() {
  const TokenKind next = PeekNonSpace().kind;
  if (next == TokenKind::kIf || next == TokenKind::kWith) return Stop::kElse;
  if (!Expect(TokenKind::kRightDelimiter, "else")) Recover();
  return Stop::kElse;
}

// Text and actions up to an `end` or `else`.
Parser::Body Parser::ParseBody(Span opening, std::string_view word) {
  const std::size_t mark = nodes_.size();
  const std::uint32_t begin = PeekNonSpace().span.begin;
  Body body;
  std::uint32_t end = begin;
  for (;;) {
    const Token next = PeekNonSpace();
    end = next.span.begin;
    if (next.kind == TokenKind::kEndOfText) {
      Structural(opening, fmt::format("`{}` is never closed", word), "close it with `{{ end }}`",
                 "unexpected EOF", {});
      break;
    }
    body.stop = ParseItem();
    if (body.stop != Stop::kNot) break;
    body.stop = Stop::kEndOfText;
  }
  auto* list = Make<List>(NodeKind::kList, {begin, std::max(begin, end)});
  list->nodes = arena_.Copy(nodes_.from(mark));
  nodes_.truncate(mark);
  body.list = list;
  return body;
}

// `if`, `range` or `with` has been read.
const Branch* Parser::ParseBranch(TokenKind keyword, Span delimiter) {
  if (TooDeep(delimiter)) {
    Recover();
    return nullptr;
  }
  ++depth_;
  const std::size_t variables = variables_.size();
  const std::string_view context = GoContext(keyword);
  const Pipe* pipe = ParsePipe(context, TokenKind::kRightDelimiter);
  if (pipe == nullptr) Recover();
  const Span opening = Join(delimiter, {0, EndOfLatest()});

  if (keyword == TokenKind::kRange) ++scope_.ranges;
  const Body body = ParseBody(opening, context);
  if (keyword == TokenKind::kRange) --scope_.ranges;

  const List* else_body = nullptr;
  if (body.stop == Stop::kElse) {
    const bool chains = keyword != TokenKind::kRange && Peek().kind == keyword;
    if (chains) {
      // `{{else if b}}` is `{{else}}{{if b}}`, and one `{{end}}` ends both.
      const Token word = Take();
      const Branch* nested = ParseBranch(word.kind, word.span);
      auto* list = Make<List>(NodeKind::kList, nested == nullptr ? word.span : nested->span);
      if (nested != nullptr) list->nodes = arena_.Copy(std::span<const Node* const>({nested}));
      else_body = list;
    } else {
      Body rest = ParseBody(opening, context);
      else_body = rest.list;
      while (rest.stop == Stop::kElse) {
        const std::uint32_t at = scope_.latest;
        Structural({at, EndOfLatest()}, fmt::format("second `else` of one `{}`", context), "",
                   "expected end; found %s", {"{{else}}"});
        if (!last_closed_action_) Recover();
        rest = ParseBody(opening, context);
      }
    }
  }

  variables_.truncate(variables);
  --depth_;
  auto* branch = Make<Branch>(BranchKind(keyword), Join(delimiter, {0, EndOfLatest()}));
  branch->pipe = pipe;
  branch->body = body.list;
  branch->else_body = else_body;
  return pipe == nullptr ? nullptr : branch;
}

bool Parser::ParseName(std::string_view context, std::string_view& name, Span& span) {
  const Token token = TakeNonSpace();
  if (token.kind != TokenKind::kString && token.kind != TokenKind::kRawString) {
    Unexpected(token, context);
    return false;
  }
  const auto value = Unquote(TextOf(token), arena_);
  if (!value) {
    BadString(token);
    return false;
  }
  name = *value;
  span = token.span;
  return true;
}

// `{{define` has been read.
void Parser::ParseDefine(Span delimiter) {
  const Scope outer = EnterScope();
  auto* define = Make<Define>(NodeKind::kDefine, delimiter);
  constexpr std::string_view kContext = "define clause";
  const bool named = ParseName(kContext, define->name, define->name_span) &&
                     Expect(TokenKind::kRightDelimiter, kContext);
  if (!named) Recover();
  FinishDefinition(delimiter, kContext, define, nullptr);
  LeaveScope(outer);
}

// `{{block` has been read.
void Parser::ParseBlock(Span delimiter) {
  if (TooDeep(delimiter)) return Recover();
  ++depth_;
  auto* define = Make<Define>(NodeKind::kDefine, delimiter);
  constexpr std::string_view kContext = "block clause";
  const Pipe* pipe = nullptr;
  if (ParseName(kContext, define->name, define->name_span)) {
    pipe = ParsePipe(kContext, TokenKind::kRightDelimiter);
  }
  if (pipe == nullptr) Recover();
  const Scope outer = EnterScope();
  FinishDefinition(delimiter, kContext, define, &outer);
  LeaveScope(outer);
  auto* call = Make<TemplateCall>(NodeKind::kTemplate, define->span);
  call->name = define->name;
  call->name_span = define->name_span;
  call->pipe = pipe;
  nodes_.push_back(call);
  --depth_;
}

// Reads the body of a define or block. Of a block, Go reports an `else` from outside.
void Parser::FinishDefinition(Span opening, std::string_view context, Define* define,
                              const Scope* outer) {
  const std::string_view word = context.substr(0, context.find(' '));
  Body body = ParseBody(opening, word);
  define->body = body.list;
  while (body.stop == Stop::kElse) {
    const std::uint32_t inner = scope_.latest;
    const Span where = {inner, EndOfLatest()};
    if (outer != nullptr) scope_.latest = outer->latest;
    Structural(where, fmt::format("`else` in `{}`", word), "", "unexpected %s in %s",
               {"{{else}}", context});
    scope_.latest = inner;
    if (!last_closed_action_) Recover();
    body = ParseBody(opening, word);
  }
  define->span = Join(opening, {0, EndOfLatest()});
  AddDefinition(define);
  defines_.push_back(define);
  nodes_.push_back(define);
}

// The template itself comes last, without a body.
void Parser::AddDefinition(const Define* define) {
  if (define->body != nullptr && IsBlank(define->body)) return;
  const auto [found, added] = defined_.emplace(define->name, define);
  if (added || gave_up_) return;
  Diagnostic& diagnostic =
      Report(kSyntax, define->name_span, fmt::format("duplicate template `{}`", define->name),
             "template: multiple definition of template %q", {define->name});
  diagnostic.labels.push_back({{&source_, found->second->name_span}, "first defined here"});
}

// `{{template` has been read.
void Parser::ParseTemplateCall(Span delimiter) {
  constexpr std::string_view kContext = "template clause";
  auto* call = Make<TemplateCall>(NodeKind::kTemplate, delimiter);
  if (!ParseName(kContext, call->name, call->name_span)) return Recover();
  if (PeekNonSpace().kind == TokenKind::kRightDelimiter) {
    Take();
  } else {
    call->pipe = ParsePipe(kContext, TokenKind::kRightDelimiter);
    if (call->pipe == nullptr) return Recover();
  }
  call->span = Join(delimiter, {0, EndOfLatest()});
  nodes_.push_back(call);
}

bool IsWorthParsing(std::string_view text) {
  return text.find('{') != std::string_view::npos || text.find('$') != std::string_view::npos;
}

const Tree* ParseTemplateOnly(const SourceFile& source, const TemplateEnvironment& environment,
                              std::string_view upstream_name, Arena& arena,
                              Diagnostics& diagnostics) {
  static constexpr List kNothing = {{NodeKind::kList, {}}, {}};
  static constexpr Tree kPlain = {.root = &kNothing, .is_plain = true};
  if (source.text().find("{{") == std::string_view::npos) return &kPlain;
  return Parser(source, environment, upstream_name, arena, diagnostics).Parse();
}

const Tree* ParseTemplate(const SourceFile& source, const TemplateEnvironment& environment,
                          std::string_view upstream_name, Arena& arena, Diagnostics& diagnostics) {
  const Tree* tree = ParseTemplateOnly(source, environment, upstream_name, arena, diagnostics);
  if (tree == nullptr) return nullptr;
  if (tree->is_plain) {
    CheckPlainText(source, source.text(), 0, environment, diagnostics);
  } else {
    CheckNames(source, *tree, environment, diagnostics);
  }
  return tree;
}

}  // namespace check::gotemplate
