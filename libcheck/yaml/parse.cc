#include "libcheck/yaml/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "libcheck/base/utf8.h"
#include "libcheck/yaml/builder.h"
#include "libcheck/yaml/codes.h"
#include "libcheck/yaml/encoding.h"
#include "libcheck/yaml/quick.h"
#include "libcheck/yaml/read.h"

namespace check::yaml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The whole character at an offset, so that a caret never splits one.
Span CharacterAt(std::string_view text, std::uint32_t offset) {
  const auto size = static_cast<std::uint32_t>(text.size());
  if (offset >= size) return {size, size};
  return {offset, offset + std::max<std::uint32_t>(1, DecodeRune(text.substr(offset, 4)).size)};
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

// The same faults can have causes that are best told apart.
ProblemText WordsFor(std::string_view text, const Failure& failure) {
  ProblemText words = TextOf(failure.problem);
  if (failure.problem == Problem::kBadCharacter && text.substr(failure.at).starts_with('\t')) {
    words.message = "a tab cannot be used for indentation";
    words.note = "use spaces";
  } else if (failure.problem == Problem::kValueNotAllowed && !HasKeyBefore(text, failure.at)) {
    words.message = "unexpected `:`: this line continues the value above";
    words.note = "check the indentation: what belongs together starts in the same column";
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
  const CodeInfo& info = failure.problem == Problem::kNesting ? kTooDeep : kSyntax;
  auto& problem = diagnostics.Report(info, {&file, where}, std::string(words.message));
  if (show_context && CharacterAt(text, failure.context).begin != where.begin) {
    problem.labels.push_back(
        {{&file, CharacterAt(text, failure.context)}, std::string(words.context)});
  }
  if (!words.note.empty()) problem.notes.emplace_back(words.note);
  problem.upstream = UpstreamText(failure, dialect);
}

// Fills `stream`. Gives whether it is worth reading again with spaces in the place of tabs.
bool Read(const SourceFile& file, const TextCheck& check, bool spaces_for_tabs, Arena& arena,
          Diagnostics& diagnostics, const ParseLimits& limits, Stream& stream) {
  stream.odd_breaks = check.odd_breaks;
  Builder builder(file, arena, diagnostics, limits, stream);
  Reader reader(file.text(), check, spaces_for_tabs, arena, builder);
  for (;;) {
    switch (reader.Step()) {
      case Reader::Outcome::kMore:
        continue;
      case Reader::Outcome::kDocumentEnd:
        if (stream.documents.size() < limits.max_documents) continue;
        stream.complete = true;
        stream.has_more = reader.Step() != Reader::Outcome::kStreamEnd;
        return false;
      case Reader::Outcome::kStreamEnd:
        stream.complete = true;
        return false;
      case Reader::Outcome::kFailed:
        if (!spaces_for_tabs && reader.failed_at_tab()) return true;
        ReportFailure(file, reader.failure(), limits.dialect, diagnostics);
        return false;
      case Reader::Outcome::kStopped:
        return false;
    }
  }
}

// What can be said of a text before it is read, or nothing if it is not worth reading.
std::optional<TextCheck> Admit(const SourceFile& file, Diagnostics& diagnostics) {
  const std::string_view text = file.text();
  if (text.size() >= std::numeric_limits<std::uint32_t>::max() - 1) {
    diagnostics.Report(kTooLarge, {&file, {}}, "the file has four gigabytes or more");
    return std::nullopt;
  }
  TextCheck check = CheckText(text);
  if (check.bad == std::string_view::npos) return check;
  ReportBadText(file, check, diagnostics);
  return std::nullopt;
}

Stream ReadWithLibyaml(const SourceFile& file, const TextCheck& check, Arena& arena,
                       Diagnostics& diagnostics, const ParseLimits& limits) {
  std::vector<Diagnostic>& found = diagnostics.found();
  const auto before = static_cast<std::ptrdiff_t>(found.size());
  Stream stream;
  if (Read(file, check, false, arena, diagnostics, limits, stream)) {
    found.erase(found.begin() + before, found.end());
    stream = {};
    Read(file, check, true, arena, diagnostics, limits, stream);
  }
  return stream;
}

}  // namespace

Stream Parse(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
             const ParseLimits& limits) {
  const std::optional<TextCheck> check = Admit(file, diagnostics);
  if (!check) return {};
  if (limits.max_documents > 0) {
    std::vector<Diagnostic>& found = diagnostics.found();
    const auto before = static_cast<std::ptrdiff_t>(found.size());
    Stream stream;
    Builder builder(file, arena, diagnostics, limits, stream);
    if (ReadQuickly(file.text(), *check, arena, builder)) {
      stream.complete = true;
      return stream;
    }
    found.erase(found.begin() + before, found.end());
  }
  return ReadWithLibyaml(file, *check, arena, diagnostics, limits);
}

Stream ParseWithLibyaml(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
                        const ParseLimits& limits) {
  const std::optional<TextCheck> check = Admit(file, diagnostics);
  return check ? ReadWithLibyaml(file, *check, arena, diagnostics, limits) : Stream();
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
