#include "libcheck/base/duration.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"

namespace check {
namespace {

constexpr std::uint64_t kLimit = std::uint64_t{1} << 63;

struct Unit {
  std::string_view name;
  std::uint64_t nanoseconds;
};

// Largest first: the order in which they may be written.
constexpr Unit kPrometheusUnits[] = {
    {"y", 31'536'000'000'000'000},
    {"w", 604'800'000'000'000},
    {"d", 86'400'000'000'000},
    {"h", 3'600'000'000'000},
    {"m", 60'000'000'000},
    {"s", 1'000'000'000},
    {"ms", 1'000'000},
};

// Both spellings of micro: U+00B5 and U+03BC.
constexpr Unit kGoUnits[] = {
    {"ns", 1},
    {"us", 1'000},
    {"\u00b5s", 1'000},
    {"\u03bcs", 1'000},
    {"ms", 1'000'000},
    {"s", 1'000'000'000},
    {"m", 60'000'000'000},
    {"h", 3'600'000'000'000},
    // Only in str2duration.
    {"d", 86'400'000'000'000},
    {"w", 604'800'000'000'000},
};
constexpr std::size_t kExtraUnits = 2;

std::string_view TakeWhile(std::string_view& text, auto&& wanted) {
  std::size_t n = 0;
  while (n < text.size() && wanted(text[n])) ++n;
  const std::string_view taken = text.substr(0, n);
  text.remove_prefix(n);
  return taken;
}

// Go's time package quotes every byte that is not plain ASCII, unlike strconv.
std::string QuoteForTime(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    if (rune.code_point >= 0x80 || rune.code_point < ' ') {
      for (const char c : text.substr(0, rune.size)) {
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(c));
      }
    } else {
      if (text[0] == '"' || text[0] == '\\') out += '\\';
      out += text[0];
    }
    text.remove_prefix(rune.size);
  }
  return out + '"';
}

}  // namespace

Result<Duration> ParsePrometheusDuration(std::string_view text) {
  if (text == "0") return Duration::zero();
  if (text.empty()) return Error{"empty duration string"};
  const auto malformed = [&] { return Error{"not a valid duration string: " + GoQuote(text)}; };

  std::uint64_t total = 0;
  const Unit* allowed = std::begin(kPrometheusUnits);
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view digits = TakeWhile(rest, IsDigit);
    const std::string_view name = TakeWhile(rest, [](char c) { return !IsDigit(c); });
    std::uint64_t count = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (digits.empty() || parsed.ec != std::errc() || name.empty()) return malformed();

    const Unit* unit = std::begin(kPrometheusUnits);
    while (unit != std::end(kPrometheusUnits) && unit->name != name) ++unit;
    if (unit == std::end(kPrometheusUnits)) {
      return Error{fmt::format("unknown unit {} in duration {}", GoQuote(name), GoQuote(text))};
    }
    if (unit < allowed) return malformed();
    allowed = unit + 1;

    if (count > kLimit / unit->nanoseconds) return Error{"duration out of range"};
    total += count * unit->nanoseconds;
    if (total > kLimit - 1) return Error{"duration out of range"};
  }
  return Duration(static_cast<std::int64_t>(total));
}

std::string FormatPrometheusDuration(Duration duration) {
  std::int64_t ms = duration.count() / 1'000'000;
  if (ms == 0) return "0s";
  std::string out = ms < 0 ? "-" : "";
  ms = ms < 0 ? -ms : ms;
  for (const Unit& unit : kPrometheusUnits) {
    const auto size = static_cast<std::int64_t>(unit.nanoseconds / 1'000'000);
    // Prometheus: 90d is easier to read than 12w6d.
    const bool must_be_exact = unit.name == "y" || unit.name == "w";
    if (ms < size || (must_be_exact && ms % size != 0)) continue;
    fmt::format_to(std::back_inserter(out), "{}{}", ms / size, unit.name);
    ms %= size;
  }
  return out;
}

namespace {

// What Go's time.ParseDuration and its copy in str2duration have in common.
struct GoDialect {
  std::span<const Unit> units;
  std::string (*quote)(std::string_view);
  // Go: the most negative duration can be written, too.
  std::uint64_t limit;
};

Result<Duration> ParseDuration(std::string_view text, const GoDialect& dialect) {
  const auto invalid = [&] { return Error{"time: invalid duration " + dialect.quote(text)}; };
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest == "0") return Duration::zero();
  if (rest.empty()) return invalid();

  std::uint64_t total = 0;
  while (!rest.empty()) {
    const std::string_view whole = TakeWhile(rest, IsDigit);
    std::string_view fraction;
    if (rest.starts_with('.')) {
      rest.remove_prefix(1);
      fraction = TakeWhile(rest, IsDigit);
    }
    if (whole.empty() && fraction.empty()) return invalid();
    std::uint64_t value = 0;
    if (!whole.empty()) {
      const auto parsed = std::from_chars(whole.data(), whole.data() + whole.size(), value);
      if (parsed.ec != std::errc() || value > dialect.limit) return invalid();
    }

    const std::string_view name = TakeWhile(rest, [](char c) { return c != '.' && !IsDigit(c); });
    if (name.empty()) return Error{"time: missing unit in duration " + dialect.quote(text)};
    const auto unit = std::find_if(dialect.units.begin(), dialect.units.end(),
                                   [&](const Unit& each) { return each.name == name; });
    if (unit == dialect.units.end()) {
      return Error{fmt::format("time: unknown unit {} in duration {}", dialect.quote(name),
                               dialect.quote(text))};
    }

    if (value > dialect.limit / unit->nanoseconds) return invalid();
    value *= unit->nanoseconds;
    if (!fraction.empty()) {
      // Go: digits of the fraction past what an int64 holds are dropped.
      std::uint64_t numerator = 0;
      double scale = 1;
      for (const char digit : fraction) {
        if (numerator > (kLimit - 1) / 10) break;
        const std::uint64_t next = numerator * 10 + static_cast<std::uint64_t>(digit - '0');
        if (next > kLimit) break;
        numerator = next;
        scale *= 10;
      }
      value += static_cast<std::uint64_t>(static_cast<double>(numerator) *
                                          (static_cast<double>(unit->nanoseconds) / scale));
      if (value > dialect.limit) return invalid();
    }
    total += value;
    if (total > dialect.limit) return invalid();
  }
  if (negative) return Duration(static_cast<std::int64_t>(0 - total));
  if (total > kLimit - 1) return invalid();
  return Duration(static_cast<std::int64_t>(total));
}

std::string QuotePlainly(std::string_view text) { return fmt::format("\"{}\"", text); }

}  // namespace

Result<Duration> ParseGoDuration(std::string_view text) {
  return ParseDuration(text, {.units = std::span(kGoUnits).first(std::size(kGoUnits) - kExtraUnits),
                              .quote = QuoteForTime,
                              .limit = kLimit});
}

Result<Duration> ParseKingpinDuration(std::string_view text) {
  return ParseDuration(text, {.units = kGoUnits, .quote = QuotePlainly, .limit = kLimit - 1});
}

Result<Duration> ParseFlagDuration(std::string_view text) {
  const Result<Duration> duration = ParsePrometheusDuration(text);
  return duration ? duration : ParseKingpinDuration(text);
}

std::string FormatGoDuration(Duration duration) {
  const std::int64_t count = duration.count();
  if (count == 0) return "0s";
  const std::uint64_t ns =
      count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
  const std::string sign = count < 0 ? "-" : "";

  // `value` in units of 10^digits, with as many decimals as are not zero.
  const auto decimal = [](std::uint64_t value, int digits) {
    std::uint64_t scale = 1;
    for (int i = 0; i < digits; ++i) scale *= 10;
    std::string out = std::to_string(value / scale);
    std::string fraction = fmt::format("{:0{}}", value % scale, digits);
    while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
    return fraction.empty() ? out : out + '.' + fraction;
  };
  if (ns < 1'000) return fmt::format("{}{}ns", sign, ns);
  if (ns < 1'000'000) return sign + decimal(ns, 3) + "\u00b5s";
  if (ns < 1'000'000'000) return sign + decimal(ns, 6) + "ms";

  const std::uint64_t minutes = ns / 60'000'000'000;
  std::string out = sign;
  if (minutes >= 60) fmt::format_to(std::back_inserter(out), "{}h", minutes / 60);
  if (minutes >= 1) fmt::format_to(std::back_inserter(out), "{}m", minutes % 60);
  return out + decimal(ns % 60'000'000'000, 9) + "s";
}

}  // namespace check
