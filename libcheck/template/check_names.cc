#include "libcheck/template/check_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/edit_distance.h"
#include "libcheck/template/check_printf.h"
#include "libcheck/template/codes.h"
#include "libcheck/template/letters.h"
#include "libcheck/template/walk.h"

namespace check::gotemplate {
namespace {

using Kind = TemplateType::Kind;

std::string Counted(std::size_t number) {
  return number == 0 ? "no argument" : fmt::format("{} argument{}", number, number == 1 ? "" : "s");
}

// "1 argument", "2 to 4 arguments", "at least 1 argument".
std::string ArgumentsOf(const TemplateFunction& function) {
  const std::size_t least = function.least_arguments();
  const auto most = function.most_arguments();
  if (!most) return "at least " + Counted(least);
  return least == *most ? Counted(least) : fmt::format("{} to {}", least, Counted(*most));
}

bool EqualFold(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return LowerAscii(x) == LowerAscii(y); });
}

bool IsNumber(Kind kind) { return kind == Kind::kInteger || kind == Kind::kFloat; }

bool Fits(const TemplateType& given, const TemplateType& wanted) {
  if (given.kind == Kind::kAny) return true;
  if (wanted.kind == Kind::kFloat) return given.kind == Kind::kText || IsNumber(given.kind);
  if (wanted.kind == Kind::kText) return given.kind == Kind::kText;
  return &given == &wanted;
}

bool IsWordByte(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || IsNameCharacter(static_cast<unsigned char>(c));
}

// The length of "$labels.job", "${labels.job}" or "${value}" at the start of `text`; 0 if there is
// nothing of the kind. A variable that is no map must stand in braces: "$value" in plain text may
// belong to a shell.
std::size_t VariableAt(std::string_view text, const TemplateEnvironment& environment) {
  const bool braces = text.size() > 1 && text[1] == '{';
  const std::string_view name = text.substr(braces ? 2 : 1);
  for (const TemplateVariable& variable : environment.variables) {
    const std::string_view wanted = variable.name.substr(1);
    if (!name.starts_with(wanted)) continue;
    std::size_t end = wanted.size();
    const bool is_map = variable.type->kind == Kind::kMap;
    if (is_map) {
      if (end + 1 >= name.size() || name[end] != '.' || !IsWordByte(name[end + 1])) continue;
      ++end;
      while (end < name.size() && IsWordByte(name[end])) ++end;
    }
    if (braces && (end == name.size() || name[end] != '}')) continue;
    if (!is_map && !braces) continue;
    return braces ? end + 3 : end + 1;
  }
  return 0;
}

// The length of "{% if x %}" at the start of `text`, or 0.
std::size_t JinjaAt(std::string_view text) {
  constexpr std::string_view kWords[] = {"if", "elif", "else", "endif", "for", "endfor", "set"};
  constexpr std::size_t kLongest = 200;
  const std::size_t end = text.substr(0, kLongest).find("%}");
  if (end == std::string_view::npos) return 0;
  std::string_view inside = text.substr(2, end - 2);
  if (inside.starts_with('-')) inside.remove_prefix(1);
  inside.remove_prefix(std::min(inside.find_first_not_of(' '), inside.size()));
  const std::string_view word = inside.substr(0, inside.find_first_of(" -"));
  const bool known = std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
  return known ? end + 2 : 0;
}

}  // namespace

void NameChecker::OnNode(const Node& node, const TemplateType&) {
  if (const auto* text = TryAs<Text>(&node)) {
    CheckPlainText(source_, text->text, text->span.begin, environment_, diagnostics_);
  }
}

void NameChecker::OnField(const TemplateType& of, std::string_view name, Span where,
                          const TemplateType* result) {
  if (result != nullptr) return;
  const bool bare = of.kind != Kind::kList && of.fields.empty() && of.go == nullptr;
  Diagnostic& diagnostic =
      Report(kUnknownField, where,
             bare ? fmt::format("{} has no fields: `.{}` cannot be read", of.name, name)
                  : fmt::format("{} has no field `{}`", of.name, name));
  AdviseOnField(of, name, diagnostic);
}

