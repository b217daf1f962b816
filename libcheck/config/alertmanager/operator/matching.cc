#include "libcheck/config/alertmanager/operator/matching.h"

#include <fmt/format.h>

#include <unordered_map>

#include "libcheck/base/regex.h"
#include "libcheck/config/alertmanager/operator/receivers.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

// What the CRD says that a text has to look like.
std::optional<TextProblem> FormProblem(std::string_view text, const Regex& form,
                                       std::string_view expected) {
  if (form.FullMatch(text)) return std::nullopt;
  return TextProblem{fmt::format("invalid value `{}`", text), fmt::format("expected {}", expected)};
}

std::optional<TextProblem> TimeProblem(std::string_view text) {
  static const Regex form = *Regex::Compile("([01][0-9]|2[0-3]):[0-5][0-9]|24:00");
  return FormProblem(text, form, "a time such as `09:00`");
}

std::optional<TextProblem> WeekdayProblem(std::string_view text) {
  static const Regex form = *Regex::Compile(
      "(?i:sun|mon|tues|wednes|thurs|fri|satur)day(:(sun|mon|tues|wednes|thurs|fri|satur)day)?");
  return FormProblem(text, form, "a day or a range such as `monday:friday`");
}

std::optional<TextProblem> MonthProblem(std::string_view text) {
  static const Regex form = [] {
    const std::string month =
        "(?i:january|february|march|april|may|june|july|august|september|october|november|"
        "december|1[0-2]|[1-9])";
    return *Regex::Compile(fmt::format("{0}(:{0})?", month));
  }();
  return FormProblem(text, form, "a month or a range such as `january:march` or `1:3`");
}

std::optional<TextProblem> YearProblem(std::string_view text) {
  static const Regex form = *Regex::Compile("2[0-9]{3}(:2[0-9]{3})?");
  return FormProblem(text, form, "a year or a range such as `2030:2032`");
}

constexpr Type kClock = Checked(kString, TimeProblem);
constexpr Type kWeekday = Checked(kString, WeekdayProblem);
constexpr Type kMonth = Checked(kString, MonthProblem);
constexpr Type kYear = Checked(kString, YearProblem);

constexpr Field kTimeFields[] = {
    Of("startTime", kClock, "Start time."),
    Of("endTime", kClock, "End time."),
};
constexpr Object kTimeRange = {
    .name = "time_range", .doc = "A range of times of day.", .fields = kTimeFields};
constexpr Type kTimeRangeType = SectionOf(kTimeRange);

constexpr Field kDayFields[] = {
    Of("start", kInteger64, "First day; negative numbers count from the end of the month."),
    Of("end", kInteger64, "Last day; negative numbers count from the end of the month."),
};
void CheckDays(Section& section) {
  for (const std::string_view field : {"start", "end"}) {
    const yaml::Entry* entry = section.Find(field);
    const std::int64_t day = section.values().Integer(field, 1);
    if (entry == nullptr || (day >= -31 && day <= 31)) continue;
    section.Report(kBadValue, entry->value, fmt::format("`{}` must be between -31 and 31", field));
  }
}
constexpr Object kDayRange = {.name = "day_range",
                              .doc = "A range of days of the month.",
                              .fields = kDayFields,
                              .check = CheckDays};
constexpr Type kDayRangeType = SectionOf(kDayRange);

constexpr Field kPeriodFields[] = {
    Of("times", ListOf(kTimeRangeType), "Times of day."),
    Of("weekdays", ListOf(kWeekday), "Days of the week."),
    Of("daysOfMonth", ListOf(kDayRangeType), "Days of the month."),
    Of("months", ListOf(kMonth), "Months."),
    Of("years", ListOf(kYear), "Years."),
};
constexpr Object kPeriod = {.name = "time_period",
                            .doc = "A time interval: times, days, months and years.",
                            .fields = kPeriodFields};
constexpr Type kPeriodType = SectionOf(kPeriod);

constexpr Field kIntervalFields[] = {
    Needed(Of("name", kFilled, "Name that routes refer to.")),
    Of("timeIntervals", ListOf(kPeriodType), "The times."),
};

constexpr std::string_view kMatchTypes[] = {"!=", "=", "=~", "!~"};

void CheckMatcher(Section& section) {
  const Values& values = section.values();
  const std::string_view type = values.Text("matchType");
  const yaml::Entry* value = section.Find("value");
  const bool is_pattern = type == "=~" || type == "!~" || values.Bool("regex");
  if (value == nullptr || !is_pattern) return;
  const auto pattern = SearchRegex::Compile(values.TextOf(value->value));
  if (pattern) return;
  section.Report(kBadValue, value->value, "`value` cannot be a regular expression")
      .notes.push_back(pattern.error().message);
}

constexpr Field kMatcherFields[] = {
    Needed(Of("name", kFilled, "The label.")),
    Of("value", kString, "Value to compare with."),
    Of("matchType", OneOf(kMatchTypes), "How: `=`, `!=`, `=~` or `!~`.", "="),
};
constexpr Field kRegexFields[] = {
    Deprecated(Of("regex", kBool, "Treat the value as a regular expression."), "0.57",
               "use `matchType`"),
};
constexpr Object kBetaMatcher = {.name = "matcher",
                                 .doc = "A matcher for a label.",
                                 .fields = kMatcherFields,
                                 .check = CheckMatcher};
