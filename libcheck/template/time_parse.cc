// Times read by a layout.
#include <fmt/format.h>

#include <iterator>

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"
#include "libcheck/template/time_layout.h"
#include "libcheck/template/time_value.h"

namespace check::gotemplate {
namespace {

using Part = LayoutPart;

// How package time quotes: bytes beyond ASCII in hexadecimal, whatever they are.
std::string Quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || byte < ' ') {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string_view TakeFirst(std::string_view& text, std::size_t size) {
  const std::string_view piece = text.substr(0, size);
  text.remove_prefix(piece.size());
  return piece;
}

// What stands between the parts has to be in the value too; spaces match any number of them.
bool SkipPrefix(std::string_view& value, std::string_view prefix) {
  const auto skip_spaces = [](std::string_view& text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
  };
  while (!prefix.empty()) {
    if (prefix[0] == ' ') {
      if (!value.empty() && value[0] != ' ') return false;
      skip_spaces(prefix);
      skip_spaces(value);
    } else if (value.empty() || value[0] != prefix[0]) {
      return false;
    } else {
      prefix.remove_prefix(1);
      value.remove_prefix(1);
    }
  }
  return true;
}

bool IsDigitAt(std::string_view text, std::size_t at) {
  return at < text.size() && IsDigit(text[at]);
}

// One or two digits; two if it is `fixed`.
bool TakeTwoDigits(std::string_view& text, bool fixed, int& number) {
  if (!IsDigitAt(text, 0) || (fixed && !IsDigitAt(text, 1))) return false;
  const std::size_t size = IsDigitAt(text, 1) ? 2 : 1;
  number = 0;
  for (const char c : TakeFirst(text, size)) number = number * 10 + (c - '0');
  return true;
}

bool TakeThreeDigits(std::string_view& text, bool fixed, int& number) {
  std::size_t size = 0;
  number = 0;
  for (; size < 3 && IsDigitAt(text, size); ++size) number = number * 10 + (text[size] - '0');
  text.remove_prefix(size);
  return size > 0 && (!fixed || size == 3);
}

// Go's atoi: digits with a sign, all of the text.
bool ReadWhole(std::string_view text, int& number) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return false;
  number = 0;
  for (const char c : text) {
    if (!IsDigit(c)) return false;
    number = number * 10 + (c - '0');
  }
  if (negative) number = -number;
  return true;
}

// The digits of a sign and a small number: "+03". 0 if it is none.
std::size_t SignedOffsetSize(std::string_view text) {
  if (text.empty() || (text[0] != '-' && text[0] != '+')) return 0;
  std::size_t size = 1;
  int number = 0;
  for (; IsDigitAt(text, size); ++size) {
    number = number * 10 + (text[size] - '0');
    if (number > 23) return 0;
  }
  return size > 1 ? size : 0;
}

// How long the name of a zone at the front of `text` is: "CEST". 0 if there is none.
std::size_t ZoneNameSize(std::string_view text) {
  if (text.size() < 3) return 0;
  if (text.starts_with("ChST") || text.starts_with("MeST")) return 4;
  if (text.starts_with("GMT")) return 3 + SignedOffsetSize(text.substr(3));
  if (text[0] == '+' || text[0] == '-') return SignedOffsetSize(text);
  std::size_t upper = 0;
  while (upper < 6 && upper < text.size() && IsUpper(text[upper])) ++upper;
  if (upper == 5) return text[4] == 'T' ? 5 : 0;
  if (upper == 4) return text[3] == 'T' || text.starts_with("WITA") ? 4 : 0;
  return upper == 3 ? 3 : 0;
}

bool IsLeap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysIn(int month, int year) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[month - 1] + (month == 2 && IsLeap(year) ? 1 : 0);
}

class TimeReader {
 public:
  TimeReader(std::string_view layout, std::string_view value, Arena& memory)
      : layout_(layout),
        whole_layout_(layout),
        value_(value),
        whole_value_(value),
        memory_(memory) {}

