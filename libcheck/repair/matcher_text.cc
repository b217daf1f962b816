#include "libcheck/repair/matcher_text.h"

#include <algorithm>

#include "libcheck/base/ascii.h"

namespace check::repair {
namespace {

// As they stand in plain and block scalars, and in scalars that are quoted themselves.
constexpr std::string_view kQuotes[] = {"\\\"", "''", "\"", "'", "`"};

}  // namespace

std::optional<MatcherText> ReadMatcher(std::string_view text, Span where) {
  const std::string_view matcher = text.substr(where.begin, where.size());
  std::size_t at = std::min(matcher.find_first_of("=!"), matcher.size());
  const std::string_view op = matcher.substr(at, 2);
  if (op != "=~" && op != "!~") return std::nullopt;
  // A name in quotes may have such characters.
  if (matcher.substr(0, at).find_first_of("\"'`\\") != std::string_view::npos) return std::nullopt;
  const std::size_t op_at = at;
  at += op.size();
  while (at < matcher.size() && IsSpace(matcher[at])) ++at;
  const auto* const quote = std::ranges::find_if(
      kQuotes, [&](std::string_view q) { return matcher.substr(at).starts_with(q); });
  if (quote == std::end(kQuotes)) return std::nullopt;
  const std::size_t begin = at + quote->size();
  if (matcher.size() < begin + quote->size() || !matcher.ends_with(*quote)) return std::nullopt;
  const std::size_t end = matcher.size() - quote->size();
  if (matcher.substr(begin, end - begin).find(*quote) != std::string_view::npos)
    return std::nullopt;
  const auto span = [&](std::size_t from, std::size_t to) {
    return Span{where.begin + static_cast<std::uint32_t>(from),
                where.begin + static_cast<std::uint32_t>(to)};
  };
  return MatcherText{span(op_at, op_at + op.size()), span(begin, end)};
}

}  // namespace check::repair
