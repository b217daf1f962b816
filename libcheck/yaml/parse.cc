#include "libcheck/yaml/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/utf8.h"
#include "libcheck/yaml/builder.h"
#include "libcheck/yaml/codes.h"
#include "libcheck/yaml/encoding.h"
#include "libcheck/yaml/fast_reader.h"
#include "libcheck/yaml/libyaml_reader.h"

namespace check::yaml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The whole character at an offset, so that a caret never splits one.
Span CharacterAt(std::string_view text, std::uint32_t offset) {
  const auto size = static_cast<std::uint32_t>(text.size());
  if (offset >= size) return {size, size};
  return {offset, offset + std::max<std::uint32_t>(1, DecodeRune(text.substr(offset, 4)).size)};
}

// Where the character begins that the byte at `offset` belongs to, going by its first bits.
std::size_t CharacterStart(std::string_view text, std::size_t offset) {
  while (offset > 0 && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U) --offset;
  return offset;
}

// How many bytes a character has that begins with `lead`.
std::size_t SizeOfCharacter(char lead) {
  const auto bits = static_cast<unsigned char>(lead);
  return bits < 0xC0 ? 1 : bits < 0xE0 ? 2 : bits < 0xF0 ? 3 : 4;
}

// What stands at an offset up to white space, for faults of a whole word.
Span WordAt(std::string_view text, std::uint32_t offset) {
  const Span first = CharacterAt(text, offset);
  const std::size_t end = text.find_first_of(" \t\r\n", first.end);
  return {first.begin, static_cast<std::uint32_t>(std::min(end, text.size()))};
}

void ReportBadText(const SourceFile& file, const TextCheck& check, Diagnostics& diagnostics) {
  const std::string_view text = file.text();
  const auto at = static_cast<std::uint32_t>(check.bad);
  const Rune rune = DecodeRune(text.substr(check.bad, 4));
  const bool is_character = rune.size > 1 || static_cast<unsigned char>(text[at]) < 0x80;
  const Location where = {&file, {at, at + std::max<std::uint32_t>(1, rune.size)}};
  std::string message =
      is_character
          ? fmt::format("character U+{:04X} is not allowed", rune.code_point)
          : fmt::format("byte 0x{:02X} is not UTF-8 here", static_cast<unsigned char>(text[at]));
  auto& problem = diagnostics.Report(kEncoding, where, std::move(message));
  if (!is_character) {
    problem.notes.push_back("save the file as UTF-8");
  } else if (rune.code_point == 0) {
    problem.notes.push_back("is this a text file?");
  }
  problem.upstream = fmt::format("yaml: {}", check.upstream);
}

// Counted from 0.
std::uint32_t UpstreamLine(const SourceFile& file, const Stream& stream, std::uint32_t offset) {
  const auto odd = std::upper_bound(stream.odd_breaks.begin(), stream.odd_breaks.end(), offset) -
                   stream.odd_breaks.begin();
  return file.PositionOf(offset).line - 1 + static_cast<std::uint32_t>(odd);
}

// go-yaml gives the line of the context unless that is the first, else that of the problem, and
// none where that is the first as well. It counts the lines of what its parser finds from zero.
// yaml.v2 prefers the line of the problem, and counts all lines of contexts from zero.
std::string UpstreamText(const Failure& failure, Dialect dialect) {
  const std::uint32_t context = failure.has_context ? failure.context_line : 0;
  std::uint32_t line = 0;
  if (dialect == Dialect::kGoYamlV2) {
    line = failure.line != 0 ? failure.line + (failure.is_scanner ? 1 : 0) : context;
  } else {
    line = context != 0 ? context : failure.line;
    if (line != 0 && failure.is_scanner) ++line;
  }
  return line == 0 ? fmt::format("yaml: {}", failure.upstream)
                   : fmt::format("yaml: line {}: {}", line, failure.upstream);
}

// Whether a `:` that is not allowed stands in a line that already has a key, rather than in one
// that continues the value of the line above.
bool HasKeyBefore(std::string_view text, std::uint32_t colon) {
  const std::size_t line_break = text.substr(0, colon).rfind('\n');
  const std::size_t begin = line_break == std::string_view::npos ? 0 : line_break + 1;
  const std::string_view before = text.substr(begin, colon - begin);
  return before.find(": ") != std::string_view::npos ||
         before.find(":\t") != std::string_view::npos;
}