  std::optional<GoTime> Read(std::string& error) {
    if (!ReadParts(error)) return std::nullopt;
    if (is_pm_ && hour_ < 12) hour_ += 12;
    if (is_am_ && hour_ == 12) hour_ = 0;
    std::string_view fault;
    if (!FindDay(fault)) {
      error = OutOf(fault);
      return std::nullopt;
    }
    return Make();
  }

 private:
  std::string OutOf(std::string_view message) const {
    return fmt::format("parsing time {}{}", Quote(whole_value_), message);
  }
  std::string Cannot(std::string_view what, std::string_view as) const {
    return fmt::format("parsing time {} as {}: cannot parse {} as {}", Quote(whole_value_),
                       Quote(whole_layout_), Quote(what), Quote(as));
  }

  bool ReadParts(std::string& error) {
    for (;;) {
      std::size_t size = 0;
      LayoutChunk chunk;
      while (size < layout_.size()) {
        chunk = ReadLayout(layout_.substr(size));
        if (chunk.part != Part::kNone) break;
        ++size;
      }
      const std::string_view prefix = TakeFirst(layout_, size);
      if (!SkipPrefix(value_, prefix)) {
        error = Cannot(value_, prefix);
        return false;
      }
      if (chunk.part == Part::kNone) {
        if (value_.empty()) return true;
        error = OutOf(": extra text: " + Quote(value_));
        return false;
      }
      layout_.remove_prefix(chunk.text.size());
      const std::string_view held = value_;
      out_of_range_ = {};
      const bool read = ReadPart(chunk);
      if (!out_of_range_.empty()) {
        error = OutOf(fmt::format(": {} out of range", out_of_range_));
        return false;
      }
      if (!read) {
        error = Cannot(held, chunk.text);
        return false;
      }
    }
  }

  // False if it cannot be read; out_of_range_ if it can, but makes no sense.
  bool ReadPart(const LayoutChunk& chunk) {
    switch (chunk.part) {
      case Part::kYear: {
        if (value_.size() < 2 || !ReadWhole(TakeFirst(value_, 2), year_)) return false;
        year_ += year_ >= 69 ? 1900 : 2000;
        return true;
      }
      case Part::kLongYear:
        return value_.size() >= 4 && IsDigit(value_[0]) && ReadWhole(TakeFirst(value_, 4), year_);
      case Part::kMonth:
      case Part::kLongMonth:
        return TakeName(chunk.part == Part::kMonth, 12, true);
      case Part::kNumberMonth:
      case Part::kZeroMonth:
        if (!TakeTwoDigits(value_, chunk.part == Part::kZeroMonth, month_)) return false;
        return InRange(month_, 1, 12, "month");
      case Part::kWeekday:
      case Part::kLongWeekday:
        return TakeName(chunk.part == Part::kWeekday, 7, false);
      case Part::kDay:
      case Part::kUnderDay:
      case Part::kZeroDay:
        if (chunk.part == Part::kUnderDay && value_.starts_with(' ')) value_.remove_prefix(1);
        return TakeTwoDigits(value_, chunk.part == Part::kZeroDay, day_);
      case Part::kUnderYearDay:
      case Part::kZeroYearDay:
        for (int i = 0; i < 2; ++i) {
          if (chunk.part == Part::kUnderYearDay && value_.starts_with(' ')) value_.remove_prefix(1);
        }
        return TakeThreeDigits(value_, chunk.part == Part::kZeroYearDay, year_day_);
      case Part::kHour:
        return TakeTwoDigits(value_, false, hour_) && InRange(hour_, 0, 23, "hour");
      case Part::kHour12:
      case Part::kZeroHour12:
        return TakeTwoDigits(value_, chunk.part == Part::kZeroHour12, hour_) &&
               InRange(hour_, 0, 12, "hour");
      case Part::kMinute:
      case Part::kZeroMinute:
        return TakeTwoDigits(value_, chunk.part == Part::kZeroMinute, minute_) &&
               InRange(minute_, 0, 59, "minute");
      case Part::kSecond:
      case Part::kZeroSecond:
        return TakeTwoDigits(value_, chunk.part == Part::kZeroSecond, second_) &&
               InRange(second_, 0, 59, "second") && ReadLooseFraction();
      case Part::kUpperHalf:
        return ReadHalf("AM", "PM");
      case Part::kLowerHalf:
        return ReadHalf("am", "pm");
      case Part::kZone:
        return ReadOffset(chunk.text);
      case Part::kZoneName:
        return ReadZoneName();
      case Part::kFraction:
        return ReadFraction(chunk.text);
      case Part::kNone:
        break;
    }
    return false;
  }

