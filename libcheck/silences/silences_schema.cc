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
  return TextProblem{
      .message = fmt::format("invalid name `{}`", text),
      .note = fmt::format("use letters, digits, `-`, `_` and `.`, and no more than {} of them: the "
                          "name becomes part of the mark on the server",
                          kMost)};
}

std::optional<TextProblem> MatcherProblem(std::string_view text) {
  const model::ParsedMatchers parsed = model::ParseMatchers(text, model::MatcherMode::kFallback);
  if (parsed.fault) {
    return TextProblem{
        .message = fmt::format("invalid matcher `{}`: {}", text, parsed.fault->message),
        .note = "write `name=\"value\"`, or `!=`, `=~` or `!~` in place of `=`"};
  }
  if (!parsed.matchers.empty()) return std::nullopt;
  return TextProblem{.message = "a matcher is empty",
                     .note = "write `name=\"value\"`, or leave it out"};
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
     .doc = "What the silence is called; a silence on the server is found again by it."},
    {.name = "matchers",
     .type = ListOf(kMatcher),
     .presence = Presence::kRequired,
     .doc = "Which alerts are silenced: those that match all, written as in an alertmanager.yml."},
    {.name = "comment",
     .type = kString,
     .doc = "What the silence is for. Without it, the file's own `comment`."},
    {.name = "created_by",
     .type = kString,
     .doc = "Who is responsible for it. Without it, the file's own `created_by`, or its `name`."},
    {.name = "annotations",
     .type = MapOf(kString),
     .doc = "Annotations of the silence, for Alertmanager 0.32 and later."},
    {.name = "starts_at",
     .type = kString,
     .doc = "When it begins, of a silence that comes once: `2026-12-05 20:00` in `time_zone`, or "
            "RFC 3339."},
    {.name = "weekly",
     .type = Checked(kString, ScheduleProblem<ParseWeekly>),
     .doc = "On which weekdays a window begins, and when: `saturday 22:00`, `mon-fri 02:00`."},
    {.name = "monthly",
     .type = Checked(kString, ScheduleProblem<ParseMonthly>),
     .doc = "On which days of the month a window begins, and when: `1,15 04:00`, `last 23:00`, "
            "`first sunday 03:00`."},
    {.name = "cron",
     .type = Checked(kString, ScheduleProblem<ParseCron>),
     .doc = "When a window begins, as in a crontab: `0 2 * * mon-fri`. `L` is the last day of the "
            "month."},
    {.name = "duration",
     .type = kDuration,
     .doc = "How long it lasts: time that passes, whatever clocks are changed meanwhile."},
    {.name = "until",
     .type = kString,
     .doc = "When it is over: of a window the next time that clocks show this, such as `06:00`; of "
            "a silence that comes once, a time such as `2026-12-06 06:00`."},
    {.name = "time_zone",
     .type = kZone,
     .doc = "The time zone of its times. Without it, the file's own `time_zone`."},
};

constexpr Constraint kSilenceConstraints[] = {
    ExactlyOne("starts_at", "weekly", "monthly", "cron"),
    ExactlyOne("duration", "until"),
};

constexpr Object kSilenceTable = {
    .name = "silence",
    .doc = "A silence that comes once, or a maintenance window that comes again and again.",
    .fields = kSilenceFields,
    .constraints = kSilenceConstraints,
};
constexpr Type kSilence = SectionOf(kSilenceTable);

constexpr std::string_view kRequirable[] = {"comment", "created_by"};
constexpr Type kRequirableField = OneOf(kRequirable);

constexpr Field kPolicyFields[] = {
    {.name = "require",
     .type = ListOf(kRequirableField),
     .doc = "What must not be empty: `comment`, `created_by`."},
    {.name = "comment_pattern",
     .type = kRegex,
     .doc = "A regular expression that matches all of each comment: `OPS-[0-9]+: .+`."},
    {.name = "max_duration", .type = kDuration, .doc = "How long a silence may last."},
};

constexpr Object kPolicyTable = {
    .name = "silence_policy",
    .doc = "What all silences of a file have to comply with.",
    .fields = kPolicyFields,
};

constexpr Field kFields[] = {
    {.name = "name",
     .type = kName,
     .presence = Presence::kRequired,
     .doc = "Marks the silences of this file on the server: no others are ever changed. Two files "
            "for one server need two names."},
    {.name = "horizon",
     .type = kDuration,
     .default_value = "14d",
     .doc = "How far ahead windows become silences."},
    {.name = "time_zone",
     .type = kZone,
     .default_value = "UTC",
     .doc = "The time zone of times: `Europe/Berlin`, `UTC`, `local`."},
    {.name = "created_by",
     .type = kString,
     .doc = "The author of silences that name none. Without it, the `name` of the file."},
    {.name = "comment", .type = kString, .doc = "The comment of silences that have none."},
    {.name = "policy", .type = SectionOf(kPolicyTable), .doc = "What all silences comply with."},
    {.name = "silences",
     .type = ListOf(kSilence),
     .presence = Presence::kRequired,
     .doc = "The silences and maintenance windows."},
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
