#include "libcheck/cel/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include "libcheck/cel/lex.h"
#include "libcheck/cel/macros.h"

namespace check::cel {
namespace {

// Words that other languages use, which CEL keeps free.
constexpr std::string_view kReserved[] = {
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};

// Whether the text of a kInt or kUint token, or of one after a minus, fits into 64 bits.
bool FitsInteger(std::string_view text, bool is_unsigned, bool negative) {
  int base = 10;
  if (text.starts_with("0x")) {
    base = 16;
    text.remove_prefix(2);
  }
  if (is_unsigned) text.remove_suffix(1);
  errno = 0;
  const std::uint64_t value = std::strtoull(std::string(text).c_str(), nullptr, base);
  if (errno == ERANGE) return false;
  constexpr std::uint64_t kMost = std::uint64_t{1} << 63;
  return is_unsigned || value < kMost || (negative && value == kMost);
}

class Parser {
 public:
  Parser(const std::vector<Token>& tokens, Ast& ast, std::vector<Fault>& faults)
      : tokens_(tokens), ast_(ast), faults_(faults) {}

  const Expr* Run() {
    const Expr* expr = ParseExpr();
    if (expr != nullptr && Peek().kind != TokenKind::kEnd) return Unexpected();
    return expr;
  }

 private:
  // Counts how often a rule of the grammar is inside itself, as cel-go does.
  class Depth {
   public:
    explicit Depth(int& depth) : depth_(depth) { ++depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    ~Depth() { --depth_; }
    bool IsTooDeep() const { return depth_ > kMaxDepth; }

   private:
    int& depth_;
  };

  const Token& Peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  bool Is(std::string_view symbol) const { return Peek().Is(symbol); }
  bool Take(std::string_view symbol) {
    if (!Is(symbol)) return false;
    ++at_;
    return true;
  }

  const Expr* Fail(std::uint32_t begin, std::uint32_t end, std::string message,
                   std::string note = {}) {
    if (faults_.empty()) faults_.push_back({begin, end, std::move(message), std::move(note)});
    return nullptr;
  }
  const Expr* FailAt(const Token& token, std::string message) {
    return Fail(token.begin, token.end(), std::move(message));
  }
  const Expr* Unexpected(std::string_view expected = {}) {
    const Token& token = Peek();
    const std::string what = token.kind == TokenKind::kEnd
                                 ? "unexpected end of the expression"
                                 : fmt::format("unexpected `{}`", token.text);
    return FailAt(token, expected.empty() ? what : fmt::format("{}, expected {}", what, expected));
  }
  const Expr* TooDeep() {
    return FailAt(Peek(), fmt::format("the expression nests more than {} levels", kMaxDepth));
  }
  const Expr* Expect(std::string_view symbol, const Expr* then) {
    if (then == nullptr) return nullptr;
    return Take(symbol) ? then : Unexpected(fmt::format("`{}`", symbol));
  }

  // Adds a node. `counts`: whether it is one of those whose nesting cel-go limits.
  Expr* Add(Expr expr, bool counts = false) {
    int height = expr.target != nullptr ? expr.target->height : 0;
    for (const Expr* arg : expr.args) height = std::max(height, arg->height);
    expr.height = height + (counts ? 1 : 0);
    return &ast_.exprs.emplace_back(std::move(expr));
  }
  const Expr* Operator(const Token& op, std::string name, std::vector<const Expr*> args,
                       bool counts) {
    const Expr* made = Add({.kind = ExprKind::kCall,
                            .begin = op.begin,
                            .end = op.end(),
                            .name = std::move(name),
                            .args = std::move(args)},
                           counts);
    return made->height > kMaxDepth ? TooDeep() : made;
  }

  const Expr* ParseExpr();
  const Expr* ParseLogic(std::string_view symbol);
  const Expr* ParseRelation(bool right_side);
  const Expr* ParseCalc(int precedence);
  const Expr* ParseUnary();
  const Expr* ParseMember();
  const Expr* ParseSelection(const Expr* of);
  const Expr* ParseIndex(const Expr* of);
  const Expr* ParsePrimary();
  const Expr* ParseName();
  const Expr* ParseStruct(bool leading_dot);
  const Expr* ParseList();
  const Expr* ParseMap();
  const Expr* ParseLiteral();
  bool ParseArguments(std::vector<const Expr*>& args);
  const Expr* MakeCall(Expr call);
  bool IsStruct() const;
  bool AtEnd(std::string_view bracket, bool is_empty);

