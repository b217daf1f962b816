#include "libcheck/record/notation.h"

#include <doctest/doctest.h>

#include <bit>
#include <cstdint>
#include <random>

#include "libcheck/promql/series_description.h"

namespace check::record {
namespace {

using promql::SequenceValue;

std::vector<SequenceValue> Floats(std::initializer_list<double> floats) {
  std::vector<SequenceValue> values;
  for (const double value : floats) values.push_back({.value = value});
  return values;
}

TEST_CASE("values are written as steps where these add up to the same bits") {
  CHECK(ValuesText({}) == "");
  CHECK(ValuesText(Floats({1})) == "1");
  CHECK(ValuesText(Floats({1, 2})) == "1 2");
  CHECK(ValuesText(Floats({1, 2, 3, 4})) == "1+1x3");
  CHECK(ValuesText(Floats({5, 5, 5, 5, 4, 3, 2})) == "5x3 4-1x2");
  CHECK(ValuesText(Floats({-1, -1.5, -2, 0})) == "-1-0.5x2 0");
  CHECK(ValuesText(Floats({0.1, 0.2, 0.3})) == "0.1 0.2 0.3");  // 0.1 + 0.1 + 0.1 is more.
  CHECK(ValuesText(Floats({model::kNaN, model::kNaN, model::kInf, -model::kInf})) ==
        "NaN NaN +Inf -Inf");
  const SequenceValue gap = {.omitted = true};
  const SequenceValue stale = {.value = model::kNaN, .stale = true};
  CHECK(ValuesText({gap, {.value = 1}, gap, gap, stale, gap}) == "_ 1 _x2 stale _");
}

TEST_CASE("series are named as test files name them") {
  model::LabelTable table;
  CHECK(SeriesText(table.Make({{"__name__", "up"}})) == "up");
  CHECK(SeriesText(table.Make({{"__name__", "up"}, {"a", "x\"y"}, {"b.c", "d"}})) ==
        "up{a=\"x\\\"y\", \"b.c\"=\"d\"}");
  CHECK(SeriesText(table.Make({{"__name__", "a.b"}, {"c", "d"}})) == "{\"a.b\", c=\"d\"}");
  CHECK(SeriesText(table.Make({{"c", "d"}})) == "{c=\"d\"}");
}

bool Same(const SequenceValue& a, const SequenceValue& b) {
  if (a.omitted || b.omitted) return a.omitted == b.omitted;
  if (a.stale || b.stale) return a.stale == b.stale;
  return std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value);
}

TEST_CASE("what is written is read again to the last bit") {
  std::mt19937_64 random(1);
  const auto pick = [&](std::uint64_t below) { return random() % below; };
  for (int round = 0; round < 2000; ++round) {
    std::vector<SequenceValue> values;
    double value = 0;
    double step = 0;
    while (values.size() < 60) {
      switch (pick(8)) {
        case 0:
          values.push_back({.omitted = true});
          continue;
        case 1:
          values.push_back({.value = model::kNaN, .stale = true});
          continue;
        case 2:
          step = std::bit_cast<double>(random());
          break;
        case 3:
          step = static_cast<double>(pick(100)) / 10;
          break;
        case 4:
          value = static_cast<double>(pick(1000)) - 500;
          break;
        case 5:
          value = std::bit_cast<double>(random());
          break;
        default:
          break;
      }
      for (std::uint64_t i = pick(12); i > 0; --i) {
        values.push_back({.value = value == value ? value : model::kNaN});
        value += step;
      }
    }
    const std::string text = ValuesText(values);
    CAPTURE(text);
    promql::SeriesDescription read;
    REQUIRE_FALSE(promql::ParseSeriesDescription("x " + text, read));
    REQUIRE(read.values.size() == values.size());
    std::size_t i = 0;
    for (const SequenceValue& again : read.values) REQUIRE(Same(again, values[i++]));
  }
}

}  // namespace
}  // namespace check::record
