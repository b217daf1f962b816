// Dates, and layouts such as "Mon Jan 2 15:04:05 2006".
#include <fmt/format.h>

#include <ctime>
#include <iterator>

#include "libcheck/base/ascii.h"
#include "libcheck/template/time_layout.h"
#include "libcheck/template/time_value.h"

namespace check::gotemplate {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

using Part = LayoutPart;

struct Word {
  std::string_view text;
  Part part;
  bool ends_word = false;  // Not if a lower-case letter follows.
};

// Of those that begin alike the longer one comes first.
constexpr Word kWords[] = {
    {"January", Part::kLongMonth},
    {"Jan", Part::kMonth, true},
    {"Monday", Part::kLongWeekday},
    {"Mon", Part::kWeekday, true},
    {"MST", Part::kZoneName},
    {"01", Part::kZeroMonth},
    {"02", Part::kZeroDay},
    {"03", Part::kZeroHour12},
    {"04", Part::kZeroMinute},
    {"05", Part::kZeroSecond},
    {"06", Part::kYear},
    {"002", Part::kZeroYearDay},
    {"15", Part::kHour},
    {"1", Part::kNumberMonth},
    {"2006", Part::kLongYear},
    {"2", Part::kDay},
    {"_2", Part::kUnderDay},
    {"__2", Part::kUnderYearDay},
    {"3", Part::kHour12},
    {"4", Part::kMinute},
    {"5", Part::kSecond},
    {"PM", Part::kUpperHalf},
    {"pm", Part::kLowerHalf},
    {"-070000", Part::kZone},
    {"-07:00:00", Part::kZone},
    {"-0700", Part::kZone},
    {"-07:00", Part::kZone},
    {"-07", Part::kZone},
    {"Z070000", Part::kZone},
    {"Z07:00:00", Part::kZone},
    {"Z0700", Part::kZone},
    {"Z07:00", Part::kZone},
    {"Z07", Part::kZone},
};

constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
constexpr std::string_view kWeekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                          "Thursday", "Friday", "Saturday"};

void AppendZone(std::string& out, std::string_view layout, int offset) {
  if (layout[0] == 'Z' && offset == 0) {
    out += 'Z';
    return;
  }
  const bool colons = layout.find(':') != std::string_view::npos;
  const std::size_t digits = layout.size() - 1 - (colons ? (layout.size() > 6 ? 2 : 1) : 0);
  const int size = std::abs(offset);
  const int minutes = size / 60;
  fmt::format_to(std::back_inserter(out), "{}{:02}", offset / 60 < 0 ? '-' : '+', minutes / 60);
  if (digits >= 4) {
    fmt::format_to(std::back_inserter(out), "{}{:02}", colons ? ":" : "", minutes % 60);
  }
  if (digits >= 6) {
    fmt::format_to(std::back_inserter(out), "{}{:02}", colons ? ":" : "", size % 60);
  }
}

void AppendFraction(std::string& out, std::string_view layout, std::int32_t nanoseconds) {
  std::string digits = fmt::format("{:09}", nanoseconds);
  digits.resize(std::min<std::size_t>(9, layout.size() - 1));
  if (layout[1] == '9') {
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
    if (digits.empty()) return;
  }
  out += layout[0];
  out += digits;
}

void AppendYear(std::string& out, std::int64_t year) {
  if (year < 0) out += '-';
  fmt::format_to(std::back_inserter(out), "{:04}", std::abs(year));
}

}  // namespace

LayoutChunk ReadLayout(std::string_view layout) {
  if ((layout[0] == '.' || layout[0] == ',') && layout.size() > 1 &&
      (layout[1] == '0' || layout[1] == '9')) {
    std::size_t end = 1;
    while (end < layout.size() && layout[end] == layout[1]) ++end;
    if (end == layout.size() || !IsDigit(layout[end])) {
      return {Part::kFraction, layout.substr(0, end)};
    }
    return {};
  }
  for (const Word& word : kWords) {
    if (!layout.starts_with(word.text)) continue;
    const std::string_view rest = layout.substr(word.text.size());
    if (word.ends_word && !rest.empty() && IsLower(rest[0])) continue;
    // An underscore before a year is only that.
    if (word.part == Part::kUnderDay && layout.substr(1).starts_with("2006")) continue;
    return {word.part, word.text};
  }
  return {};
}

std::string_view MonthName(int month) { return kMonths[month - 1]; }
std::string_view WeekdayName(int weekday) { return kWeekdays[weekday]; }

