// What to print: format strings, and values of each kind.
#include "libcheck/template/go_print.h"

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"

namespace check::gotemplate {
namespace {

// Go: a larger width or precision is a mistake.
constexpr std::int64_t kTooLarge = 1'000'000;

struct ParsedNumber {
  std::size_t value = 0;
  bool found = false;
  std::size_t at = 0;
};

ParsedNumber ReadNumber(std::string_view format, std::size_t begin, std::size_t end) {
  ParsedNumber number = {.at = begin};
  if (begin >= end) return {.at = end};
  while (number.at < end && IsDigit(format[number.at])) {
    if (number.value > static_cast<std::size_t>(kTooLarge)) return {.at = end};
    number.value = number.value * 10 + static_cast<std::size_t>(format[number.at++] - '0');
    number.found = true;
  }
  return number;
}

// The value of an argument that gives a width or precision with `*`.
std::optional<std::int64_t> NumberOf(const GoValue& argument) {
  std::int64_t number = 0;
  if (argument.kind() == GoKind::kInt) {
    number = argument.integer;
  } else if (argument.kind() == GoKind::kUint &&
             argument.natural <= static_cast<std::uint64_t>(kTooLarge)) {
    number = static_cast<std::int64_t>(argument.natural);
  } else {
    return std::nullopt;
  }
  if (number > kTooLarge || number < -kTooLarge) return std::nullopt;
  return number;
}

}  // namespace

void GoPrinter::Print(std::span<const GoValue> arguments) {
  bool after_text = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const GoValue argument = arguments[i].Unboxed();
    const bool is_text = argument.kind() == GoKind::kString;
    if (i > 0 && !is_text && !after_text) Write(" ");
    PrintArgument(argument, 'v');
    after_text = is_text;
  }
}

void GoPrinter::Println(std::span<const GoValue> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (i > 0) Write(" ");
    PrintArgument(arguments[i].Unboxed(), 'v');
  }
  Write("\n");
}

void GoPrinter::Errorf(std::string_view format, std::span<const GoValue> arguments) {
  wraps_errors_ = true;
  Printf(format, arguments);
  wraps_errors_ = false;
}

// "[2]" before a verb, a width or a precision.
GoPrinter::ArgumentNumber GoPrinter::ReadArgumentNumber(std::size_t number, std::string_view format,
                                                        std::size_t at, std::size_t count) {
  if (at >= format.size() || format[at] != '[') return {number, at, false};
  reordered_ = true;
  const std::string_view rest = format.substr(at);
  const std::size_t close = rest.size() < 3 ? std::string_view::npos : rest.find(']', 1);
  if (close == std::string_view::npos) {
    good_number_ = false;
    return {number, at + 1, false};
  }
  const ParsedNumber parsed = ReadNumber(rest, 1, close);
  const bool well_formed = parsed.found && parsed.at == close;
  if (well_formed && parsed.value >= 1 && parsed.value <= count) {
    return {parsed.value - 1, at + close + 1, true};
  }
  good_number_ = false;
  return {number, at + close + 1, well_formed};
}

