#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/memory_files.h"
#include "libcheck/series/load.h"
#include "libcheck/slo/event_table.h"
#include "libcheck/slo/events_from_series.h"
#include "libcheck/slo/period_bounds.h"
#include "libcheck/slo/slices.h"
#include "libcheck/slo/window_expr.h"

namespace check::slo {
namespace {

constexpr std::int64_t kStart = 1'772'323'200'000;  // 2026-03-01

Slo Counted(std::string errors, std::string total) {
  Slo slo;
  slo.name = "shop";
  slo.indicator.errors.text = std::move(errors);
  slo.indicator.total.text = std::move(total);
  return slo;
}

std::vector<SloEvents> Count(const Slo& slo, const series::LoadedSeries& loaded,
                             const SeriesOptions& options = {}) {
  auto events = EventsFromSeries(slo, *loaded.store, options);
  if (!events) MESSAGE(events.error().message);
  REQUIRE(events);
  return std::move(*events);
}

series::LoadedSeries Load(const FileSystem& files, const std::string& path) {
  const std::vector<std::string> paths = {path};
  series::LoadedSeries loaded = series::LoadSeries(paths, {.files = &files});
  REQUIRE(loaded.ok());
  return loaded;
}

// A line of a file in testdata/slo/data: "# strict answer: at 900 over 5m: 24 of 240".
struct Answer {
  bool is_strict = false;
  std::int64_t at_s = 0;
  std::string window;
  double errors = 0;
  double total = 0;
};

std::vector<Answer> AnswersIn(const std::filesystem::path& path) {
  std::vector<Answer> answers;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t at = line.find("answer: ");
    if (!line.starts_with("# ") || at == std::string::npos) continue;
    Answer answer = {.is_strict = line.find("strict") != std::string::npos};
    char window[16] = {};
    long long time = 0;
    REQUIRE(std::sscanf(line.c_str() + at, "answer: at %lld over %15[^:]: %lf of %lf", &time,
                        window, &answer.errors, &answer.total) == 4);
    answer.at_s = time;
    answer.window = window;
    answers.push_back(std::move(answer));
  }
  return answers;
}

TEST_CASE("what was derived by hand is counted") {
  const std::filesystem::path folder = PRONOIA_SOURCE_DIR "/testdata/slo/data";
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".prom") continue;
    const series::LoadedSeries loaded = Load(Disk(), entry.path().string());
    for (const Answer& answer : AnswersIn(entry.path())) {
      ++count;
      const std::string name = entry.path().filename().string();
      CAPTURE(name);
      CAPTURE(answer.at_s);
      CAPTURE(answer.window);
      const auto window = ParsePrometheusDuration(answer.window);
      REQUIRE(window);
      // The same by selectors, by expressions of sums, and by the engine.
      for (const Slo& slo :
           {Counted("requests_failed_total", "requests_total"),
            Counted("sum(rate(requests_failed_total[{{.window}}]))",
                    "sum(rate(requests_total[{{.window}}]))"),
            Counted("sum by (job) (increase(requests_failed_total[{{.window}}])) or vector(0)",
                    "sum(label_replace(rate(requests_total[{{ .window }}]), \"a\", \"b\", \"\", "
                    "\"\"))")}) {
        CAPTURE(slo.indicator.total.text);
        const auto events = Count(slo, loaded, {.from_zero = !answer.is_strict});
        REQUIRE(events.size() == 1);
        const EventSum sum = events[0].events.Sum(kStart + answer.at_s * 1000,
                                                  *window / std::chrono::milliseconds(1));
        CHECK(sum.errors == answer.errors);
        CHECK(sum.total == answer.total);
      }
    }
  }
  CHECK(count == 18);
}

std::string RemarksOf(const Events& events) {
  std::string text;
  for (const Events::Remark& remark : events.remarks) text += remark.text + "\n";
  return text;
}

