#include "tools/slo_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/slo/latency.h"
#include "tools/flags.h"
#include "tools/output.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
namespace slo = check::slo;

constexpr std::int64_t kDay = 24LL * 3600 * 1000;

std::string PolicyNames() {
  std::string names;
  for (const slo::NamedPolicy& policy : slo::NamedPolicies()) {
    if (!names.empty()) names += ", ";
    names += policy.name;
  }
  return names;
}

const slo::NamedPolicy* FindPolicy(std::string_view name) {
  const auto policies = slo::NamedPolicies();
  const auto found = std::ranges::find(policies, name, &slo::NamedPolicy::name);
  return found == policies.end() ? nullptr : &*found;
}

// The policy of that name for another period, with the names that a specification gave its alerts.
slo::Policy Renamed(slo::Policy made, const slo::Policy& like) {
  if (made.alerts.size() != like.alerts.size()) return made;
  for (std::size_t i = 0; i < made.alerts.size(); ++i) {
    made.alerts[i].name = like.alerts[i].name;
    made.alerts[i].severity = like.alerts[i].severity;
  }
  return made;
}

struct CalendarUnit {
  std::string_view name;
  slo::Period::Calendar::Unit unit;
  std::int64_t days;  // What it is usually taken for.
};
constexpr CalendarUnit kCalendarUnits[] = {
    {"day", slo::Period::Calendar::Unit::kDay, 1},
    {"week", slo::Period::Calendar::Unit::kWeek, 7},
    {"month", slo::Period::Calendar::Unit::kMonth, 30},
    {"quarter", slo::Period::Calendar::Unit::kQuarter, 90},
    {"year", slo::Period::Calendar::Unit::kYear, 365},
};
// The first day of a year and of a week.
constexpr std::string_view kCalendarStart = "2024-01-01 00:00:00";

// In seconds: "0.3", "300ms".
Result<double> ReadLatency(const std::string& text) {
  if (const auto seconds = check::ParseGoFloat(text); seconds && *seconds > 0 && *seconds < 1e9) {
    return *seconds;
  }
  const auto duration = check::ParseFlagDuration(text);
  if (duration && duration->count() > 0) return std::chrono::duration<double>(*duration).count();
  return Error{fmt::format("--latency: `{}` is not a latency: write it as in 0.3 or 300ms", text)};
}

}  // namespace

void SloFlags::Declare(FlagSet& flags, bool with_queries) {
  flags.Argument(
      "specification", &specs, "SPEC",
      "Specifications of Sloth, OpenSLO or Pyrra: files, folders, or - for standard input");
  flags.Option("--slo", &only, "SLO",
               "Only these of the specifications: NAME, SERVICE/NAME or an identifier");
  flags.Option("--objective", &objective, "OBJECTIVE",
               "The share of good events, as in 99.9; beside a specification: in place of its own");
  flags.Option("--window,--period", &window, "DURATION",
               "The time in which it has to be met (default 30d, or the specification's)");
  flags.Option("--calendar", &calendar, "CALENDAR", "Use a calendar period instead of --window");
  flags.Option("--name", &name, "TEXT", "Without a specification: what to call the objective");
  if (with_queries) {
    flags.Option("--errors", &errors, "EXPR",
                 "Counters of events that failed, or an expression with {{.window}}");
    flags.Option("--good", &good, "EXPR", "In place of --errors: counters of good events");
    flags.Option("--total", &total, "EXPR", "Counters of all events");
    flags.Option("--latency", &latency, "LATENCY",
                 "In place of --errors: good is what takes 0.3 (seconds) or 300ms at most, and "
                 "--total selects a histogram");
    flags.Switch("--native", &native, "The histogram of --latency is a native one");
  }
  flags.Option("--timeslices", &timeslices, "SLICES",
               "Count slices of time rather than events: `1m:99%` are minutes of which 99 % of the "
               "events are good");
  flags.Option("--low-traffic", &low_traffic, "NUMBER",
               "Do not alert for windows with fewer events than these");
  flags.Option("--policy", &policy, "POLICY",
               "When to alert (default: the specification's policy)");
  flags.Option("--tier", &tiers, "TIER", "In place of --policy: page:14.4x:1h/5m[:for=2m]");
  flags.Option("--windows", &windows, "FILE",
               "In place of --policy and --window: a file of Sloth's AlertWindows");
}

