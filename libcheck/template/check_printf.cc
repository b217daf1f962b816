#include "libcheck/template/check_printf.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"
#include "libcheck/template/codes.h"

namespace check::gotemplate {
namespace {

using Kind = TemplateType::Kind;

constexpr std::string_view kAllVerbs = "vTtbcdoOqxXUeEfFgGsp";

// One verb of a format.
struct Verb {
  std::string_view text;  // From `%` to the letter.
  std::string_view letter;
};

// The verbs in their order, each of which takes one argument. Nothing for formats that take
// arguments in another way. Go: the last one has no letter if the format ends before it.
std::optional<std::vector<Verb>> ReadVerbs(std::string_view format) {
  std::vector<Verb> verbs;
  std::size_t at = format.find('%');
  while (at != std::string_view::npos) {
    std::size_t end = at + 1;
    while (end < format.size() &&
           std::string_view("+-# 0").find(format[end]) != std::string_view::npos)
      ++end;
    while (end < format.size() && (IsDigit(format[end]) || format[end] == '.')) ++end;
    if (end < format.size() && (format[end] == '*' || format[end] == '[')) return std::nullopt;
    const std::size_t size = end < format.size() ? DecodeRune(format.substr(end)).size : 0;
    const std::string_view letter = format.substr(end, size);
    if (letter != "%") verbs.push_back({format.substr(at, end + size - at), letter});
    at = format.find('%', end + size);
  }
  return verbs;
}

// The verbs that print a value of this kind; empty if any may.
std::string_view VerbsFor(Kind kind) {
  switch (kind) {
    case Kind::kText:
      return "vTqxXs";
    case Kind::kBool:
      return "vTt";
    case Kind::kInteger:
      return "vTbcdoOqxXU";
    case Kind::kFloat:
      return "vTbeEfFgGxX";
    default:
      return {};
  }
}

std::string_view GoNameOf(Kind kind) {
  switch (kind) {
    case Kind::kText:
      return "string";
    case Kind::kBool:
      return "bool";
    case Kind::kInteger:
      return "int";
    default:
      return "float64";
  }
}

std::string_view AdviceFor(Kind kind) {
  switch (kind) {
    case Kind::kText:
      return "use `%s` for text";
    case Kind::kBool:
      return "use `%t` for true or false";
    case Kind::kInteger:
      return "use `%d` for a whole number";
    default:
      return "use `%.0f` for a number without decimals, or `%v`";
  }
}

class PrintfCheck {
 public:
  PrintfCheck(const SourceFile& source, Span where, Diagnostics& diagnostics)
      : source_(source), where_(where), diagnostics_(diagnostics) {}

  void CheckCount(std::size_t verbs, std::size_t given) {
    if (verbs == given) return;
    Report(fmt::format("`printf` got {} argument{} for {} verb{}", given, given == 1 ? "" : "s",
                       verbs, verbs == 1 ? "" : "s"),
           verbs > given ? "Go prints `%!d(MISSING)` for a missing argument"
                         : "Go appends `%!(EXTRA ...)` for an argument without a verb");
  }

  // False: the verb is wrong whatever the argument.
  bool CheckLetter(const Verb& verb) {
    if (verb.letter.empty()) {
      Report(fmt::format("the format ends in `{}`, which is printed as `%!(NOVERB)`", verb.text),
             "write `%%` for a percent sign");
      return false;
    }
    if (verb.letter.size() == 1 && kAllVerbs.find(verb.letter) != std::string_view::npos)
      return true;
    Report(fmt::format("unknown verb `{}` in the format of `printf`", verb.text),
           "write `%%` for a percent sign, `%s` for text, `%.2f` for a number");
    return false;
  }

  void CheckValue(const Verb& verb, const TemplateType& type) {
    const std::string_view verbs = VerbsFor(type.kind);
    if (verbs.empty() || verbs.find(verb.letter) != std::string_view::npos) return;
    Report(fmt::format("`{}` does not fit {}: Go prints `%!{}({}=...)`", verb.text, type.name,
                       verb.letter, GoNameOf(type.kind)),
           AdviceFor(type.kind));
  }

 private:
  void Report(std::string message, std::string_view note) {
    diagnostics_.Report(kPrintf, Location{&source_, where_}, std::move(message))
        .notes.emplace_back(note);
  }

  const SourceFile& source_;
  Span where_;
  Diagnostics& diagnostics_;
};

}  // namespace

void CheckPrintf(const SourceFile& source, std::span<const Value> arguments,
                 Diagnostics& diagnostics) {
  if (arguments.empty()) return;
  const auto* format = TryAs<String>(arguments[0].literal);
  if (format == nullptr) return;
  const auto verbs = ReadVerbs(format->value);
  if (!verbs) return;
  PrintfCheck check(source, format->span, diagnostics);
  const auto values = arguments.subspan(1);
  for (std::size_t i = 0; i < verbs->size(); ++i) {
    const Verb& verb = (*verbs)[i];
    // What follows would be counted wrongly.
    if (!check.CheckLetter(verb)) return;
    if (i < values.size()) check.CheckValue(verb, *values[i].type);
  }
  check.CheckCount(verbs->size(), values.size());
}

}  // namespace check::gotemplate
