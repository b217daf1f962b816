#ifndef LIBCHECK_BASE_TIME_ZONE_H_
#define LIBCHECK_BASE_TIME_ZONE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"

namespace check {

/// What the clocks of a place show.
struct ZoneOffset {
  std::int32_t seconds = 0;  ///< East of UTC.
  bool is_dst = false;
  std::string name = "UTC";  ///< "CET", or "+03" where people have no name for it.
};

/// A place of the system's time zone database, such as Europe/Berlin.
class TimeZone {
 public:
  /// The zone of this name, read once and kept for as long as the program runs. The error has the
  /// words of Go's time.LoadLocation: "unknown time zone X". May be called by several threads.
  static Result<const TimeZone*> Load(std::string_view name);

  /// What is in the file of a zone (RFC 8536). Nothing may be omitted or out of order.
  static Result<TimeZone> Parse(std::string_view name, std::string_view bytes);

  const std::string& name() const { return name_; }
  /// At an instant, in seconds since 1970.
  ZoneOffset At(std::int64_t time) const;
  /// The offset of the first of the zone's periods that is called so, if one is.
  const ZoneOffset* FindNamed(std::string_view name) const;

 private:
  /// When clocks change in years that the list of changes does not reach: "M3.5.0/2".
  struct Change {
    enum class Kind : std::uint8_t { kMonth, kJulian, kDayOfYear };
    Kind kind = Kind::kMonth;
    std::int32_t month = 0, week = 0, day = 0;
    std::int32_t time = 2 * 3600;  ///< After midnight, in seconds.
  };
  struct Rule {
    ZoneOffset standard;
    ZoneOffset summer;
    bool has_summer = false;
    bool is_known = false;
    Change begin, end;
  };

  static bool ReadRule(std::string_view text, Rule& rule);
  static bool ReadName(std::string_view& text, std::string& name);
  static bool ReadTime(std::string_view& text, std::int32_t& seconds);
  static bool ReadChange(std::string_view& text, Change& change);
  static std::int64_t SecondOfYear(const Change& change, std::int64_t year);

  std::string name_;
  std::vector<std::int64_t> changes_;    // Instants, in order.
  std::vector<std::uint8_t> period_of_;  // From each instant on: an index into periods_.
  std::vector<ZoneOffset> periods_;
  std::size_t first_period_ = 0;  // Before the first change.
  Rule rule_;                     // After the last.
};

}  // namespace check

#endif  // LIBCHECK_BASE_TIME_ZONE_H_