  bool InRange(int number, int least, int most, std::string_view what) {
    if (number < least || number > most) out_of_range_ = what;
    return true;
  }

  bool TakeName(bool is_short, int count, bool is_month) {
    for (int i = 0; i < count; ++i) {
      std::string_view name = is_month ? MonthName(i + 1) : WeekdayName(i);
      if (is_short) name = name.substr(0, 3);
      if (value_.size() < name.size()) continue;
      bool same = true;
      for (std::size_t at = 0; at < name.size(); ++at) {
        same = same && IsLetter(value_[at]) && (value_[at] | 0x20) == (name[at] | 0x20);
      }
      if (!same) continue;
      value_.remove_prefix(name.size());
      if (is_month) month_ = i + 1;
      return true;
    }
    return false;
  }

  bool ReadHalf(std::string_view am, std::string_view pm) {
    if (value_.size() < 2) return false;
    const std::string_view half = TakeFirst(value_, 2);
    is_pm_ = is_pm_ || half == pm;
    is_am_ = is_am_ || half == am;
    return half == pm || half == am;
  }

  // A fraction may follow the seconds though the layout has none.
  bool ReadLooseFraction() {
    if (!out_of_range_.empty() || !HasFraction()) return true;
    if (!layout_.empty() && NextPart() == Part::kFraction) return true;
    return TakeFraction(FractionSize());
  }

  Part NextPart() const {
    for (std::size_t at = 0; at < layout_.size(); ++at) {
      const LayoutChunk chunk = ReadLayout(layout_.substr(at));
      if (chunk.part != Part::kNone) return chunk.part;
    }
    return Part::kNone;
  }

  bool HasFraction() const {
    return !value_.empty() && (value_[0] == '.' || value_[0] == ',') && IsDigitAt(value_, 1);
  }

  std::size_t FractionSize() const {
    std::size_t size = 1;
    while (IsDigitAt(value_, size)) ++size;
    return size;
  }

  bool ReadFraction(std::string_view layout) {
    if (layout[1] == '9') return !HasFraction() || TakeFraction(FractionSize());
    return value_.size() >= layout.size() && TakeFraction(layout.size());
  }

  bool TakeFraction(std::size_t size) {
    const std::string_view text = TakeFirst(value_, size);
    if (text[0] != '.' && text[0] != ',') return false;
    const std::string_view digits = text.substr(1, 9);
    if (!ReadWhole(digits, nanoseconds_)) return false;
    if (nanoseconds_ < 0) {
      out_of_range_ = "fractional second";
      return true;
    }
    for (std::size_t i = digits.size(); i < 9; ++i) nanoseconds_ *= 10;
    return true;
  }