constexpr const Object* kOfBeta[] = {&kBetaMatcher};
constexpr Object kAlphaMatcher = {.name = "matcher",
                                  .doc = "A matcher for a label.",
                                  .fields = kRegexFields,
                                  .includes = kOfBeta};
constexpr Type kAlphaMatcherType = SectionOf(kAlphaMatcher);
constexpr Type kBetaMatcherType = SectionOf(kBetaMatcher);
constexpr Type kAlphaMatchers = ListOf(kAlphaMatcherType);
constexpr Type kBetaMatchers = ListOf(kBetaMatcherType);

constexpr Field kInhibitFields[] = {
    Of("equal", kTexts, "Labels that must have the same value in source and target alert."),
};
constexpr Object kInhibitCommon = {.name = "inhibit_rule",
                                   .doc = "Fields of inhibition rules in all versions.",
                                   .fields = kInhibitFields};
constexpr const Object* kInhibitIncludes[] = {&kInhibitCommon};
constexpr Field kAlphaInhibitFields[] = {
    Of("sourceMatch", kAlphaMatchers, "Matchers for source alerts, which mute others."),
    Of("targetMatch", kAlphaMatchers, "Matchers for target alerts, which are muted."),
};
constexpr Field kBetaInhibitFields[] = {
    Of("sourceMatch", kBetaMatchers, "Matchers for source alerts, which mute others."),
    Of("targetMatch", kBetaMatchers, "Matchers for target alerts, which are muted."),
};

void CheckGroups(Section& section) {
  const Values& values = section.values();
  std::unordered_map<std::string_view, const yaml::Node*> known;
  for (const yaml::Node& item : values.Items("groupBy")) {
    const std::string_view name = values.TextOf(item);
    const auto [earlier, is_new] = known.try_emplace(name, &item);
    if (!is_new) {
      section.Report(kDuplicateValue, item, fmt::format("duplicate label `{}` in `groupBy`", name))
          .labels.push_back({{&section.file(), earlier->second->span}, "first defined here"});
    }
  }
  const auto all = known.find("...");
  if (all != known.end() && known.size() > 1) {
    section.Report(kExclusiveFields, *all->second,
                   "`...` in `groupBy` cannot be combined with other labels");
  }
  for (const std::string_view field : {"groupInterval", "repeatInterval"}) {
    const yaml::Entry* entry = section.FindSet(field);
    if (entry == nullptr || !entry->value.IsScalar()) continue;
    if (values.TimeOf(entry->value) != Duration::zero()) continue;
    section.Report(kBadValue, entry->value, fmt::format("`{}` cannot be zero", field));
  }
}

constexpr Field kRouteFields[] = {
    Of("receiver", kString, "Receiver to notify; inherited from the parent route if not set."),
    Of("groupBy", kTexts, "Labels to group alerts by; `...` groups by all labels."),
    Of("groupWait", kDuration,
       "Delay before the first notification of a group, to wait for more alerts."),
    Of("groupInterval", kDuration,
       "Delay before notifying about new alerts of a group that was already notified."),
    Of("repeatInterval", kDuration, "Interval after which a notification is repeated."),
    Of("continue", kBool, "Also try the routes that follow when an alert matches this one."),
    Of("muteTimeIntervals", kTexts,
       "Time intervals during which this route sends no notifications."),
    Of("activeTimeIntervals", kTexts,
       "Time intervals outside of which this route sends no notifications."),
};
constexpr Object kRouteCommon = {.name = "route",
                                 .doc = "Fields of routes in all versions.",
                                 .fields = kRouteFields,
                                 .check = CheckGroups};
constexpr const Object* kRouteIncludes[] = {&kRouteCommon};
constexpr Type kAlphaRouteType = SectionOf(kAlphaRoute);
constexpr Type kBetaRouteType = SectionOf(kBetaRoute);
constexpr Field kAlphaRouteFields[] = {
    Of("matchers", kAlphaMatchers, "Matchers that alerts must satisfy."),
    Of("routes", ListOf(kAlphaRouteType), "Child routes."),
};
constexpr Field kBetaRouteFields[] = {
    Of("matchers", kBetaMatchers, "Matchers that alerts must satisfy."),
    Of("routes", ListOf(kBetaRouteType), "Child routes."),
};
constexpr std::string_view kRouteDoc =
    "A route: which alerts it matches, whom it notifies, grouping and timing.";
constexpr std::string_view kInhibitDoc =
    "An inhibition rule: alerts that mute other alerts while they fire.";

}  // namespace

constexpr Object kAlphaRoute = {
    .name = "route", .doc = kRouteDoc, .fields = kAlphaRouteFields, .includes = kRouteIncludes};
constexpr Object kBetaRoute = {
    .name = "route", .doc = kRouteDoc, .fields = kBetaRouteFields, .includes = kRouteIncludes};
constexpr Object kAlphaInhibitRule = {.name = "inhibit_rule",
                                      .doc = kInhibitDoc,
                                      .fields = kAlphaInhibitFields,
                                      .includes = kInhibitIncludes};
constexpr Object kBetaInhibitRule = {.name = "inhibit_rule",
                                     .doc = kInhibitDoc,
                                     .fields = kBetaInhibitFields,
                                     .includes = kInhibitIncludes};
constexpr Object kResourceInterval = {
    .name = "time_interval", .doc = "A named time interval.", .fields = kIntervalFields};

}  // namespace check::config::alertmanager