// The value of the line in which `at` stands, from its first character on, if it has a key in
// front.
std::string_view ValueBefore(std::string_view text, std::uint32_t at) {
  const std::size_t begin = text.substr(0, at).rfind('\n') + 1;
  const std::string_view line = text.substr(begin, at - begin);
  std::size_t colon = line.find(": ");
  if (colon == line.npos) {
    colon = line.find("- ");
    if (colon == line.npos) return {};
  }
  const std::size_t value = line.find_first_not_of(' ', colon + 1);
  return value == line.npos ? std::string_view() : line.substr(value);
}

// A bracket at the end of a line not far above, which most likely should be closed or not be there.
std::optional<std::uint32_t> OpenBracketAbove(std::string_view text, std::uint32_t at) {
  constexpr int kMostLines = 20;
  std::size_t end = at;
  for (int i = 0; i < kMostLines; ++i) {
    const std::size_t begin = text.substr(0, end).rfind('\n') + 1;
    std::string_view line = text.substr(begin, end - begin);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
    if (line.ends_with('[') || line.ends_with('{')) {
      const char closing = line.back() == '[' ? ']' : '}';
      if (text.substr(end, at - end).find(closing) != text.npos) return std::nullopt;
      return static_cast<std::uint32_t>(begin + line.size() - 1);
    }
    if (begin == 0) return std::nullopt;
    end = begin - 1;
  }
  return std::nullopt;
}

// The bracket that is never closed, where that is what is wrong.
std::optional<std::uint32_t> UnclosedBracket(std::string_view text, const Failure& failure) {
  if (failure.problem == Problem::kFlowSequence || failure.problem == Problem::kFlowMapping) {
    const std::string_view between =
        text.substr(failure.context, failure.at - std::min(failure.at, failure.context));
    // What follows stands on a line of its own: nobody forgot a comma.
    const std::size_t last = between.find_last_not_of(" \t");
    const bool begins_line = last != between.npos && between[last] == '\n';
    if (failure.at >= text.size() || begins_line) return failure.context;
    // A key on a later line goes on with the last item.
    const bool is_later_key = failure.problem == Problem::kFlowSequence &&
                              text[failure.at] == ':' && between.find('\n') != between.npos;
    if (is_later_key) return failure.context;
    return std::nullopt;
  }
  // A value is missing where an item of a block begins, or the text ends.
  const bool is_value =
      failure.problem == Problem::kNodeContent || failure.problem == Problem::kEntryNotAllowed;
  const bool may_be_open = failure.at >= text.size() || text[failure.at] == '-';
  return is_value && may_be_open ? OpenBracketAbove(text, failure.at) : std::nullopt;
}

// The same faults can have causes that are best told apart.
ProblemText WordsFor(std::string_view text, const Failure& failure) {
  ProblemText words = TextOf(failure.problem);
  if (const auto bracket = UnclosedBracket(text, failure)) {
    const bool is_list = text[*bracket] == '[';
    words.message = is_list ? "`[` is never closed" : "`{` is never closed";
    words.note = is_list ? "add `]`; before items that start with `- `, remove the `[`"
                         : "add `}`; before keys on lines of their own, remove the `{`";
    return words;
  }
  if (failure.problem == Problem::kBlockKey || failure.problem == Problem::kBlockEntry) {
    const std::string_view value = ValueBefore(text, failure.at);
    if (value.starts_with('{') || value.starts_with('[')) {
      words.message = "unexpected text after the closing bracket";
      words.note = value.starts_with("{{") ? "a value that starts with `{{` must be quoted"
                                           : "quote a value that starts with a bracket";
      words.context = {};
    } else if (value.starts_with('\'') || value.starts_with('"')) {
      words.message = "unexpected text after the closing quote";
      words.note = value.starts_with('"')
                       ? "the quotes enclose the whole value: inside them, write `\\\"` for a quote"
                       : "the quotes enclose the whole value: inside them, write `''` for a quote";
      words.context = {};
    }
    return words;
  }
  if (failure.problem == Problem::kBadCharacter && text.substr(failure.at).starts_with('\t')) {
    words.message = "a tab cannot be used for indentation";
    words.note = "use spaces";
  } else if (failure.problem == Problem::kValueNotAllowed && !HasKeyBefore(text, failure.at)) {
    words.message = "unexpected `:`: this line continues the value above";
    words.note = "check the indentation: items of the same level start in the same column";
  }
  return words;
}

