// How the parser words what is wrong.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "libcheck/base/edit_distance.h"
#include "libcheck/base/quote.h"
#include "libcheck/template/codes.h"
#include "libcheck/template/go_format.h"
#include "libcheck/template/literal.h"
#include "libcheck/template/parse.h"
#include "libcheck/template/parser.h"

namespace check::gotemplate {
namespace {

constexpr int kMostFaults = 20;  // Of one template.

// What stands in a message: long texts are cut.
std::string Shown(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  std::string shown(text.substr(0, kLongest));
  std::replace(shown.begin(), shown.end(), '\n', ' ');
  if (text.size() > kLongest) {
    while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0xC0) == 0x80) {
      shown.pop_back();
    }
    shown += "...";
  }
  return shown;
}

// Where Go says something unexpected stands, in plain words.
std::string_view PlaceInWords(std::string_view context) {
  struct Row {
    std::string_view go, ours;
  };
  static constexpr Row kRows[] = {
      {"command", "an action"},
      {"operand", "an action"},
      {"input", "a block"},
      {"parenthesized pipeline", "parentheses"},
      {"if", "`if`"},
      {"range", "`range`"},
      {"with", "`with`"},
      {"else", "`else`"},
      {"end", "`end`"},
      {"block clause", "`block`"},
      {"define clause", "`define`"},
      {"template clause", "`template`"},
      {"{{break}}", "`break`"},
      {"{{continue}}", "`continue`"},
  };
  for (const Row& row : kRows) {
    if (row.go == context) return row.ours;
  }
  return "an action";
}

}  // namespace

std::string Parser::LineOf(std::uint32_t offset) const {
  const std::string_view before = source_.text().substr(0, offset);
  return std::to_string(1 + std::count(before.begin(), before.end(), '\n'));
}

std::string Parser::GoToken(const Token& token) const {
  if (token.kind == TokenKind::kEndOfText) return "EOF";
  const std::string_view text = TextOf(token);
  if (IsKeyword(token.kind)) return "<" + std::string(text) + ">";
  return text.size() > 10 ? QuoteStart(text) : GoQuote(text);
}

Diagnostic& Parser::Report(const CodeInfo& info, Span where, std::string message,
                           std::string_view go_format,
                           std::initializer_list<std::string_view> arguments) {
  Diagnostic& diagnostic = diagnostics_.Report(info, Location{&source_, where}, std::move(message));
  if (faults_ == 0) {
    const std::string format =
        fmt::format("template: {}:{}: {}", upstream_name_, LineOf(scope_.latest), go_format);
    diagnostic.upstream = FormatGo(format, {arguments.begin(), arguments.size()});
  }
  if (++faults_ >= kMostFaults) gave_up_ = true;
  return diagnostic;
}

void Parser::Structural(Span where, std::string message, std::string note,
                        std::string_view go_format,
                        std::initializer_list<std::string_view> arguments) {
  if (faults_ > 0) return;
  Diagnostic& diagnostic = Report(kSyntax, where, std::move(message), go_format, arguments);
  if (!note.empty()) diagnostic.notes.push_back(std::move(note));
}

bool Parser::TooDeep(Span where) {
  if (depth_ < kMaxDepth) return false;
  Report(kTooDeep, where, fmt::format("template nests more than {} deep", kMaxDepth),
         "max expression depth exceeded", {});
  gave_up_ = true;
  return true;
}

