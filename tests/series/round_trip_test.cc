#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "libcheck/result/format.h"
#include "libcheck/series/load.h"

namespace check::series {
namespace {

std::string Letters(std::mt19937_64& random) {
  constexpr std::string_view kAlphabet[] = {"a",  "b",  "_",  ":", ".", "ü",
                                            "\"", "\\", "\n", " ", "}", ","};
  std::string text;
  for (std::uint64_t i = random() % 6; i > 0; --i)
    text += kAlphabet[random() % std::size(kAlphabet)];
  return text;
}

std::vector<promql::FloatPoint> Points(std::mt19937_64& random) {
  std::vector<promql::FloatPoint> points;
  std::int64_t time = 1'700'000'000'000 + static_cast<std::int64_t>(random() % 100'000'000'000);
  for (std::uint64_t i = random() % 20; i > 0; --i) {
    time += 1 + static_cast<std::int64_t>(random() % 100'000);
    const double value = std::bit_cast<double>(random());
    points.push_back({time, std::isnan(value) ? model::kNaN : value});
  }
  return points;
}

TEST_CASE("series written as OpenMetrics are read again to the last bit") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    model::LabelTable table;
    promql::Matrix matrix;
    for (int i = 0; i < 5; ++i) {
      promql::ResultSeries& series = matrix.emplace_back();
      series.labels = table.Make({{"__name__", "n" + Letters(random)},
                                  {"l" + Letters(random), Letters(random)},
                                  {"number", std::to_string(i)}});
      for (const promql::FloatPoint& point : Points(random)) series.floats.push_back(point);
    }
    MemoryFiles files;
    const promql::Value value = std::move(matrix);
    const std::string text = result::FindFormat("openmetrics")->Render(value, {});
    files.Write("x.om", text);
    const LoadedSeries loaded = LoadSeries(std::vector<std::string>{"x.om"}, {.files = &files});
    CAPTURE(text);
    REQUIRE(loaded.ok());
    for (const promql::ResultSeries& written : std::get<promql::Matrix>(value)) {
      if (written.floats.empty()) continue;
      const std::size_t index =
          loaded.store->SeriesIndex(loaded.store->labels().Import(written.labels));
      const storage::Series& read = loaded.store->series(index);
      REQUIRE(read.floats.size() == written.floats.size());
      for (std::size_t i = 0; i < read.floats.size(); ++i) {
        REQUIRE(read.float_times[i] == written.floats[i].time);
        REQUIRE(std::bit_cast<std::uint64_t>(read.floats[i]) ==
                std::bit_cast<std::uint64_t>(written.floats[i].value));
      }
    }
  }
}

}  // namespace
}  // namespace check::series