void ReportFailure(const SourceFile& file, const Failure& failure, Dialect dialect,
                   Diagnostics& diagnostics) {
  const std::string_view text = file.text();
  const ProblemText words = WordsFor(text, failure);
  Span where = CharacterAt(text, failure.at);
  bool show_context = failure.has_context && !words.context.empty();
  switch (failure.problem) {
    case Problem::kMissingColon:
    case Problem::kQuotedEnd:
    case Problem::kNesting:
      // Where it began says more than where it was noticed.
      where = failure.problem == Problem::kMissingColon ? WordAt(text, failure.context)
                                                        : CharacterAt(text, failure.context);
      show_context = false;
      break;
    case Problem::kDirectiveUnknown:
    case Problem::kTagHandle:
    case Problem::kWrongVersion:
      where = WordAt(text,
                     failure.problem == Problem::kDirectiveUnknown ? failure.context : failure.at);
      show_context = false;
      break;
    default:
      break;
  }
  if (const auto bracket = UnclosedBracket(text, failure)) {
    where = CharacterAt(text, *bracket);
    show_context = false;
  }
  const CodeInfo& info = failure.problem == Problem::kNesting ? kTooDeep : kSyntax;
  auto& problem = diagnostics.Report(info, {&file, where}, std::string(words.message));
  if (show_context && CharacterAt(text, failure.context).begin != where.begin) {
    problem.labels.push_back(
        {{&file, CharacterAt(text, failure.context)}, std::string(words.context)});
  }
  if (!words.note.empty()) problem.notes.emplace_back(words.note);
  problem.upstream = UpstreamText(failure, dialect);
}

// What is read of a file.
struct Part {
  std::string_view text;
  const TextCheck& check;
  Adaptations adaptations = {};
  bool may_adapt = true;
};

struct Outcome {
  /// Whether it is worth reading again, with the adaptations that have been added.
  bool again = false;
  /// Whether what follows the part mattered.
  bool at_end = false;
};

// Fills `stream`.
Outcome Read(const SourceFile& file, Part& part, Arena& arena, Diagnostics& diagnostics,
             const ParseLimits& limits, Stream& stream) {
  const auto before = static_cast<std::ptrdiff_t>(diagnostics.found().size());
  // go-yaml builds a document before it finds what is wrong in the whole of it.
  const auto fail = [&](const Failure& failure) {
    std::vector<Diagnostic>& found = diagnostics.found();
    for (auto at = found.begin() + before; at != found.end(); ++at) at->upstream.clear();
    ReportFailure(file, failure, limits.dialect, diagnostics);
  };
  stream.odd_breaks = part.check.odd_breaks;
  Builder builder(file, arena, diagnostics, limits, stream);
  const Adaptations adaptations = part.adaptations;
  Reader reader(part.text, part.check, adaptations, arena, builder);
  const auto failure_ahead = [&](std::size_t word) {
    return limits.dialect == Dialect::kGoYamlV3 ? reader.FailureAhead(word) : std::nullopt;
  };
  for (;;) {
    switch (reader.Step()) {
      case Reader::Outcome::kMore:
        continue;
      case Reader::Outcome::kDocumentEnd: {
        if (stream.documents.size() < limits.max_documents) continue;
        const bool at_end = reader.at_end();
        const std::size_t word = reader.words_taken();
        stream.complete = true;
        stream.has_more = reader.Step() != Reader::Outcome::kStreamEnd;
        stream.more_at = reader.position();
        const auto failure = stream.has_more ? failure_ahead(word) : std::nullopt;
        if (!failure) return {.at_end = at_end};
        fail(*failure);
        stream.documents.clear();
        stream.complete = false;
        return {.at_end = at_end};
      }
      case Reader::Outcome::kStreamEnd:
        stream.complete = true;
        return {.at_end = true};
      case Reader::Outcome::kFailed: {
        const bool at_end = reader.at_end();
        if (part.may_adapt && reader.Adapt(part.adaptations)) return {.again = true};
        const auto ahead =
            reader.failure().is_scanner ? std::nullopt : failure_ahead(reader.words_taken());
        fail(ahead.value_or(reader.failure()));
        return {.at_end = at_end};
      }
      case Reader::Outcome::kStopped: {
        if (diagnostics.found().back().info != &kUnknownAlias) return {};
        const bool at_end = reader.at_end();
        // The alias itself has been taken.
        if (const auto failure = failure_ahead(reader.words_taken() - 1)) fail(*failure);
        return {.at_end = at_end};
      }
    }
  }
}

Stream ReadWithLibyaml(const SourceFile& file, std::string_view text, const TextCheck& check,
                       Arena& arena, Diagnostics& diagnostics, const ParseLimits& limits,
                       bool* at_end = nullptr) {
  std::vector<Diagnostic>& found = diagnostics.found();
  const auto before = static_cast<std::ptrdiff_t>(found.size());
  // Each time costs as much as the first.
  constexpr std::size_t kMostBytes = std::size_t{64} << 20;
  constexpr std::size_t kMostTimes = 1000;
  Part part = {text, check};
  Stream stream;
  Outcome outcome = Read(file, part, arena, diagnostics, limits, stream);
  for (std::size_t times = 1; outcome.again; ++times) {
    part.may_adapt = times < kMostTimes && times * text.size() < kMostBytes;
    found.erase(found.begin() + before, found.end());
    stream = {};
    outcome = Read(file, part, arena, diagnostics, limits, stream);
  }
  if (at_end != nullptr) *at_end = outcome.at_end;
  return stream;
}

