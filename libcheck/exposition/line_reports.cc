#include "libcheck/exposition/line_reports.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/diagnostic/secrets.h"
#include "libcheck/source/secret_text.h"

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

namespace {

std::string_view WithoutBreak(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// Whether a line is a key of YAML with its value.
bool LooksLikeYaml(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && (IsBlank(text[at]) || text[at] == '-')) ++at;
  if (text.substr(at).starts_with("? ")) return true;
  const std::size_t colon = text.find(':', at);
  return colon != text.npos && colon > at && text.find_first_of(" {", at) > colon &&
         (colon + 1 == text.size() || IsBlank(text[colon + 1]));
}

}  // namespace

Place LineReports::PlaceOn(const LineMark& line, Span where) const {
  const std::string_view text = WithoutBreak(line.text);
  const SourceBuffer source(path_, std::string(text));
  // What is indented may belong to a secret further up, which is not at hand any more.
  if (is_yaml_ && !text.empty() && IsBlank(text[0])) {
    const Span all = {0, static_cast<std::uint32_t>(text.size())};
    source.AddSecrets({&all, 1}, {});
  }
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
  const std::string_view text = WithoutBreak(line.text);
  if (is_yaml_ && !text.empty() && IsBlank(text[0])) {
    message = HideTexts(std::move(message), std::array{std::string(text)});
  } else {
    message = HideSecrets(std::move(message), SourceBuffer(path_, std::string(text)));
  }
  is_yaml_ = is_yaml_ || LooksLikeYaml(text);
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
