#include "libcheck/slo/report.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/contrast.h"
#include "tests/support/golden.h"

namespace check::slo {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kStart = 1'772'323'200'000;  // 2026-03-01 00:00 UTC.

// Four days with a request a second, counted every ten minutes. On the third day, from 10:00 to
// 11:00, one of ten fails: 360 of 345,600.
Events FourDays() {
  Events events;
  for (std::int64_t time = 0; time < 4 * kDay; time += 10 * kMinute) {
    const bool is_bad = time >= 2 * kDay + 10 * kHour && time < 2 * kDay + 11 * kHour;
    events.Append(kStart + time, kStart + time + 10 * kMinute, is_bad ? 60 : 0, 600);
  }
  return events;
}

Slo FourDaySlo(std::string name) {
  Slo slo;
  slo.service = "shop";
  slo.name = std::move(name);
  slo.objective = *Objective::ParsePercent("99");
  slo.period.length_ms = 4 * kDay;
  slo.policy = WorkbookPolicy(slo.period.length_ms);
  return slo;
}

ReportOptions AtTheEnd() {
  ReportOptions options;
  options.end = kStart + 4 * kDay;
  options.interval_ms = 10 * kMinute;
  options.tool_version = "1.2.3";
  return options;
}

TEST_CASE("a report has the figures that follow from the events") {
  const Events events = FourDays();
  const Slo slo = FourDaySlo("requests");
  const ReportFacts facts = MakeReportFacts({&slo, {}, &events}, AtTheEnd());
  CHECK(facts.budget.sum.errors == 360);
  CHECK(facts.budget.sum.total == 345'600);
  // 1 % of all requests.
  CHECK(facts.budget.events == doctest::Approx(3456));
  CHECK(facts.budget.remaining == doctest::Approx(1 - 360.0 / 3456));
  CHECK(facts.burn_last_day == 0);
  CHECK(facts.status == ReportStatus::kMet);
  CHECK(facts.budget.is_complete);
  REQUIRE(facts.score.episodes.size() == 1);
  const EpisodeOutcome& outcome = facts.score.episodes.front();
  CHECK(outcome.episode.start == kStart + 2 * kDay + 10 * kHour);
  CHECK(outcome.episode.end == kStart + 2 * kDay + 11 * kHour);
  CHECK(outcome.spent == doctest::Approx(360.0 / 3456));
  // 5 % of the budget in 6h is a burn rate of 0.05 * 96 / 6 = 0.8, or 0.8 % errors. Of the 21,600
  // requests of 6h, 180 errors are more than that for the first time: after half an hour.
  CHECK(outcome.page.delay_ms == 30 * kMinute);
  CHECK(outcome.page.spent_at_first == doctest::Approx(180.0 / 3456));
  CHECK(facts.score.pages == 1);
  REQUIRE(facts.days.size() == 1);
  CHECK(facts.days.front().start == kStart + 2 * kDay);
  CHECK(facts.days.front().spent == doctest::Approx(360.0 / 3456));
  REQUIRE(facts.hours.size() == 1);
  CHECK(facts.hours.front().start == kStart + 2 * kDay + 10 * kHour);
}

TEST_CASE("days and hours of a report are local ones") {
  const Events events = FourDays();
  const Slo slo = FourDaySlo("requests");
  ReportOptions options = AtTheEnd();
  options.zone = "Asia/Kolkata";  // 5:30 ahead: 15:30 to 16:30.
  const ReportFacts facts = MakeReportFacts({&slo, {}, &events}, options);
  REQUIRE(facts.hours.size() == 2);
  CHECK(facts.hours[0].sum.errors == 180);
  CHECK(facts.hours[1].sum.errors == 180);
  options.zone = "Pacific/Kiritimati";  // 14 hours ahead: on the next day.
  const ReportFacts later = MakeReportFacts({&slo, {}, &events}, options);
  REQUIRE(later.days.size() == 1);
  CHECK(later.days.front().start == kStart + 2 * kDay + 10 * kHour);
}

TEST_CASE("half of a period has the budget of all of it") {
  Events events;
  events.Append(kStart, kStart + 2 * kDay, 100, 172'800);
  const Slo slo = FourDaySlo("requests");
  ReportOptions options = AtTheEnd();
  options.end = kStart + 2 * kDay;
  const ReportFacts facts = MakeReportFacts({&slo, {}, &events}, options);
  CHECK(facts.budget.events == doctest::Approx(3456));
  CHECK(facts.budget.remaining == doctest::Approx(1 - 100.0 / 3456));
  CHECK_FALSE(facts.budget.is_complete);
}

TEST_CASE("a report page looks as it did") {
  Events events = FourDays();
  events.remarks.push_back(
      {Events::Remark::Kind::kReset, "a counter was reset", kStart + kHour, kStart + kHour, 1});
  const Events none;
  std::vector<Slo> slos = {FourDaySlo("requests"), FourDaySlo("batches")};
  slos[0].description = "answers in time";
  const std::vector<ReportSubject> subjects = {{&slos[0], {}, &events},
                                               {&slos[1], {{"route", "/cart"}}, &none}};
  const std::string page = ReportPage("shop", subjects, AtTheEnd());
  CHECK(page == ReportPage("shop", subjects, AtTheEnd()));
  test::CheckGolden(test::Testdata("slo/report.html"), page);
  test::CheckGolden(test::Testdata("slo/report.json"), ReportJson(subjects, AtTheEnd()));
}

TEST_CASE("a report page holds no text that is not its own, no script and no address") {
  const std::string hostile = "\"><script>alert(1)</script>&\x01\xff\n";
  Events events = FourDays();
  events.remarks.push_back({Events::Remark::Kind::kGap, hostile, kStart, kStart, 1});
  std::vector<Slo> slos = {FourDaySlo(hostile), FourDaySlo(hostile)};
  slos[0].description = hostile;
  slos[0].policy.name = hostile;
  for (BurnAlert& alert : slos[0].policy.alerts) alert.severity = alert.name = hostile;
  ReportOptions options = AtTheEnd();
  options.incidents = {{kStart + kDay, kStart + 2 * kDay, hostile}};
  options.tool_version = hostile;
  const std::vector<ReportSubject> subjects = {{&slos[0], {{hostile, hostile}}, &events},
                                               {&slos[1], {}, &events}};
  const std::string page = ReportPage(hostile, subjects, options);
  const std::pair<std::string, std::string> link = {hostile, ReportFileName(hostile)};
  for (const std::string& text : {page, ReportIndex(std::span(&link, 1), options)}) {
    CHECK(text.find("<script") == std::string::npos);
    CHECK(text.find('\x01') == std::string::npos);
    CHECK(text.find('\xff') == std::string::npos);
    CHECK(text.find("://") == std::string::npos);
    CHECK(text.find("url(") == std::string::npos);
    CHECK(text.find("&lt;script") != std::string::npos);
  }
}

TEST_CASE("names of files of reports are plain") {
  CHECK(ReportFileName("shop") == "shop.html");
  CHECK(ReportFileName("") == "slo.html");
  CHECK(ReportFileName("../../etc/passwd") == "-.-..-etc-passwd.html");
  CHECK(ReportFileName("a b/c") == "a-b-c.html");
  CHECK(ReportFileName(std::string(500, 'x')).size() == 105);
}

TEST_CASE("texts of report pages have contrast enough, lines as much as they need") {
  const std::string page = ReportPage("shop", {}, AtTheEnd());
  const std::size_t light = page.find(":root{");
  const std::size_t dark = page.find("(prefers-color-scheme:dark){:root{", light);
  REQUIRE(dark != std::string::npos);
  for (const std::size_t at : {light, dark}) {
    const std::string rule = page.substr(at, page.find('}', at) + 1 - at);
    for (const std::string_view name : {"text", "faint", "good", "warn", "bad", "c0"}) {
      CAPTURE(name);
      CHECK(Contrast(rule, "page", name) >= 4.5);
    }
    for (const std::string_view name : {"c1", "c2", "c3", "c4", "c5", "c6", "c7"}) {
      CAPTURE(name);
      CHECK(Contrast(rule, "page", name) >= 3);
    }
  }
}

}  // namespace
}  // namespace check::slo
