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
    Of("startTime", kClock, "When it begins."),
    Of("endTime", kClock, "When it ends."),
};
constexpr Object kTimeRange = {
    .name = "time_range", .doc = "Times of a day.", .fields = kTimeFields};
constexpr Type kTimeRangeType = SectionOf(kTimeRange);

constexpr Field kDayFields[] = {
    Of("start", kInteger64, "The first day; below zero, counted from the end of the month."),
    Of("end", kInteger64, "The last day; below zero, counted from the end of the month."),
};
void CheckDays(Section& section) {
  for (const std::string_view field : {"start", "end"}) {
    const yaml::Entry* entry = section.Find(field);
    const std::int64_t day = section.values().Integer(field, 1);
    if (entry == nullptr || (day >= -31 && day <= 31)) continue;
    section.Report(kBadValue, entry->value,
                   fmt::format("`{}` has to be between -31 and 31", field));
  }
}
constexpr Object kDayRange = {
    .name = "day_range", .doc = "Days of a month.", .fields = kDayFields, .check = CheckDays};
constexpr Type kDayRangeType = SectionOf(kDayRange);

constexpr Field kPeriodFields[] = {
    Of("times", ListOf(kTimeRangeType), "Times of the day."),
    Of("weekdays", ListOf(kWeekday), "Days of the week."),
    Of("daysOfMonth", ListOf(kDayRangeType), "Days of the month."),
    Of("months", ListOf(kMonth), "Months."),
    Of("years", ListOf(kYear), "Years."),
};
constexpr Object kPeriod = {
    .name = "time_period", .doc = "Times, days, months and years.", .fields = kPeriodFields};
constexpr Type kPeriodType = SectionOf(kPeriod);

constexpr Field kIntervalFields[] = {
    Needed(Of("name", kFilled, "What routes call it.")),
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
    Of("value", kString, "What its value is compared with."),
    Of("matchType", OneOf(kMatchTypes), "How: `=`, `!=`, `=~` or `!~`.", "="),
};
constexpr Field kRegexFields[] = {
    Deprecated(Of("regex", kBool, "Whether the value is a regular expression."), "0.57",
               "use `matchType`"),
};
constexpr Object kBetaMatcher = {.name = "matcher",
                                 .doc = "A condition on a label.",
                                 .fields = kMatcherFields,
                                 .check = CheckMatcher};
constexpr const Object* kOfBeta[] = {&kBetaMatcher};
constexpr Object kAlphaMatcher = {.name = "matcher",
                                  .doc = "A condition on a label.",
                                  .fields = kRegexFields,
                                  .includes = kOfBeta};
constexpr Type kAlphaMatcherType = SectionOf(kAlphaMatcher);
constexpr Type kBetaMatcherType = SectionOf(kBetaMatcher);
constexpr Type kAlphaMatchers = ListOf(kAlphaMatcherType);
constexpr Type kBetaMatchers = ListOf(kBetaMatcherType);

constexpr Field kInhibitFields[] = {
    Of("equal", kTexts, "Labels that have to be equal in both."),
};
constexpr Object kInhibitCommon = {.name = "inhibit_rule",
                                   .doc = "What inhibition rules have in all versions.",
                                   .fields = kInhibitFields};
constexpr const Object* kInhibitIncludes[] = {&kInhibitCommon};
constexpr Field kAlphaInhibitFields[] = {
    Of("sourceMatch", kAlphaMatchers, "Which alerts mute others."),
    Of("targetMatch", kAlphaMatchers, "Which alerts are muted."),
};
constexpr Field kBetaInhibitFields[] = {
    Of("sourceMatch", kBetaMatchers, "Which alerts mute others."),
    Of("targetMatch", kBetaMatchers, "Which alerts are muted."),
};

void CheckGroups(Section& section) {
  const Values& values = section.values();
  std::unordered_map<std::string_view, const yaml::Node*> known;
  for (const yaml::Node& item : values.Items("groupBy")) {
    const std::string_view name = values.TextOf(item);
    const auto [earlier, is_new] = known.try_emplace(name, &item);
    if (!is_new) {
      section.Report(kDuplicateValue, item, fmt::format("`{}` is in `groupBy` twice", name))
          .labels.push_back({{&section.file(), earlier->second->span}, "first given here"});
    }
  }
  const auto all = known.find("...");
  if (all != known.end() && known.size() > 1) {
    section.Report(kExclusiveFields, *all->second,
                   "`...` cannot stand beside other labels in `groupBy`");
  }
  for (const std::string_view field : {"groupInterval", "repeatInterval"}) {
    const yaml::Entry* entry = section.FindSet(field);
    if (entry == nullptr || !entry->value.IsScalar()) continue;
    if (values.TimeOf(entry->value) != Duration::zero()) continue;
    section.Report(kBadValue, entry->value, fmt::format("`{}` cannot be zero", field));
  }
}

constexpr Field kRouteFields[] = {
    Of("receiver", kString, "Who is notified; that of the route around this one if left out."),
    Of("groupBy", kTexts,
       "The labels whose alerts share a notification; `...` stands for all labels."),
    Of("groupWait", kDuration, "How long the first notification of a group waits for more alerts."),
    Of("groupInterval", kDuration, "How long new alerts of a group wait after a notification."),
    Of("repeatInterval", kDuration, "After how long a notification is sent once more."),
    Of("continue", kBool, "Whether alerts that match go on to the routes after this one."),
    Of("muteTimeIntervals", kTexts, "Times at which nobody is notified."),
    Of("activeTimeIntervals", kTexts, "Times outside of which nobody is notified."),
};
constexpr Object kRouteCommon = {.name = "route",
                                 .doc = "What routes have in all versions.",
                                 .fields = kRouteFields,
                                 .check = CheckGroups};
constexpr const Object* kRouteIncludes[] = {&kRouteCommon};
constexpr Type kAlphaRouteType = SectionOf(kAlphaRoute);
constexpr Type kBetaRouteType = SectionOf(kBetaRoute);
constexpr Field kAlphaRouteFields[] = {
    Of("matchers", kAlphaMatchers, "What the labels of alerts have to match."),
    Of("routes", ListOf(kAlphaRouteType), "Routes for some of the alerts."),
};
constexpr Field kBetaRouteFields[] = {
    Of("matchers", kBetaMatchers, "What the labels of alerts have to match."),
    Of("routes", ListOf(kBetaRouteType), "Routes for some of the alerts."),
};
constexpr std::string_view kRouteDoc = "Which alerts go to whom, in which groups and how often.";
constexpr std::string_view kInhibitDoc = "Which alerts mute which others while they fire.";

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
    .name = "time_interval", .doc = "Times with a name.", .fields = kIntervalFields};

}  // namespace check::config::alertmanager
