#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/number.h"
#include "libcheck/files/file_system.h"
#include "libcheck/promql/parse.h"
#include "libcheck/series/load.h"
#include "libcheck/series/query.h"
#include "libcheck/slo/event_table.h"
#include "libcheck/slo/events_from_series.h"
#include "libcheck/source/source_file.h"
#include "tests/support/shared.h"

namespace check::slo {
namespace {

using nlohmann::json;

constexpr const char* kFolder = "conformance/slo/data";

// The counters of an excerpt, and what they count.
struct Excerpt {
  series::LoadedSeries series;
  std::map<bool, Events> events;  // By from_zero.
};

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
    CHECK(counts);
    CHECK(ratio);
    compared.Add(counts && ratio);
  }
  test::PrintConformance("SLO data, direct counting", compared.agreed, compared.total);
}

TEST_CASE("events from samples equal increments counted by hand") {
  const auto folder = test::Shared(kFolder, "SLO data with samples");
  if (!folder) return;
  const Cases cases(*folder);
  std::map<std::string, Excerpt> excerpts;
  Compared compared;
  for (const json& test : cases.all()) {
    const std::int64_t window_s = test["window_s"];
    if (test["samples"].is_null() || !cases.IsInExcerpt(test, window_s)) continue;
    const std::string set = test["set"];
    CAPTURE(test.dump());
    if (!excerpts.contains(set)) {
      Excerpt& excerpt = excerpts[set];
      excerpt.series = ReadSeries(cases.PathOf(set, ".excerpt.om"));
      for (const bool from_zero : {false, true}) {
        // Where a counter that was reset twice has grown past its value before, its parts tell more
        // than itself: the oracle adds them up.
        Slo slo = Counted("requests_failed_total");
        slo.indicator.total.text =
            "sum(rate(requests_good_total[{{.window}}])) + "
            "sum(rate(requests_failed_total[{{.window}}]))";
        excerpt.events[from_zero] = Count(slo, *excerpt.series.store, from_zero);
        // The engine comes to the same.
        Slo same = Counted("sum by (job) (rate(requests_failed_total[{{.window}}])) or vector(0)");
        same.indicator.total.text =
            "sum by (job) (rate(requests_good_total[{{.window}}])) + "
            "sum by (job) (rate(requests_failed_total[{{.window}}]))";
        const Events again = Count(same, *excerpt.series.store, from_zero);
        CHECK(again.SumOf(0, again.size()) ==
              excerpt.events[from_zero].SumOf(0, excerpt.events[from_zero].size()));
      }
    }
    for (const bool from_zero : {false, true}) {
      const json& expected = test["samples"][from_zero ? "from_zero" : "strict"];
      const EventSum sum = excerpts[set].events[from_zero].Sum(
          test["time"].get<std::int64_t>() * 1000, window_s * 1000);
      const double good = expected["good"];
      const double failed = expected["failed"];
      const bool counts = sum.errors == failed && sum.total == good + failed;
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
  std::map<std::string, series::LoadedSeries> excerpts;
  Compared compared;
  for (const json& test : cases.all()) {
    const std::string set = test["set"];
    const std::int64_t window_s = test["window_s"];
    for (const auto& [name, expected] : test["prometheus"].items()) {
      const std::int64_t reach_s = window_s + (name == "sloth_averaged" ? 300 : 0);
      if (!cases.IsInExcerpt(test, reach_s)) continue;
      if (!excerpts.contains(set)) excerpts[set] = ReadSeries(cases.PathOf(set, ".excerpt.om"));
      const std::string query = QueryOf(name, test["window"]);
      CAPTURE(query);
      CAPTURE(test.dump());
      const auto answer =
          Answer(*excerpts[set].store, query, test["time"].get<std::int64_t>() * 1000);
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
