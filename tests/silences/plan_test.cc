#include "libcheck/silences/plan.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/time_expression.h"
#include "libcheck/source/source_file.h"

namespace check::silences {
namespace {

using api::v2::Silence;
using Action = Step::Action;
using Texts = std::vector<std::string>;

constexpr std::string_view kFile = R"(
name: db-team
horizon: 14d
time_zone: Europe/Berlin
comment: maintenance
silences:
  - name: patches
    matchers: ['team="db"']
    weekly: saturday 22:00
    duration: 3h
  - name: disks
    matchers: ['instance="db3"']
    starts_at: 2026-10-20 20:00
    duration: 3h
)";

std::int64_t Ms(std::string_view time) { return ParseAbsoluteTime(time, "UTC").value(); }

SilencesFile Read(std::string text) {
  const SourceBuffer source("s.yml", std::move(text));
  Diagnostics diagnostics;
  SilencesFile file = ReadSilencesFile(source, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.found()) MESSAGE(diagnostic.message);
  REQUIRE(!diagnostics.HasErrors());
  return file;
}
std::string With(std::string text, std::string_view from, std::string_view to) {
  REQUIRE(text.find(from) != text.npos);
  return text.replace(text.find(from), from.size(), to);
}

// What a server holds once the steps are done at `now`.
std::vector<Silence> Done(std::vector<Silence> there, const Plan& plan, std::int64_t now) {
  for (const Step& step : plan.steps) {
    std::erase_if(there, [&](const Silence& s) { return s.id == step.before.id; });
    if (step.action == Action::kExpire) continue;
    Silence made = step.after;
    if (made.id.empty()) made.id = "id of " + step.key;
    made.starts_at.ms = std::max(made.starts_at.ms, now);
    there.push_back(made);
  }
  return there;
}

Plan Make(std::string_view file, const std::vector<Silence>& there, std::string_view now,
          MarkStyle style = MarkStyle::kAnnotation, bool prune = false) {
  return *MakePlan(Read(std::string(file)), there,
                   {.now_ms = Ms(now), .style = style, .prune = prune});
}

Texts Words(const Plan& plan) {
  Texts texts;
  for (const Step& step : plan.steps) {
    std::string text(1, "+~-"[static_cast<int>(step.action)]);
    text += " " + step.key;
    for (const std::string& reason : step.reasons) text += "; " + reason;
    texts.push_back(text);
  }
  return texts;
}

TEST_CASE("a plan makes the windows of the horizon once, on both sides of a change of clocks") {
  const Plan first = Make(kFile, {}, "2026-10-17T12:00:00Z");
  CHECK(Words(first) == Texts{"+ db-team/patches/2026-10-17T20:00:00Z", "+ db-team/disks",
                              "+ db-team/patches/2026-10-24T20:00:00Z"});
  std::vector<Silence> there = Done({}, first, Ms("2026-10-17T12:00:00Z"));
  const Plan again = Make(kFile, there, "2026-10-17T12:00:00Z");
  CHECK(again.steps.empty());
  CHECK(again.kept == 3);
  // In the middle of the first window; a week later; when winter time has begun.
  CHECK(Make(kFile, there, "2026-10-17T20:30:00Z").steps.empty());
  const Plan later = Make(kFile, there, "2026-10-18T00:00:00Z");
  CHECK(Words(later) == Texts{"+ db-team/patches/2026-10-31T21:00:00Z"});
  const Plan spring = Make(kFile, {}, "2027-03-22T00:00:00Z");
  CHECK(Words(spring) ==
        Texts{"+ db-team/patches/2027-03-27T21:00:00Z", "+ db-team/patches/2027-04-03T20:00:00Z"});
  CHECK(spring.over == Texts{"disks"});
}

TEST_CASE("silences that have the file's mark are changed, and no others") {
  const std::string_view now = "2026-10-17T12:00:00Z";
  for (const MarkStyle style : {MarkStyle::kAnnotation, MarkStyle::kComment}) {
    std::vector<Silence> there = Done({}, Make(kFile, {}, now, style), Ms(now));
    Silence foreign = there[0];
    foreign.id = "somebody's";
    (void)TakeMark(foreign);
    Silence other_file = foreign;
    other_file.id = "another file's";
    SetMark(other_file, "db-team-2/patches", style);
    there.push_back(foreign);
    there.push_back(other_file);
    CHECK(Make(kFile, there, now, style, true).steps.empty());
    const std::string changed = With(With(std::string(kFile), "duration: 3h", "duration: 4h"),
                                     "comment: maintenance", "comment: patches");
    const Plan plan = Make(changed, there, now, style);
    CHECK(Words(plan) == Texts{"~ db-team/patches/2026-10-17T20:00:00Z; ends; comment",
                               "~ db-team/disks; comment",
                               "~ db-team/patches/2026-10-24T20:00:00Z; ends; comment"});
    CHECK(Make(changed, Done(there, plan, Ms(now)), now, style).steps.empty());
    // After an upgrade of the server marks stay where they are.
    CHECK(Make(kFile, there, now, MarkStyle::kAnnotation).steps.empty());
  }
}

TEST_CASE("windows that move are expired, silences that are gone only when pruned") {
  const std::string_view now = "2026-10-17T12:00:00Z";
  const std::vector<Silence> there = Done({}, Make(kFile, {}, now), Ms(now));
  CHECK(Words(Make(With(std::string(kFile), "saturday", "friday"), there, now)) ==
        Texts{"+ db-team/patches/2026-10-23T20:00:00Z", "+ db-team/patches/2026-10-30T21:00:00Z",
              "- db-team/patches/2026-10-17T20:00:00Z; no window starts then any more",
              "- db-team/patches/2026-10-24T20:00:00Z; no window starts then any more"});
  const std::string renamed = With(std::string(kFile), "name: disks", "name: new-disks");
  const Plan kept = Make(renamed, there, now);
  CHECK(Words(kept) == Texts{"+ db-team/new-disks"});
  CHECK(kept.orphans.size() == 1);
  CHECK(Words(Make(renamed, there, now, MarkStyle::kAnnotation, true)) ==
        Texts{"+ db-team/new-disks", "- db-team/disks; it was removed from the file"});
  // A shorter horizon takes nothing away.
  const Plan shorter = Make(With(std::string(kFile), "14d", "1d"), there, now);
  CHECK(shorter.steps.empty());
  CHECK(shorter.kept == 3);
  std::vector<Silence> twice = there;
  twice.push_back(there[1]);
  twice.back().id = "zz";
  CHECK(Words(Make(kFile, twice, now)) ==
        Texts{"- db-team/disks; another silence has the same mark"});
}

TEST_CASE("the start of a silence that is active is left as it is") {
  const std::string_view now = "2026-10-17T20:40:00Z";
  const Plan first = Make(kFile, {}, now);
  REQUIRE(first.steps[0].key == "db-team/patches/2026-10-17T20:00:00Z");
  CHECK(first.steps[0].after.starts_at.ms == Ms(now));
  const std::vector<Silence> there = Done({}, first, Ms(now));
  CHECK(Make(kFile, there, "2026-10-17T20:50:00Z").steps.empty());
  const Plan longer =
      Make(With(std::string(kFile), "duration: 3h", "duration: 4h"), there, "2026-10-17T20:50:00Z");
  REQUIRE(longer.steps[0].action == Action::kChange);
  CHECK(longer.steps[0].after.starts_at.ms == Ms(now));
  CHECK(longer.steps[0].after.ends_at.ms == Ms("2026-10-18T00:00:00Z"));
}

TEST_CASE("marks are read back, and leave comments as they were") {
  for (const std::string_view comment : {"", "a [b]", "[pronoia:", "x "}) {
    for (const MarkStyle style : {MarkStyle::kAnnotation, MarkStyle::kComment}) {
      Silence silence = {.comment = std::string(comment), .annotations = {{"z", "1"}}};
      CHECK(!TakeMark(silence));
      SetMark(silence, "f/n", style);
      CHECK(TakeMark(silence) == "f/n");
      CHECK(silence.comment == comment);
      CHECK(silence.annotations == api::v2::Pairs{{"z", "1"}});
    }
  }
  CHECK(MarkStyleOf("0.31.1") == MarkStyle::kComment);
  CHECK(MarkStyleOf("0.25.0") == MarkStyle::kComment);
  CHECK(MarkStyleOf("0.32.0-rc.0") == MarkStyle::kAnnotation);
  CHECK(MarkStyleOf("v0.34.0") == MarkStyle::kAnnotation);
  CHECK(MarkStyleOf("1.0.0") == MarkStyle::kAnnotation);
  CHECK(MarkStyleOf("") == MarkStyle::kComment);
  CHECK(MarkStyleOf("(devel)") == MarkStyle::kComment);
}

TEST_CASE("a file that comes to too many silences is refused") {
  const std::string text =
      With(With(std::string(kFile), "weekly: saturday 22:00", "cron: '* * * * *'"), "duration: 3h",
           "duration: 1m");
  const auto plan = MakePlan(Read(text), {}, {.now_ms = Ms("2026-10-17T12:00:00Z")});
  REQUIRE(!plan);
  CHECK(plan.error().message == "`db-team` has more than 10000 silences: choose a shorter horizon");
}

}  // namespace
}  // namespace check::silences
