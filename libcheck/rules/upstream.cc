#include "libcheck/rules/upstream.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace check::rules {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// YAML 1.1: line feed, carriage return, both together, U+0085, U+2028 and U+2029.
std::vector<std::uint32_t> FindLineStarts(std::string_view text) {
  std::vector<std::uint32_t> starts = {0};
  if (text.starts_with(kByteOrderMark)) starts[0] = kByteOrderMark.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t size = 0;
    if (text[i] == '\n') {
      size = 1;
    } else if (text[i] == '\r') {
      size = text.substr(i + 1).starts_with('\n') ? 2 : 1;
    } else if (text[i] == '\xC2') {
      size = text.substr(i + 1).starts_with('\x85') ? 2 : 0;
    } else if (text[i] == '\xE2') {
      const std::string_view rest = text.substr(i + 1);
      size = rest.starts_with("\x80\xA8") || rest.starts_with("\x80\xA9") ? 3 : 0;
    }
    if (size == 0) continue;
    i += size - 1;
    starts.push_back(static_cast<std::uint32_t>(i + 1));
  }
  return starts;
}

// A file may be one line of many megabytes with a fault at every step.
constexpr std::uint32_t kStride = 4096;

// Of text that is valid UTF-8, or a piece cut out of such text.
std::uint32_t CountCharacters(std::string_view text) {
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::vector<std::uint32_t> CountAtStrides(std::string_view text) {
  std::vector<std::uint32_t> counts = {0};
  for (; text.size() >= kStride; text.remove_prefix(kStride)) {
    counts.push_back(counts.back() + CountCharacters(text.substr(0, kStride)));
  }
  return counts;
}

}  // namespace

void DecodeLog::Add(std::string line) {
  if (fatal_.empty()) lines_.push_back(std::move(line));
}

void DecodeLog::Fail(std::string error) {
  if (fatal_.empty()) fatal_ = std::move(error);
}

void DecodeLog::Append(DecodeLog later) {
  if (!fatal_.empty()) return;
  std::move(later.lines_.begin(), later.lines_.end(), std::back_inserter(lines_));
  fatal_ = std::move(later.fatal_);
}

std::string DecodeLog::Error() const {
  if (!fatal_.empty() || lines_.empty()) return fatal_;
  return fmt::format("yaml: unmarshal errors:\n  {}", fmt::join(lines_, "\n  "));
}

void UpstreamLog::Append(UpstreamLog later) {
  strict.Append(std::move(later.strict));
  positions.Append(std::move(later.positions));
  std::move(later.validation.begin(), later.validation.end(), std::back_inserter(validation));
}

std::vector<std::string> UpstreamLog::Errors() const {
  if (strict.empty() && positions.empty()) return validation;
  std::vector<std::string> errors;
  for (const DecodeLog* log : {&strict, &positions}) {
    if (!log->empty()) errors.push_back(log->Error());
  }
  return errors;
}

std::uint32_t YamlPositions::CharactersBefore(std::uint32_t offset) const {
  const std::size_t mark = std::min<std::size_t>(offset / kStride, characters_.size() - 1);
  const auto from = static_cast<std::uint32_t>(mark * kStride);
  return characters_[mark] + CountCharacters(file_.text({from, std::max(from, offset)}));
}

LineColumn YamlPositions::Of(std::uint32_t offset) const {
  std::call_once(once_, [this] {
    line_starts_ = FindLineStarts(file_.text());
    characters_ = CountAtStrides(file_.text());
  });
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  if (next == line_starts_.begin()) return {1, 1};
  return {static_cast<std::uint32_t>(next - line_starts_.begin()),
          CharactersBefore(offset) - CharactersBefore(*std::prev(next)) + 1};
}

std::string YamlPositions::Text(std::uint32_t offset) const {
  const LineColumn at = Of(offset);
  return fmt::format("{}:{}", at.line, at.column);
}

}  // namespace check::rules