void GoPrinter::Printf(std::string_view format, std::span<const GoValue> arguments) {
  const std::size_t end = format.size();
  std::size_t next = 0;
  bool after_index = false;
  reordered_ = false;
  std::size_t i = 0;
  while (i < end && !overflowed_) {
    good_number_ = true;
    const std::size_t percent = std::min(format.find('%', i), end);
    Write(format.substr(i, percent - i));
    if (percent == end) break;
    i = percent + 1;

    flags_ = {};
    for (bool more = true; more && i < end;) {
      switch (format[i]) {
        case '#':
          flags_.sharp = true;
          break;
        case '0':
          flags_.zero = true;
          break;
        case '+':
          flags_.plus = true;
          break;
        case '-':
          flags_.minus = true;
          break;
        case ' ':
          flags_.space = true;
          break;
        default:
          more = false;
          continue;
      }
      ++i;
    }
    // Go: a simple verb in lower case does not end the reign of an index given before.
    const auto take_index = [&] {
      const ArgumentNumber read = ReadArgumentNumber(next, format, i, arguments.size());
      next = read.number;
      i = read.at;
      after_index = read.found;
    };
    const bool is_simple = i < end && IsLower(format[i]) && next < arguments.size();
    if (!is_simple) {
      take_index();
      if (i < end && format[i] == '*') {
        ++i;
        std::optional<std::int64_t> width;
        if (next < arguments.size()) width = NumberOf(arguments[next++].Unboxed());
        if (!width) Write("%!(BADWIDTH)");
        flags_.has_width = width.has_value();
        flags_.width = static_cast<std::size_t>(std::abs(width.value_or(0)));
        if (width.value_or(0) < 0) {
          flags_.minus = true;
          flags_.zero = false;
        }
        after_index = false;
      } else {
        const ParsedNumber width = ReadNumber(format, i, end);
        flags_.width = width.value;
        flags_.has_width = width.found;
        i = width.at;
        if (after_index && width.found) good_number_ = false;
      }
      if (i + 1 < end && format[i] == '.') {
        ++i;
        if (after_index) good_number_ = false;
        take_index();
        if (i < end && format[i] == '*') {
          ++i;
          std::optional<std::int64_t> precision;
          if (next < arguments.size()) precision = NumberOf(arguments[next++].Unboxed());
          flags_.has_precision = precision.has_value() && *precision >= 0;
          flags_.precision =
              flags_.has_precision ? static_cast<std::size_t>(*precision) : std::size_t{0};
          if (!flags_.has_precision) Write("%!(BADPREC)");
          after_index = false;
        } else {
          const ParsedNumber precision = ReadNumber(format, i, end);
          flags_.precision = precision.value;
          flags_.has_precision = true;
          i = precision.at;
        }
      }
      if (!after_index) take_index();
      if (i >= end) {
        Write("%!(NOVERB)");
        break;
      }
    }

    const Rune rune = DecodeRune(format.substr(i));
    i += rune.size;
    const std::uint32_t verb = rune.code_point;
    if (verb == '%') {
      Write("%");
    } else if (!good_number_ || next >= arguments.size()) {
      Write("%!");
      WriteRune(verb);
      Write(good_number_ ? "(MISSING)" : "(BADINDEX)");
    } else {
      if (verb == 'v' || verb == 'w') {
        flags_.sharp_v = flags_.sharp;
        flags_.sharp = false;
        flags_.plus_v = flags_.plus;
        flags_.plus = false;
      }
      PrintArgument(arguments[next++].Unboxed(), verb);
    }
  }

  if (reordered_ || next >= arguments.size()) return;
  flags_ = {};
  Write("%!(EXTRA ");
  for (std::size_t argument = next; argument < arguments.size(); ++argument) {
    if (argument > next) Write(", ");
    const GoValue value = arguments[argument].Unboxed();
    if (value.type == nullptr) {
      Write("<nil>");
      continue;
    }
    Write(value.type->name);
    Write("=");
    PrintArgument(value, 'v');
  }
  Write(")");
}

void GoPrinter::PrintArgument(const GoValue& argument, std::uint32_t verb) {
  if (argument.type == nullptr) {
    if (verb == 'T' || verb == 'v') {
      Pad("<nil>");
    } else {
      BadVerb(argument, verb);
    }
    return;
  }
  if (verb == 'T') return FormatText(argument.type->name);
  if (verb == 'p') return PrintPointer(argument, verb);
  if (!PrintWithMethod(argument, verb)) PrintValue(argument, verb, 0);
}

// String(), Error() or GoString(), if the value has one that the verb calls for.
bool GoPrinter::PrintWithMethod(const GoValue& value, std::uint32_t verb) {
  if (erroring_ || value.type == nullptr) return false;
  const GoType& type = *value.type;
  if (verb == 'w') {
    if (!type.is_error || !wraps_errors_) {
      BadVerb(value, verb);
      return true;
    }
    verb = 'v';
  }
  if (flags_.sharp_v) {
    if (type.to_go_string == nullptr) return false;
    FormatText(type.to_go_string(value));
    return true;
  }
  const bool takes_text = verb == 'v' || verb == 's' || verb == 'x' || verb == 'X' || verb == 'q';
  if (!takes_text || type.to_string == nullptr) return false;
  if (type.kind == GoKind::kPointer && value.object == nullptr) {
    Write("<nil>");
  } else {
    PrintString(value, type.to_string(value), verb);
  }
  return true;
}