void Parser::Unexpected(const Token& token, std::string_view context) {
  if (token.kind == TokenKind::kFault) {
    const LexFault& fault = lexer_.fault();
    std::string extra;
    if (scope_.action != kNoAction) {
      const std::string begun = LineOf(scope_.action);
      if (begun != LineOf(token.span.begin)) {
        extra =
            fmt::format("{} started at {}:{}", fault.go.ends_with(" action") ? "" : " in action",
                        upstream_name_, begun);
      }
    }
    Diagnostic& diagnostic = Report(kSyntax, fault.where, fault.message, "%s%s", {fault.go, extra});
    if (!fault.note.empty()) diagnostic.notes.push_back(fault.note);
    return;
  }

  const std::string_view text = TextOf(token);
  Diagnostic& diagnostic = Report(
      kSyntax, token.span, fmt::format("unexpected `{}` in {}", Shown(text), PlaceInWords(context)),
      "unexpected %s in %s", {GoToken(token), context});
  std::string_view advice;
  switch (token.kind) {
    case TokenKind::kAssign:
    case TokenKind::kCharacter:
      advice = AdviceOnCharacter(static_cast<unsigned char>(text[0]));
      break;
    case TokenKind::kComma:
      advice = "arguments are separated by spaces";
      break;
    case TokenKind::kDefine:
      advice = "a template cannot be defined inside a block";
      break;
    case TokenKind::kIf:
      if (context == "input") advice = "`else if` belongs to `if` alone";
      break;
    case TokenKind::kWith:
      if (context == "input") advice = "`else with` belongs to `with` alone";
      break;
    case TokenKind::kNumber:
      if (text[0] == '+' || text[0] == '-') advice = AdviceOnCharacter('-');
      break;
    default:
      if (context == "template clause" || context == "block clause" || context == "define clause") {
        advice = "the name comes first, in quotes";
      } else if (context == "end" || context == "else") {
        advice = "unexpected text before `}}`";
      } else if (context == "operand" && token.kind != TokenKind::kDeclare) {
        advice = "values are separated by spaces";
      }
      break;
  }
  if (text == "/") advice = "a comment is `{{/* ... */}}`, with nothing before the `/*`";
  if (!advice.empty()) diagnostic.notes.emplace_back(advice);
}

void Parser::UnknownFunction(const Token& token) {
  const std::string_view name = TextOf(token);
  Diagnostic& diagnostic =
      Report(kUnknownFunction, token.span, fmt::format("unknown function `{}`", Shown(name)),
             "function %q not defined", {name});

  const std::string as_variable = "$" + std::string(name);
  for (const TemplateVariable& variable : environment_.variables) {
    if (variable.name != as_variable) continue;
    diagnostic.notes.push_back(fmt::format("did you mean the variable `{}`?", as_variable));
    return;
  }
  for (const TemplateField& field : environment_.dot->fields) {
    if (field.name != name) continue;
    diagnostic.notes.push_back(fmt::format("did you mean the field `.{}`?", name));
    return;
  }
  if (const ForeignName* foreign = FindForeign(environment_.foreign_functions, name)) {
    diagnostic.notes.emplace_back(foreign->advice);
    return;
  }

  std::vector<std::string_view> names;
  for (const auto& functions : {environment_.functions, BuiltinFunctions()}) {
    for (const TemplateFunction& function : functions) names.push_back(function.name);
  }
  for (const TemplateVariable& variable : environment_.variables) {
    names.push_back(variable.name.substr(1));
  }
  const auto closest = ClosestMatch(name, names);
  if (!closest) return;
  const bool is_function = FindFunction(environment_, *closest) != nullptr;
  diagnostic.notes.push_back(fmt::format("did you mean `{}{}`?", is_function ? "" : "$", *closest));
}

void Parser::UnknownVariable(const Token& token) {
  const std::string_view name = TextOf(token);
  Diagnostic& diagnostic = Report(kUnknownVariable, token.span,
                                  fmt::format("variable `{}` is not declared", Shown(name)),
                                  "undefined variable %q", {name});
  if (const ForeignName* foreign = FindForeign(environment_.foreign_variables, name)) {
    diagnostic.notes.emplace_back(foreign->advice);
    return;
  }
  std::vector<std::string_view> names;
  for (std::size_t i = scope_.first_variable + 1; i < variables_.size(); ++i) {
    names.push_back(variables_[i].substr(1));
  }
  if (const auto closest = ClosestMatch(name.substr(1), names)) {
    diagnostic.notes.push_back(fmt::format("did you mean `${}`?", *closest));
    return;
  }
  for (std::size_t i = 0; i < scope_.first_variable; ++i) {
    if (variables_[i] != name) continue;
    diagnostic.notes.emplace_back("`define` and `block` see no outer variables except `$`");
    return;
  }
}

void Parser::BadString(const Token& token) {
  const std::string_view literal = TextOf(token);
  const Span bad = FindBadEscape(literal);
  Report(kSyntax, {token.span.begin + bad.begin, token.span.begin + bad.end},
         fmt::format("invalid escape sequence `{}` in a string",
                     literal.substr(bad.begin, bad.size())),
         "%s", {"invalid syntax"})
      .notes.emplace_back("write a backslash as `\\\\`; text in backquotes is taken literally");
}

}  // namespace check::gotemplate