std::optional<Error> SloFlags::SetIndicator(slo::Slo& slo) const {
  if (!latency.empty()) {
    const auto seconds = ReadLatency(latency);
    if (!seconds) return seconds.error();
    if (total.empty()) return Error{"--latency needs --total, which selects a histogram"};
    if (!errors.empty() || !good.empty()) {
      return Error{"--latency excludes --errors and --good"};
    }
    if (native) {
      slo.indicator.kind = slo::Indicator::Kind::kNativeLatency;
      slo.indicator.total.text = total;
      slo.indicator.latency_s = *seconds;
      return std::nullopt;
    }
    auto indicator = slo::ClassicLatency(total, *seconds);
    if (!indicator) return Error{"--total: " + indicator.error().message};
    slo.indicator = std::move(*indicator);
    return std::nullopt;
  }
  if (native) return Error{"--native needs --latency"};
  if (!errors.empty() && !good.empty()) return Error{"--errors and --good exclude each other"};
  if (total.empty() && !(errors.empty() && good.empty())) {
    return Error{fmt::format("{} needs --total, which counts all events",
                             errors.empty() ? "--good" : "--errors")};
  }
  slo.indicator.errors.text = errors;
  slo.indicator.good.text = good;
  slo.indicator.total.text = total;
  const slo::Query& part = errors.empty() ? slo.indicator.good : slo.indicator.errors;
  if (!part.empty() && part.is_selector() != slo.indicator.total.is_selector()) {
    return Error{fmt::format(
        "{} and --total count in different ways: give counters for both, or an expression with "
        "{} for both",
        errors.empty() ? "--good" : "--errors", slo::kWindow)};
  }
  return std::nullopt;
}

std::optional<Error> SloFlags::DescribeSlo(slo::Slo& slo) const {
  slo.name = name.empty() ? "slo" : name;
  slo.id = slo.name;
  if (objective.empty()) {
    return Error{"no objective: name a specification, or give --objective, such as 99.9"};
  }
  slo.policy = slo::WorkbookPolicy(slo.period.length_ms);
  return SetIndicator(slo);
}

std::optional<Error> SloFlags::SetPeriod(slo::Slo& slo, std::string_view zone) const {
  if (!window.empty() && !calendar.empty()) {
    return Error{"--window and --calendar exclude each other"};
  }
  if (!window.empty()) {
    const auto length = ReadDurationFlag("--window", window);
    if (!length) return length.error();
    if (*length < std::chrono::milliseconds(1)) return Error{"--window has to be longer than 0"};
    slo.period = {.length_ms = *length / std::chrono::milliseconds(1), .calendar = {}};
  } else if (!calendar.empty()) {
    const auto* const unit = std::ranges::find(kCalendarUnits, calendar, &CalendarUnit::name);
    if (unit == std::end(kCalendarUnits)) {
      return Error{fmt::format("--calendar: `{}` is not one of day, week, month, quarter and year",
                               calendar)};
    }
    if (auto error = check::CheckTimeZone(zone)) return error;
    slo.period = {unit->days * kDay, slo::Period::Calendar{.unit = unit->unit,
                                                           .count = 1,
                                                           .start = std::string(kCalendarStart),
                                                           .zone = std::string(zone)}};
  } else {
    return std::nullopt;
  }
  // The same policy for this period.
  if (const slo::NamedPolicy* own = FindPolicy(slo.policy.name)) {
    slo.policy = Renamed(own->make(slo.period.length_ms), slo.policy);
  }
  return std::nullopt;
}

std::optional<Error> SloFlags::SetTimeslices(slo::Slo& slo) const {
  if (timeslices.empty()) return std::nullopt;
  std::string_view target = timeslices;
  const auto slice = check::ParseFlagDuration(check::TakeUpTo(target, ':'));
  const auto share = slo::Objective::ParsePercent(target);
  if (!slice || slice->count() <= 0 || !share) {
    return Error{
        fmt::format("--timeslices: `{}` is not a slice and its target: write them as in "
                    "1m:99%",
                    timeslices)};
  }
  slo.method = {.kind = slo::Method::Kind::kTimeslices,
                .slice_ms = *slice / std::chrono::milliseconds(1),
                .slice_target = share->ratio()};
  return std::nullopt;
}

