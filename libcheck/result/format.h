#ifndef LIBCHECK_RESULT_FORMAT_H_
#define LIBCHECK_RESULT_FORMAT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/promql/value.h"
#include "libcheck/report/report.h"

/// What queries give, written for people and for programs.
namespace check::result {

using report::Writer;

enum class Sort : std::uint8_t { kNone, kLabel, kValue };

/// What a format may need to know beside the value.
struct Style {
  bool colour = false;
  bool utf8 = true;      ///< False: the terminal shows ASCII only.
  unsigned width = 80;   ///< Columns of the terminal; 0: it is none, and lines have no end.
  unsigned height = 24;  ///< Its rows.
  std::string_view zone = "UTC";  ///< As base/time_expression.h names zones.
  /// Of rows in tables: as the value has them, by labels, or the largest value first.
  Sort sort = Sort::kNone;
  std::string_view query = {};  ///< The title of plots.
  /// What was asked, in ms; all 0 if it is not known, or was an instant.
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t step = 0;
};

/// An output format. What is written ends in a line break unless it is empty.
struct Format {
  std::string_view name;  ///< "table", "promql", "json"...
  std::string_view doc;   ///< One sentence.
  void (*write)(const promql::Value& value, const Style& style, const Writer& write);

  /// All that is written.
  std::string Render(const promql::Value& value, const Style& style) const;
};

/// Every format, in the order `--help` lists them.
std::span<const Format> AllFormats();
const Format* FindFormat(std::string_view name);

/// The picture that the format `plot` draws as an SVG document, for light and dark pages.
std::string Svg(const promql::Value& value, const Style& style);

}  // namespace check::result

#endif  // LIBCHECK_RESULT_FORMAT_H_
