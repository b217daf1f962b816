#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

#include "libcheck/model/histogram.h"
#include "libcheck/plot/heat_map.h"
#include "libcheck/plot/picture.h"
#include "libcheck/plot/scatter.h"
#include "libcheck/plot/summary.h"
#include "tests/support/golden.h"

namespace check::plot {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kStart = 1'710'009'900'000;  // 2024-03-09 19:45 in Berlin.
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

template <typename Function>
Series Line(std::string name, int points, Function value, std::int64_t step = kMinute) {
  Series series = {std::move(name), {}};
  for (int i = 0; i < points; ++i) series.points.push_back({kStart + i * step, value(i)});
  return series;
}

Picture Over(std::string title, std::vector<Series> series, int points,
             std::int64_t step = kMinute) {
  return {std::move(title), std::move(series), kStart, kStart + (points - 1) * step, step};
}

Picture Requests() {
  return Over("sum by (code) (rate(http_requests_total[5m]))",
              {Line("{code=\"200\"}", 361, [](int i) { return 900 + 600 * std::sin(i / 40.0); }),
               Line("{code=\"404\"}", 361, [](int i) { return 300 + 90 * std::cos(i / 15.0); }),
               Line("{code=\"500\"}", 361,
                    [](int i) { return i > 200 && i < 230 ? 700 + 5.0 * (i % 20) : 20.0; })},
              361);
}

Picture Gaps() {
  return Over("up", {Line("", 120, [](int i) { return i / 30 % 2 == 1 ? kNaN : i * 1e-4; })}, 120);
}

Picture Many() {
  std::vector<Series> all;
  for (int s = 0; s < 40; ++s) {
    all.push_back(
        Line("{instance=\"host-" + std::to_string(s) + ".example.org:9100\", mode=\"idle\"}", 200,
             [s](int i) { return s * 1e6 + 3e5 * std::sin((i + 20 * s) / 9.0); }));
  }
  return Over("node_memory_Active_bytes", all, 200);
}

Picture Days() {
  return Over("days",
              {Line(
                  "a", 200, [](int i) { return -5 + std::fabs(i % 24 - 12.0); }, 60 * kMinute)},
              200, 60 * kMinute);
}

HeatMap Buckets() {
  std::vector<CumulativeBucket> buckets;
  int number = 0;
  for (const double upper : {0.05, 0.1, 0.25, 0.5, 1.0, 2.5, kInf}) {
    const double share = ++number / 7.0;
    buckets.push_back({upper, Line("", 90, [share](int i) {
                                return (40 + 30 * std::sin(i / 12.0)) *
                                       std::pow(share, 1 + i / 40.0);
                              }).points});
  }
  HeatMap map = FromCumulative(buckets);
  map.title = "sum by (le) (rate(request_duration_seconds_bucket[5m]))";
  map.start = kStart;
  map.end = kStart + 89 * kMinute;
  map.step = kMinute;
  return map;
}

HeatMap Native() {
  std::vector<HistogramAt> histograms;
  for (int i = 0; i < 60; ++i) {
    if (i > 25 && i < 30) continue;
    model::FloatHistogram histogram;
    histogram.schema = i < 30 ? 1 : 0;
    histogram.zero_threshold = 0.001;
    histogram.zero_count = i % 7;
    histogram.positive = {{{-4 + i / 15, 3}, {4, 2}}, {5, 20.0 + i, 8, 3, 1}};
    histogram.negative = {{{0, 2}}, {1.0 * (i % 5), 2}};
    histogram.count = 100;
    histograms.push_back(
        {kStart + i * kMinute, std::make_shared<model::FloatHistogram>(histogram)});
  }
  HeatMap map = FromHistograms(histograms);
  map.title = "native";
  map.step = kMinute;
  return map;
}

Bars Disks() {
  return {"disk",
          {{"{device=\"sda\"}", 17},
           {"{device=\"nvme0n1\"}", 812.25},
           {"{device=\"late\"}", -200},
           {"{device=\"none\"}", kNaN},
           {"{device=\"zero\"}", 0}}};
}

template <typename P>
void Check(const P& picture, const std::string& name, unsigned width, bool colour = false,
           bool utf8 = true) {
  const TextStyle style = {colour, utf8, width, 24, "Europe/Berlin"};
  test::CheckGolden(test::Testdata("plot/" + name + ".txt"), Text(picture, style));
}

TEST_CASE("lines follow the width, and are told apart with colours and without") {
  Check(Requests(), "requests-40", 40);
  Check(Requests(), "requests-80", 80);
  Check(Requests(), "requests-200", 200);
  Check(Requests(), "requests-colour", 80, true);
  Check(Requests(), "requests-ascii", 80, false, false);
  Check(Many(), "many-80", 80);
  Check(Many(), "many-colour", 120, true);
}

TEST_CASE("gaps are gaps, dates are shown where they change") {
  Check(Gaps(), "gaps", 80);
  Check(Days(), "days", 100);
}

TEST_CASE("histograms are heat maps") {
  Check(Buckets(), "buckets-80", 80);
  Check(Buckets(), "buckets-colour", 120, true);
  Check(Buckets(), "buckets-ascii", 80, false, false);
  Check(Native(), "native", 80);
}

TEST_CASE("numbers have bars") {
  Check(Disks(), "bars", 60);
  Check(Disks(), "bars-ascii", 60, false, false);
}

TEST_CASE("values at the ends of what numbers can be, and few of them") {
  const auto draw = [](std::vector<Point> points) {
    Picture picture = {"", {{"a", std::move(points)}}, 0, 0, 0};
    return Text(picture, {false, true, 50, 12, "UTC"}) + '\n';
  };
  constexpr double kMost = std::numeric_limits<double>::max();
  std::string all = draw({{0, -kMost}, {kMinute, kMost}, {2 * kMinute, 0}});
  all += draw({{0, 5e-324}, {kMinute, 1e-323}});
  all += draw({{0, 0}, {kMinute, 1e-9}, {2 * kMinute, 2e-9}});
  all += draw({{0, 42}, {kMinute, 42}, {2 * kMinute, 42}});
  all += draw({{0, 0}, {kMinute, 0}});
  all += draw({{0, 7.5}});
  all += draw({{0, 1}, {kMinute, kInf}, {2 * kMinute, 2}, {3 * kMinute, -kInf}});
  all += draw({{0, kNaN}, {kMinute, kNaN}});
  all += draw({});
  all += draw({{0, 1e15 + 1}, {kMinute, 1e15 + 3}});
  all += draw({{1'710'009'900'000, 1}, {1'710'009'900'500, 2}, {1'710'009'901'000, 1}});
  all += draw({{1'510'009'900'000, 1}, {1'710'009'900'500, 2}, {1'810'009'901'000, 1}});
  constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
  all += draw({{-kLast - 1, 1}, {0, 2}, {kLast, 3}});
  all += draw({{kLast, 3}});
  test::CheckGolden(test::Testdata("plot/extremes.txt"), all);
  CHECK(Sparkline({{-kLast - 1, 1}, {0, 2}, {kLast, 3}}, 0, 0, 5) == "▁▅  █");
  HeatMap map = FromCumulative({{1, {{-kLast - 1, 1}, {kLast, 3}}}, {2, {{0, 5}}}});
  CHECK_FALSE(Text(map, {false, true, 50, 12, "UTC"}).empty());
}

TEST_CASE("the same pictures as SVG") {
  const auto check = [](const Drawing& drawing, const std::string& name) {
    test::CheckGolden(test::Testdata("plot/" + name + ".svg"), Svg(drawing, "Europe/Berlin"));
  };
  check({.lines = Requests()}, "requests");
  check({.lines = Many()}, "many");
  check({.lines = Gaps()}, "gaps");
  check({.maps = {Buckets(), Native()}}, "histograms");
  check({.bars = Disks()}, "bars");
  Picture hostile = Gaps();
  hostile.title = "<script>alert(\"&\")</script>\x01\xff";
  hostile.series.front().name = "{a=\"]]>\"}";
  check({.lines = hostile}, "hostile");
  check({}, "nothing");
}

TEST_CASE("all widths and heights are drawn") {
  for (unsigned width = 0; width <= 300; width += 7) {
    for (unsigned height : {0U, 1U, 7U, 24U, 100U}) {
      for (const bool utf8 : {false, true}) {
        const TextStyle style = {false, utf8, width, height, "UTC"};
        CHECK_FALSE(Text(Requests(), style).empty());
        CHECK_FALSE(Text(Buckets(), style).empty());
      }
    }
  }
}

TEST_CASE("points of two numbers look as they did") {
  Scatter scatter = {"delay in minutes: shop", "pages a month", {}};
  for (int i = 0; i < 12; ++i) scatter.dots.push_back({i * 3.0, 120.0 / (i + 1)});
  scatter.dots.push_back({9, 30, 'a', true});
  scatter.dots.push_back({9, 30, 'b', true});  // The first one stays.
  scatter.dots.push_back({kNaN, 3, 'x', true});
  scatter.dots.push_back({3, kInf, 'x', true});
  std::string all = Text(scatter, {.width = 60, .height = 14});
  all += Text(scatter, {.colour = true, .utf8 = false, .width = 20, .height = 5});
  test::CheckGolden(test::Testdata("plot/scatter.txt"), all);
  CHECK(Text(Scatter{}, {}).empty());
}

}  // namespace
}  // namespace check::plot
