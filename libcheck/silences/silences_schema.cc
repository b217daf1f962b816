#include <fmt/format.h>

#include "libcheck/base/ascii.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "libcheck/silences/schedule.h"
#include "libcheck/silences/silences_file.h"

// The fields of a file of silences.
namespace check::silences {
namespace {

using namespace schema;  // The vocabulary of the tables below.

std::optional<TextProblem> NameProblem(std::string_view text) {
  constexpr std::size_t kMost = 100;
  const bool is_name =
      !text.empty() && text.size() <= kMost &&
      std::ranges::all_of(text, [](char c) { return IsNamePart(c) || c == '-' || c == '.'; });
  if (is_name) return std::nullopt;
  return TextProblem{.message = fmt::format("invalid name `{}`", text),
                     .note = fmt::format("use letters, digits, `-`, `_` and `.`, at most {} of "
                                         "them: the name becomes part of the mark on the server",
                                         kMost)};
}

std::optional<TextProblem> MatcherProblem(std::string_view text) {
  const model::ParsedMatchers parsed = model::ParseMatchers(text, model::MatcherMode::kFallback);
  if (parsed.fault) {
    return TextProblem{
        .message = fmt::format("invalid matcher `{}`: {}", text, parsed.fault->message),
        .note = "write `name=\"value\"`, or `!=`, `=~` or `!~` instead of `=`"};
  }
  if (!parsed.matchers.empty()) return std::nullopt;
  return TextProblem{.message = "a matcher is empty",
                     .note = "write `name=\"value\"`, or remove it"};
}

std::optional<TextProblem> ZoneProblem(std::string_view text) {
  const auto error = CheckTimeZone(text);
  if (!error) return std::nullopt;
  return TextProblem{.message = error->message};
}

template <Result<Schedule> (*parse)(std::string_view)>
std::optional<TextProblem> ScheduleProblem(std::string_view text) {
  const Result<Schedule> schedule = parse(text);
  if (schedule) return std::nullopt;
  return TextProblem{.message = fmt::format("invalid schedule `{}`", text),
                     .note = schedule.error().message};
}

constexpr Type kName = Checked(kString, NameProblem);
constexpr Type kMatcher = Checked(kString, MatcherProblem);
constexpr Type kZone = Checked(kString, ZoneProblem);

constexpr Field kSilenceFields[] = {
    {.name = "name",
     .type = kName,
     .presence = Presence::kRequired,
     .doc = "Name of the silence, by which it is found again on the server."},
    {.name = "matchers",
     .type = ListOf(kMatcher),
     .presence = Presence::kRequired,
     .doc = "Matchers of the silence, written as in an alertmanager.yml; an alert must match all "
            "of them."},
    {.name = "comment",
     .type = kString,
     .doc = "Comment of the silence; defaults to the `comment` of the file."},
    {.name = "created_by",
     .type = kString,
     .doc = "Author of the silence; defaults to `created_by` of the file, or its `name`."},
    {.name = "annotations",
     .type = MapOf(kString),
     .doc = "Annotations of the silence, for Alertmanager 0.32 and later."},
    {.name = "starts_at",
     .type = kString,
     .doc = "Start of a one-time silence: `2026-12-05 20:00` in `time_zone`, or RFC 3339."},
    {.name = "weekly",
     .type = Checked(kString, ScheduleProblem<ParseWeekly>),
     .doc = "Weekdays and time at which a window starts: `saturday 22:00`, `mon-fri 02:00`."},
    {.name = "monthly",
     .type = Checked(kString, ScheduleProblem<ParseMonthly>),
     .doc = "Days of the month and time at which a window starts: `1,15 04:00`, `last 23:00`, "
            "`first sunday 03:00`."},
    {.name = "cron",
     .type = Checked(kString, ScheduleProblem<ParseCron>),
     .doc = "Start of a window, as in a crontab: `0 2 * * mon-fri`. `L` is the last day of the "
            "month."},
    {.name = "duration",
     .type = kDuration,
     .doc = "Duration; elapsed time, independent of clock changes."},
    {.name = "until",
     .type = kString,
     .doc = "End: for a window the next time of day, such as `06:00`; for a one-time silence a "
            "time such as `2026-12-06 06:00`."},
    {.name = "time_zone",
     .type = kZone,
     .doc = "Time zone of its times; defaults to the `time_zone` of the file."},
};

constexpr Constraint kSilenceConstraints[] = {
    ExactlyOne("starts_at", "weekly", "monthly", "cron"),
    ExactlyOne("duration", "until"),
};

constexpr Object kSilenceTable = {
    .name = "silence",
    .doc = "A one-time silence, or a recurring maintenance window.",
    .fields = kSilenceFields,
    .constraints = kSilenceConstraints,
};
constexpr Type kSilence = SectionOf(kSilenceTable);

constexpr std::string_view kRequirable[] = {"comment", "created_by"};
constexpr Type kRequirableField = OneOf(kRequirable);

constexpr Field kPolicyFields[] = {
    {.name = "require",
     .type = ListOf(kRequirableField),
     .doc = "Fields that must not be empty: `comment`, `created_by`."},
    {.name = "comment_pattern",
     .type = kRegex,
     .doc = "Regular expression that every comment must match: `OPS-[0-9]+: .+`."},
    {.name = "max_duration", .type = kDuration, .doc = "Maximum duration of a silence."},
};

constexpr Object kPolicyTable = {
    .name = "silence_policy",
    .doc = "Rules that all silences of a file must follow.",
    .fields = kPolicyFields,
};

constexpr Field kFields[] = {
    {.name = "name",
     .type = kName,
     .presence = Presence::kRequired,
     .doc = "Marks the silences of this file on the server; no others are changed. Files for the "
            "same server need different names."},
    {.name = "horizon",
     .type = kDuration,
     .default_value = "14d",
     .doc = "How far in advance windows become silences."},
    {.name = "time_zone",
     .type = kZone,
     .default_value = "UTC",
     .doc = "Time zone of times: `Europe/Berlin`, `UTC`, `local`."},
    {.name = "created_by",
     .type = kString,
     .doc = "Default author of silences; defaults to the `name` of the file."},
    {.name = "comment", .type = kString, .doc = "Default comment of silences."},
    {.name = "policy",
     .type = SectionOf(kPolicyTable),
     .doc = "Rules that all silences must follow."},
    {.name = "silences",
     .type = ListOf(kSilence),
     .presence = Presence::kRequired,
     .doc = "Silences and maintenance windows."},
};

constexpr Constraint kConstraints[] = {Unique("silences", "name")};

}  // namespace

extern const schema::Object kSilencesFileTable = {
    .name = "silences",
    .doc = "Silences and maintenance windows, for `pronoia silence plan` and `silence apply`.",
    .fields = kFields,
    .constraints = kConstraints,
};

}  // namespace check::silences
