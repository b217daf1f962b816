#include "libcheck/api/query_place.h"

#include <algorithm>
#include <charconv>

namespace check::api {
namespace {

constexpr const CodeInfo* kCodes[] = {&kQueryRefused};

// A number off the end of `text`, in front of `last`.
std::optional<std::uint32_t> NumberBefore(std::string_view& text, char last) {
  if (!text.ends_with(last)) return std::nullopt;
  text.remove_suffix(1);
  const std::size_t begin = text.find_last_not_of("0123456789") + 1;
  const std::string_view digits = text.substr(begin);
  std::uint32_t number = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || end.ec != std::errc()) return std::nullopt;
  text.remove_suffix(digits.size());
  return number;
}

}  // namespace

extern const CodeInfo kQueryRefused = {
    .code = "query-refused",
    .severity = Severity::kError,
    .summary = "a query that the server refuses",
    .explanation = R"(
The server returned an error for the query: it cannot be parsed, takes too long, loads too many
samples, or its series cannot be matched. The message is the server's.
)",
};

std::span<const CodeInfo* const> QueryCodes() { return kCodes; }

std::optional<QueryPlace> PlaceInQuery(std::string_view error, std::string_view query) {
  constexpr std::string_view kWords = " parse error: ";
  const std::size_t at = error.find(kWords);
  if (at == error.npos) return std::nullopt;
  std::string_view place = error.substr(0, at);
  const std::optional<std::uint32_t> column = NumberBefore(place, ':');
  // Both numbers have a colon behind them.
  const std::optional<std::uint32_t> line = column ? NumberBefore(place, ':') : std::nullopt;
  if (!line) return std::nullopt;
  std::size_t begin = 0;
  for (std::uint32_t i = 1; i < *line; ++i) {
    const std::size_t end = query.find('\n', begin);
    if (end == query.npos) return std::nullopt;
    begin = end + 1;
  }
  const std::size_t offset = begin + std::max(*column, 1U) - 1;
  if (*line == 0 || offset > query.size()) return std::nullopt;
  return QueryPlace{static_cast<std::uint32_t>(offset),
                    std::string(error.substr(at + kWords.size()))};
}

void ReportQueryError(std::string_view error, const SourceFile& query, Diagnostics& diagnostics) {
  const auto size = static_cast<std::uint32_t>(query.text().size());
  const std::optional<QueryPlace> place = PlaceInQuery(error, query.text());
  const Span where = place ? Span{place->offset, std::min(place->offset + 1, size)} : Span{0, size};
  diagnostics.Report(kQueryRefused, {&query, where}, place ? place->message : std::string(error));
}

}  // namespace check::api