TEST_CASE("all that is unusual in data is remarked on") {
  MemoryFiles files;
  files.Write(
      "x.prom",
      "a{i=\"1\"} 10 0\na{i=\"1\"} 20 60000\na{i=\"1\"} 5 120000\na{i=\"1\"} NaN 180000\n"
      "a{i=\"1\"} 6 600000\na{i=\"1\"} 6 660000\na{i=\"1\"} 6 960000\na{i=\"1\"} 6 1020000\n"
      "a{i=\"2\"} 3 660000\na{i=\"2\"} 4 720000\na{i=\"3\"} 100000 720000\n");
  const auto events = Count(Counted("a", "a"), Load(files, "x.prom"));
  CHECK(RemarksOf(events[0].events) ==
        "no samples for longer than usual twice, for up to 8m: the increase of counters in the gap "
        "belongs to one interval\n"
        "counters decreased once: they are assumed to have restarted from 0, and what they counted "
        "between the previous sample and the restart is lost\n"
        "2 series ended before the data did\n"
        "1 series began after the data did: their first values count as events since then, from "
        "zero\n"
        "1 series began after the data did: their first values are not counted, because they are "
        "far larger than any increase between two samples\n"
        "1 sample is NaN, infinite or negative, and ignored\n"
        "no events once, for up to 5m: such times have no error ratio\n");
}

