#include "libcheck/plot/svg_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/time_expression.h"
#include "libcheck/base/utf8.h"
#include "libcheck/plot/frame.h"

namespace check::plot {

std::string Escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    const std::uint32_t c = rune.code_point;
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        AppendUtf8(out,
                   (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF
                       ? kRuneError
                       : c);
    }
    text.remove_prefix(rune.size);
  }
  return out;
}

std::string Number(double value) {
  std::string text = fmt::format("{:.1f}", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string TextAt(double x, double y, std::string_view classes, std::string_view text) {
  const std::string attribute = classes.empty() ? "" : fmt::format(" class=\"{}\"", classes);
  return fmt::format("<text x=\"{}\" y=\"{}\"{}>{}</text>\n", Number(x), Number(y), attribute,
                     Escaped(text));
}

std::string SvgTitle(std::string_view title, double top) {
  constexpr std::size_t kLongestTitle = 100;
  return title.empty() ? "" : TextAt(kSvgMargin, top + 24, "t", Cut(title, kLongestTitle, true));
}

Area MakeArea(double top, std::size_t label_width, const TimeRange& range) {
  constexpr double kCharacter = 7;
  Area area;
  constexpr double kTitle = 44;
  area.top = top + kTitle;
  area.left = kSvgMargin + kCharacter * static_cast<double>(label_width);
  area.width = kSvgWidth - area.left - kSvgMargin;
  area.range = range;
  return area;
}

std::string SvgTimeAxis(const Area& area, std::string_view zone) {
  constexpr double kCharacter = 6;
  std::string out;
  double free = area.left - 30;
  for (const TimeTick& tick : TimeTicks(area.range.start, area.range.end, zone,
                                        static_cast<std::size_t>(area.width / kCharacter))) {
    const double x = area.X(tick.time);
    out += fmt::format("<line class=\"g\" x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" y2=\"{2}\"/>\n",
                       Number(x), Number(area.top), Number(area.bottom() + 4));
    out += TextAt(x, area.bottom() + 18, "m f", tick.label);
    if (!tick.below.empty() && x > free) {
      out += TextAt(x, area.bottom() + 34, "m f", tick.below);
      free = x + kCharacter * static_cast<double>(tick.below.size() + 2);
    }
  }
  if (free < kSvgWidth - 120) {
    out +=
        TextAt(kSvgWidth - kSvgMargin, area.bottom() + 34, "e f", ZoneText(area.range.end, zone));
  }
  return out;
}

std::string RangeText(const TimeRange& range, std::string_view zone) {
  const auto time = [&](std::int64_t ms) { return FormatTime(ms, zone, TimeStyle::kDateTime); };
  return fmt::format("from {} to {} {}", time(range.start), time(range.end),
                     ZoneText(range.end, zone));
}

}  // namespace check::plot
