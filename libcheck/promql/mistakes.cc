#include "libcheck/promql/mistakes.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/duration_advice.h"
#include "libcheck/base/number.h"
#include "libcheck/base/utf8.h"
#include "libcheck/promql/problems.h"

namespace check::promql {
namespace {

bool IsWordChar(char c) {
  return LowerAscii(c) >= 'a' && LowerAscii(c) <= 'z' ? true : (c >= '0' && c <= '9') || c == '_';
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view TrimRight(std::string_view text) {
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

// A fault as it was reported, and the text around it.
struct Case {
  std::string_view text;
  Diagnostic& problem;
  std::size_t at;  // Where the fault begins.

  std::string_view before() const { return text.substr(0, at); }
  std::string_view rest() const { return text.substr(at); }
  bool Says(std::string_view words) const {
    return problem.message.find(words) != std::string::npos;
  }
  bool Begins(std::string_view words) const { return problem.message.starts_with(words); }
  // The word that begins here.
  std::string_view Word() const {
    std::size_t end = at;
    while (end < text.size() && IsWordChar(text[end])) ++end;
    return text.substr(at, end - at);
  }
  // The word in front, which ends where this begins but for white space.
  std::string_view WordBefore() const {
    const std::string_view front = TrimRight(before());
    std::size_t begin = front.size();
    while (begin > 0 && IsWordChar(front[begin - 1])) --begin;
    return front.substr(begin);
  }
  std::size_t OffsetOf(std::string_view part) const {
    return static_cast<std::size_t>(part.data() - text.data());
  }
  void Mark(std::size_t begin, std::size_t size) const {
    problem.where.span = {static_cast<std::uint32_t>(begin),
                          static_cast<std::uint32_t>(std::min(begin + size, text.size()))};
  }
  bool Say(std::string note) const {
    problem.notes = {std::move(note)};
    return true;
  }
};

// --- numbers and durations

// What multiplies a number in other systems.
struct Suffix {
  std::string_view name;
  std::string_view factor;
};
constexpr Suffix kSuffixes[] = {
    {"k", "1e3"},      {"m", "1e6"},      {"g", "1e9"},     {"t", "1e12"},   {"b", "1"},
    {"kb", "1e3"},     {"mb", "1e6"},     {"gb", "1e9"},    {"tb", "1e12"},  {"ki", "1024"},
    {"mi", "1024^2"},  {"gi", "1024^3"},  {"ti", "1024^4"}, {"kib", "1024"}, {"mib", "1024^2"},
    {"gib", "1024^3"}, {"tib", "1024^4"},
};

bool FollowsDurationSign(const Case& c) {
  const std::string_view front = TrimRight(c.before());
  if (front.ends_with('[')) return true;
  if (LowerAscii(c.WordBefore()) == "offset") return true;
  const std::size_t open = front.rfind('[');
  return front.ends_with(':') && open != front.npos && front.find(']', open) == front.npos;
}

bool BadNumber(const Case& c) {
  if (!c.Begins("bad number or duration syntax")) return false;
  std::size_t end = c.at;
  while (end < c.text.size() && (IsWordChar(c.text[end]) || c.text[end] == '.')) ++end;
  const std::string_view word = c.text.substr(c.at, end - c.at);
  if (word.empty()) return false;
  c.Mark(c.at, word.size());
  if (FollowsDurationSign(c)) return c.Say(DurationAdvice(word));
  std::size_t digits = 0;
  while (digits < word.size() && (IsDigit(word[digits]) || word[digits] == '.')) ++digits;
  const std::string_view number = word.substr(0, digits);
  const std::string unit = LowerAscii(word.substr(digits));
  for (const Suffix& suffix : kSuffixes) {
    if (suffix.name == unit && ParseGoFloat(number)) {
      return c.Say(suffix.factor == "1"
                       ? fmt::format("numbers have no unit: write `{}`", number)
                       : fmt::format("numbers have no suffix `{}`: write `{} * {}`",
                                     word.substr(digits), number, suffix.factor));
    }
  }
  const std::string advice = DurationAdvice(word);
  if (advice.find("did you mean") != advice.npos) return c.Say(advice);
  if (unit.find('_') != unit.npos || unit.size() > 2) {
    return c.Say("the name of a metric cannot begin with a digit");
  }
  return true;
}

// `[5 m]`
bool SpaceInRange(const Case& c) {
  if (!c.Begins("unexpected character: ") || !c.Says("expected ':'")) return false;
  const std::size_t open = c.before().rfind('[');
  if (open == std::string_view::npos) return false;
  const std::size_t end = std::min(c.text.find_first_of(":]", c.at), c.text.size());
  const std::size_t gap = TrimRight(c.before()).size();
  c.Mark(gap < c.at ? gap : c.at, gap < c.at ? c.at - gap : 1);
  return c.Say(DurationAdvice(c.text.substr(open + 1, end - open - 1)));
}

// `offset 5 m`
bool SpaceInOffset(const Case& c) {
  if (!c.Begins("unexpected identifier")) return false;
  const std::string_view number = c.WordBefore();
  if (number.empty() || !std::all_of(number.begin(), number.end(), IsDigit)) return false;
  const Case in_front = {c.text, c.problem, c.OffsetOf(number)};
  if (LowerAscii(in_front.WordBefore()) != "offset") return false;
  const std::size_t gap = in_front.at + number.size();
  c.Mark(gap, c.at - gap);
  const std::size_t end = c.at + c.Word().size();
  return c.Say(DurationAdvice(c.text.substr(in_front.at, end - in_front.at)));
}

bool BadDuration(const Case& c) {
  const bool is_it = c.Begins("unknown unit ") || c.Begins("not a valid duration string");
  return is_it && c.Say(DurationAdvice(c.text.substr(c.at, c.problem.where.span.size())));
}

// `< 10%`
bool Percent(const Case& c) {
  if (!c.Begins("unexpected ")) return false;
  std::string_view front = TrimRight(c.before());
  if (!front.ends_with('%')) return false;
  front.remove_suffix(1);
  const std::size_t sign = front.size();
  front = TrimRight(front);
  std::size_t begin = front.size();
  while (begin > 0 && (IsDigit(front[begin - 1]) || front[begin - 1] == '.')) --begin;
  const std::string_view number = front.substr(begin);
  const std::optional<double> value = ParseGoFloat(number);
  if (!value) return false;
  c.Mark(sign, 1);
  return c.Say(
      fmt::format("`%` is the modulo operator: write `{}` for a ratio, `{}` for a "
                  "percentage",
                  *value / 100, number));
}

// `1,000`
bool ThousandsSeparator(const Case& c) {
  if (!c.Begins("unexpected \",\"") || c.at == 0 || !IsDigit(c.text[c.at - 1])) return false;
  std::string number(c.WordBefore());
  std::string_view rest = c.rest();
  while (rest.size() >= 4 && rest[0] == ',' &&
         std::all_of(rest.begin() + 1, rest.begin() + 4, IsDigit)) {
    number += rest.substr(1, 3);
    rest.remove_prefix(4);
  }
  if (rest.size() == c.rest().size() || !std::all_of(number.begin(), number.end(), IsDigit))
    return false;
  return c.Say(fmt::format("numbers have no thousands separator: write `{}`", number));
}

// --- operators

bool WrongOperator(const Case& c) {
  const char previous = c.at == 0 ? '\0' : c.text[c.at - 1];
  const char next = c.at + 1 < c.text.size() ? c.text[c.at + 1] : '\0';
  if (c.Begins("unexpected \"=\"") && !c.Says("label matching")) {
    if (previous == '=') return c.Say("write `==`");
    if (previous == '>' || previous == '<') return c.Say(fmt::format("write `{}=`", previous));
    if (next == '>' || next == '<') {
      c.Mark(c.at, 2);
      return c.Say(fmt::format("write `{}=`", next));
    }
    if (next == '!') return c.Say("write `!=`");
    return false;
  }
  if (c.Begins("unexpected <op:>>") && previous == '<') {
    c.Mark(c.at - 1, 2);
    return c.Say("write `!=`");
  }
  if (c.Begins("unexpected <op:/>") && previous == '/') {
    c.Mark(c.at - 1, 2);
    return c.Say("comments begin with `#`");
  }
  if (c.Begins("unexpected <op:*>") && previous == '*') {
    c.Mark(c.at - 1, 2);
    return c.Say("the power operator is `^`");
  }
  return false;
}

struct Character {
  std::string_view text;
  std::string_view note;
};
constexpr std::string_view kQuotes = "use straight quotes: `\"`";
constexpr Character kCharacters[] = {
    {"&&", "use `and`"},
    {"||", "use `or`"},
    {"&", "use `and`"},
    {"|", "use `or`"},
    {";", "an expression has no `;` at its end: remove it"},
    {"?", "there is no `? :`: a comparison with `bool` gives 1 or 0"},
    {"~", "regular expressions match label values, inside braces: `metric{label=~\"...\"}`"},
    {"$labels", "`$labels` can be used in labels and annotations, not in expressions"},
    {"$value", "`$value` can be used in labels and annotations, not in expressions"},
    {"\xE2\x80\x93", "this is a dash: write `-`"},
    {"\xE2\x80\x94", "this is a dash: write `-`"},
    {"\xE2\x88\x92", "this is not the minus of the keyboard: write `-`"},
    {"\xC3\x97", "write `*`"},
    {"\xC3\xB7", "write `/`"},
    {"\xE2\x89\xA5", "write `>=`"},
    {"\xE2\x89\xA4", "write `<=`"},
    {"\xE2\x89\xA0", "write `!=`"},
    {"\xE2\x80\x9C", kQuotes},
    {"\xE2\x80\x9D", kQuotes},
    {"\xE2\x80\x98", kQuotes},
    {"\xE2\x80\x99", kQuotes},
    {"\xC2\xA0", "this is a non-breaking space: write a space"},
};

bool OddCharacter(const Case& c) {
  if (!c.Begins("unexpected character")) return false;
  for (const Character& odd : kCharacters) {
    if (!c.rest().starts_with(odd.text)) continue;
    c.Mark(c.at, odd.text.size());
    return c.Say(std::string(odd.note));
  }
  if (c.Begins("unexpected character after '!'")) {
    if (c.rest().starts_with("!~") || c.Says("inside braces")) return false;
    return c.Say("there is no `!`: use `unless`, `absent(...)`, or compare with `== 0`");
  }
  return false;
}

// Words of other languages: where they stand, they, or what follows them, cannot be read.
struct Word {
  std::string_view word;
  std::string_view note;
};
constexpr Word kWords[] = {
    {"for", "`for` is a field of the rule: write `for: 5m` on its own line, below `expr`"},
    {"not", "there is no `not`: use `unless`, `absent(...)`, or compare with `== 0`"},
    {"if", "there is no `if`: an alert fires for every series that `expr` returns"},
    {"then", "there is no `if`: an alert fires for every series that `expr` returns"},
    {"else", "use `or`, as in `(x > 5) or (y > 5)`"},
    {"is", "to compare, write `==`"},
    {"equals", "to compare, write `==`"},
    {"between", "write `x >= 1 and x <= 5`"},
    {"select", "name the metric, with its labels in braces: `metric{label=\"value\"}`"},
    {"where", "conditions on labels go in braces: `metric{label=\"value\"}`"},
    {"from", "name the metric, with its labels in braces: `metric{label=\"value\"}`"},
    {"join", "to join series, write `a * on (label) b`"},
    {"xor", "use `(a unless b) or (b unless a)`"},
    {"mod", "write `%`"},
    {"div", "write `/`"},
    {"over", "the range goes in brackets: `rate(metric[5m])`"},
    {"last", "the range goes in brackets: `rate(metric[5m])`"},
    {"limit", "use `topk(5, ...)` or `limitk(5, ...)`"},
};

bool ForeignWord(const Case& c) {
  if (!c.Begins("unexpected identifier") || c.Says("label matching") || c.Says("grouping opts")) {
    return false;
  }
  for (const bool in_front : {false, true}) {
    const std::string_view word = in_front ? c.WordBefore() : c.Word();
    const std::string lower = LowerAscii(word);
    for (const Word& foreign : kWords) {
      if (foreign.word != lower) continue;
      c.Mark(c.OffsetOf(word), word.size());
      return c.Say(std::string(foreign.note));
    }
  }
  return false;
}

// --- braces

// Up to what ends a value in braces.
std::string_view ValueAt(std::string_view text, std::size_t at) {
  const std::size_t end = std::min(text.find_first_of(",}=!) \t\n\"'", at), text.size());
  return text.substr(at, end - at);
}

bool FaultInMatchers(const Case& c) {
  if (!c.Says("label matching")) return false;
  const std::string lower = LowerAscii(c.Word());
  if (c.Says("expected \",\" or \"}\"")) {
    if (lower == "or") {
      return c.Say("for one of several values write `label=~\"a|b\"`; `or` joins whole selectors");
    }
    if (lower == "and") return c.Say("separate matchers with a comma");
    if (c.Begins("unexpected identifier")) return c.Say("a comma is missing before it");
    return c.Say("the brace is not closed: `}` is missing before it");
  }
  if (c.Says("expected label matching operator")) {
    if (lower == "like") return c.Say("to match a regular expression, write `=~`");
    if (lower == "in") return c.Say("for one of several values write `label=~\"a|b\"`");
    if (lower == "not") return c.Say("write `!=`, or `!~` for a regular expression");
    if (lower == "is") return c.Say("write `=`");
    return false;
  }
  if (c.Says("expected string") && c.Begins("unexpected identifier")) {
    const std::string_view value = ValueAt(c.text, c.at);
    c.Mark(c.at, value.size());
    return c.Say(fmt::format("label values are quoted: `\"{}\"`", value));
  }
  return false;
}

bool CharacterInMatchers(const Case& c) {
  if (!c.Begins("unexpected character inside braces") &&
      !c.Begins("unexpected character after '!' inside braces")) {
    return false;
  }
  const char odd = c.text[c.at];
  const std::string_view front = TrimRight(c.before());
  if (IsDigit(odd) && (front.ends_with('=') || front.ends_with('~'))) {
    const std::string_view value = ValueAt(c.text, c.at);
    c.Mark(c.at, value.size());
    return c.Say(fmt::format("label values are quoted: `\"{}\"`", value));
  }
  if (odd == ':') return c.Say("label matchers look like `name=\"value\"`");
  if (odd == '(') return c.Say("for one of several values write `label=~\"a|b\"`");
  if (odd != '-' && odd != '.' && odd != '/') return false;
  std::size_t begin = c.at;
  while (begin > 0 && IsWordChar(c.text[begin - 1])) --begin;
  const std::string_view name = ValueAt(c.text, begin);
  c.Mark(begin, name.size());
  return c.Say(fmt::format("a label name with `{}` must be quoted: `\"{}\"`", odd, name));
}

bool TemplateInExpression(const Case& c) {
  if (c.Begins("unexpected left brace") && c.before().ends_with('{')) {
    return c.Say(
        "templates are not expanded in expressions: `{{ }}` is for labels and annotations");
  }
  if (c.Says("in duration expression: '['") || c.Begins("unexpected left bracket")) {
    return c.Say("`[[...]]` is a variable of a dashboard: Prometheus does not replace it");
  }
  return false;
}

// --- brackets, aggregations

bool Bracket(const Case& c) {
  if (c.Begins("unexpected right parenthesis")) {
    c.Mark(c.at, 1);
    return c.Say("no parenthesis is open here: remove it");
  }
  if (c.Begins("unexpected right bracket")) {
    c.Mark(c.at, 1);
    return c.Say("no bracket is open here: remove it");
  }
  if (c.Begins("unexpected \")\" in subquery or range")) {
    return c.Say("the bracket is not closed: `]` is missing before it");
  }
  return false;
}

bool Grouping(const Case& c) {
  if (c.Says("grouping opts")) {
    if (c.Begins("unexpected \"{\"")) return c.Say("labels are in parentheses: `by (label)`");
    const char odd = c.at < c.text.size() ? c.text[c.at] : '\0';
    if (odd != '-' && odd != '/') return false;
    std::size_t begin = c.at;
    while (begin > 0 && IsWordChar(c.text[begin - 1])) --begin;
    const std::string_view name = ValueAt(c.text, begin);
    c.Mark(begin, name.size());
    return c.Say(fmt::format("a label name with `{}` must be quoted: `\"{}\"`", odd, name));
  }
  if (c.Begins("unexpected <aggr:group>") && TrimRight(c.before()).ends_with(')')) {
    return c.Say("write `by` without `group`");
  }
  if ((c.Begins("unexpected <by>") || c.Begins("unexpected <without>"))) {
    const std::string_view front = TrimRight(c.before());
    if (front.ends_with(')') && !c.Says("aggregation")) {
      return c.Say(
          fmt::format("only aggregations such as `sum` take `{}`, and it follows their "
                      "name or their closing parenthesis",
                      c.Word()));
    }
  }
  return false;
}

// --- types

bool Types(const Case& c) {
  if (c.Begins("set operator ") && c.Says("not allowed in binary scalar expression")) {
    return c.Say("both sides must be series: repeat the metric, as in `x > 1 and x < 5`");
  }
  if (c.Begins("binary expression must contain only") && c.at < c.text.size() &&
      (c.text[c.at] == '"' || c.text[c.at] == '\'')) {
    return c.Say("values are numbers: to compare a label, write `metric{label=\"value\"}`");
  }
  if (c.Begins("expected 1 argument(s) in call to ")) {
    const std::string_view call = c.text.substr(c.at, c.problem.where.span.size());
    const std::size_t comma = call.find(',');
    const std::size_t open = call.find('(');
    if (comma == call.npos || open > comma || call.find('[') < comma) return false;
    std::string_view range = TrimRight(call.substr(comma + 1));
    if (range.ends_with(')')) range.remove_suffix(1);
    while (!range.empty() && IsSpace(range.front())) range.remove_prefix(1);
    if (range.empty() || !IsDigit(range.front())) return false;
    return c.Say(
        fmt::format("the range goes in brackets: `{}[{}])`", call.substr(0, comma), range));
  }
  return false;
}

bool Escape(const Case& c) {
  if (!c.Begins("unknown escape sequence ")) return false;
  const std::size_t quote = c.problem.message.rfind('\'');
  if (quote == std::string::npos || quote < 1) return true;
  const std::string escape = {'\\', c.problem.message[quote - 1]};
  // A backslash in front makes two of them one.
  std::size_t at = c.text.find(escape, c.at);
  while (at != std::string_view::npos && at > 0 && c.text[at - 1] == '\\') {
    at = c.text.find(escape, at + 1);
  }
  if (at != std::string_view::npos) c.Mark(at, 2);
  return true;
}

using Advice = bool (*)(const Case&);
constexpr Advice kAdvice[] = {
    SpaceInRange,
    BadNumber,
    SpaceInOffset,
    BadDuration,
    Percent,
    WrongOperator,
    ThousandsSeparator,
    ForeignWord,
    FaultInMatchers,
    CharacterInMatchers,
    OddCharacter,
    TemplateInExpression,
    Bracket,
    Grouping,
    Types,
    Escape,
};

// The lexer's faults go on to the end of the text: the character that it stopped at is enough.
void MarkCharacter(const Case& c) {
  const bool is_character = c.Begins("unexpected character") || c.Begins("unexpected left b");
  if (!is_character || c.problem.where.span.size() <= 1 || c.rest().empty()) return;
  const std::size_t size = c.Begins("unexpected character after") ? 2 : DecodeRune(c.rest()).size;
  c.Mark(c.at, size);
}

bool IsTypeFault(const Diagnostic& fault, std::string_view wanted, std::string_view got) {
  return fault.message.starts_with(fmt::format("expected type {}", wanted)) &&
         fault.message.ends_with(fmt::format("got {}", got));
}

bool Contains(Span outer, Span inner) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

bool IsInBraces(const Diagnostic& fault) {
  return fault.message.find("label matching") != std::string::npos ||
         fault.message.find("inside braces") != std::string::npos;
}

// Whether `fault` is there only because of `cause`. Both are as they were reported.
bool FollowsFrom(const Diagnostic& fault, const Diagnostic& cause) {
  const Span at = fault.where.span;
  const Span cause_at = cause.where.span;
  if (IsInBraces(fault) && IsInBraces(cause)) return at.begin > cause_at.begin;
  if (fault.message.starts_with("unclosed left bracket")) {
    return cause.message.find("in subquery or range") != std::string::npos;
  }
  if (fault.message.starts_with("duration must be greater than 0")) {
    return cause.message.starts_with("unknown unit ") && at == cause_at;
  }
  // rate(sum(x[5m]))
  if (fault.message.ends_with("got range vector") ||
      fault.message.starts_with("binary expression must contain only")) {
    if (IsTypeFault(cause, "range vector", "instant vector")) return Contains(cause_at, at);
  }
  // rate(x)[5m] > 1
  if (cause.message.starts_with("ranges only allowed for vector selectors") &&
      fault.info == &codes::kType) {
    return Contains(at, cause_at);
  }
  // topk(x, 5)
  if (IsTypeFault(fault, "instant vector", "scalar")) {
    return IsTypeFault(cause, "scalar", "instant vector") && at.begin > cause_at.begin;
  }
  // increase(x, 5m)
  return IsTypeFault(fault, "range vector", "instant vector") &&
         cause.message.starts_with("expected 1 argument(s)") && Contains(cause_at, at);
}

}  // namespace

void AdviseOnMistakes(std::string_view text, std::size_t first, Diagnostics& diagnostics) {
  std::vector<Diagnostic>& found = diagnostics.found();
  // Nobody reads the advice on more.
  constexpr std::size_t kMost = 50;
  const std::size_t count = found.size() - first;
  if (count == 0 || count > kMost) return;
  if (diagnostics.upstream() == nullptr) {
    std::vector<bool> follows(count);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < count && !follows[i]; ++j) {
        follows[i] = i != j && FollowsFrom(found[first + i], found[first + j]);
        if (follows[i] && IsTypeFault(found[first + i], "instant vector", "scalar")) {
          found[first + j].notes = {"the arguments are in the wrong order: the number comes first"};
        }
      }
    }
    std::size_t kept = first;
    for (std::size_t i = 0; i < count; ++i) {
      if (follows[i]) continue;
      if (kept != first + i) found[kept] = std::move(found[first + i]);
      ++kept;
    }
    found.erase(found.begin() + static_cast<std::ptrdiff_t>(kept), found.end());
  }
  for (std::size_t i = first; i < found.size(); ++i) {
    const Case c = {text, found[i], std::min<std::size_t>(found[i].where.span.begin, text.size())};
    MarkCharacter(c);
    for (const Advice advise : kAdvice) {
      if (advise(c)) break;
    }
  }
}

}  // namespace check::promql
