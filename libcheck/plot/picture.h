#ifndef LIBCHECK_PLOT_PICTURE_H_
#define LIBCHECK_PLOT_PICTURE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace check::plot {

struct Point {
  std::int64_t time = 0;  ///< Milliseconds.
  double value = 0;
};

struct Series {
  std::string name;
  std::vector<Point> points;  ///< In the order of time.
};

/// Lines over time.
struct Picture {
  std::string title;
  std::vector<Series> series;
  /// In ms; both 0: where the points are.
  std::int64_t start = 0;
  std::int64_t end = 0;
  /// Between points, in ms: where one is missing a line has a gap. 0: the points tell.
  std::int64_t step = 0;
};

/// Counts in buckets over time.
struct HeatMap {
  std::string title;
  /// From the lowest: `counts` are in (lower, upper], for each of `times`.
  struct Row {
    double lower = 0;
    double upper = 0;
    std::vector<double> counts;
  };
  std::vector<Row> rows;
  std::vector<std::int64_t> times;
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t step = 0;
};

/// Numbers beside each other.
struct Bars {
  std::string title;
  struct Bar {
    std::string name;
    double value = 0;
  };
  std::vector<Bar> bars;
};

/// Times in which something was so, a row for each thing.
struct Strips {
  enum class Kind : std::uint8_t { kFaint, kHatched, kSolid };  ///< The greater hides the others.
  /// From `start` to before `end`, in ms.
  struct Span {
    std::int64_t start = 0;
    std::int64_t end = 0;
    Kind kind = Kind::kSolid;
  };
  struct Row {
    std::string name;
    std::vector<Span> spans;
  };
  std::string title;
  std::vector<Row> rows;
  std::int64_t start = 0;
  std::int64_t end = 0;
};

/// What is drawn of a result.
struct Drawing {
  Picture lines = {};
  std::vector<HeatMap> maps = {};
  Bars bars = {};
};

/// How pictures look in a terminal.
struct TextStyle {
  bool colour = false;
  bool utf8 = true;
  unsigned width = 80;
  unsigned height = 24;  ///< Lines of the whole picture.
  std::string_view zone = "UTC";
};

/// Pictures made of characters; every line ends in a line break. A height that is too small for
/// the axes is exceeded.
std::string Text(const Picture& picture, const TextStyle& style);
std::string Text(const HeatMap& map, const TextStyle& style);
/// As many lines as there are bars.
std::string Text(const Bars& bars, const TextStyle& style);

/// A line for each row, and the axis of time. However short a span is, it can be seen.
std::string Text(const Strips& strips, const TextStyle& style);

/// All of them as one SVG document, without scripts, for light and dark pages.
std::string Svg(const Drawing& drawing, std::string_view zone);

}  // namespace check::plot

#endif  // LIBCHECK_PLOT_PICTURE_H_
