#include "libcheck/plot/frame.h"

#include <algorithm>
#include <array>

#include "libcheck/base/utf8.h"
#include "libcheck/plot/columns.h"

namespace check::plot {
namespace {

constexpr std::size_t kFewestColumns = 10;

// A line of text that is written at columns; what would run into other text is left out.
class Ruler {
 public:
  explicit Ruler(std::size_t width) : width_(width) {}

  // Around `column` if there is room for it, else as near as it fits in the line.
  void Put(std::string_view text, std::size_t column) {
    const std::size_t size = DisplayWidth(text);
    if (size == 0 || size > width_) return;
    const std::size_t at = std::min(column - std::min(column, size / 2), width_ - size);
    if (used_ > 0 && at < used_ + 1) return;
    text_.append(at - used_, ' ');
    text_ += text;
    used_ = at + size;
  }
  void PutAtEnd(std::string_view text) {
    const std::size_t size = DisplayWidth(text);
    if (used_ + 2 + size <= width_) Put(text, width_ - (size + 1) / 2);
  }
  const std::string& text() const { return text_; }

 private:
  std::size_t width_;
  std::size_t used_ = 0;
  std::string text_;
};

}  // namespace

std::string InColour(std::string_view text, unsigned colour) {
  return "\x1b[38;5;" + std::to_string(colour) + "m" + std::string(text) + "\x1b[0m";
}

unsigned LineColour(std::size_t line) {
  // Blue, orange, teal, pink, gold, dark red, light blue, violet: they differ in lightness, too,
  // and can be seen on light and dark.
  constexpr std::array<unsigned, kLineStyles> kColours = {33, 208, 36, 175, 178, 160, 117, 99};
  return kColours[line % kLineStyles];
}

std::string_view LineMark(std::size_t line, bool utf8) {
  constexpr std::array<std::string_view, kLineStyles> kMarks = {"●", "▲", "■", "◆",
                                                                "○", "△", "□", "◇"};
  constexpr std::array<std::string_view, kLineStyles> kLetters = {"*", "+", "o", "x",
                                                                  "#", "@", "%", "&"};
  return utf8 ? kMarks[line % kLineStyles] : kLetters[line % kLineStyles];
}

std::string Cut(std::string_view text, std::size_t width, bool utf8) {
  if (DisplayWidth(text) <= width) return std::string(text);
  const std::string_view more = utf8 ? "…" : "~";
  std::string out;
  while (!text.empty() && width > 0) {
    const std::string_view next = text.substr(0, DecodeRune(text).size);
    if (DisplayWidth(out) + DisplayWidth(next) + 1 > width) break;
    out += next;
    text.remove_prefix(next.size());
  }
  return width == 0 ? "" : out + std::string(more);
}

std::string Shown(std::string text, const TextStyle& style) {
  constexpr std::string_view kMicro = "µ";
  for (std::size_t at = 0; !style.utf8 && (at = text.find(kMicro, at)) != text.npos;) {
    text.replace(at, kMicro.size(), "u");
  }
  return text;
}

std::string PadRight(std::string text, std::size_t width) {
  text.append(width - std::min(width, DisplayWidth(text)), ' ');
  return text;
}

std::string PadLeft(std::string text, std::size_t width) {
  return std::string(width - std::min(width, DisplayWidth(text)), ' ') + text;
}

std::string TitleLine(std::string_view title, const TextStyle& style) {
  if (title.empty()) return "";
  const std::string text = Cut(title, style.width, style.utf8);
  return (style.colour ? "\x1b[1m" + text + "\x1b[0m" : text) + '\n';
}

std::string RowStart(std::string_view label, std::size_t label_width, bool utf8) {
  const std::string_view axis = label.empty() ? (utf8 ? " │" : " |") : (utf8 ? " ┤" : " +");
  return PadLeft(std::string(label), label_width) + std::string(axis);
}

std::string TimeAxis(const TimeRange& range, std::size_t label_width, std::size_t columns,
                     const TextStyle& style) {
  const std::vector<TimeTick> ticks = TimeTicks(range.start, range.end, style.zone, columns);
  std::vector<bool> marked(columns);
  // Labels may begin below the labels of the other axis.
  const std::size_t margin = label_width + 2;
  Ruler times(margin + columns);
  Ruler dates(margin + columns);
  for (const TimeTick& tick : ticks) {
    const std::size_t column = ColumnOf(tick.time, range, columns);
    marked[column] = true;
    times.Put(tick.label, margin + column);
    dates.Put(tick.below, margin + column);
  }
  dates.PutAtEnd(ZoneText(range.end, style.zone));
  std::string line = std::string(label_width, ' ') + (style.utf8 ? " └" : " +");
  for (const bool mark : marked) line += style.utf8 ? (mark ? "┬" : "─") : (mark ? "+" : "-");
  return line + '\n' + times.text() + '\n' + dates.text() + '\n';
}

std::size_t PictureColumns(const TextStyle& style, std::size_t label_width) {
  return style.width > label_width + 2 + kFewestColumns ? style.width - label_width - 2
                                                        : kFewestColumns;
}

}  // namespace check::plot
