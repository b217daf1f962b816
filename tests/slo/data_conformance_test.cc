#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/number.h"
#include "libcheck/files/file_system.h"
#include "libcheck/promql/parse.h"
#include "libcheck/series/load.h"
#include "libcheck/series/query.h"
#include "libcheck/slo/burn.h"
#include "libcheck/slo/event_table.h"
#include "libcheck/slo/events_from_series.h"
#include "libcheck/source/source_file.h"
#include "tests/support/shared.h"

namespace check::slo {
namespace {

using nlohmann::json;

constexpr const char* kFolder = "conformance/slo/data";

Slo Counted(const std::string& part, bool is_good = false) {
  Slo slo;
  slo.name = "set";
  (is_good ? slo.indicator.good : slo.indicator.errors).text = part;
  slo.indicator.total.text = "requests_total";
  return slo;
}

Events ReadEvents(const std::string& path) {
  const std::vector<std::string> paths = {path};
  const LoadedEvents loaded = LoadEvents(paths, {.files = &Disk()});
  REQUIRE(loaded.ok());
  auto events = EventsOf(loaded.table, Counted("x"), true);
  REQUIRE(events);
  REQUIRE(events->size() == 1);
  return std::move(events->front().events);
}

series::LoadedSeries ReadSeries(const std::string& path) {
  const std::vector<std::string> paths = {path};
  series::LoadedSeries loaded = series::LoadSeries(paths, {.files = &Disk()});
  REQUIRE(loaded.ok());
  return loaded;
}

Events Count(const Slo& slo, storage::Queryable& store, bool from_zero) {
  auto events = EventsFromSeries(slo, store, {.from_zero = from_zero});
  REQUIRE(events);
  REQUIRE(events->size() == 1);
  return std::move(events->front().events);
}

bool Near(double a, double b, double tolerance) {
  if (std::isnan(a) && std::isnan(b)) return true;
  return std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

// An answer of ours as the oracle has Prometheus's: nothing if it is empty.
std::optional<double> Answer(storage::Queryable& store, const std::string& query,
                             std::int64_t time) {
  const SourceBuffer source("<query>", query);
  Arena arena;
  Diagnostics problems;
  const promql::Expr* const expr =
      promql::ParseExpr(source, series::WholeLanguage(), arena, problems);
  REQUIRE(expr != nullptr);
  const promql::QueryResult result = series::RunQuery(*expr, store, {.start = time, .end = time});
  REQUIRE(result.ok());
  const auto& vector = std::get<promql::Vector>(result.value);
  if (vector.empty()) return std::nullopt;
  return vector.front().value;
}

std::string QueryOf(const std::string& name, const std::string& window) {
  const auto counted = [&](const char* metric) {
    return fmt::format("sum(increase({}[{}]))", metric, window);
  };
  if (name == "increase_total") return counted("requests_total");
  if (name == "increase_good") return counted("requests_good_total");
  if (name == "increase_failed") return counted("requests_failed_total");
  if (name == "ratio_failed_rate") {
    return fmt::format("sum(rate(requests_failed_total[{0}])) / sum(rate(requests_total[{0}]))",
                       window);
  }
  if (name == "ratio_one_minus_good_increase") {
    return "1 - " + counted("requests_good_total") + " / " + counted("requests_total");
  }
  const std::string ratio =
      "(sum(rate(requests_failed_total[5m])) / sum(rate(requests_total[5m])))";
  return fmt::format("sum_over_time({0}[{1}:1m]) / count_over_time({0}[{1}:1m])", ratio, window);
}

// Whether a scrape of the set was missed, and whether its process began anew, as sets.json tells.
bool IsMissed(const std::string& set, std::int64_t offset_s) {
  constexpr std::int64_t kDay = 86'400, kNoon = 43'200;
  if (set != "gap") return false;
  return (offset_s > kDay + kNoon && offset_s <= kDay + kNoon + 3600) || offset_s / 30 % 97 == 0;
}
bool IsReset(const std::string& set, std::int64_t offset_s) {
  constexpr std::int64_t kDay = 86'400;
  if (set != "resets") return false;
  return offset_s % 11'250 == 0 || offset_s == kDay + 36'015 || offset_s == kDay + 36'030;
}
bool LosesEvents(const std::string& set, std::int64_t offset_s) {
  return set == "resets" && offset_s == 86'400 + 18'000;
}

// The counters of a set whose series follow each other, made of its events.
series::LoadedSeries Rebuild(const EventTable::Rows& rows, const std::string& set,
                             const json& about) {
  series::LoadedSeries made;
  made.store = std::make_unique<storage::MemoryStore>();
  const std::int64_t start = about["start"];
  bool all_stored = true;
  for (const auto& [name, span] : about["series"].items()) {
    struct Metric {
      const char* name;
      double value = 0;
      std::size_t series = 0;
    };
    Metric metrics[] = {{"requests_total"}, {"requests_good_total"}, {"requests_failed_total"}};
    for (Metric& metric : metrics) {
      metric.series = made.store->SeriesIndex(
          made.store->labels().Make(std::vector<std::pair<std::string_view, std::string_view>>{
              {"__name__", metric.name}, {"job", "shop"}, {"of", name}}));
    }
    for (std::size_t i = 0; i < rows.times.size(); ++i) {
      const std::int64_t time_s = rows.times[i] / 1000;
      if (time_s < span[0].get<std::int64_t>() || time_s > span[1].get<std::int64_t>()) continue;
      const bool loses = LosesEvents(set, time_s - start);
      const double grown[] = {rows.total[i], rows.total[i] - rows.errors[i], rows.errors[i]};
      for (std::size_t m = 0; m < 3; ++m) {
        if (loses || IsReset(set, time_s - start)) metrics[m].value = 0;
        if (!loses) metrics[m].value += grown[m];
        if (IsMissed(set, time_s - start)) continue;
        all_stored &= made.store->AppendAt(metrics[m].series, rows.times[i], metrics[m].value).ok();
      }
    }
  }
  CHECK(all_stored);
  made.store->SetAllComplete(std::numeric_limits<std::int64_t>::max());
  return made;
}

struct Compared {
  std::size_t agreed = 0;
  std::size_t total = 0;
  void Add(bool agrees) {
    ++total;
    agreed += agrees ? 1 : 0;
  }
};

class Cases {
 public:
  explicit Cases(const std::filesystem::path& folder) : folder_(folder) {
    for (const std::string& line : test::Lines(folder / "cases.jsonl")) {
      cases_.push_back(json::parse(line));
    }
    std::ifstream file(folder / "sets/sets.json");
    for (const json& set : json::parse(file)) sets_[set["set"]] = set;
  }

  const std::vector<json>& all() const { return cases_; }
  std::string PathOf(const std::string& set, const char* what) const {
    return (folder_ / "sets" / (set + what)).string();
  }
  const json& SetOf(const json& test) const { return sets_.at(test["set"]); }
  // Whether all samples that a query up to `reach_s` before `time` can see are in the excerpt.
  bool IsInExcerpt(const json& test, std::int64_t reach_s) const {
    const json& excerpt = sets_.at(test["set"])["excerpt"];
    const std::int64_t time = test["time"];
    // A series that begins with the excerpt began before it, so that the oracle saw one sample
    // more.
    return time <= excerpt[1].get<std::int64_t>() &&
           time - reach_s >= excerpt[0].get<std::int64_t>();
  }

 private:
  std::filesystem::path folder_;
  std::vector<json> cases_;
  std::map<std::string, json> sets_;
};

TEST_CASE("events from files equal direct counting") {
  const auto folder = test::Shared(kFolder, "SLO data with exact counts");
  if (!folder) return;
  const Cases cases(*folder);
  std::map<std::string, Events> sets;
  Compared compared;
  for (const json& test : cases.all()) {
    if (test["true"].is_null()) continue;
    const std::string set = test["set"];
    CAPTURE(test.dump());
    if (!sets.contains(set)) sets[set] = ReadEvents(cases.PathOf(set, ".events.csv.gz"));
    const std::int64_t window = test["window_s"].get<std::int64_t>() * 1000;
    const EventSum sum = sets[set].Sum(test["time"].get<std::int64_t>() * 1000, window);
    const json& truth = test["true"];
    const bool counts = sum.errors == truth["failed"].get<double>() &&
                        sum.total == truth["total"].get<double>() &&
                        sum.covered_ms == truth["covered_s"].get<std::int64_t>() * 1000;
    const bool ratio = truth["ratio"].is_null()
                           ? !sum.any()
                           : Near(sum.ratio(), truth["ratio"].get<double>(), 1e-12);
    const bool has_burn = truth.contains("burn_rate") && !truth["burn_rate"].is_null();
    const bool burns = !has_burn || Near(sum.ratio() / test["budget"].get<double>(),
                                         truth["burn_rate"].get<double>(), 1e-12);
    CHECK(counts);
    CHECK(ratio);
    CHECK(burns);
    bool remains = true;
    if (truth.contains("budget_remaining") && truth["complete"].get<bool>()) {
      Slo slo;
      slo.period.length_ms = window;
      slo.objective = *Objective::ParsePercent(test["objective"].dump());
      const BudgetState state = BudgetAt(slo, sets[set], test["time"].get<std::int64_t>() * 1000);
      remains = std::abs(state.remaining - truth["budget_remaining"].get<double>()) < 1e-12 &&
                state.is_complete;
      CHECK(remains);
    }
    compared.Add(counts && ratio && burns && remains);
  }
  test::PrintConformance("SLO data, direct counting", compared.agreed, compared.total);
}

// The samples that make a case: of the excerpt, or all of them where it is known how they came
// about.
series::LoadedSeries SamplesOf(const Cases& cases, const std::string& set, const json& about) {
  if (set == "daynight") return ReadSeries(cases.PathOf(set, ".excerpt.om"));
  const std::vector<std::string> paths = {cases.PathOf(set, ".events.csv.gz")};
  const LoadedEvents loaded = LoadEvents(paths, {.files = &Disk()});
  REQUIRE(loaded.ok());
  return Rebuild(loaded.table.rows.front(), set, about);
}

TEST_CASE("samples that are made of events are those of the excerpts") {
  const auto folder = test::Shared(kFolder, "SLO data with samples");
  if (!folder) return;
  const Cases cases(*folder);
  std::set<std::string> done;
  for (const json& test : cases.all()) {
    const std::string set = test["set"];
    if (set == "daynight" || !done.insert(set).second) continue;
    CAPTURE(set);
    const series::LoadedSeries made = SamplesOf(cases, set, cases.SetOf(test));
    const series::LoadedSeries excerpt = ReadSeries(cases.PathOf(set, ".excerpt.om"));
    for (const char* metric : {"requests_total", "requests_good_total", "requests_failed_total"}) {
      for (std::int64_t time = excerpt.times.begin; time <= excerpt.times.end; time += 15'000) {
        const std::string query = fmt::format("sum(last_over_time({}[20s]))", metric);
        const auto ours = Answer(*made.store, query, time);
        const auto theirs = Answer(*excerpt.store, query, time);
        CHECK(ours == theirs);
      }
    }
  }
  CHECK(done.size() == 6);
}

// Whether all that a case asks for is there.
bool IsThere(const Cases& cases, const json& test, std::int64_t reach_s) {
  return test["set"] != "daynight" || cases.IsInExcerpt(test, reach_s);
}

TEST_CASE("events from samples equal increments counted by hand") {
  const auto folder = test::Shared(kFolder, "SLO data with samples");
  if (!folder) return;
  const Cases cases(*folder);
  struct Counts {
    series::LoadedSeries series;
    std::map<bool, Events> events;  // By from_zero.
  };
  std::map<std::string, Counts> sets;
  Compared compared;
  for (const json& test : cases.all()) {
    const std::int64_t window_s = test["window_s"];
    if (test["samples"].is_null() || !IsThere(cases, test, window_s)) continue;
    const std::string set = test["set"];
    CAPTURE(test.dump());
    if (!sets.contains(set)) {
      Counts& counts = sets[set];
      counts.series = SamplesOf(cases, set, cases.SetOf(test));
      for (const bool from_zero : {false, true}) {
        // Where a counter that was reset twice has grown past its value before, its parts tell more
        // than itself: the oracle adds them up.
        Slo slo = Counted("requests_failed_total");
        slo.indicator.total.text =
            "sum(rate(requests_good_total[{{.window}}])) + "
            "sum(rate(requests_failed_total[{{.window}}]))";
        counts.events[from_zero] = Count(slo, *counts.series.store, from_zero);
        // The engine comes to the same.
        Slo same = Counted("sum by (job) (rate(requests_failed_total[{{.window}}])) or vector(0)");
        same.indicator.total.text =
            "sum by (job) (rate(requests_good_total[{{.window}}])) + "
            "sum by (job) (rate(requests_failed_total[{{.window}}]))";
        const Events again = Count(same, *counts.series.store, from_zero);
        CHECK(again.SumOf(0, again.size()) ==
              counts.events[from_zero].SumOf(0, counts.events[from_zero].size()));
      }
    }
    for (const bool from_zero : {false, true}) {
      const json& expected = test["samples"][from_zero ? "from_zero" : "strict"];
      const EventSum sum =
          sets[set].events[from_zero].Sum(test["time"].get<std::int64_t>() * 1000, window_s * 1000);
      const double failed = expected["failed"];
      const bool counts =
          sum.errors == failed && sum.total == expected["good"].get<double>() + failed;
      CAPTURE(from_zero);
      CAPTURE(sum.errors);
      CAPTURE(sum.total);
      CHECK(counts);
      compared.Add(counts);
    }
  }
  test::PrintConformance("SLO data, counted in samples", compared.agreed, compared.total);
}

TEST_CASE("our answers to plain formulas are Prometheus's") {
  const auto folder = test::Shared(kFolder, "SLO data with Prometheus's answers");
  if (!folder) return;
  const Cases cases(*folder);
  std::map<std::string, series::LoadedSeries> sets;
  Compared compared;
  for (const json& test : cases.all()) {
    const std::string set = test["set"];
    const std::int64_t window_s = test["window_s"];
    for (const auto& [name, expected] : test["prometheus"].items()) {
      const std::int64_t reach_s = window_s + (name == "sloth_averaged" ? 300 : 0);
      if (!IsThere(cases, test, reach_s)) continue;
      if (!sets.contains(set)) sets[set] = SamplesOf(cases, set, cases.SetOf(test));
      const std::string query = QueryOf(name, test["window"]);
      CAPTURE(query);
      CAPTURE(test.dump());
      const auto answer = Answer(*sets[set].store, query, test["time"].get<std::int64_t>() * 1000);
      const bool agrees =
          expected.is_null()
              ? !answer.has_value()
              : answer && Near(*answer, *ParseGoFloat(expected.get<std::string>()), 1e-9);
      CAPTURE(answer.value_or(-1));
      CHECK(agrees);
      compared.Add(agrees);
    }
  }
  test::PrintConformance("SLO data, Prometheus's answers", compared.agreed, compared.total);
}

}  // namespace
}  // namespace check::slo
