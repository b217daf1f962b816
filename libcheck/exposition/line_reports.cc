#include "libcheck/exposition/line_reports.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

namespace check::exposition {
namespace {

// Places are 32-bit numbers; those in larger files are shown by their lines.
std::uint32_t Clamp(std::uint64_t offset) {
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(offset, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

Span SpanOf(std::string_view line, std::string_view part) {
  const std::less<> before;
  const char* const end = line.data() + line.size();
  if (part.data() == nullptr || before(part.data(), line.data()) ||
      before(end, part.data() + part.size())) {
    return {0, static_cast<std::uint32_t>(line.size())};
  }
  const auto begin = static_cast<std::uint32_t>(part.data() - line.data());
  return {begin, begin + static_cast<std::uint32_t>(part.size())};
}

bool LineReports::HasRoom(const CodeInfo& info) {
  const auto found = counts_.find(&info);
  if (found == counts_.end() || found->second < most_) return true;
  ++found->second;
  return false;
}

Place LineReports::PlaceOn(const LineMark& line, Span where) const {
  std::string_view text = line.text;
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  const SourceBuffer source(path_, std::string(text));
  Place place = ToPlace({&source, where});
  place.begin.line += line.line - 1;
  place.end.line += line.line - 1;
  for (std::uint32_t* offset : {&place.bytes.begin, &place.bytes.end}) {
    *offset = Clamp(line.offset + *offset);
  }
  for (std::uint32_t* offset : {&place.characters.begin, &place.characters.end}) {
    *offset = Clamp(line.characters + *offset);
  }
  return place;
}

Finding* LineReports::Report(const CodeInfo& info, const LineMark& line, Span where,
                             std::string message) {
  Severity severity = info.severity;
  if (severity != Severity::kError && severity_of_) {
    const auto wanted = severity_of_(info);
    if (!wanted) return nullptr;
    severity = *wanted;
  }
  if (++counts_[&info] > most_) return nullptr;
  return &findings_.emplace_back(Finding{.info = &info,
                                         .severity = severity,
                                         .where = PlaceOn(line, where),
                                         .message = std::move(message)});
}

std::map<const CodeInfo*, std::uint64_t> LineReports::Hidden() const {
  std::map<const CodeInfo*, std::uint64_t> hidden;
  for (const auto& [info, count] : counts_) {
    if (count > most_) hidden[info] = count - most_;
  }
  return hidden;
}

}  // namespace check::exposition
