#include <chrono>
#include <cmath>
#include <limits>

#include "libcheck/promql/eval/instant_call.h"

// time() and the parts of dates.
namespace check::promql {
namespace {

// The UTC date of a time. Days are counted here rather than by <chrono>, whose years end at 32767,
// and as Go counts them: in 64 bits, from a time before all others, so that what is earlier still
// comes out as very late.
struct Date {
  std::int64_t year = 1970;
  int month = 1;
  int day = 1;
  int day_of_year = 1;
  int day_of_week = 4;  // Sunday is 0.
  int hour = 0;
  int minute = 0;
  int days_in_month = 31;
};

constexpr std::int64_t FloorDivide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

bool IsLeap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

Date DateOf(std::int64_t seconds) {
  constexpr std::int64_t kDaysBefore1970 = std::int64_t{730'692'556} * 146'097 + 306 + 719'162;
  const std::uint64_t since =
      static_cast<std::uint64_t>(seconds) + static_cast<std::uint64_t>(kDaysBefore1970) * 86'400;
  const std::int64_t days = static_cast<std::int64_t>(since / 86'400) - kDaysBefore1970;
  const auto second_of_day = static_cast<std::int64_t>(since % 86'400);
  Date date;
  date.hour = static_cast<int>(second_of_day / 3600);
  date.minute = static_cast<int>(second_of_day / 60 % 60);
  date.day_of_week = static_cast<int>(((days + 4) % 7 + 7) % 7);
  // Years that begin in March, in eras of 400.
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = FloorDivide(shifted, 146097);
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  date.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  date.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  date.year = year_of_era + era * 400 + (date.month <= 2 ? 1 : 0);
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  date.days_in_month = kDays[date.month - 1] + (date.month == 2 && IsLeap(date.year) ? 1 : 0);
  date.day_of_year = date.day;
  for (int m = 1; m < date.month; ++m) {
    date.day_of_year += kDays[m - 1] + (m == 2 && IsLeap(date.year) ? 1 : 0);
  }
  return date;
}

// As Go converts on x86: what does not fit becomes the smallest integer.
std::int64_t ToSeconds(double value) {
  if (!(value >= -0x1p63 && value < 0x1p63)) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(value);
}

template <double (*kPart)(const Date&)>
void Part(const InstantContext& context, Vector& out) {
  if (context.arguments.empty()) {
    out.push_back({.labels = context.ev.labels.Empty(),
                   .time = context.time,
                   .value = kPart(DateOf(context.time / 1000))});
    return;
  }
  for (const VectorSample& sample : *context.arguments[0]) {
    if (sample.histogram) continue;
    GiveUnnamed(context, sample, kPart(DateOf(ToSeconds(sample.value))), out);
  }
}

double Year(const Date& date) { return static_cast<double>(date.year); }
template <int Date::*kField>
double Field(const Date& date) {
  return date.*kField;
}

void Time(const InstantContext& context, Vector& out) {
  out.push_back(
      {.labels = context.ev.labels.Empty(), .value = static_cast<double>(context.time) / 1000});
}

// Of anything but a selector, whose samples have times of their own.
void Timestamp(const InstantContext& context, Vector& out) {
  for (const VectorSample& sample : *context.arguments[0]) {
    GiveUnnamed(context, sample, static_cast<double>(sample.time) / 1000, out);
  }
}

void StartTimestamp(const InstantContext&, Vector&) {}

constexpr InstantFunction kFunctions[] = {
    {"day_of_month", Part<Field<&Date::day>>},
    {"day_of_week", Part<Field<&Date::day_of_week>>},
    {"day_of_year", Part<Field<&Date::day_of_year>>},
    {"days_in_month", Part<Field<&Date::days_in_month>>},
    {"hour", Part<Field<&Date::hour>>},
    {"minute", Part<Field<&Date::minute>>},
    {"month", Part<Field<&Date::month>>},
    {"start_timestamp", StartTimestamp},
    {"time", Time},
    {"timestamp", Timestamp},
    {"year", Part<Year>},
};

}  // namespace

std::span<const InstantFunction> TimeFunctions() { return kFunctions; }

}  // namespace check::promql