  const std::vector<Token>& tokens_;
  Ast& ast_;
  std::vector<Fault>& faults_;
  std::size_t at_ = 0;
  int exprs_ = 0;
  int relations_ = 0;
  int calcs_ = 0;
};

const Expr* Parser::ParseExpr() {
  const Depth depth(exprs_);
  if (depth.IsTooDeep()) return TooDeep();
  const Expr* condition = ParseLogic("||");
  if (condition == nullptr || !Is("?")) return condition;
  const Token& op = Peek();
  ++at_;
  const Expr* then = Expect(":", ParseLogic("||"));
  if (then == nullptr) return nullptr;
  const Expr* otherwise = ParseExpr();
  if (otherwise == nullptr) return nullptr;
  return Operator(op, "_?_:_", {condition, then, otherwise}, true);
}

// `a || b || c`, whose operands are `a && b && c`.
const Expr* Parser::ParseLogic(std::string_view symbol) {
  const bool is_or = symbol == "||";
  const auto operand = [&] { return is_or ? ParseLogic("&&") : ParseRelation(false); };
  const Expr* first = operand();
  if (first == nullptr || !Is(symbol)) return first;
  const Token& op = Peek();
  std::vector<const Expr*> operands = {first};
  while (Take(symbol)) {
    const Expr* next = operand();
    if (next == nullptr) return nullptr;
    operands.push_back(next);
  }
  return Add({.kind = ExprKind::kLogic,
              .begin = op.begin,
              .end = op.end(),
              .name = fmt::format("_{}_", symbol),
              .args = std::move(operands)});
}

const Expr* Parser::ParseRelation(bool right_side) {
  constexpr std::string_view kOperators[] = {"<", "<=", ">=", ">", "==", "!=", "in"};
  const Depth depth(relations_);
  if (depth.IsTooDeep()) return TooDeep();
  const Expr* left = ParseCalc(0);
  while (left != nullptr && !right_side) {
    const Token& op = Peek();
    const auto is = [&](std::string_view symbol) { return op.Is(symbol); };
    if (std::none_of(std::begin(kOperators), std::end(kOperators), is)) break;
    ++at_;
    const Expr* right = ParseRelation(true);
    if (right == nullptr) return nullptr;
    left =
        Operator(op, op.text == "in" ? "@in" : fmt::format("_{}_", op.text), {left, right}, true);
  }
  return left;
}

// `precedence`: 1 reads `+` and more, 2 only `*` and the like, 3 no operator.
const Expr* Parser::ParseCalc(int precedence) {
  const Depth depth(calcs_);
  if (depth.IsTooDeep()) return TooDeep();
  const Expr* left = ParseUnary();
  while (left != nullptr) {
    const Token& op = Peek();
    const int own = op.Is("*") || op.Is("/") || op.Is("%") ? 2 : op.Is("+") || op.Is("-") ? 1 : -1;
    if (own < 0 || own < precedence) break;
    ++at_;
    const Expr* right = ParseCalc(own + 1);
    if (right == nullptr) return nullptr;
    left = Operator(op, fmt::format("_{}_", op.text), {left, right}, true);
  }
  return left;
}

const Expr* Parser::ParseUnary() {
  const Token& op = Peek();
  if (!op.Is("!") && !op.Is("-")) return ParseMember();
  const bool is_number = Peek(1).kind == TokenKind::kInt || Peek(1).kind == TokenKind::kDouble;
  if (op.Is("-") && is_number) return ParseMember();
  std::size_t count = 0;
  while (Take(op.text)) ++count;
  // Before a number, the last `-` of `!-1` belongs to that.
  const Expr* operand = ParseMember();
  if (operand == nullptr) return nullptr;
  // cel-go: an even number of signs is left out.
  if (count % 2 == 0) return operand;
  return Operator(op, op.text == "!" ? "!_" : "-_", {operand}, false);
}

const Expr* Parser::ParseMember() {
  const Expr* member = ParsePrimary();
  while (member != nullptr) {
    if (Is(".")) {
      member = ParseSelection(member);
    } else if (Is("[")) {
      member = ParseIndex(member);
    } else {
      break;
    }
  }
  return member;
}

const Expr* Parser::ParseSelection(const Expr* of) {
  const Token& dot = Peek();
  ++at_;
  if (Is("?")) return FailAt(Peek(), "optional fields `.?` are not supported");
  const Token& field = Peek();
  if (field.kind == TokenKind::kEscapedIdentifier) {
    return FailAt(field, "names in backquotes are not supported");
  }
  if (field.kind != TokenKind::kIdentifier) return Unexpected("the name of a field");
  ++at_;
  if (!Is("(")) {
    const Expr* made = Add({.kind = ExprKind::kSelect,
                            .begin = dot.begin,
                            .end = field.end(),
                            .name = std::string(field.text),
                            .target = of},
                           true);
    return made->height > kMaxDepth ? TooDeep() : made;
  }
  ++at_;
  Expr call = {.kind = ExprKind::kCall,
               .begin = field.begin,
               .end = field.end(),
               .name = std::string(field.text),
               .target = of};
  return ParseArguments(call.args) ? MakeCall(std::move(call)) : nullptr;
}

const Expr* Parser::ParseIndex(const Expr* of) {
  const Token& bracket = Peek();
  ++at_;
  if (Is("?")) return FailAt(Peek(), "optional indices `[?` are not supported");
  const Expr* index = Expect("]", ParseExpr());
  if (index == nullptr) return nullptr;
  return Operator(bracket, "_[_]", {of, index}, true);
}

// Up to the closing bracket; the opening one has been read.
bool Parser::ParseArguments(std::vector<const Expr*>& args) {
  if (Take(")")) return true;
  do {
    const Expr* arg = ParseExpr();
    if (arg == nullptr) return false;
    args.push_back(arg);
  } while (Take(","));
  if (Take(")")) return true;
  Unexpected("`,` or `)`");
  return false;
}

const Expr* Parser::MakeCall(Expr call) {
  const bool counts = call.target != nullptr;
  const Expr* made = Add(std::move(call), counts);
  if (made->height > kMaxDepth) return TooDeep();
  return ExpandMacro(made, ast_, faults_);
}

const Expr* Parser::ParsePrimary() {
  const Token& token = Peek();
  if (token.kind == TokenKind::kIdentifier || Is(".")) return ParseName();
  if (token.kind == TokenKind::kEscapedIdentifier) {
    return FailAt(token, "names in backquotes are not supported");
  }
  if (Take("(")) return Expect(")", ParseExpr());
  if (Is("[")) return ParseList();
  if (Is("{")) return ParseMap();
  return ParseLiteral();
}

// Whether `a.b {` comes next.
bool Parser::IsStruct() const {
  std::size_t ahead = 0;
  while (Peek(ahead).kind == TokenKind::kIdentifier) {
    if (Peek(ahead + 1).Is("{")) return true;
    if (!Peek(ahead + 1).Is(".")) return false;
    ahead += 2;
  }
  return false;
}

const Expr* Parser::ParseName() {
  const Token& first = Peek();
  const bool leading_dot = Take(".");
  if (IsStruct()) return ParseStruct(leading_dot);
  const Token& name = Peek();
  if (name.kind != TokenKind::kIdentifier) return Unexpected("a name");
  ++at_;
  if (std::find(std::begin(kReserved), std::end(kReserved), name.text) != std::end(kReserved)) {
    return FailAt(name, fmt::format("`{}` is a reserved word", name.text));
  }
  Expr expr = {.kind = ExprKind::kIdent,
               .begin = first.begin,
               .end = name.end(),
               .name = fmt::format("{}{}", leading_dot ? "." : "", name.text)};
  if (!Take("(")) return Add(std::move(expr));
  expr.kind = ExprKind::kCall;
  return ParseArguments(expr.args) ? MakeCall(std::move(expr)) : nullptr;
}

const Expr* Parser::ParseStruct(bool leading_dot) {
  Expr made = {.kind = ExprKind::kStruct, .begin = Peek().begin, .name = leading_dot ? "." : ""};
  for (;;) {
    made.name += Peek().text;
    made.end = Peek().end();
    ++at_;
    if (!Take(".")) break;
    made.name += '.';
  }
  ++at_;
  while (!AtEnd("}", made.args.empty())) {
    if (Is("?")) return FailAt(Peek(), "optional fields are not supported");
    const Token& field = Peek();
    if (field.kind != TokenKind::kIdentifier) return Unexpected("the name of a field");
    ++at_;
    if (!Take(":")) return Unexpected("`:`");
    const Expr* value = ParseExpr();
    if (value == nullptr) return nullptr;
    made.fields.emplace_back(field.text);
    made.args.push_back(value);
    if (!Is("}") && !Take(",")) return Unexpected("`,` or `}`");
  }
  ++at_;
  return Add(std::move(made));
}

// Whether a list of items ends here. One that has none may be a lone comma.
bool Parser::AtEnd(std::string_view bracket, bool is_empty) {
  if (is_empty && Is(",") && Peek(1).Is(bracket)) ++at_;
  return Is(bracket);
}

const Expr* Parser::ParseList() {
  Expr list = {.kind = ExprKind::kList, .begin = Peek().begin, .end = Peek().end()};
  ++at_;
  while (!AtEnd("]", list.args.empty())) {
    if (Is("?")) return FailAt(Peek(), "optional items are not supported");
    const Expr* item = ParseExpr();
    if (item == nullptr) return nullptr;
    list.args.push_back(item);
    if (!Is("]") && !Take(",")) return Unexpected("`,` or `]`");
  }
  ++at_;
  return Add(std::move(list));
}

const Expr* Parser::ParseMap() {
  Expr map = {.kind = ExprKind::kMap, .begin = Peek().begin, .end = Peek().end()};
  ++at_;
  while (!AtEnd("}", map.args.empty())) {
    if (Is("?")) return FailAt(Peek(), "optional keys are not supported");
    const Expr* key = Expect(":", ParseExpr());
    if (key == nullptr) return nullptr;
    const Expr* value = ParseExpr();
    if (value == nullptr) return nullptr;
    map.args.push_back(key);
    map.args.push_back(value);
    if (!Is("}") && !Take(",")) return Unexpected("`,` or `}`");
  }
  ++at_;
  return Add(std::move(map));
}

const Expr* Parser::ParseLiteral() {
  const std::uint32_t begin = Peek().begin;
  const bool negative = Take("-");
  const Token& token = Peek();
  Expr literal = {.begin = begin, .end = token.end()};
  const auto done = [&](TypeKind kind) {
    ++at_;
    literal.literal = kind;
    return Add(literal);
  };
  if (token.kind == TokenKind::kInt) {
    if (FitsInteger(token.text, false, negative)) return done(TypeKind::kInt);
    return Fail(begin, token.end(), "the number does not fit into 64 bits");
  }
  if (token.kind == TokenKind::kDouble) {
    if (std::isfinite(std::strtod(std::string(token.text).c_str(), nullptr))) {
      return done(TypeKind::kDouble);
    }
    return Fail(begin, token.end(), "the number is too large");
  }
  if (negative) return Unexpected("a number");
  if (token.kind == TokenKind::kUint) {
    if (FitsInteger(token.text, true, false)) return done(TypeKind::kUint);
    return Fail(begin, token.end(), "the number does not fit into 64 bits");
  }
  if (token.kind == TokenKind::kString || token.kind == TokenKind::kBytes) {
    if (const auto problem = EscapeProblem(token)) return FailAt(token, std::string(*problem));
    return done(token.kind == TokenKind::kBytes ? TypeKind::kBytes : TypeKind::kString);
  }
  if (Is("true") || Is("false")) return done(TypeKind::kBool);
  if (Is("null")) return done(TypeKind::kNull);
  return Unexpected("a value");
}

}  // namespace

const Expr* Parse(std::string_view text, Ast& ast, std::vector<Fault>& faults) {
  const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; };
  const auto size = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts));
  if (size > kMaxSize) {
    faults.push_back({0, static_cast<std::uint32_t>(text.size()),
                      fmt::format("the expression has more than {} characters", kMaxSize)});
    return nullptr;
  }
  std::vector<Token> tokens;
  if (auto fault = Lex(text, tokens)) {
    faults.push_back(std::move(*fault));
    return nullptr;
  }
  ast.root = Parser(tokens, ast, faults).Run();
  if (!faults.empty()) ast.root = nullptr;
  return ast.root;
}

}  // namespace check::cel