std::optional<Error> SloFlags::SetPolicy(slo::Slo& slo) const {
  if (!policy.empty()) {
    const slo::NamedPolicy* found = FindPolicy(policy);
    if (found == nullptr) {
      return Error{fmt::format("no policy is called `{}`: there are {}", policy, PolicyNames())};
    }
    slo.policy = found->make(slo.period.length_ms);
    slo.alerts = true;
  }
  if (tiers.empty()) return std::nullopt;
  if (!policy.empty()) return Error{"--policy and --tier exclude each other"};
  auto made = PolicyOfTiers("flags", tiers);
  if (!made) return Error{"--tier: " + made.error().message};
  slo.policy = std::move(*made);
  slo.alerts = true;
  return std::nullopt;
}

std::optional<Error> SloFlags::Change(slo::Slo& slo, std::string_view zone) const {
  if (!objective.empty()) {
    const auto parsed = slo::Objective::ParsePercent(objective);
    if (!parsed) return Error{"--objective: " + parsed.error().message};
    slo.objective = *parsed;
  }
  if (low_traffic > 0) slo.least_events = static_cast<double>(low_traffic);
  if (auto error = SetPeriod(slo, zone)) return error;
  if (auto error = SetTimeslices(slo)) return error;
  return SetPolicy(slo);
}

Result<slo::Policy> PolicyOfTiers(std::string name, const std::vector<std::string>& tiers) {
  slo::Policy policy = {.name = std::move(name), .alerts = {}};
  for (const std::string& tier : tiers) {
    auto alert = slo::ParseTierFlag(tier);
    if (!alert) return alert.error();
    const auto same = std::ranges::find_if(policy.alerts, [&](const slo::BurnAlert& other) {
      return other.severity == alert->severity && other.for_ms == alert->for_ms;
    });
    if (same == policy.alerts.end()) {
      policy.alerts.push_back(std::move(*alert));
    } else {
      same->tiers.push_back(alert->tiers.front());
    }
  }
  return policy;
}

std::optional<Error> SloFlags::SetWindows(std::vector<slo::Slo>& slos) const {
  if (windows.empty()) return std::nullopt;
  if (!policy.empty() || !tiers.empty()) {
    return Error{"--windows excludes --policy and --tier"};
  }
  const auto read = ReadWindowsFile(windows);
  if (!read) return read.error();
  for (slo::Slo& slo : slos) {
    const bool asks = !window.empty() || !calendar.empty();
    if (asks && slo.period.length_ms != read->period_ms) {
      return Error{
          fmt::format("--windows: the file is for a period of {}",
                      check::FormatPrometheusDuration(std::chrono::milliseconds(read->period_ms)))};
    }
    slo.period = {.length_ms = read->period_ms, .calendar = {}};
    slo.policy = Renamed(read->policy, slo.policy);
    slo.policy.name = read->policy.name;
  }
  return std::nullopt;
}

Result<SloSet> SloFlags::Read(std::string_view zone) const {
  const auto failed = [](const Error& error) {
    WriteError(error.message);
    return error;
  };
  SloSet set;
  if (specs.empty()) {
    if (!only.empty()) return failed(Error{"--slo chooses from specifications: name one"});
    if (const auto error = DescribeSlo(set.slos.emplace_back())) return failed(*error);
  } else {
    for (const auto& [flag, value] :
         {std::pair<std::string_view, const std::string*>{"--name", &name},
          {"--errors", &errors},
          {"--good", &good},
          {"--total", &total},
          {"--latency", &latency}}) {
      if (value->empty()) continue;
      return failed(Error{fmt::format("{} describes an objective without a specification", flag)});
    }
    auto read = ReadSloSet(specs);
    if (!read) return read.error();
    set = std::move(*read);
    if (const auto error = SelectSlos(only, set)) return failed(*error);
  }
  for (slo::Slo& slo : set.slos) {
    if (const auto error = Change(slo, zone)) return failed(*error);
  }
  if (const auto error = SetWindows(set.slos)) return failed(*error);
  return set;
}

}  // namespace tools