void NameChecker::OnCall(const TemplateFunction& function, Span name,
                         std::span<const Value> arguments) {
  if (!CheckCount(function, name, arguments.size())) return;
  CheckKinds(function, name, arguments);
  if (function.role == TemplateFunction::Role::kCompares) {
    CheckComparison(function, name, arguments);
  } else if (function.name == "printf") {
    CheckPrintf(source_, arguments, diagnostics_);
  }
}

void NameChecker::OnMethod(const TemplateType& of, const GoFunction& method, Span name,
                           std::size_t given) {
  Report(kArguments, name,
         fmt::format("`.{}` of {} takes {}, but got {}", method.name, of.name,
                     Counted(method.signature.count),
                     given == 0 ? std::string("none") : std::to_string(given)));
}

void NameChecker::OnNotAFunction(const Node& node) {
  if (node.kind == NodeKind::kNil) {
    Report(kNotAFunction, node.span, "`nil` cannot be printed or tested");
    return;
  }
  Report(kNotAFunction, node.span,
         fmt::format("`{}` is not a function and takes no arguments", source_.text(node.span)));
}

void NameChecker::OnUnsetVariable(const Variable& variable) {
  Report(kUnsetVariable, variable.name_spans[0],
         fmt::format("variable `{}` has no value here", variable.names[0]))
      .notes.emplace_back("declare it with `:=`, in this block or in an enclosing one");
}

void NameChecker::OnTemplate(const TemplateCall& call, const TemplateType&, bool defined) {
  if (defined) return;
  Report(kUnknownTemplate, call.name_span,
         fmt::format("template `{}` is not defined here", call.name))
      .notes.push_back(
          fmt::format("define it in the same text: `{{{{ define \"{}\" }}}}`", call.name));
}

Diagnostic& NameChecker::Report(const CodeInfo& info, Span where, std::string message) {
  return diagnostics_.Report(info, Location{&source_, where}, std::move(message));
}

bool NameChecker::CheckCount(const TemplateFunction& function, Span name, std::size_t count) {
  const auto most = function.most_arguments();
  if (count >= function.least_arguments() && (!most || count <= *most)) return true;
  Diagnostic& diagnostic =
      Report(kArguments, name,
             fmt::format("`{}` takes {}, but got {}", function.name, ArgumentsOf(function),
                         count == 0 ? std::string("none") : std::to_string(count)));
  const std::string as_variable = "$" + std::string(function.name);
  const bool is_variable =
      std::any_of(environment_.variables.begin(), environment_.variables.end(),
                  [&](const TemplateVariable& v) { return v.name == as_variable; });
  if (count == 0 && is_variable) {
    diagnostic.notes.push_back(fmt::format("did you mean the variable `{}`?", as_variable));
  } else {
    diagnostic.notes.push_back(fmt::format("usage: `{}`", function.usage));
  }
  return false;
}

void NameChecker::CheckKinds(const TemplateFunction& function, Span name,
                             std::span<const Value> arguments) {
  const std::size_t count = std::min(arguments.size(), function.parameters.size());
  for (std::size_t i = 0; i < count; ++i) {
    const TemplateType* wanted = function.parameters[i];
    const TemplateType& given = *arguments[i].type;
    if (wanted == nullptr || Fits(given, *wanted)) continue;
    const bool literal = arguments[i].literal != nullptr;
    Diagnostic& diagnostic =
        Report(kArguments, literal ? arguments[i].literal->span : name,
               fmt::format("`{}` expects {}, but got {}", function.name, wanted->name, given.name));
    if (given.kind == Kind::kList && given.element == wanted) {
      diagnostic.notes.push_back("take one element with " + AdviceOnElement());
    } else if (wanted->kind == Kind::kText && IsNumber(given.kind)) {
      diagnostic.notes.emplace_back("make it text with `print`, or with `printf \"%.2f\"`");
    } else {
      diagnostic.notes.push_back(fmt::format("usage: `{}`", function.usage));
    }
    return;
  }
}