TEST_CASE("targets that are scraped at different moments are brought onto one grid") {
  MemoryFiles files;
  std::string text;
  for (int i = 0; i <= 40; ++i) {
    text += fmt::format("a{{i=\"1\"}} {} {}\n", 10 * i, 15'000 * i);
    text += fmt::format("a{{i=\"2\"}} {} {}\n", 3 * i, 15'000 * i + 7'000);
    if (i < 10 || i > 20) text += fmt::format("a{{i=\"3\"}} {} {}\n", i, 15'000 * i + 4'321);
  }
  files.Write("x.prom", text);
  const auto events = Count(Counted("a", "a"), Load(files, "x.prom"));
  const Events& all = events[0].events;
  CHECK(all.SumOf(0, all.size()) == EventSum{560, 560, 600'000});
  // The last sample of all ends an interval, and no increment is seen before its sample.
  CHECK(all.last() == 607'000);
  CHECK(all.Sum(all.last(), 15'000).total == 14);
}

TEST_CASE("groups are objectives of their own") {
  MemoryFiles files;
  files.Write("x.prom",
              "a{i=\"1\",r=\"x\"} 0 0\na{i=\"1\",r=\"x\"} 5 60000\n"
              "a{i=\"2\",r=\"x\"} 0 0\na{i=\"2\",r=\"x\"} 7 60000\n"
              "a{i=\"1\",r=\"y\"} 0 0\na{i=\"1\",r=\"y\"} 9 60000\n");
  const series::LoadedSeries loaded = Load(files, "x.prom");
  for (const char* expr :
       {"a", "sum by (r) (rate(a[{{.window}}]))", "sum by (r) (rate(a[{{.window}}]) * 1)"}) {
    CAPTURE(expr);
    Slo slo = Counted(expr, expr);
    slo.indicator.grouping = {"r"};
    const auto events = Count(slo, loaded);
    REQUIRE(events.size() == 2);
    CHECK(events[0].group.front() == std::pair<std::string, std::string>("r", "x"));
    CHECK(events[0].events.SumOf(0, 1) == EventSum{12, 12, 60'000});
    CHECK(events[1].events.SumOf(0, 1) == EventSum{9, 9, 60'000});
  }
}

TEST_CASE("ratios are counted where they tell their parts, and else weigh time") {
  MemoryFiles files;
  files.Write("x.prom",
              "bad 0 0\nbad 1 60000\nbad 1 120000\ntotal 0 0\ntotal 10 60000\ntotal 40 120000\n"
              "share 0.5 0\nshare 0.25 60000\nshare NaN 120000\n");
  const series::LoadedSeries loaded = Load(files, "x.prom");
  Slo slo = Counted("sum(rate(bad[{{.window}}])) / sum(rate(total[{{.window}}]))", "");
  slo.indicator.kind = Indicator::Kind::kRatio;
  auto events = Count(slo, loaded);
  CHECK(events[0].events.SumOf(0, 2) == EventSum{1, 40, 120'000});
  CHECK(events[0].events.remarks.empty());
  slo.indicator.errors.text = "share";
  events = Count(slo, loaded);
  CHECK(events[0].events.SumOf(0, 2) == EventSum{0.75, 2, 120'000});
  CHECK(RemarksOf(events[0].events) ==
        "only a ratio is known: each 1m has the same weight, however many events there were\n");
}

TEST_CASE("gauges and thresholds count samples") {
  MemoryFiles files;
  files.Write("x.prom", "up 1 0\nup 0 60000\nup 1 120000\nup NaN 180000\nup 1 240000\n");
  const series::LoadedSeries loaded = Load(files, "x.prom");
  Slo slo = Counted("", "up");
  slo.indicator.kind = Indicator::Kind::kGauge;
  const Events gauge = std::move(Count(slo, loaded)[0].events);
  CHECK(gauge.SumOf(0, gauge.size()) == EventSum{1, 4, 240'000});
  slo.indicator.kind = Indicator::Kind::kThreshold;
  slo.indicator.op = "lt";
  slo.indicator.threshold = 1;
  const Events threshold = std::move(Count(slo, loaded)[0].events);
  CHECK(threshold.SumOf(0, threshold.size()) == EventSum{3, 4, 240'000});
}

TEST_CASE("samples that are numbers of events are added up") {
  MemoryFiles files;
  files.Write("x.prom", "a 10 0\na 20 60000\na 5 120000\nb 1 0\nb 0 60000\nb 3 120000\n");
  const series::LoadedSeries loaded = Load(files, "x.prom");
  for (const char* total :
       {"sum(sum_over_time(a[{{.window}}]))", "sum(sum_over_time(a[{{.window}}])) * scalar(sum(b))",
        "sum by (x) (sum_over_time(a[{{.window}}])) + 0"}) {
    CAPTURE(total);
    const Slo slo = Counted("sum(sum_over_time(b[{{.window}}]))", total);
    const Events events = std::move(Count(slo, loaded)[0].events);
    CHECK(events.remarks.empty());
    const bool is_scaled = std::string_view(total).find("scalar") != std::string_view::npos;
    CHECK(events.SumOf(0, events.size()) == EventSum{4, is_scaled ? 10.0 + 0 + 15 : 35.0, 180'000});
  }
  const Slo samples =
      Counted("sum(sum_over_time(b[{{.window}}]))",
              "sum(count_over_time(a[{{.window}}])) + sum(count_over_time(b[{{.window}}]))");
  const Events events = std::move(Count(samples, loaded)[0].events);
  CHECK(events.SumOf(0, events.size()) == EventSum{4, 6, 180'000});
}

TEST_CASE("what native histograms count below a latency is good") {
  series::LoadedSeries loaded;
  loaded.store = std::make_unique<storage::MemoryStore>();
  const model::Labels labels = loaded.store->labels().Make(
      std::vector<std::pair<std::string_view, std::string_view>>{{"__name__", "latency"}});
  std::int64_t time = 0;
  for (const auto& [fast, slow] : {std::pair{6, 4}, {12, 6}, {3, 1}}) {
    auto histogram = std::make_shared<model::FloatHistogram>();
    histogram->count = fast + slow;
    histogram->positive.spans = {{0, 2}};  // (0.5, 1] and (1, 2]
    histogram->positive.counts = {static_cast<double>(fast), static_cast<double>(slow)};
    REQUIRE(loaded.store->Append(labels, time, 0, histogram));
    time += 60'000;
  }
  loaded.store->SetAllComplete(time);
  Slo slo = Counted("", "latency");
  slo.indicator.kind = Indicator::Kind::kNativeLatency;
  slo.indicator.latency_s = 1;
  const auto events = Count(slo, loaded);
  CHECK(events[0].events.SumOf(0, 2) == EventSum{2 + 1, 8 + 4, 120'000});
  CHECK(events[0].events.remarks.size() == 1);
}

TEST_CASE("expressions are counted where they add up, and evaluated where they do not") {
  struct Case {
    std::string expr;
    bool is_linear;
  };
  const Case kCases[] = {
      {"sum(rate(a[{{.window}}]))", true},
      {"sum(rate(a[{{ .window }}])) - sum(rate(b[{{.window}}]))", true},
      {"(sum(increase(a[{{.window}}])) or vector(0)) * 2", true},
      {"sum(rate(a[{{.window}}]) * on (pod) group_left (team) owner)", true},
      {"sum(rate(a[{{.window}}])) > 0", true},
      {"sum(rate(a[5m])) + sum(rate(b[5m]))", true},
      {"sum(rate(a[5m])) + sum(rate(b[1m]))", false},
      {"sum(rate(a[{{.window}}])) / sum(rate(b[{{.window}}]))", false},
      {"max(rate(a[{{.window}}]))", false},
      {"sum(rate(a[{{.window}}])) + 1", false},
      {"sum(rate(a[{{.window}}] offset 5m))", false},
      {"clamp_min(sum(rate(a[{{.window}}])), 0)", false},
      {"sum(sum_over_time(a[{{.window}}]))", true},
      {"sum(count_over_time(a[{{.window}}])) - sum(sum_over_time(a[{{.window}}]))", true},
      {"sum(max_over_time(a[{{.window}}]))", false},
  };
  for (const Case& test : kCases) {
    CAPTURE(test.expr);
    const auto expr = WindowExpr::Parse({test.expr, {}});
    REQUIRE(expr);
    CHECK(expr->is_linear() == test.is_linear);
  }
  CHECK(WindowExpr::Parse({"1 - (sum(rate(a[{{.window}}])) / sum(rate(b[{{.window}}])))", {}})
            ->ratio()
            ->is_of_good);
}

constexpr std::string_view kPlainCsv =
    "time,good,total\n1772323230,9,10\n1772323260,20,20\n1772323290,5,10\n";

std::string FindingsOf(std::string_view text, bool cumulative = false) {
  MemoryFiles files;
  files.Write("x.csv", text);
  const std::vector<std::string> paths = {"x.csv"};
  const LoadedEvents loaded = LoadEvents(paths, {.files = &files, .cumulative = cumulative});
  std::string all;
  for (const Error& error : loaded.errors) all += error.message + "\n";
  for (const Finding& finding : loaded.findings) {
    all += fmt::format("{}:{}: {}\n", finding.where.begin.line, finding.where.begin.column,
                       finding.message);
  }
  for (const auto& [info, count] : loaded.hidden) all += fmt::format("and {} more\n", count);
  return all;
}

TEST_CASE("rows of events that cannot be are found, all at once") {
  CHECK(FindingsOf(kPlainCsv).empty());
  CHECK(FindingsOf("") == "1:1: the file is empty; expected a header line with column names\n");
  CHECK(FindingsOf("time,good,total\n") == "`x.csv` has a header but no rows\n");
  CHECK(FindingsOf("time,good,total\n"
                   "1772323230,9,10\n"
                   "1772323230,9,10\n"
                   "1772323200,9,10\n"
                   "noon,9,10\n"
                   "1772323290,-1,10\n"
                   "1772323320,NaN,10\n"
                   "1772323350,11,10\n"
                   "1772323380,9\n"
                   "1772323410,x,y\n"
                   "1772323440,,10\n"
                   "1772323470,,\n"
                   "1772323500,9,+Inf\n") ==
        "3:1: duplicate row for 2026-03-01T00:00:30Z\n"
        "4:1: time goes back: 2026-03-01T00:00:00Z comes after 2026-03-01T00:00:30Z\n"
        "5:1: invalid time `noon`\n"
        "6:12: invalid event count `-1`: expected 0 or more\n"
        "7:12: invalid event count `NaN`: expected a finite number\n"
        "8:1: more good events than total events: 11 of 10\n"
        "9:1: 2 cells, but the header has 3\n"
        "10:12: invalid event count `x`\n"
        "10:14: invalid event count `y`\n"
        "11:1: missing number of events\n"
        "13:14: invalid event count `+Inf`: expected a finite number\n");
  CHECK(FindingsOf("time,good,errors,total\n1,2,3,6\n") ==
        "2:1: 2 good and 3 failed events do not add up to 6\n");
  CHECK(
      FindingsOf("time,good,total\n1772323260,9,10\n253402300000,9e307,10\n253402300000,9,10\n") ==
      "3:14: invalid event count `9e307`: expected at most 1000000000000\n"
      "4:1: more than 10 years since the previous row\n");
  CHECK(FindingsOf("time,good,good,total\n1,2,3,6\n") == "1:11: duplicate column: `good`\n");
}

TEST_CASE("one bad line among a million is found") {
  std::string text = "time,errors,total\n";
  for (int i = 0; i < 1'000'000; ++i) {
    text += fmt::format("{},{},{}\n", 1'772'323'200 + 15 * i, i % 3, i == 777'776 ? -5 : 100);
  }
  CHECK(FindingsOf(text) == "777778:14: invalid event count `-5`: expected 0 or more\n");
}

TEST_CASE("of very many bad lines twenty are shown") {
  std::string text = "time,errors,total\n";
  for (int i = 0; i < 1000; ++i) text += fmt::format("{},7,5\n", 1'772'323'200 + 15 * i);
  const std::string found = FindingsOf(text);
  CHECK(std::count(found.begin(), found.end(), '\n') == 21);
  CHECK(found.ends_with("and 980 more\n"));
}

Events EventsIn(std::string_view text, const Slo& slo = {}, bool cumulative = false) {
  MemoryFiles files;
  files.Write("x.csv", text);
  const std::vector<std::string> paths = {"x.csv"};
  const LoadedEvents loaded = LoadEvents(paths, {.files = &files, .cumulative = cumulative});
  REQUIRE(loaded.ok());
  auto events = EventsOf(loaded.table, slo, true);
  REQUIRE(events);
  return std::move(events->front().events);
}

TEST_CASE("tables of events may have counters, labels and several objectives") {
  const Events plain = EventsIn(kPlainCsv);
  CHECK(plain.first() == 1'772'323'200'000);
  CHECK(plain.Sum(plain.last(), 90'000) == EventSum{6, 40, 90'000});
  const Events counters = EventsIn(
      "time;pod;failed;total\n1772323230;a;1;10\n1772323230;b;0;5\n1772323260;a;2;20\n"
      "1772323260;b;0;9\n1772323290;a;0;7\n1772323290;b;3;19\n",
      {}, true);
  CHECK(counters.Sum(counters.last(), 60'000) == EventSum{4, 10 + 4 + 7 + 10, 60'000});
  Slo slo;
  slo.name = "pay";
  const Events one =
      EventsIn("time,slo,errors,total\n60,cart,1,2\n60,pay,3,4\n120,cart,5,6\n120,pay,7,8\n", slo);
  CHECK(one.SumOf(0, one.size()) == EventSum{10, 12, 120'000});
}

TEST_CASE("periods of calendars begin by the clocks of their zone") {
  Period period;
  period.calendar = {Period::Calendar::Unit::kMonth, 1, "2026-01-01 00:00:00", "Europe/Berlin"};
  const auto at = [](const char* text) { return *ParseTime(text, 0, "UTC"); };
  // Clocks go forward on March 29th: an hour is missing.
  const PeriodBounds march = PeriodAt(period, at("2026-03-15T12:00:00Z"));
  CHECK(march == PeriodBounds{at("2026-02-28T23:00:00Z"), at("2026-03-31T22:00:00Z")});
  // A period holds its end, and not its beginning.
  CHECK(PeriodAt(period, march.end) == march);
  CHECK(PeriodAt(period, march.end + 1).start == march.end);
  period.calendar->start = "2026-01-31 06:30:00";
  CHECK(PeriodAt(period, at("2026-03-01T00:00:00Z")) ==
        PeriodBounds{at("2026-02-28T05:30:00Z"), at("2026-03-31T04:30:00Z")});
  period.calendar = {Period::Calendar::Unit::kWeek, 2, "2026-03-02 00:00:00", "UTC"};
  CHECK(PeriodAt(period, at("2026-02-20T00:00:00Z")) ==
        PeriodBounds{at("2026-02-16T00:00:00Z"), at("2026-03-02T00:00:00Z")});
  period.calendar = {Period::Calendar::Unit::kQuarter, 1, "2025-01-01 00:00:00", "UTC"};
  CHECK(PeriodAt(period, at("2026-03-02T00:00:00Z")).start == at("2026-01-01T00:00:00Z"));
}

TEST_CASE("time slices are good or bad as a whole") {
  Events events;
  // Four minutes of 15s: 1 of 8, nothing, 8 of 8 but unknown for the most part, 2 of 8.
  const double errors[] = {1, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0};
  const double total[] = {2, 2, 2, 2, 0, 0, 0, 0, 8, 2, 2, 2, 2};
  std::int64_t end = 0;
  for (std::size_t i = 0; i < std::size(errors); ++i) {
    if (i == 9) end += 45'000;
    events.Append(end, end + 15'000, errors[i], total[i]);
    end += 15'000;
  }
  Method method = {.kind = Method::Kind::kTimeslices, .slice_ms = 60'000, .slice_target = 0.8};
  const Events slices = CountedBy(method, events);
  CHECK(slices.SumOf(0, slices.size()) == EventSum{1, 3, 180'000});
  const Events again = CountedBy(method, slices);
  CHECK(again.SumOf(0, again.size()) == EventSum{1, 3, 180'000});
  method.kind = Method::Kind::kRatioTimeslices;
  const Events ratios = CountedBy(method, events);
  CHECK(ratios.SumOf(0, ratios.size()) == EventSum{0.125 + 0.25, 2, 180'000});
}

}  // namespace
}  // namespace check::slo
