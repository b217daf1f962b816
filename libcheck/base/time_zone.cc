#include "libcheck/base/time_zone.h"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>

#include "libcheck/base/ascii.h"

namespace check {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

// The days from 1970 to a date.
std::int64_t DayOf(std::int64_t year, unsigned month, unsigned day) {
  const date::year_month_day ymd{date::year{static_cast<int>(year)}, date::month{month},
                                 date::day{day}};
  return date::sys_days{ymd}.time_since_epoch().count();
}

std::int64_t YearOf(std::int64_t time) {
  const std::int64_t day = time / kSecondsPerDay - (time % kSecondsPerDay < 0 ? 1 : 0);
  return int{date::year_month_day{date::sys_days{date::days{day}}}.year()};
}

std::int64_t BigEndian(std::string_view bytes) {
  std::uint64_t number = (bytes[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(number);
}

// Takes pieces off the front; fails once for all when there is too little.
struct Pieces {
  std::string_view bytes;
  bool ok = true;

  std::string_view Take(std::uint64_t size) {
    if (size > bytes.size()) {
      ok = false;
      return {};
    }
    const std::string_view piece = bytes.substr(0, size);
    bytes.remove_prefix(size);
    return piece;
  }
};

// The counts of a header: RFC 8536, section 3.1.
struct Header {
  std::uint64_t utc = 0, standard = 0, leaps = 0, changes = 0, periods = 0, letters = 0;
  char version = 0;
};

bool ReadHeader(Pieces& file, Header& header) {
  const std::string_view head = file.Take(44);
  if (!file.ok || !head.starts_with("TZif")) return false;
  header.version = head[4];
  std::uint64_t* const counts[] = {&header.utc,     &header.standard, &header.leaps,
                                   &header.changes, &header.periods,  &header.letters};
  for (std::size_t i = 0; i < std::size(counts); ++i) {
    *counts[i] = static_cast<std::uint64_t>(BigEndian(head.substr(20 + 4 * i, 4))) & 0xFFFFFFFF;
  }
  return true;
}

bool TakeNumber(std::string_view& text, std::int32_t most, std::int32_t& number) {
  if (text.empty() || !IsDigit(text[0])) return false;
  number = 0;
  while (!text.empty() && IsDigit(text[0])) {
    number = number * 10 + (text[0] - '0');
    if (number > most) return false;
    text.remove_prefix(1);
  }
  return true;
}

bool Take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

bool TimeZone::ReadName(std::string_view& text, std::string& name) {
  const bool quoted = Take(text, '<');
  std::size_t size = 0;
  while (size < text.size() && (quoted ? text[size] != '>' : IsLetter(text[size]))) ++size;
  if (size < 3) return false;
  name = text.substr(0, size);
  text.remove_prefix(size);
  return !quoted || Take(text, '>');
}

bool TimeZone::ReadTime(std::string_view& text, std::int32_t& seconds) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::int32_t hours = 0;
  std::int32_t minutes = 0;
  std::int32_t rest = 0;
  if (!TakeNumber(text, 167, hours)) return false;
  if (Take(text, ':') && !TakeNumber(text, 59, minutes)) return false;
  if (Take(text, ':') && !TakeNumber(text, 59, rest)) return false;
  seconds = hours * 3600 + minutes * 60 + rest;
  if (negative) seconds = -seconds;
  return true;
}

bool TimeZone::ReadChange(std::string_view& text, Change& change) {
  if (Take(text, 'M')) {
    change.kind = Change::Kind::kMonth;
    if (!TakeNumber(text, 12, change.month) || change.month == 0 || !Take(text, '.') ||
        !TakeNumber(text, 5, change.week) || change.week == 0 || !Take(text, '.') ||
        !TakeNumber(text, 6, change.day)) {
      return false;
    }
  } else {
    change.kind = Take(text, 'J') ? Change::Kind::kJulian : Change::Kind::kDayOfYear;
    if (!TakeNumber(text, 365, change.day)) return false;
  }
  return !Take(text, '/') || ReadTime(text, change.time);
}

// "CET-1CEST,M3.5.0,M10.5.0/3": POSIX's TZ.
bool TimeZone::ReadRule(std::string_view text, Rule& rule) {
  std::int32_t west = 0;
  if (!ReadName(text, rule.standard.name) || !ReadTime(text, west)) return false;
  rule.standard.seconds = -west;
  rule.is_known = true;
  if (text.empty()) return true;
  if (!ReadName(text, rule.summer.name)) return false;
  rule.has_summer = rule.summer.is_dst = true;
  rule.summer.seconds = rule.standard.seconds + 3600;
  if (!text.starts_with(',')) {
    if (!ReadTime(text, west)) return false;
    rule.summer.seconds = -west;
  }
  return Take(text, ',') && ReadChange(text, rule.begin) && Take(text, ',') &&
         ReadChange(text, rule.end) && text.empty();
}

std::int64_t TimeZone::SecondOfYear(const Change& change, std::int64_t year) {
  const std::int64_t new_year = DayOf(year, 1, 1);
  std::int64_t day = new_year + change.day;
  if (change.kind == Change::Kind::kJulian) {
    // The 29th of February has no number of its own.
    const bool is_leap = DayOf(year, 3, 1) - new_year == 60;
    day = new_year + change.day - 1 + (is_leap && change.day >= 60 ? 1 : 0);
  } else if (change.kind == Change::Kind::kMonth) {
    const auto month = static_cast<unsigned>(change.month);
    const std::int64_t first = DayOf(year, month, 1);
    const std::int64_t next = month == 12 ? DayOf(year + 1, 1, 1) : DayOf(year, month + 1, 1);
    const std::int64_t weekday = ((first + 4) % 7 + 7) % 7;
    day = first + (change.day - weekday + 7) % 7 + std::int64_t{7} * (change.week - 1);
    if (day >= next) day -= 7;
  }
  return day * kSecondsPerDay + change.time;
}

ZoneOffset TimeZone::At(std::int64_t time) const {
  if (changes_.empty() || time < changes_.front()) {
    if (!changes_.empty() || !rule_.is_known) return periods_[first_period_];
  } else if (time < changes_.back() || !rule_.is_known) {
    const auto after = std::upper_bound(changes_.begin(), changes_.end(), time);
    return periods_[period_of_[static_cast<std::size_t>(after - changes_.begin()) - 1]];
  }
  if (!rule_.has_summer) return rule_.standard;
  // The calendar repeats itself, weekdays included; a date has no room for every year.
  constexpr std::int64_t kFourCenturies = std::int64_t{146'097} * kSecondsPerDay;
  constexpr std::int64_t kFarAway = std::int64_t{8'000} * 365 * kSecondsPerDay;
  if (time > kFarAway || time < -kFarAway) time %= kFourCenturies;
  const std::int64_t year = YearOf(time + rule_.standard.seconds);
  const std::int64_t begin = SecondOfYear(rule_.begin, year) - rule_.standard.seconds;
  const std::int64_t end = SecondOfYear(rule_.end, year) - rule_.summer.seconds;
  const bool is_summer = begin < end ? time >= begin && time < end : time >= begin || time < end;
  return is_summer ? rule_.summer : rule_.standard;
}

const ZoneOffset* TimeZone::FindNamed(std::string_view name) const {
  for (const ZoneOffset& period : periods_) {
    if (period.name == name) return &period;
  }
  return nullptr;
}

Result<TimeZone> TimeZone::Parse(std::string_view name, std::string_view bytes) {
  const Error bad = {"malformed time zone information"};
  Pieces file = {bytes};
  Header header;
  if (!ReadHeader(file, header)) return bad;
  std::uint64_t word = 4;
  const auto size_of = [&](const Header& h) {
    return h.changes * (word + 1) + h.periods * 6 + h.letters + h.leaps * (word + 4) + h.standard +
           h.utc;
  };
  if (header.version >= '2') {
    // First stands a poorer copy, for readers of old.
    file.Take(size_of(header));
    word = 8;
    if (!file.ok || !ReadHeader(file, header)) return bad;
  }
  const std::string_view times = file.Take(header.changes * word);
  const std::string_view indexes = file.Take(header.changes);
  const std::string_view kinds = file.Take(header.periods * 6);
  const std::string_view letters = file.Take(header.letters);
  file.Take(header.leaps * (word + 4) + header.standard + header.utc);
  if (!file.ok || header.periods == 0) return bad;

  TimeZone zone;
  zone.name_ = name;
  for (std::size_t i = 0; i < header.periods; ++i) {
    const std::string_view kind = kinds.substr(6 * i, 6);
    const auto at = static_cast<unsigned char>(kind[5]);
    if (at >= letters.size()) return bad;
    const std::string_view rest = letters.substr(at);
    zone.periods_.push_back({static_cast<std::int32_t>(BigEndian(kind.substr(0, 4))), kind[4] != 0,
                             std::string(rest.substr(0, rest.find('\0')))});
    if (std::abs(zone.periods_.back().seconds) > 2 * kSecondsPerDay) return bad;
  }
  for (std::size_t i = 0; i < header.changes; ++i) {
    const auto period = static_cast<std::uint8_t>(indexes[i]);
    const std::int64_t time = BigEndian(times.substr(word * i, word));
    if (period >= header.periods || (i > 0 && time <= zone.changes_.back())) return bad;
    zone.changes_.push_back(time);
    zone.period_of_.push_back(period);
  }
  const auto standard = std::find_if(zone.periods_.begin(), zone.periods_.end(),
                                     [](const ZoneOffset& period) { return !period.is_dst; });
  if (standard != zone.periods_.end() && !zone.periods_[0].is_dst) {
    zone.first_period_ = 0;
  } else if (standard != zone.periods_.end()) {
    zone.first_period_ = static_cast<std::size_t>(standard - zone.periods_.begin());
  }
  if (word == 8 && file.bytes.starts_with('\n')) {
    std::string_view footer = file.bytes.substr(1);
    footer = footer.substr(0, footer.find('\n'));
    Rule rule;
    if (ReadRule(footer, rule)) zone.rule_ = std::move(rule);
  }
  return zone;
}

namespace {

// The bytes of a file; none if it is not there. The error is Go's.
Result<std::string> ReadZoneFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes;
  std::array<char, 4096> block{};
  do {
    file.read(block.data(), block.size());
    bytes.append(block.data(), static_cast<std::size_t>(file.gcount()));
  } while (file);
  // A folder can be opened like a file.
  if (file.bad()) return Error{"is a directory"};
  return bytes;
}

}  // namespace

Result<const TimeZone*> TimeZone::Load(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, Result<TimeZone>, std::less<>> known;
  const std::lock_guard lock(mutex);
  auto found = known.find(name);
  if (found == known.end()) {
    constexpr std::size_t kMostKnown = 10'000;
    Result<TimeZone> zone = Error{"unknown time zone " + std::string(name)};
    if (known.size() >= kMostKnown) return zone.error();
    if (name.find("..") != std::string_view::npos || name.starts_with('/') ||
        name.find('\\') != std::string_view::npos) {
      zone = Error{"time: invalid location name"};
    } else {
      const char* own = std::getenv("ZONEINFO");
      for (const std::string& folder :
           {std::string(own != nullptr ? own : ""), std::string("/usr/share/zoneinfo"),
            std::string("/usr/share/lib/zoneinfo"), std::string("/usr/lib/locale/TZ"),
            std::string("/etc/zoneinfo")}) {
        if (folder.empty()) continue;
        const Result<std::string> bytes = ReadZoneFile(folder + "/" + std::string(name));
        if (!bytes) zone = bytes.error();
        if (!bytes || bytes->empty()) continue;
        zone = Parse(name, *bytes);
        break;
      }
    }
    found = known.emplace(name, std::move(zone)).first;
  }
  if (!found->second.ok()) return found->second.error();
  return &*found->second;
}

}  // namespace check
