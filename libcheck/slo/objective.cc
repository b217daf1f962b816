#include "libcheck/slo/objective.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "libcheck/base/number.h"

namespace check::slo {
namespace {

constexpr std::size_t kMostDigits = 30;

// `digits` with the point after `point` of them, without zeros that say nothing.
std::string WithPoint(std::string_view digits, std::size_t point) {
  std::string whole(digits.substr(0, point));
  std::string rest(digits.substr(point));
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  rest.erase(rest.find_last_not_of('0') + 1);
  if (whole.empty()) whole = "0";
  return rest.empty() ? whole : whole + "." + rest;
}

double AsNumber(const std::string& text) { return ParseGoFloat(text).value_or(0); }

// What is missing to a one followed by zeros.
std::string Complement(std::string digits) {
  bool borrow = false;
  for (std::size_t i = digits.size(); i-- > 0;) {
    const int digit = digits[i] - '0' + (borrow ? 1 : 0);
    borrow = digit > 0;
    digits[i] = static_cast<char>('0' + (10 - digit) % 10);
  }
  return digits;
}

}  // namespace

// The share's digits are 0.DIGITS; those before `point` are the whole per cent.
Result<Objective> Objective::FromDigits(std::string_view written, std::string digits,
                                        std::size_t point) {
  Objective objective;
  if (digits.find_first_not_of('0') == std::string::npos) {
    return Error{fmt::format("an objective of {} promises nothing: it must be above 0 %", written)};
  }
  objective.percent_ = WithPoint(digits, point);
  objective.ratio_ = AsNumber(WithPoint(digits, 0));
  objective.budget_text_ = WithPoint(Complement(digits), 0);
  objective.budget_ = AsNumber(objective.budget_text_);
  return objective;
}

namespace {

struct Decimal {
  std::string whole;
  std::string rest;
};

Result<Decimal> ReadDecimal(std::string_view text) {
  const Error bad = {fmt::format("`{}` is not a number such as 99.9", text)};
  const std::size_t point = std::min(text.find('.'), text.size());
  Decimal decimal = {std::string(text.substr(0, point)),
                     std::string(text.substr(std::min(point + 1, text.size())))};
  const auto is_number = [](const std::string& digits) {
    return digits.find_first_not_of("0123456789") == std::string::npos;
  };
  if (decimal.whole.empty() && decimal.rest.empty()) return bad;
  if (!is_number(decimal.whole) || !is_number(decimal.rest)) return bad;
  if (decimal.whole.size() + decimal.rest.size() > kMostDigits) {
    return Error{fmt::format("`{}` has more than {} digits", text, kMostDigits)};
  }
  decimal.whole.erase(0, std::min(decimal.whole.find_first_not_of('0'), decimal.whole.size()));
  return decimal;
}

Error TooHigh(std::string_view written, const Decimal& decimal, std::string_view all) {
  const bool is_all =
      decimal.whole == all && decimal.rest.find_first_not_of('0') == std::string::npos;
  if (is_all) {
    return Error{
        fmt::format("an objective of {} leaves no error budget: it must be below 100 %", written)};
  }
  return Error{fmt::format("an objective of {} is more than 100 %", written)};
}

}  // namespace

Result<Objective> Objective::ParsePercent(std::string_view text) {
  std::string_view number = text;
  if (number.ends_with('%')) number.remove_suffix(1);
  while (number.ends_with(' ')) number.remove_suffix(1);
  Result<Decimal> decimal = ReadDecimal(number);
  if (!decimal) return decimal.error();
  const std::string written = std::string(number) + " %";
  if (decimal->whole.size() > 2) return TooHigh(written, *decimal, "100");
  std::string digits(2 - decimal->whole.size(), '0');
  digits += decimal->whole + decimal->rest;
  return FromDigits(written, std::move(digits), 2);
}

Result<Objective> Objective::ParseRatio(std::string_view text) {
  Result<Decimal> decimal = ReadDecimal(text);
  if (!decimal) return decimal.error();
  if (!decimal->whole.empty()) return TooHigh(std::string(text), *decimal, "1");
  std::string digits = decimal->rest;
  if (digits.size() < 2) digits.resize(2, '0');
  return FromDigits(text, std::move(digits), 2);
}

Objective Objective::FromBudgetPpm(unsigned ppm) {
  return *FromDigits("", Complement(fmt::format("{:06}", ppm)), 2);
}

}  // namespace check::slo
