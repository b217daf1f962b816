#include "libcheck/slo/specs/open_slo_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/base/time_zone.h"
#include "libcheck/base/utf8.h"

namespace check::slo {
namespace {

using schema::TextProblem;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 24 * 60 * kMinute;

struct Unit {
  char letter;
  std::int64_t ms;
  std::optional<Period::Calendar::Unit> calendar;
};
constexpr Unit kUnits[] = {
    {'m', kMinute, std::nullopt},
    {'h', 60 * kMinute, std::nullopt},
    {'d', kDay, Period::Calendar::Unit::kDay},
    {'w', 7 * kDay, Period::Calendar::Unit::kWeek},
    {'M', 30 * kDay, Period::Calendar::Unit::kMonth},
    {'Q', 90 * kDay, Period::Calendar::Unit::kQuarter},
    {'Y', 365 * kDay, Period::Calendar::Unit::kYear},
};

const Unit* FindUnit(char letter) {
  const auto* const unit = std::ranges::find(kUnits, letter, &Unit::letter);
  return unit == std::end(kUnits) ? nullptr : unit;
}

bool IsNameChar(char c) { return IsLower(c) || IsDigit(c); }

template <std::size_t kMost>
std::optional<TextProblem> LengthProblem(std::string_view text) {
  const std::size_t length = CountRunes(text);
  if (length <= kMost) return std::nullopt;
  return TextProblem{
      .message = fmt::format("the text has {} characters, but {} are allowed", length, kMost)};
}

}  // namespace

std::int64_t OpenSloDuration::ms() const { return count * FindUnit(unit)->ms; }

std::optional<Period::Calendar::Unit> OpenSloDuration::calendar_unit() const {
  return FindUnit(unit)->calendar;
}

std::optional<OpenSloDuration> ParseOpenSloDuration(std::string_view text) {
  OpenSloDuration duration;
  constexpr std::size_t kMostDigits = 6;
  if (text.size() < 2 || text.size() > kMostDigits + 1 || FindUnit(text.back()) == nullptr) {
    return std::nullopt;
  }
  duration.unit = text.back();
  const char* const last = text.data() + text.size() - 1;
  const auto [end, error] = std::from_chars(text.data(), last, duration.count);
  if (error != std::errc() || end != last || duration.count < 0) return std::nullopt;
  return duration;
}

std::optional<TextProblem> OpenSloNameProblem(std::string_view text) {
  constexpr std::size_t kMost = 63;
  const bool is_name = !text.empty() && text.size() <= kMost && IsNameChar(text.front()) &&
                       IsNameChar(text.back()) &&
                       std::ranges::all_of(text, [](char c) { return IsNameChar(c) || c == '-'; });
  if (is_name) return std::nullopt;
  return TextProblem{.message = fmt::format("invalid name `{}`", text),
                     .note = fmt::format(
                         "use lower-case letters, digits and `-` between them, at most {}", kMost)};
}

std::optional<TextProblem> OpenSloDisplayNameProblem(std::string_view text) {
  return LengthProblem<63>(text);
}
std::optional<TextProblem> OpenSloDescriptionProblem(std::string_view text) {
  return LengthProblem<1050>(text);
}

std::optional<TextProblem> OpenSloDurationProblem(std::string_view text) {
  const auto duration = ParseOpenSloDuration(text);
  if (duration && duration->count > 0) return std::nullopt;
  return TextProblem{
      .message = duration ? fmt::format("the duration `{}` must be greater than zero", text)
                          : fmt::format("`{}` is not a valid duration", text),
      .note =
          "write a number and one of `m`, `h`, `d`, `w`, `M` (months), `Q` and `Y`, as in `30d`"};
}

std::optional<TextProblem> OpenSloStartTimeProblem(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00 00:00:00";
  bool has_form = text.size() == kForm.size();
  for (std::size_t i = 0; has_form && i < kForm.size(); ++i) {
    has_form = kForm[i] == '0' ? IsDigit(text[i]) : text[i] == kForm[i];
  }
  if (has_form && ParseAbsoluteTime(text, "UTC")) return std::nullopt;
  return TextProblem{.message = fmt::format("`{}` is not a valid time", text),
                     .note = "write it as in `2026-01-01 00:00:00`; `timeZone` has its zone"};
}

std::optional<TextProblem> OpenSloTimeZoneProblem(std::string_view text) {
  if (TimeZone::Load(text)) return std::nullopt;
  return TextProblem{.message = fmt::format("unknown time zone `{}`", text),
                     .note = "use a name such as `Europe/Berlin` or `UTC`"};
}

std::string DecimalText(std::string_view number) {
  constexpr std::string_view kDecimal = "0123456789.";
  if (number.find_first_not_of(kDecimal) == std::string_view::npos) return std::string(number);
  const auto value = ParseGoFloat(number);
  return value ? FormatGoFloat(*value, 'f', -1) : std::string(number);
}

}  // namespace check::slo