// Go compares numbers with numbers of their own kind alone.
void NameChecker::CheckComparison(const TemplateFunction& function, Span name,
                                  std::span<const Value> arguments) {
  const TemplateType& first = *arguments[0].type;
  for (const Value& other : arguments.subspan(1)) {
    const TemplateType& second = *other.type;
    if (first.kind > Kind::kFloat || second.kind > Kind::kFloat) continue;
    if (first.kind == Kind::kAny || second.kind == Kind::kAny) continue;
    if (first.kind == second.kind) continue;
    const Value* whole = nullptr;
    for (const Value* value : {&arguments[0], &other}) {
      if (value->type->kind == Kind::kInteger && value->literal != nullptr) whole = value;
    }
    const bool numbers = IsNumber(first.kind) && IsNumber(second.kind);
    Diagnostic& diagnostic = Report(
        kComparison, numbers && whole != nullptr ? whole->literal->span : name,
        fmt::format("`{}` cannot compare {} with {}", function.name, first.name, second.name));
    if (numbers && whole != nullptr) {
      diagnostic.notes.push_back(fmt::format("write `{}.0`", source_.text(whole->literal->span)));
    }
    return;
  }
}

void NameChecker::AdviseOnField(const TemplateType& of, std::string_view name,
                                Diagnostic& diagnostic) const {
  if (&of == environment_.dot) {
    if (const ForeignName* foreign = FindForeign(environment_.foreign_fields, name)) {
      diagnostic.notes.emplace_back(foreign->advice);
      return;
    }
  }
  std::vector<std::string_view> names;
  if (of.go != nullptr) {
    for (const GoFunction& method : of.go->methods) names.push_back(method.name);
  }
  for (const TemplateField& field : of.fields) {
    if (EqualFold(field.name, name)) {
      diagnostic.notes.push_back(fmt::format("did you mean `.{}`?", field.name));
      return;
    }
    names.push_back(field.name);
  }
  if (const auto closest = ClosestMatch(name, names)) {
    diagnostic.notes.push_back(fmt::format("did you mean `.{}`?", *closest));
  } else if (of.kind == Kind::kStruct && !of.fields.empty()) {
    std::string all;
    for (const std::string_view field : names) {
      if (!all.empty()) all += ", ";
      all += fmt::format("`.{}`", field);
    }
    diagnostic.notes.push_back("it has " + all);
  } else if (of.kind == Kind::kList) {
    diagnostic.notes.push_back(
        fmt::format("take one element with {}, or go through all with `range`", AdviceOnElement()));
  }
}

std::string NameChecker::AdviceOnElement() const {
  return FindFunction(environment_, "first") != nullptr ? "`first`" : "`index LIST 0`";
}

void CheckPlainText(const SourceFile& source, std::string_view text, std::uint32_t offset,
                    const TemplateEnvironment& environment, Diagnostics& diagnostics) {
  const auto report = [&](std::size_t at, std::size_t size, std::string note) {
    const auto begin = offset + static_cast<std::uint32_t>(at);
    diagnostics
        .Report(kOutsideAction,
                Location{&source, {begin, begin + static_cast<std::uint32_t>(size)}},
                fmt::format("`{}` is outside `{{{{ }}}}` and is printed literally",
                            text.substr(at, size)))
        .notes.push_back(std::move(note));
  };
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    const std::size_t size = VariableAt(text.substr(at), environment);
    if (size == 0) continue;
    std::string_view name = text.substr(at, size);
    name.remove_prefix(name.starts_with("${") ? 2 : 1);
    if (name.ends_with('}')) name.remove_suffix(1);
    report(at, size, fmt::format("write `{{{{ ${} }}}}`", name));
  }
  for (std::size_t at = text.find("{%"); at != std::string_view::npos;
       at = text.find("{%", at + 2)) {
    const std::size_t size = JinjaAt(text.substr(at));
    if (size > 0) report(at, size, "use Go template syntax: `{{ if A }}...{{ end }}`");
  }
}

void CheckNames(const SourceFile& source, const Tree& tree, const TemplateEnvironment& environment,
                Diagnostics& diagnostics) {
  NameChecker checker(source, environment, diagnostics);
  Walk(tree, environment, checker);
}

}  // namespace check::gotemplate