void GoPrinter::PrintValue(const GoValue& value, std::uint32_t verb, int depth) {
  if (overflowed_) return;
  if (depth > 0 && PrintWithMethod(value.Unboxed(), verb)) return;
  switch (value.kind()) {
    case GoKind::kInvalid:
    case GoKind::kReflect:
      if (depth == 0) return Write("<invalid reflect.Value>");
      if (verb == 'v') return Write("<nil>");
      return BadVerb(value, verb);
    case GoKind::kInterface:
      if (value.type != nullptr) return PrintValue(value.Unboxed(), verb, depth + 1);
      return Write(flags_.sharp_v ? "interface {}(nil)" : "<nil>");
    case GoKind::kBool:
      return PrintBool(value, verb);
    case GoKind::kInt:
      return PrintInteger(value, static_cast<std::uint64_t>(value.integer), true, verb);
    case GoKind::kUint:
      return PrintInteger(value, value.natural, false, verb);
    case GoKind::kFloat:
      return PrintFloat(value, value.real, verb);
    case GoKind::kComplex:
      return PrintComplex(value, verb);
    case GoKind::kString:
      return PrintString(value, value.string(), verb);
    case GoKind::kMap:
      return PrintMap(value, verb, depth);
    case GoKind::kStruct:
      return PrintStruct(value, verb, depth);
    case GoKind::kSlice:
      return PrintList(value, verb, depth);
    case GoKind::kPointer:
      break;
  }
  if (depth == 0 && value.object != nullptr) {
    const GoKind kind = value.type->element->kind;
    if (kind == GoKind::kSlice || kind == GoKind::kStruct || kind == GoKind::kMap) {
      Write("&");
      return PrintValue(Pointee(value), verb, depth + 1);
    }
  }
  PrintPointer(value, verb);
}

void GoPrinter::PrintMap(const GoValue& value, std::uint32_t verb, int depth) {
  Write(flags_.sharp_v ? value.type->name : "map");
  if (flags_.sharp_v && value.map.data == nullptr) return Write("(nil)");
  Write(flags_.sharp_v ? "{" : "[");
  for (std::size_t i = 0; i < MapSize(value) && !overflowed_; ++i) {
    if (i > 0) Write(flags_.sharp_v ? ", " : " ");
    PrintValue(MakeString(MapKey(value, i)), verb, depth + 1);
    Write(":");
    PrintValue(MapValue(value, i), verb, depth + 1);
  }
  Write(flags_.sharp_v ? "}" : "]");
}

void GoPrinter::PrintStruct(const GoValue& value, std::uint32_t verb, int depth) {
  if (flags_.sharp_v) Write(value.type->name);
  Write("{");
  bool first = true;
  for (const GoField& field : value.type->fields) {
    if (!first) Write(flags_.sharp_v ? ", " : " ");
    first = false;
    if (flags_.plus_v || flags_.sharp_v) {
      Write(field.name);
      Write(":");
    }
    const GoValue inside = field.get(value.object, memory_);
    PrintValue(inside.is_nil_interface() ? inside : inside.Unboxed(), verb, depth + 1);
  }
  Write("}");
}

void GoPrinter::PrintList(const GoValue& value, std::uint32_t verb, int depth) {
  const bool is_bytes = value.type->element == &kGoUint8;
  if (is_bytes && (verb == 's' || verb == 'q' || verb == 'x' || verb == 'X')) {
    return PrintBytes(value, verb);
  }
  if (flags_.sharp_v) {
    Write(value.type->name);
    if (value.list.data == nullptr) return Write("(nil)");
  }
  Write(flags_.sharp_v ? "{" : "[");
  for (std::size_t i = 0; i < value.list.size && !overflowed_; ++i) {
    if (i > 0) Write(flags_.sharp_v ? ", " : " ");
    PrintValue(value.list.data[i], verb, depth + 1);
  }
  Write(flags_.sharp_v ? "}" : "]");
}

void GoPrinter::PrintBytes(const GoValue& value, std::uint32_t verb) {
  std::string bytes;
  for (const GoValue& byte : value.elements()) bytes += static_cast<char>(byte.natural);
  PrintString(value, bytes, verb);
}

