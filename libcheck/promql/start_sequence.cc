#include "libcheck/promql/start_sequence.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/result.h"
#include "libcheck/base/utf8.h"

namespace check::promql {
namespace {

constexpr std::string_view kMark = "@st";
// In milliseconds: 285,000 years. Doubles are exact up to here.
constexpr std::int64_t kFarthest = std::int64_t{1} << 53;

constexpr bool IsGoSpace(char c) { return IsSpace(c) || c == '\v' || c == '\f'; }

// A duration with one unit, and perhaps a sign, is taken off the front of `text`: milliseconds.
Result<std::int64_t> TakeOffset(std::string_view& text) {
  if (text.empty()) return Error{"empty duration"};
  const std::string_view whole = text;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::size_t end = 0;
  while (end < text.size() && IsDigit(text[end])) ++end;
  if (end == 0) return Error{"expected digits in duration " + GoQuote(whole)};
  while (end < text.size() && text[end] != 'x' && IsLetter(text[end])) ++end;
  const std::string_view digits = text.substr(0, end);
  const Result<Duration> duration = ParsePrometheusDuration(digits);
  if (!duration) {
    return Error{fmt::format("invalid duration {}: {}", GoQuote(digits), duration.error().message)};
  }
  text.remove_prefix(end);
  const std::int64_t milliseconds = duration->count() / 1'000'000;
  return negative ? -milliseconds : milliseconds;
}

// Go's %q for a byte, which it takes for a character.
std::string QuotedByte(char byte) {
  if (byte == '\'') return "'\\''";
  if (byte == '"') return "'\"'";
  std::string text;
  AppendUtf8(text, static_cast<unsigned char>(byte));
  text = GoQuote(text);
  text.front() = text.back() = '\'';
  return text;
}

// Go's strconv.ParseUint, or why it fails.
Result<std::uint64_t> ParseCount(std::string_view text) {
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
  if (digits && error == std::errc()) return count;
  return Error{fmt::format("strconv.ParseUint: parsing {}: {}", GoQuote(text),
                           digits ? "value out of range" : "invalid syntax")};
}

// One item: `_`, `_x3`, `-1m`, `-1mx3`, `-1m+10sx3`. Returns what is wrong with it.
std::optional<std::string> ReadItem(std::string_view item, SequenceValues& values) {
  if (item == "_") {
    values.Append({.omitted = true});
    return std::nullopt;
  }
  if (item.starts_with("_x")) {
    const Result<std::uint64_t> count = ParseCount(item.substr(2));
    if (!count || *count == 0) return "invalid repeat count";
    values.Append({.omitted = true}, *count);
    return std::nullopt;
  }
  const Result<std::int64_t> base = TakeOffset(item);
  if (!base) return base.error().message;
  std::int64_t step = 0;
  std::uint64_t more = 0;
  if (item.starts_with('x')) {
    const Result<std::uint64_t> count = ParseCount(item.substr(1));
    if (!count) return "invalid repeat count";
    more = *count;
  } else if (!item.empty()) {
    if (item[0] != '+' && item[0] != '-') {
      return fmt::format("unexpected character {} after duration", QuotedByte(item[0]));
    }
    const bool negative = item[0] == '-';
    item.remove_prefix(1);
    const Result<std::int64_t> given = TakeOffset(item);
    if (!given) return "invalid step duration: " + given.error().message;
    if (!item.starts_with('x')) return "expected 'x<count>' after step duration";
    const Result<std::uint64_t> count = ParseCount(item.substr(1));
    if (!count) return "invalid repeat count: " + count.error().message;
    step = negative ? -*given : *given;
    more = *count;
  }
  // Offsets that lie too far off count as the farthest ones.
  const std::uint64_t count = std::min(more, SequenceValues::kMaxSize) + 1;
  const std::int64_t room = step < 0 ? kFarthest + *base : kFarthest - *base;
  const std::uint64_t exact =
      step == 0 ? count : std::min(count, static_cast<std::uint64_t>(room / std::abs(step)) + 1);
  values.AppendSteps(static_cast<double>(*base), static_cast<double>(step), exact);
  values.Append({.value = static_cast<double>(step < 0 ? -kFarthest : kFarthest)}, count - exact);
  return std::nullopt;
}

// The labels that a series has: those with values, sorted.
std::vector<std::pair<std::string, std::string>> LabelsOf(const SeriesDescription& series) {
  auto labels = series.labels;
  std::erase_if(labels, [](const auto& label) { return label.second.empty(); });
  std::sort(labels.begin(), labels.end());
  return labels;
}

}  // namespace

bool IsStartLine(std::string_view line) {
  const std::size_t end = line.find_first_of(" \t");
  return end != std::string_view::npos && line.substr(0, end).ends_with(kMark);
}

std::optional<std::string> ParseStartLine(std::string_view line, std::size_t line_offset,
                                          StartSequence& out) {
  const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
  const std::string_view metric = line.substr(0, end - kMark.size());
  const std::string text = std::string(metric) + " _";
  if (const auto fault = ParseSeriesDescription(text, out.series)) {
    return fmt::format("invalid @st line metric {}: {}", GoQuote(metric),
                       fault->Upstream(text, line_offset));
  }
  out.offsets = {};
  std::string_view rest = line.substr(end);
  while (true) {
    while (!rest.empty() && IsGoSpace(rest.front())) rest.remove_prefix(1);
    if (rest.empty()) return std::nullopt;
    const auto stop = std::find_if(rest.begin(), rest.end(), IsGoSpace);
    const std::string_view item = rest.substr(0, static_cast<std::size_t>(stop - rest.begin()));
    rest.remove_prefix(item.size());
    if (const auto problem = ReadItem(item, out.offsets)) {
      return fmt::format("invalid @st sequence: invalid ST item {}: {}", GoQuote(item), *problem);
    }
  }
}

std::optional<std::string> StartMismatch(const StartSequence& starts,
                                         const SeriesDescription& samples) {
  if (LabelsOf(starts.series) != LabelsOf(samples)) {
    return "@st metric does not match the following sample line metric";
  }
  if (starts.offsets.size() != samples.values.size()) {
    return fmt::format("@st line has {} values but sample line has {}", starts.offsets.size(),
                       samples.values.size());
  }
  return std::nullopt;
}

}  // namespace check::promql
