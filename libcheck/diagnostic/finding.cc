#include "libcheck/diagnostic/finding.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"
#include "libcheck/diagnostic/secrets.h"
#include "libcheck/source/secret_text.h"

namespace check {
namespace {

// Lines longer than this are cut, to about this much.
constexpr std::size_t kLongestExcerpt = 160;
// Of what is before the marked part, how much a cut line keeps.
constexpr std::size_t kLead = 50;
constexpr std::string_view kCut = "...";

// Whether a line may be cut before `offset`: not inside a character, nor between a letter and the
// accent that combines with it.
bool IsCharacterStart(std::string_view line, std::size_t offset) {
  if (offset >= line.size()) return true;
  const bool is_continuation = (static_cast<unsigned char>(line[offset]) & 0xC0U) == 0x80U;
  if (is_continuation) return false;
  const Rune rune = DecodeRune(line.substr(offset));
  return DisplayWidth(line.substr(offset, rune.size)) > 0;
}

// `offset`, or a little before it. Text that is not UTF-8 is cut anywhere.
std::size_t CutBefore(std::string_view line, std::size_t offset) {
  constexpr std::size_t kFarthest = 32;
  for (std::size_t back = 0; back < kFarthest && back <= offset; ++back) {
    if (IsCharacterStart(line, offset - back)) return offset - back;
  }
  return offset;
}

void SetExcerpt(Place& place, std::string_view line, Span marked) {
  const auto size = static_cast<std::uint32_t>(line.size());
  marked.begin = std::min(marked.begin, size);
  marked.end = std::clamp(marked.end, marked.begin, size);
  if (line.size() <= kLongestExcerpt) {
    place.excerpt = line;
    place.marked = marked;
    return;
  }
  std::size_t begin = marked.begin > kLead ? marked.begin - kLead : 0;
  begin = std::min(begin, line.size() - kLongestExcerpt);
  std::size_t end = std::min(line.size(), begin + kLongestExcerpt);
  begin = CutBefore(line, begin);
  end = CutBefore(line, end);

  place.is_cut = true;
  if (begin > 0) place.excerpt = kCut;
  const auto shift = static_cast<std::uint32_t>(place.excerpt.size());
  place.excerpt += line.substr(begin, end - begin);
  place.marked.begin = marked.begin - static_cast<std::uint32_t>(begin) + shift;
  place.marked.end = std::min(marked.end, static_cast<std::uint32_t>(end)) -
                     static_cast<std::uint32_t>(begin) + shift;
  if (end < line.size()) place.excerpt += kCut;
}

// FNV-1a, because baselines keep it: it must not differ between machines and versions.
std::uint64_t HashFolded(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  const auto add = [&](char c) { hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U; };
  bool pending_blank = false;
  bool is_first = true;
  for (const char c : text) {
    if (IsSpace(c)) {
      pending_blank = true;
      continue;
    }
    if (pending_blank && !is_first) add(' ');
    pending_blank = false;
    is_first = false;
    add(c);
  }
  return hash;
}

// The lines that `span` touches. Those of a whole group would change with every rule in it, so of
// a span of many lines only the first ones count.
std::string_view LinesOf(std::string_view text, Span span) {
  constexpr std::size_t kMost = 2048;
  std::size_t begin = std::min<std::size_t>(span.begin, text.size());
  begin = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;  // npos + 1 is 0.
  std::size_t end = std::min<std::size_t>(std::max(span.end, span.begin + 1) - 1U, text.size());
  end = std::min(std::min(text.find('\n', end), text.size()), begin + kMost);
  return text.substr(begin, end - begin);
}

}  // namespace

Place ToPlace(const Location& where) {
  Place place;
  const Location outermost = where.Outermost();
  if (outermost.file == nullptr) return place;
  const SourceFile& file = *outermost.file;
  const auto size = static_cast<std::uint32_t>(file.text().size());
  const std::uint32_t begin = std::min(outermost.span.begin, size);
  const std::uint32_t end = std::clamp(outermost.span.end, begin, size);

  place.path = file.on_disk().path();
  place.bytes = {begin, end};
  place.begin = file.PositionOf(begin);
  place.end = file.PositionOf(end);

  place.characters = {file.CharactersBefore(begin), file.CharactersBefore(end)};
  const auto column = [&](std::uint32_t offset, std::uint32_t characters, LineColumn at) {
    return characters - file.CharactersBefore(offset - (at.column - 1)) + 1;
  };
  place.character_columns = {column(begin, place.characters.begin, place.begin),
                             column(end, place.characters.end, place.end)};

  const std::string_view line = file.Line(place.begin.line);
  const bool one_line = place.begin.line == place.end.line;
  std::string_view shown = line;
  if (!one_line) {
    // The caret runs to the end of the line, but not under blanks that cannot be seen.
    while (!shown.empty() && IsSpace(shown.back())) shown.remove_suffix(1);
  }
  const std::uint32_t last =
      one_line ? place.end.column - 1 : static_cast<std::uint32_t>(shown.size());
  const ShownLine excerpt = HideSecretsInLine(
      file.on_disk(), line, begin - (place.begin.column - 1), {place.begin.column - 1, last});
  SetExcerpt(place, excerpt.text, excerpt.marked);
  place.fingerprint = HashFolded(LinesOf(file.text(), place.bytes));
  return place;
}

Finding ToFinding(const Diagnostic& diagnostic) {
  const auto without_secrets = [&](const std::string& text) {
    return diagnostic.where.file == nullptr ? HideInUrls(text)
                                            : HideSecrets(text, *diagnostic.where.file);
  };
  Finding finding{.info = diagnostic.info,
                  .severity = diagnostic.severity,
                  .where = ToPlace(diagnostic.where),
                  .message = without_secrets(diagnostic.message)};
  finding.labels.reserve(diagnostic.labels.size());
  for (const Label& label : diagnostic.labels) {
    finding.labels.push_back(
        {.where = ToPlace(label.where), .message = without_secrets(label.message)});
  }
  finding.notes.reserve(diagnostic.notes.size());
  for (const std::string& note : diagnostic.notes) finding.notes.push_back(without_secrets(note));
  return finding;
}

}  // namespace check