void GoPrinter::PrintPointer(const GoValue& value, std::uint32_t verb) {
  // Where things lie in memory is different every time, and nobody's business: all lie in one
  // place.
  constexpr std::uint64_t kSomewhere = 0xC000010000;
  const GoKind kind = value.kind();
  if (kind != GoKind::kPointer && kind != GoKind::kMap && kind != GoKind::kSlice) {
    return BadVerb(value, verb);
  }
  const std::uint64_t address = IsNil(value) ? 0 : kSomewhere;
  const auto hex = [&](bool prefix) {
    const bool sharp = std::exchange(flags_.sharp, prefix);
    FormatInteger(address, 16, false, 'v', false);
    flags_.sharp = sharp;
  };
  switch (verb) {
    case 'v':
      if (flags_.sharp_v) {
        Write("(");
        Write(value.type->name);
        Write(")(");
        if (address == 0) {
          Write("nil");
        } else {
          hex(true);
        }
        return Write(")");
      }
      return address == 0 ? Pad("<nil>") : hex(!flags_.sharp);
    case 'p':
      return hex(!flags_.sharp);
    case 'b':
    case 'o':
    case 'd':
    case 'x':
    case 'X':
      return PrintInteger(value, address, false, verb);
    default:
      return BadVerb(value, verb);
  }
}

void GoPrinter::PrintBool(const GoValue& value, std::uint32_t verb) {
  if (verb != 't' && verb != 'v') return BadVerb(value, verb);
  Pad(value.boolean ? "true" : "false");
}

void GoPrinter::PrintInteger(const GoValue& value, std::uint64_t magnitude, bool is_signed,
                             std::uint32_t verb) {
  switch (verb) {
    case 'v':
      if (flags_.sharp_v && !is_signed) {
        const bool sharp = std::exchange(flags_.sharp, true);
        FormatInteger(magnitude, 16, false, verb, false);
        flags_.sharp = sharp;
        return;
      }
      return FormatInteger(magnitude, 10, is_signed, verb, false);
    case 'd':
      return FormatInteger(magnitude, 10, is_signed, verb, false);
    case 'b':
      return FormatInteger(magnitude, 2, is_signed, verb, false);
    case 'o':
    case 'O':
      return FormatInteger(magnitude, 8, is_signed, verb, false);
    case 'x':
    case 'X':
      return FormatInteger(magnitude, 16, is_signed, verb, verb == 'X');
    case 'c':
      return FormatCharacter(magnitude);
    case 'q':
      return FormatQuotedCharacter(magnitude);
    case 'U':
      return FormatUnicode(magnitude);
    default:
      return BadVerb(value, verb);
  }
}

void GoPrinter::PrintFloat(const GoValue& value, double number, std::uint32_t verb) {
  switch (verb) {
    case 'v':
      return FormatFloat(number, 'g', -1);
    case 'b':
    case 'g':
    case 'G':
    case 'x':
    case 'X':
      return FormatFloat(number, static_cast<char>(verb), -1);
    case 'f':
    case 'e':
    case 'E':
      return FormatFloat(number, static_cast<char>(verb), 6);
    case 'F':
      return FormatFloat(number, 'f', 6);
    default:
      return BadVerb(value, verb);
  }
}

void GoPrinter::PrintComplex(const GoValue& value, std::uint32_t verb) {
  constexpr std::string_view kVerbs = "vbgGxXfFeE";
  if (verb >= 0x80 || kVerbs.find(static_cast<char>(verb)) == std::string_view::npos) {
    return BadVerb(value, verb);
  }
  const bool plus = flags_.plus;
  Write("(");
  PrintFloat(value, value.complex.re, verb);
  flags_.plus = true;
  PrintFloat(value, value.complex.im, verb);
  Write("i)");
  flags_.plus = plus;
}

void GoPrinter::PrintString(const GoValue& value, std::string_view text, std::uint32_t verb) {
  switch (verb) {
    case 'v':
      return flags_.sharp_v ? FormatQuoted(text) : FormatText(text);
    case 's':
      return FormatText(text);
    case 'x':
    case 'X':
      return FormatHexText(text, verb == 'X');
    case 'q':
      return FormatQuoted(text);
    default:
      return BadVerb(value, verb);
  }
}

void GoPrinter::BadVerb(const GoValue& value, std::uint32_t verb) {
  const bool erroring = std::exchange(erroring_, true);
  Write("%!");
  WriteRune(verb);
  Write("(");
  if (value.type == nullptr) {
    Write("<nil>");
  } else {
    Write(value.type->name);
    Write("=");
    PrintValue(value, 'v', 0);
  }
  Write(")");
  erroring_ = erroring;
}

}  // namespace check::gotemplate
