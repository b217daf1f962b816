#include "libcheck/template/time_value.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "libcheck/base/duration.h"
#include "libcheck/base/quote.h"
#include "libcheck/template/execute.h"

namespace check::gotemplate {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
// From the first second of year 1 to 1970.
constexpr std::int64_t kUnixToInternal = 62'135'596'800;

const GoTime& TimeOf(const GoValue& value) { return *static_cast<const GoTime*>(value.object); }
const GoTime& Receiver(const GoCall& call) { return TimeOf(*call.receiver); }

std::int64_t Wrap(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::uint64_t Bits(std::int64_t value) { return static_cast<std::uint64_t>(value); }

GoTime Add(GoTime time, std::int64_t duration) {
  std::int64_t seconds = duration / kNanosPerSecond;
  std::int64_t nanoseconds = time.nanoseconds + duration % kNanosPerSecond;
  if (nanoseconds >= kNanosPerSecond) {
    ++seconds;
    nanoseconds -= kNanosPerSecond;
  } else if (nanoseconds < 0) {
    --seconds;
    nanoseconds += kNanosPerSecond;
  }
  time.seconds = Wrap(Bits(time.seconds) + Bits(seconds));
  time.nanoseconds = static_cast<std::int32_t>(nanoseconds);
  return time;
}

int CompareTimes(const GoTime& a, const GoTime& b) {
  if (a.seconds != b.seconds) return a.seconds < b.seconds ? -1 : 1;
  if (a.nanoseconds != b.nanoseconds) return a.nanoseconds < b.nanoseconds ? -1 : 1;
  return 0;
}

__extension__ using Int128 = __int128;

// How far the time is past a multiple of `duration` since year 1.
std::int64_t Remainder(const GoTime& time, std::int64_t duration) {
  const auto whole =
      static_cast<Int128>(time.seconds + kUnixToInternal) * kNanosPerSecond + time.nanoseconds;
  const auto rest = static_cast<std::int64_t>(whole % duration);
  return rest < 0 ? rest + duration : rest;
}

bool LessThanHalf(std::int64_t part, std::int64_t whole) {
  return Bits(part) + Bits(part) < Bits(whole);
}

std::int64_t RoundDuration(std::int64_t duration, std::int64_t multiple) {
  if (multiple <= 0) return duration;
  const std::int64_t rest = duration % multiple;
  if (duration < 0) {
    if (LessThanHalf(-rest, multiple)) return duration - rest;
    const std::int64_t rounded = Wrap(Bits(duration) - Bits(multiple) - Bits(rest));
    return rounded < duration ? rounded : kLeast;
  }
  if (LessThanHalf(rest, multiple)) return duration - rest;
  const std::int64_t rounded = Wrap(Bits(duration) + Bits(multiple) - Bits(rest));
  return rounded > duration ? rounded : kMost;
}

std::int64_t DaysOf(std::int64_t year, std::int64_t month, std::int64_t day) {
  year += (month - 1) / 12;
  month = (month - 1) % 12;
  if (month < 0) {
    month += 12;
    --year;
  }
  // Years that begin in March.
  const std::int64_t y = month < 2 ? year - 1 : year;
  const std::int64_t cycle = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_cycle = y - cycle * 400;
  const std::int64_t day_of_year = (153 * (month < 2 ? month + 10 : month - 2) + 2) / 5;
  return cycle * 146'097 + year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 +
         day_of_year - 719'468 + day - 1;
}

GoTime AddDate(const GoTime& time, std::int64_t years, std::int64_t months, std::int64_t days) {
  const BrokenTime broken = Break(time);
  GoTime moved = time;
  const std::int64_t day = DaysOf(broken.year + years, broken.month + months, broken.day + days);
  const std::int64_t clock = broken.hour * 3600 + broken.minute * 60 + broken.second;
  moved.seconds = Wrap(Bits(day) * 86'400U + Bits(clock)) - broken.offset;
  return moved;
}

double Fraction(std::int64_t duration, std::int64_t unit) {
  return static_cast<double>(duration / unit) +
         static_cast<double>(duration % unit) / static_cast<double>(unit);
}

std::string TimeText(const GoTime& time) {
  return FormatGoTime(time, "2006-01-02 15:04:05.999999999 -0700 MST");
}

std::string LocationSyntax(const GoLocation* location) {
  if (location == nullptr) return "UTC";
  if (location == &kLocalTime) return "Local";
  return fmt::format("Location({})", GoQuote(location->name));
}

std::string GoSyntax(const GoTime& time) {
  const BrokenTime t = Break(time);
  return fmt::format("time.Date({}, time.{}, {}, {}, {}, {}, {}, time.{})", t.year,
                     MonthName(t.month), t.day, t.hour, t.minute, t.second, time.nanoseconds,
                     LocationSyntax(time.location));
}

constexpr GoLocation kUtc = {.name = "UTC", .is_fixed = true, .zone_name = "UTC"};

std::string LocationText(const GoValue& value) {
  return std::string(value.object == nullptr ? kUtc.name
                                             : static_cast<const GoLocation*>(value.object)->name);
}

constexpr GoType kMonth = {
    .kind = GoKind::kInt, .name = "time.Month", .to_string = [](const GoValue& value) {
      if (value.integer < 1 || value.integer > 12) return fmt::format("%!Month({})", value.natural);
      return std::string(MonthName(static_cast<int>(value.integer)));
    }};
constexpr GoType kWeekday = {
    .kind = GoKind::kInt, .name = "time.Weekday", .to_string = [](const GoValue& value) {
      if (value.integer < 0 || value.integer > 6) {
        return fmt::format("%!Weekday({})", value.natural);
      }
      return std::string(WeekdayName(static_cast<int>(value.integer)));
    }};
constexpr GoFunction kLocationMethods[] = {{"String", {}, [](GoCall& call) {
                                              call.result = call.execution.KeepString(
                                                  LocationText(*call.receiver));
                                              return true;
                                            }}};
constexpr GoType kLocation = {
    .kind = GoKind::kStruct, .name = "time.Location", .methods = kLocationMethods};
constexpr GoType kLocationPointer = {.kind = GoKind::kPointer,
                                     .name = "*time.Location",
                                     .element = &kLocation,
                                     .to_string = LocationText};

GoValue MakeTime(GoCall& call, const GoTime& time) {
  if (!call.execution.Reserve(sizeof(GoTime))) return {};
  return MakeTime(time, call.execution.arena());
}

template <auto give>
bool Give(GoCall& call) {
  call.result = give(call);
  return true;
}

// One method: its name, what it takes, and what it gives.
#define TIME_METHOD(name, expression)                        \
  GoFunction {                                               \
    name, {}, Give<+[](GoCall& call) { return expression; }> \
  }
#define TIME_METHOD_OF(name, type, expression)                                                  \
  GoFunction {                                                                                  \
    name, {.parameters = {&(type)}, .count = 1}, Give<+[](GoCall& call) { return expression; }> \
  }

bool GiveBytes(GoCall& call, std::string_view bytes) {
  if (!call.execution.Reserve(bytes.size() * sizeof(GoValue))) return false;
  std::vector<GoValue> elements;
  for (const char c : bytes) elements.push_back(MakeUint(static_cast<unsigned char>(c), kGoUint8));
  call.result = MakeSlice(call.execution.arena().Copy(elements), kGoBytes);
  return true;
}

// After the bytes that the first argument has.
bool AppendToBytes(GoCall& call, std::string_view bytes) {
  std::string all;
  for (const GoValue& byte : call.arguments[0].elements()) {
    all += static_cast<char>(byte.natural);
  }
  return GiveBytes(call, all.append(bytes));
}

// Version 1: seconds since year 1, nanoseconds, and minutes east of UTC, where -1 is UTC itself.
std::string Binary(const GoTime& time) {
  std::string out(1, '\1');
  const auto append = [&](std::uint64_t number, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(number >> (8 * i));
  };
  append(Bits(time.seconds + kUnixToInternal), 8);
  append(Bits(time.nanoseconds), 4);
  append(Bits(time.location != nullptr ? Break(time).offset / 60 : -1), 2);
  return out;
}

constexpr GoSignature kBytesOrError = {.results = 2};
constexpr GoSignature kMoreBytes = {.parameters = {&kGoBytes}, .count = 1, .results = 2};

constexpr GoFunction kTimeMethods[] = {
    TIME_METHOD_OF("Add", kGoDuration,
                   MakeTime(call, Add(Receiver(call), call.arguments[0].integer))),
    {"AddDate",
     {.parameters = {&kGoInt, &kGoInt, &kGoInt}, .count = 3},
     Give<+[](GoCall& call) {
       return MakeTime(call, AddDate(Receiver(call), call.arguments[0].integer,
                                     call.arguments[1].integer, call.arguments[2].integer));
     }>},
    TIME_METHOD_OF("After", kGoTime,
                   MakeBool(CompareTimes(Receiver(call), TimeOf(call.arguments[0])) > 0)),
    TIME_METHOD_OF("Before", kGoTime,
                   MakeBool(CompareTimes(Receiver(call), TimeOf(call.arguments[0])) < 0)),
    {"AppendBinary", kMoreBytes,
     [](GoCall& call) { return AppendToBytes(call, Binary(Receiver(call))); }},
    {"AppendFormat",
     {.parameters = {&kGoBytes, &kGoString}, .count = 2},
     [](GoCall& call) {
       return AppendToBytes(call, FormatGoTime(Receiver(call), call.arguments[1].string()));
     }},
    {"AppendText", kMoreBytes,
     [](GoCall& call) { return AppendToBytes(call, FormatRfc3339(Receiver(call))); }},
    {"Clock", {.results = 3}},
    TIME_METHOD_OF("Compare", kGoTime,
                   MakeInt(CompareTimes(Receiver(call), TimeOf(call.arguments[0])))),
    {"Date", {.results = 3}},
    TIME_METHOD("Day", MakeInt(Break(Receiver(call)).day)),
    TIME_METHOD_OF("Equal", kGoTime,
                   MakeBool(CompareTimes(Receiver(call), TimeOf(call.arguments[0])) == 0)),
    TIME_METHOD_OF("Format", kGoString,
                   call.execution.KeepString(
                       FormatGoTime(Receiver(call), call.arguments[0].string()))),
    TIME_METHOD("GoString", call.execution.KeepString(GoSyntax(Receiver(call)))),
    {"GobEncode", kBytesOrError,
     [](GoCall& call) { return GiveBytes(call, Binary(Receiver(call))); }},
    TIME_METHOD("Hour", MakeInt(Break(Receiver(call)).hour)),
    {"ISOWeek", {.results = 2, .second_result = "int"}},
    {"In",
     {.parameters = {&kLocationPointer}, .count = 1},
     [](GoCall& call) {
       if (call.arguments[0].object == nullptr) {
         call.error = "time: missing Location in call to Time.In";
         return false;
       }
       GoTime time = Receiver(call);
       const auto* location = static_cast<const GoLocation*>(call.arguments[0].object);
       time.location = location == &kUtc ? nullptr : location;
       call.result = MakeTime(call, time);
       return true;
     }},
    TIME_METHOD("IsDST", MakeBool(Break(Receiver(call)).is_dst)),
    TIME_METHOD("IsZero", MakeBool(Receiver(call).seconds == -kUnixToInternal &&
                                   Receiver(call).nanoseconds == 0)),
    TIME_METHOD("Local", MakeTime(call, {Receiver(call).seconds, Receiver(call).nanoseconds, &kLocalTime})),
    TIME_METHOD("Location",
                MakeObject(Receiver(call).location != nullptr ? Receiver(call).location : &kUtc,
                           kLocationPointer)),
    {"MarshalBinary", kBytesOrError,
     [](GoCall& call) { return GiveBytes(call, Binary(Receiver(call))); }},
    {"MarshalJSON", kBytesOrError,
     [](GoCall& call) { return GiveBytes(call, '"' + FormatRfc3339(Receiver(call)) + '"'); }},
    {"MarshalText", kBytesOrError,
     [](GoCall& call) { return GiveBytes(call, FormatRfc3339(Receiver(call))); }},
    TIME_METHOD("Minute", MakeInt(Break(Receiver(call)).minute)),
    TIME_METHOD("Month", MakeInt(Break(Receiver(call)).month, kMonth)),
    TIME_METHOD("Nanosecond", MakeInt(Receiver(call).nanoseconds)),
    {"Round",
     {.parameters = {&kGoDuration}, .count = 1},
     Give<+[](GoCall& call) {
       const std::int64_t multiple = call.arguments[0].integer;
       const GoTime& time = Receiver(call);
       if (multiple <= 0) return MakeTime(call, time);
       const std::int64_t rest = Remainder(time, multiple);
       return MakeTime(call, Add(time, LessThanHalf(rest, multiple) ? -rest : multiple - rest));
     }>},
    TIME_METHOD("Second", MakeInt(Break(Receiver(call)).second)),
    TIME_METHOD("String", call.execution.KeepString(TimeText(Receiver(call)))),
    TIME_METHOD_OF("Sub", kGoTime,
                   MakeDuration(Subtract(Receiver(call), TimeOf(call.arguments[0])))),
    {"Truncate",
     {.parameters = {&kGoDuration}, .count = 1},
     Give<+[](GoCall& call) {
       const std::int64_t multiple = call.arguments[0].integer;
       const GoTime& time = Receiver(call);
       return MakeTime(call, multiple <= 0 ? time : Add(time, -Remainder(time, multiple)));
     }>},
    TIME_METHOD("UTC", MakeTime(call, {Receiver(call).seconds, Receiver(call).nanoseconds, nullptr})),
    TIME_METHOD("Unix", MakeInt(Receiver(call).seconds, kGoInt64)),
    TIME_METHOD("UnixMicro",
                MakeInt(Wrap(Bits(Receiver(call).seconds) * 1'000'000U +
                             Bits(Receiver(call).nanoseconds / 1'000)),
                        kGoInt64)),
    TIME_METHOD("UnixMilli",
                MakeInt(Wrap(Bits(Receiver(call).seconds) * 1'000U +
                             Bits(Receiver(call).nanoseconds / 1'000'000)),
                        kGoInt64)),
    TIME_METHOD("UnixNano",
                MakeInt(Wrap(Bits(Receiver(call).seconds) * Bits(kNanosPerSecond) +
                             Bits(Receiver(call).nanoseconds)),
                        kGoInt64)),
    TIME_METHOD("Weekday", MakeInt(Break(Receiver(call)).weekday, kWeekday)),
    TIME_METHOD("Year", MakeInt(Break(Receiver(call)).year)),
    TIME_METHOD("YearDay", MakeInt(Break(Receiver(call)).year_day)),
    {"Zone", {.results = 2, .second_result = "int"}},
    {"ZoneBounds", {.results = 2, .second_result = "time.Time"}},
};

std::int64_t Nanoseconds(const GoCall& call) { return call.receiver->integer; }

constexpr GoFunction kDurationMethods[] = {
    TIME_METHOD("Abs", MakeDuration(Nanoseconds(call) >= 0        ? Nanoseconds(call)
                                    : Nanoseconds(call) == kLeast ? kMost
                                                                  : -Nanoseconds(call))),
    TIME_METHOD("Hours", MakeFloat(Fraction(Nanoseconds(call), 3'600 * kNanosPerSecond))),
    TIME_METHOD("Microseconds", MakeInt(Nanoseconds(call) / 1'000, kGoInt64)),
    TIME_METHOD("Milliseconds", MakeInt(Nanoseconds(call) / 1'000'000, kGoInt64)),
    TIME_METHOD("Minutes", MakeFloat(Fraction(Nanoseconds(call), 60 * kNanosPerSecond))),
    TIME_METHOD("Nanoseconds", MakeInt(Nanoseconds(call), kGoInt64)),
    TIME_METHOD_OF("Round", kGoDuration,
                   MakeDuration(RoundDuration(Nanoseconds(call), call.arguments[0].integer))),
    TIME_METHOD("Seconds", MakeFloat(Fraction(Nanoseconds(call), kNanosPerSecond))),
    TIME_METHOD("String", call.execution.KeepString(FormatGoDuration(Duration(Nanoseconds(call))))),
    TIME_METHOD_OF(
        "Truncate", kGoDuration,
        MakeDuration(call.arguments[0].integer <= 0
                         ? Nanoseconds(call)
                         : Nanoseconds(call) - Nanoseconds(call) % call.arguments[0].integer)),
};
#undef TIME_METHOD
#undef TIME_METHOD_OF

// What shows of a time if it is printed as a number.
constexpr GoField kTimeFields[] = {
    {"wall", &kGoUint64,
     [](const void* object, Arena&) {
       return MakeUint(Bits(static_cast<const GoTime*>(object)->nanoseconds), kGoUint64);
     }},
    {"ext", &kGoInt64,
     [](const void* object, Arena&) {
       return MakeInt(static_cast<const GoTime*>(object)->seconds + kUnixToInternal, kGoInt64);
     }},
    {"loc", &kLocationPointer,
     [](const void* object, Arena&) {
       return MakeObject(static_cast<const GoTime*>(object)->location, kLocationPointer);
     }},
};

std::string TimeString(const GoValue& value) { return TimeText(TimeOf(value)); }
std::string TimeGoString(const GoValue& value) { return GoSyntax(TimeOf(value)); }

}  // namespace

constexpr GoLocation kLocalTime = {.name = "Local"};

std::string FormatRfc3339(const GoTime& time) {
  return FormatGoTime(time, "2006-01-02T15:04:05.999999999Z07:00");
}

std::int64_t Subtract(const GoTime& a, const GoTime& b) {
  const std::int64_t duration = Wrap((Bits(a.seconds) - Bits(b.seconds)) * Bits(kNanosPerSecond) +
                                     Bits(std::int64_t{a.nanoseconds} - b.nanoseconds));
  if (CompareTimes(Add(b, duration), a) == 0) return duration;
  return CompareTimes(a, b) < 0 ? kLeast : kMost;
}

GoTime MakeGoTime(std::int64_t year, std::int64_t month, std::int64_t day, std::int64_t seconds,
                  std::int32_t nanoseconds) {
  return {DaysOf(year, month, day) * 86'400 + seconds, nanoseconds};
}

GoValue MakeTime(const GoTime& time, Arena& memory) {
  return MakeObject(memory.New<GoTime>(time), kGoTime);
}

GoValue MakeDuration(std::int64_t nanoseconds) { return MakeInt(nanoseconds, kGoDuration); }

constexpr GoType kGoTime = {.kind = GoKind::kStruct,
                            .name = "time.Time",
                            .fields = kTimeFields,
                            .methods = kTimeMethods,
                            .to_string = TimeString,
                            .to_go_string = TimeGoString};
constexpr GoType kGoTimePointer = {.kind = GoKind::kPointer,
                                   .name = "*time.Time",
                                   .element = &kGoTime,
                                   .to_string = TimeString,
                                   .to_go_string = TimeGoString};
constexpr GoType kGoDuration = {
    .kind = GoKind::kInt,
    .name = "time.Duration",
    .methods = kDurationMethods,
    .to_string = [](const GoValue& value) { return FormatGoDuration(Duration(value.integer)); }};
constexpr GoType kGoDurationPointer = {.kind = GoKind::kPointer,
                                       .name = "*time.Duration",
                                       .element = &kGoDuration,
                                       .to_string = [](const GoValue& value) {
                                         return FormatGoDuration(Duration(Pointee(value).integer));
                                       }};

GoValue MakeTimePointer(const GoTime& time, Arena& memory) {
  return MakeObject(memory.New<GoTime>(time), kGoTimePointer);
}

GoValue MakeDurationPointer(std::int64_t nanoseconds, Arena& memory) {
  return MakeObject(memory.New<GoValue>(MakeDuration(nanoseconds)), kGoDurationPointer);
}

std::int64_t ToInt64(double value) {
  constexpr double kLimit = 9'223'372'036'854'775'808.0;
  return value >= -kLimit && value < kLimit ? static_cast<std::int64_t>(value) : kLeast;
}

}  // namespace check::gotemplate