  bool ReadOffset(std::string_view layout) {
    if (layout[0] == 'Z' && value_.starts_with('Z')) {
      value_.remove_prefix(1);
      is_utc_ = true;
      return true;
    }
    if (value_.size() < layout.size()) return false;
    std::string_view text = TakeFirst(value_, layout.size());
    const char sign = text[0];
    text.remove_prefix(1);
    int parts[3] = {};
    std::size_t count = 0;
    bool good = sign == '+' || sign == '-';
    const bool has_colons = layout.find(':') != std::string_view::npos;
    while (!text.empty() && count < 3) {
      if (count > 0 && has_colons) {
        if (text[0] != ':') return false;
        text.remove_prefix(1);
      }
      good = TakeTwoDigits(text, true, parts[count]) && good;
      if (!good) break;
      ++count;
    }
    if (parts[0] > 24) out_of_range_ = "time zone offset hour";
    if (parts[1] > 60) out_of_range_ = "time zone offset minute";
    if (parts[2] > 60) out_of_range_ = "time zone offset second";
    offset_ = (parts[0] * 60 + parts[1]) * 60 + parts[2];
    if (sign == '-') offset_ = -offset_;
    return good;
  }

  bool ReadZoneName() {
    if (value_.starts_with("UTC")) {
      value_.remove_prefix(3);
      is_utc_ = true;
      return true;
    }
    const std::size_t size = ZoneNameSize(value_);
    if (size == 0) return false;
    zone_name_ = TakeFirst(value_, size);
    return true;
  }

  // The day of the year says the month and day; they have to agree if they are there too.
  bool FindDay(std::string_view& fault) {
    if (year_day_ >= 0) {
      if (year_day_ < 1 || year_day_ > (IsLeap(year_) ? 366 : 365)) {
        fault = ": day-of-year out of range";
        return false;
      }
      int month = 1;
      int day = year_day_;
      while (day > DaysIn(month, year_)) day -= DaysIn(month++, year_);
      if (month_ >= 0 && month_ != month) fault = ": day-of-year does not match month";
      if (fault.empty() && day_ >= 0 && day_ != day) fault = ": day-of-year does not match day";
      month_ = month;
      day_ = day;
      return fault.empty();
    }
    if (month_ < 0) month_ = 1;
    if (day_ < 0) day_ = 1;
    if (day_ >= 1 && day_ <= DaysIn(month_, year_)) return true;
    fault = ": day out of range";
    return false;
  }

  GoTime Make() const {
    const std::int64_t clock = std::int64_t{hour_} * 3600 + minute_ * 60 + second_;
    GoTime time = MakeGoTime(year_, month_, day_, clock, nanoseconds_);
    if (is_utc_) return time;
    // Go: an offset of one second west counts as none.
    if (offset_ != -1) {
      time.seconds -= offset_;
      if (offset_ == 0 && (zone_name_.empty() || zone_name_ == "UTC")) return time;
      time.location = Fixed(offset_);
    } else if (!zone_name_.empty() && zone_name_ != "UTC") {
      int hours = 0;
      if (zone_name_.size() > 3 && zone_name_.starts_with("GMT")) {
        ReadWhole(zone_name_.substr(3), hours);
      }
      time.location = Fixed(hours * 3600);
    }
    return time;
  }

  const GoLocation* Fixed(int offset) const {
    const std::string_view name = memory_.Copy(zone_name_);
    return memory_.New<GoLocation>(
        GoLocation{.name = name, .is_fixed = true, .offset = offset, .zone_name = name});
  }

  std::string_view layout_;
  std::string_view whole_layout_;
  std::string_view value_;
  std::string_view whole_value_;
  Arena& memory_;
  int year_ = 0;
  int month_ = -1;
  int day_ = -1;
  int year_day_ = -1;
  int hour_ = 0;
  int minute_ = 0;
  int second_ = 0;
  int nanoseconds_ = 0;
  int offset_ = -1;
  bool is_utc_ = false;
  bool is_am_ = false;
  bool is_pm_ = false;
  std::string_view zone_name_;
  std::string_view out_of_range_;
};

}  // namespace

std::optional<GoTime> ParseGoTime(std::string_view layout, std::string_view value, Arena& memory,
                                  std::string& error) {
  return TimeReader(layout, value, memory).Read(error);
}

}  // namespace check::gotemplate