// How much of the text go-yaml has looked at before it comes upon the byte at `bad`: it reads 512
// bytes at a time, and leaves a character that is not whole for the next time.
std::size_t SizeReadBefore(std::string_view text, std::size_t bad) {
  constexpr std::size_t kChunk = 512;
  std::size_t begin = 0;
  while (begin + kChunk <= bad) {
    std::size_t end = begin + kChunk;
    const std::size_t last = CharacterStart(text, end - 1);
    if (last + SizeOfCharacter(text[last]) > end) end = last;
    begin = end;
  }
  return begin;
}

// Reads a text with bytes in it that are no characters, the first of them at `bad`. What go-yaml
// finds before it comes upon them is all that it speaks of.
Stream ReadBadText(const SourceFile& file, const TextCheck& check, Arena& arena,
                   Diagnostics& diagnostics, const ParseLimits& limits) {
  const std::string_view text = file.text().substr(0, SizeReadBefore(file.text(), check.bad));
  Diagnostics found(diagnostics.upstream());
  bool at_end = true;
  Stream stream;
  if (!text.empty()) {
    stream = ReadWithLibyaml(file, text, CheckText(text), arena, found, limits, &at_end);
  }
  if (at_end) {
    ReportBadText(file, check, diagnostics);
    return {};
  }
  std::move(found.found().begin(), found.found().end(), std::back_inserter(diagnostics.found()));
  return stream;
}

// Whether the file is not to be read at all: then the reason has been reported.
bool IsRefused(const SourceFile& file, const TextCheck& check, Diagnostics& diagnostics) {
  const std::string_view text = file.text();
  const SourceBuffer* buffer = file.buffer();
  if (buffer == nullptr || !buffer->encoding_fault() ||
      buffer->encoding_fault()->offset >= check.bad) {
    return false;
  }
  const EncodingFault& fault = *buffer->encoding_fault();
  diagnostics.Report(kEncoding, {&file, CharacterAt(text, fault.offset)}, fault.message).upstream =
      fmt::format("yaml: {}", fault.upstream);
  return true;
}

Stream ParseText(const SourceFile& file, bool quickly, Arena& arena, Diagnostics& diagnostics,
                 const ParseLimits& limits) {
  const std::string_view text = file.text();
  if (text.size() >= std::numeric_limits<std::uint32_t>::max() - 1) {
    diagnostics.Report(kTooLarge, {&file, {}}, "the file has four gigabytes or more");
    return {};
  }
  const TextCheck check = CheckText(text);
  if (IsRefused(file, check, diagnostics)) return {};
  if (check.bad != std::string_view::npos) {
    return ReadBadText(file, check, arena, diagnostics, limits);
  }
  if (quickly && limits.max_documents > 0) {
    std::vector<Diagnostic>& found = diagnostics.found();
    const auto before = static_cast<std::ptrdiff_t>(found.size());
    Stream stream;
    Builder builder(file, arena, diagnostics, limits, stream);
    if (ReadFast(text, check, arena, builder)) {
      stream.complete = true;
      return stream;
    }
    found.erase(found.begin() + before, found.end());
  }
  return ReadWithLibyaml(file, text, check, arena, diagnostics, limits);
}

}  // namespace

Stream Parse(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
             const ParseLimits& limits) {
  return ParseText(file, true, arena, diagnostics, limits);
}

Stream ParseWithLibyaml(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
                        const ParseLimits& limits) {
  return ParseText(file, false, arena, diagnostics, limits);
}

LineColumn UpstreamPosition(const SourceFile& file, const Stream& stream, std::uint32_t offset) {
  const LineColumn place = file.PositionOf(offset);
  std::uint32_t start = offset - std::min(offset, place.column - 1);
  const auto odd = std::upper_bound(stream.odd_breaks.begin(), stream.odd_breaks.end(), offset);
  if (odd != stream.odd_breaks.begin()) start = std::max(start, *(odd - 1));
  if (start == 0 && file.text().starts_with(kByteOrderMark)) start = kByteOrderMark.size();
  return {.line = UpstreamLine(file, stream, offset) + 1,
          .column = file.CharactersBefore(offset) - file.CharactersBefore(start) + 1};
}

}  // namespace check::yaml
