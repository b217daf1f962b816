#include "libcheck/silences/silences_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "libcheck/base/arena.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/regex.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/load.h"
#include "libcheck/schema/reader.h"
#include "libcheck/silences/codes.h"
#include "libcheck/silences/effect.h"

namespace check::silences {
namespace {

using schema::Values;

constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV3;

std::int64_t Milliseconds(Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

std::string DurationText(std::int64_t ms) {
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

// Reads a file as far as it can be read: what is wrong with a field by itself has been reported.
class Reader {
 public:
  Reader(const Values& root, Diagnostics& diagnostics)
      : root_(root), policy_(root.Sub("policy")), diagnostics_(diagnostics) {
    if (const std::string_view pattern = policy_.Text("comment_pattern"); !pattern.empty()) {
      if (Result<Regex> regex = Regex::Compile(pattern)) comment_pattern_ = std::move(*regex);
    }
  }

  SilencesFile Read() {
    SilencesFile file = {.name = std::string(root_.Text("name")),
                         .horizon_ms = Milliseconds(root_.Time("horizon", kSilencesFileTable))};
    for (const yaml::Node& node : root_.Items("silences")) {
      if (!node.IsMapping()) continue;
      if (auto silence = ReadSilence(root_.Of(node))) file.silences.push_back(std::move(*silence));
    }
    return file;
  }

 private:
  // Of the silence or else of the file.
  std::string Inherited(const Values& section, std::string_view field,
                        std::string_view absent = {}) const {
    if (section.IsSet(field)) return std::string(section.Text(field));
    return std::string(root_.IsSet(field) ? root_.Text(field) : absent);
  }

  Diagnostic& Report(const CodeInfo& info, const yaml::Node& at, std::string message) {
    return diagnostics_.Report(info, {&root_.input().file, at.span}, std::move(message));
  }
  // At a field, or if it is absent, at the name of the silence, or else at all of it.
  Diagnostic& ReportField(const CodeInfo& info, const Values& section, std::string_view field,
                          std::string message) {
    const yaml::Entry* at = section.Given(field);
    if (at == nullptr) at = section.Given("name");
    return Report(info, at != nullptr ? at->value : section.node(), std::move(message));
  }

  std::optional<PlannedSilence> ReadSilence(const Values& section) {
    PlannedSilence silence = {
        .name = std::string(section.Text("name")),
        .created_by = Inherited(section, "created_by", root_.Text("name")),
        .comment = Inherited(section, "comment"),
    };
    for (const yaml::Entry& entry : section.Sub("annotations").entries()) {
      silence.annotations.emplace_back(section.TextOf(entry.key), section.TextOf(entry.value));
    }
    std::ranges::sort(silence.annotations);
    ReadMatchers(section, silence);
    std::string zone =
        Inherited(section, "time_zone", schema::DefaultText(kSilencesFileTable, "time_zone"));
    if (CheckTimeZone(zone)) zone = "UTC";
    const bool is_read = section.Has("starts_at") ? ReadOnce(section, zone, silence)
                                                  : ReadRecurrence(section, zone, silence);
    CheckPolicy(section, silence);
    if (!is_read) return std::nullopt;
    CheckLength(section, silence);
    return silence;
  }

  void ReadMatchers(const Values& section, PlannedSilence& silence) {
    std::vector<model::AlertMatcher> matchers;
    for (const yaml::Node& node : section.Items("matchers")) {
      auto parsed = model::ParseMatchers(section.TextOf(node), model::MatcherMode::kFallback);
      std::ranges::move(parsed.matchers, std::back_inserter(matchers));
    }
    for (const model::AlertMatcher& matcher : matchers) {
      silence.matchers.push_back(api::v2::FromMatcher(matcher));
    }
    if (matchers.empty()) return;
    if (MatchesEmpty(matchers)) {
      ReportField(schema::kBadValue, section, "matchers",
                  "all matchers match an alert without labels, which Alertmanager refuses")
          .notes.emplace_back("add a matcher that requires a label, such as `team=\"db\"`");
    } else if (MatchesNearlyAnything(matchers)) {
      ReportField(kSilenceMatchesEverything, section, "matchers",
                  "the matchers match nearly every alert")
          .notes.emplace_back(
              "add a matcher that requires a value of a label, such as `team=\"db\"`");
    }
  }

  std::optional<std::int64_t> ReadTime(const Values& section, std::string_view field,
                                       std::string_view zone) {
    const auto time = ParseAbsoluteTime(section.Text(field), zone);
    if (!time) {
      ReportField(schema::kBadValue, section, field,
                  fmt::format("invalid time `{}`", section.Text(field)))
          .notes.emplace_back("write one such as `2026-12-05 20:00` or `2026-12-05T20:00:00Z`");
    }
    return time;
  }

  bool ReadOnce(const Values& section, std::string_view zone, PlannedSilence& silence) {
    const auto start = ReadTime(section, "starts_at", zone);
    if (section.Has("duration")) {
      const std::int64_t duration = ReadDuration(section);
      if (!start || duration == 0) return false;
      silence.once = {*start, *start + duration};
      return true;
    }
    const auto end = ReadTime(section, "until", zone);
    if (!start || !end) return false;
    if (*end <= *start) {
      ReportField(schema::kBadValue, section, "until", "the silence ends before it begins");
      return false;
    }
    silence.once = {*start, *end};
    return true;
  }

  // 0 if it cannot be.
  std::int64_t ReadDuration(const Values& section) {
    const Result<Duration> duration = ParsePrometheusDuration(section.Text("duration"));
    if (duration && duration->count() == 0) {
      ReportField(schema::kBadValue, section, "duration",
                  "the duration of a silence must be greater than zero");
    }
    return duration ? Milliseconds(*duration) : 0;
  }

  static Result<Schedule> ReadSchedule(const Values& section, std::string_view& field) {
    if (section.Has(field = "weekly")) return ParseWeekly(section.Text(field));
    if (section.Has(field = "monthly")) return ParseMonthly(section.Text(field));
    return ParseCron(section.Text(field = "cron"));
  }

  bool ReadRecurrence(const Values& section, const std::string& zone, PlannedSilence& silence) {
    std::string_view field;
    Result<Schedule> schedule = ReadSchedule(section, field);
    if (!schedule) return false;  // That has been reported.
    Recurrence recurrence = {.schedule = std::move(*schedule), .zone = zone};
    if (section.Has("until")) {
      const Result<int> until = ParseClock(section.Text("until"));
      if (!until) {
        ReportField(schema::kBadValue, section, "until", until.error().message);
        return false;
      }
      recurrence.until = *until;
    } else {
      recurrence.duration_ms = ReadDuration(section);
      if (recurrence.duration_ms == 0) return false;
    }
    CheckComing(section, field, recurrence);
    silence.recurrence = std::move(recurrence);
    return true;
  }

  void CheckComing(const Values& section, std::string_view field, const Recurrence& recurrence) {
    if (!recurrence.schedule.EverComes()) {
      ReportField(kSilenceNeverComes, section, field, "this schedule never occurs");
      return;
    }
    // A leap year and more, so that all distances between windows are seen.
    constexpr std::int64_t kYears = std::int64_t{2} * 366 * 24 * 3600 * 1000;
    constexpr std::int64_t kFrom = 1'704'067'200'000;  // 2024-01-01
    const auto windows = Expand(recurrence, kFrom, kFrom + kYears, 1000);
    const auto overlap = std::ranges::adjacent_find(
        windows, [](const TimeSpan& a, const TimeSpan& b) { return b.start < a.end; });
    if (overlap == windows.end()) return;
    ReportField(kSilenceOverlapsItself, section, field,
                fmt::format("a window of {} starts again after {}",
                            DurationText(overlap->end - overlap->start),
                            DurationText(overlap[1].start - overlap->start)));
  }

  void CheckPolicy(const Values& section, const PlannedSilence& silence) {
    for (const yaml::Node& node : policy_.Items("require")) {
      const std::string_view field = policy_.TextOf(node);
      if (section.IsSet(field) || root_.IsSet(field)) continue;
      ReportField(kSilenceAgainstPolicy, section, field,
                  fmt::format("missing `{}`, which the policy requires", field));
    }
    if (comment_pattern_ && !comment_pattern_->FullMatch(silence.comment)) {
      ReportField(kSilenceAgainstPolicy, section, "comment",
                  fmt::format("the comment does not match `{}` of the policy",
                              policy_.Text("comment_pattern")));
    }
  }

  void CheckLength(const Values& section, const PlannedSilence& silence) {
    const std::int64_t most = Milliseconds(policy_.Time("max_duration"));
    if (most == 0) return;
    std::int64_t length = silence.once.end - silence.once.start;
    if (silence.recurrence) {
      constexpr std::int64_t kYear = std::int64_t{366} * 24 * 3600 * 1000;
      constexpr std::int64_t kFrom = 1'704'067'200'000;  // 2024-01-01
      for (const TimeSpan& window : Expand(*silence.recurrence, kFrom, kFrom + kYear, 1000)) {
        length = std::max(length, window.end - window.start);
      }
    }
    if (length <= most) return;
    ReportField(kSilenceAgainstPolicy, section, section.Has("until") ? "until" : "duration",
                fmt::format("the silence lasts {}, longer than {} of the policy",
                            DurationText(length), DurationText(most)));
  }

  const Values& root_;
  Values policy_;
  Diagnostics& diagnostics_;
  std::optional<Regex> comment_pattern_;
};

}  // namespace

SilencesFile ReadSilencesFile(const SourceFile& file, Diagnostics& diagnostics) {
  Arena arena;
  const schema::LoadedFile loaded =
      schema::Load(file, &kSilencesFileTable,
                   {.reader = "pronoia", .validate = {.dialect = kDialect}}, arena, diagnostics);
  if (loaded.root == nullptr || !loaded.root->IsMapping()) return {};
  const schema::Input input = {file, loaded.stream, arena};
  const Values root(*loaded.root, input, kDialect);
  return Reader(root, diagnostics).Read();
}

}  // namespace check::silences