BrokenTime Break(const GoTime& time) {
  BrokenTime broken;
  broken.zone = "UTC";
  std::int64_t seconds = time.seconds;
  const GoLocation* location = time.location;
  if (location == nullptr) {
    // UTC.
  } else if (location->is_fixed) {
    broken.offset = location->offset;
    broken.zone = location->zone_name;
    seconds += broken.offset;
  } else if (location->zone != nullptr) {
    const ZoneOffset offset = location->zone->At(time.seconds);
    broken.offset = offset.seconds;
    broken.is_dst = offset.is_dst;
    broken.zone = offset.name;
    seconds += broken.offset;
  } else {
    const auto clock = static_cast<std::time_t>(time.seconds);
    std::tm local = {};
    if (localtime_r(&clock, &local) != nullptr) {
      broken.offset = static_cast<int>(local.tm_gmtoff);
      broken.is_dst = local.tm_isdst > 0;
      broken.zone = local.tm_zone;
      seconds += broken.offset;
    }
  }
  std::int64_t days = seconds / kSecondsPerDay;
  std::int64_t rest = seconds % kSecondsPerDay;
  if (rest < 0) {
    rest += kSecondsPerDay;
    --days;
  }
  broken.hour = static_cast<int>(rest / 3600);
  broken.minute = static_cast<int>(rest / 60 % 60);
  broken.second = static_cast<int>(rest % 60);
  broken.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);

  // Years that begin in March, in cycles of 400 of them.
  const std::int64_t shifted = days + 719'468;
  const std::int64_t cycle = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  const std::int64_t day_of_cycle = shifted - cycle * 146'097;
  const std::int64_t year_of_cycle =
      (day_of_cycle - day_of_cycle / 1'460 + day_of_cycle / 36'524 - day_of_cycle / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  broken.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  broken.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  broken.year = year_of_cycle + cycle * 400 + (broken.month <= 2 ? 1 : 0);
  const bool is_leap = broken.year % 4 == 0 && (broken.year % 100 != 0 || broken.year % 400 == 0);
  // The first of March is day 60 or 61.
  broken.year_day = static_cast<int>(day_of_year >= 306 ? day_of_year - 305
                                                        : day_of_year + 60 + (is_leap ? 1 : 0));
  return broken;
}

std::string FormatGoTime(const GoTime& time, std::string_view layout) {
  const BrokenTime broken = Break(time);
  std::string out;
  const auto append = [&](std::string_view format, auto number) {
    fmt::format_to(std::back_inserter(out), fmt::runtime(format), number);
  };
  const int half_day = broken.hour % 12 == 0 ? 12 : broken.hour % 12;
  while (!layout.empty()) {
    const LayoutChunk chunk = ReadLayout(layout);
    if (chunk.part == Part::kNone) {
      out += layout[0];
      layout.remove_prefix(1);
      continue;
    }
    layout.remove_prefix(chunk.text.size());
    switch (chunk.part) {
      case Part::kNone:
        break;
      case Part::kLongMonth:
        out += MonthName(broken.month);
        break;
      case Part::kMonth:
        out += MonthName(broken.month).substr(0, 3);
        break;
      case Part::kNumberMonth:
        append("{}", broken.month);
        break;
      case Part::kZeroMonth:
        append("{:02}", broken.month);
        break;
      case Part::kLongWeekday:
        out += WeekdayName(broken.weekday);
        break;
      case Part::kWeekday:
        out += WeekdayName(broken.weekday).substr(0, 3);
        break;
      case Part::kDay:
        append("{}", broken.day);
        break;
      case Part::kUnderDay:
        append("{:2}", broken.day);
        break;
      case Part::kZeroDay:
        append("{:02}", broken.day);
        break;
      case Part::kUnderYearDay:
        append("{:3}", broken.year_day);
        break;
      case Part::kZeroYearDay:
        append("{:03}", broken.year_day);
        break;
      case Part::kHour:
        append("{:02}", broken.hour);
        break;
      case Part::kHour12:
        append("{}", half_day);
        break;
      case Part::kZeroHour12:
        append("{:02}", half_day);
        break;
      case Part::kMinute:
        append("{}", broken.minute);
        break;
      case Part::kZeroMinute:
        append("{:02}", broken.minute);
        break;
      case Part::kSecond:
        append("{}", broken.second);
        break;
      case Part::kZeroSecond:
        append("{:02}", broken.second);
        break;
      case Part::kLongYear:
        AppendYear(out, broken.year);
        break;
      case Part::kYear:
        append("{:02}", std::abs(broken.year) % 100);
        break;
      case Part::kUpperHalf:
        out += broken.hour >= 12 ? "PM" : "AM";
        break;
      case Part::kLowerHalf:
        out += broken.hour >= 12 ? "pm" : "am";
        break;
      case Part::kZoneName:
        if (broken.zone.empty()) {
          AppendZone(out, "-0700", broken.offset);
        } else {
          out += broken.zone;
        }
        break;
      case Part::kZone:
        AppendZone(out, chunk.text, broken.offset);
        break;
      case Part::kFraction:
        AppendFraction(out, chunk.text, time.nanoseconds);
        break;
    }
  }
  return out;
}

}  // namespace check::gotemplate
