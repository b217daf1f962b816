// The functions that every template has: lengths, indexes, printing and escaping.
#include <fmt/format.h>

#include <iterator>

#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"
#include "libcheck/base/utf8.h"
#include "libcheck/template/comparison.h"
#include "libcheck/template/escape.h"
#include "libcheck/template/execute.h"
#include "libcheck/template/go_print.h"

namespace check::gotemplate {
namespace {

using Special = GoFunction::Special;
using Role = TemplateFunction::Role;

bool Failed(GoCall& call, std::string error) {
  call.error = std::move(error);
  return false;
}

bool GiveString(GoCall& call, std::string_view text) {
  call.result = call.execution.KeepString(text);
  return true;
}

// Prints with `print` into a text that is kept.
template <typename Print>
bool GivePrinted(GoCall& call, Print&& print) {
  std::string& text = call.execution.scratch();
  GoPrinter printer(text, call.execution.memory_left(), call.execution.arena());
  print(printer);
  if (printer.overflowed()) return call.execution.Reserve(~std::size_t{0});
  return GiveString(call, text);
}

bool Print(GoCall& call) {
  return GivePrinted(call, [&](GoPrinter& printer) { printer.Print(call.arguments); });
}
bool Println(GoCall& call) {
  return GivePrinted(call, [&](GoPrinter& printer) { printer.Println(call.arguments); });
}
bool Printf(GoCall& call) {
  return GivePrinted(call, [&](GoPrinter& printer) {
    printer.Printf(call.arguments[0].string(), call.arguments.subspan(1));
  });
}

// The text of the arguments, as actions print them.
std::string_view TextOfArguments(GoCall& call) {
  if (call.arguments.size() == 1 && call.arguments[0].type == &kGoString) {
    return call.arguments[0].string();
  }
  std::vector<GoValue> shown;
  for (const GoValue& argument : call.arguments) {
    // nil is no value here either.
    shown.push_back(Printable(argument.type == nullptr ? GoValue() : argument));
  }
  std::string& text = call.execution.scratch();
  GoPrinter printer(text, call.execution.memory_left(), call.execution.arena());
  printer.Print(shown);
  if (printer.overflowed()) call.execution.Reserve(~std::size_t{0});
  return text;
}

bool Html(GoCall& call) { return GiveString(call, EscapeHtml(TextOfArguments(call))); }
bool Js(GoCall& call) { return GiveString(call, EscapeJavaScript(TextOfArguments(call))); }
bool UrlQuery(GoCall& call) { return GiveString(call, FormEncode(TextOfArguments(call))); }

bool Not(GoCall& call) {
  call.result = MakeBool(!IsTrue(call.arguments[0]));
  return true;
}

bool Len(GoCall& call) {
  const GoValue& argument = call.arguments[0];
  if (!argument.valid()) return Failed(call, "reflect: call of reflect.Value.Type on zero Value");
  const auto [item, is_nil] = Indirect(argument);
  if (is_nil) return Failed(call, "len of nil pointer");
  switch (item.kind()) {
    case GoKind::kMap:
      call.result = MakeInt(static_cast<std::int64_t>(MapSize(item)));
      return true;
    case GoKind::kSlice:
      call.result = MakeInt(item.list.size);
      return true;
    case GoKind::kString:
      call.result = MakeInt(static_cast<std::int64_t>(item.text.size));
      return true;
    default:
      return Failed(call, fmt::format("len of type {}", TypeName(item)));
  }
}

// Go's indexArg: a position from 0 up to and including `limit`. Nothing if it is no such thing.
std::optional<std::size_t> Position(GoCall& call, const GoValue& index, std::size_t limit) {
  std::int64_t at = 0;
  switch (index.kind()) {
    case GoKind::kInt:
      at = index.integer;
      break;
    case GoKind::kUint:
      at = static_cast<std::int64_t>(index.natural);
      break;
    case GoKind::kInvalid:
      call.error = "cannot index slice/array with nil";
      return std::nullopt;
    default:
      call.error = fmt::format("cannot index slice/array with type {}", TypeName(index));
      return std::nullopt;
  }
  if (at < 0 || static_cast<std::uint64_t>(at) > limit) {
    call.error = fmt::format("index out of range: {}", at);
    return std::nullopt;
  }
  return static_cast<std::size_t>(at);
}

// One step of `index`.
bool IndexOnce(GoCall& call, GoValue& item, const GoValue& index) {
  switch (item.kind()) {
    case GoKind::kSlice:
    case GoKind::kString: {
      const bool is_text = item.kind() == GoKind::kString;
      const std::size_t size = is_text ? item.text.size : item.list.size;
      const auto at = Position(call, index, size);
      if (!at) return false;
      if (*at == size) {
        return Failed(call, is_text ? "reflect: string index out of range"
                                    : "reflect: slice index out of range");
      }
      item = is_text ? MakeUint(static_cast<unsigned char>(item.text.data[*at]), kGoUint8)
                     : item.list.data[*at];
      return true;
    }
    case GoKind::kMap: {
      if (!index.valid()) {
        return Failed(call, "value is nil; should be of type string");
      }
      if (index.type != &kGoString) {
        return Failed(call, fmt::format("value has type {}; should be string", TypeName(index)));
      }
      const auto found = MapFind(item, index.string());
      item = found ? *found : ZeroOf(*item.type->element);
      return true;
    }
    default:
      return Failed(call, fmt::format("can't index item of type {}", TypeName(item)));
  }
}

bool Index(GoCall& call) {
  GoValue item = call.arguments[0];
  if (item.type == nullptr) return Failed(call, "index of untyped nil");
  for (const GoValue& index : call.arguments.subspan(1)) {
    const auto [inside, is_nil] = Indirect(item);
    if (is_nil) return Failed(call, "index of nil pointer");
    item = inside;
    if (!IndexOnce(call, item, index.Unboxed())) return false;
  }
  call.result = item;
  return true;
}

bool Slice(GoCall& call) {
  if (call.arguments[0].type == nullptr) return Failed(call, "slice of untyped nil");
  auto [item, is_nil] = Indirect(call.arguments[0]);
  if (is_nil) return Failed(call, "slice of nil pointer");
  const auto indexes = call.arguments.subspan(1);
  if (indexes.size() > 3) {
    return Failed(call, fmt::format("too many slice indexes: {}", indexes.size()));
  }
  const bool is_text = item.kind() == GoKind::kString;
  if (is_text && indexes.size() == 3) return Failed(call, "cannot 3-index slice a string");
  if (!is_text && item.kind() != GoKind::kSlice) {
    return Failed(call, fmt::format("can't slice item of type {}", TypeName(item)));
  }
  const std::size_t capacity = is_text ? item.text.size : item.list.capacity;
  std::size_t at[3] = {0, is_text ? item.text.size : item.list.size, capacity};
  for (std::size_t i = 0; i < indexes.size(); ++i) {
    const auto position = Position(call, indexes[i], capacity);
    if (!position) return false;
    at[i] = *position;
  }
  for (std::size_t i = 1; i < (indexes.size() == 3 ? 3U : 2U); ++i) {
    if (at[i - 1] > at[i]) {
      return Failed(call, fmt::format("invalid slice index: {} > {}", at[i - 1], at[i]));
    }
  }
  if (is_text) {
    item.text = {item.text.data + at[0], at[1] - at[0]};
  } else {
    item.list = {item.list.data + at[0], static_cast<std::uint32_t>(at[1] - at[0]),
                 static_cast<std::uint32_t>(at[2] - at[0])};
  }
  call.result = item;
  return true;
}

// No value that a template meets is a function.
bool CallFunction(GoCall& call) {
  const GoValue& function = call.arguments[0];
  if (function.type == nullptr) return Failed(call, "call of nil");
  return Failed(call, fmt::format("non-function {} of type {}", call.name, function.type->name));
}

template <bool (*compare)(std::span<const GoValue>, Arena&, std::string&, bool&)>
bool Compare(GoCall& call) {
  bool result = false;
  if (!compare(call.arguments, call.execution.arena(), call.error, result)) return false;
  call.result = MakeBool(result);
  return true;
}

constexpr const GoType* kValue = &kGoReflectValue;
constexpr GoSignature kOneOrMore = {
    .parameters = {kValue, kValue}, .count = 2, .is_variadic = true};
constexpr GoSignature kTwo = {.parameters = {kValue, kValue}, .count = 2};
constexpr GoSignature kAnyNumber = {.parameters = {&kGoAny}, .count = 1, .is_variadic = true};

constexpr TemplateFunction kBuiltins[] = {
    {{"and", kOneOrMore, nullptr, Special::kAnd},
     &kAnyType,
     {},
     "and VALUE...",
     "The first argument that is empty, or else the last.",
     Role::kPicks},
    {{"call", kOneOrMore, CallFunction, Special::kCall},
     &kAnyType,
     {},
     "call FUNCTION VALUE...",
     "Calls a value that is a function."},
    {{"eq", kOneOrMore, Compare<IsEqualToAny>},
     &kBoolType,
     {},
     "eq VALUE OTHER...",
     "Whether the first argument equals one of the others.",
     Role::kCompares,
     2},
    {{"ge", kTwo, Compare<IsGreaterOrEqual>},
     &kBoolType,
     {},
     "ge A B",
     "Whether A is greater than or equal to B.",
     Role::kCompares},
    {{"gt", kTwo, Compare<IsGreater>},
     &kBoolType,
     {},
     "gt A B",
     "Whether A is greater than B.",
     Role::kCompares},
    {{"html", kAnyNumber, Html}, &kTextType, {}, "html VALUE...", "Text escaped for HTML."},
    {{"index", kOneOrMore, Index},
     &kAnyType,
     {},
     "index COLLECTION KEY...",
     "Looks up a key or a position, then the next one in the result.",
     Role::kLooksUp},
    {{"js", kAnyNumber, Js}, &kTextType, {}, "js VALUE...", "Text escaped for JavaScript."},
    {{"le", kTwo, Compare<IsLessOrEqual>},
     &kBoolType,
     {},
     "le A B",
     "Whether A is less than or equal to B.",
     Role::kCompares},
    {{"len", {.parameters = {kValue}, .count = 1}, Len},
     &kIntegerType,
     {},
     "len VALUE",
     "The number of elements, or of bytes of a text."},
    {{"lt", kTwo, Compare<IsLess>},
     &kBoolType,
     {},
     "lt A B",
     "Whether A is less than B.",
     Role::kCompares},
    {{"ne", kTwo, Compare<IsUnequal>},
     &kBoolType,
     {},
     "ne A B",
     "Whether A and B differ.",
     Role::kCompares},
    {{"not", {.parameters = {kValue}, .count = 1}, Not},
     &kBoolType,
     {},
     "not VALUE",
     "Whether a value is empty: false, 0, no text."},
    {{"or", kOneOrMore, nullptr, Special::kOr},
     &kAnyType,
     {},
     "or VALUE...",
     "The first argument that is not empty, or else the last.",
     Role::kPicks},
    {{"print", kAnyNumber, Print},
     &kTextType,
     {},
     "print VALUE...",
     "Values as text, one after the other."},
    {{"printf", {.parameters = {&kGoString, &kGoAny}, .count = 2, .is_variadic = true}, Printf},
     &kTextType,
     {&kTextType},
     "printf FORMAT VALUE...",
     "Values in a format: `%.2f`, `%s`, `%q`."},
    {{"println", kAnyNumber, Println},
     &kTextType,
     {},
     "println VALUE...",
     "Values as text with spaces between them and a line break."},
    {{"slice", kOneOrMore, Slice},
     &kAnyType,
     {},
     "slice TEXT FROM TO",
     "Part of a text or list.",
     Role::kOther,
     0,
     4},
    {{"urlquery", kAnyNumber, UrlQuery},
     &kTextType,
     {},
     "urlquery VALUE...",
     "Text escaped for the query part of a URL."},
};
static_assert(IsSorted(kBuiltins));

}  // namespace

std::span<const TemplateFunction> BuiltinFunctions() { return kBuiltins; }

}  // namespace check::gotemplate
