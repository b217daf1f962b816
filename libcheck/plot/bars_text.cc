#include <algorithm>
#include <array>
#include <cmath>

#include "libcheck/base/utf8.h"
#include "libcheck/plot/axis.h"
#include "libcheck/plot/frame.h"
#include "libcheck/plot/number_text.h"
#include "libcheck/plot/picture.h"

namespace check::plot {
namespace {

// From zero to the right, in eighths of a character, or to the left, in whole ones.
std::string BarText(double value, double low, double high, std::size_t width, bool utf8) {
  constexpr std::array<std::string_view, 8> kParts = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (!std::isfinite(value) || value == 0) return "";
  const double scale = static_cast<double>(width) / (high / 2 - low / 2) / 2;
  const auto zero = static_cast<std::size_t>(std::lround(-low * scale));
  const double length = std::fabs(value) * scale;
  const std::string_view full = utf8 ? "█" : "#";
  auto whole =
      static_cast<std::size_t>(value < 0 || !utf8 ? std::lround(length) : std::floor(length));
  std::string out(value < 0 ? zero - std::min(whole, zero) : zero, ' ');
  if (value < 0) whole = std::min(whole, zero);
  for (std::size_t i = 0; i < whole; ++i) out += full;
  if (value > 0 && utf8) out += kParts[static_cast<std::size_t>((length - std::floor(length)) * 8)];
  return out;
}

}  // namespace

std::string Text(const Bars& bars, const TextStyle& style) {
  constexpr std::size_t kShortestBar = 10;
  double low = 0;
  double high = 0;
  std::size_t names = 0;
  std::size_t numbers = 0;
  for (const Bars::Bar& bar : bars.bars) {
    if (std::isfinite(bar.value)) {
      low = std::min(low, bar.value);
      high = std::max(high, bar.value);
    }
    names = std::max(names, DisplayWidth(bar.name));
    numbers = std::max(numbers, DisplayWidth(ShortNumber(bar.value)));
  }
  const std::size_t taken = numbers + 4 + kShortestBar;
  names = std::min(names, style.width > taken ? style.width - taken : kShortestBar);
  const std::size_t width =
      style.width > names + numbers + 4 ? style.width - names - numbers - 4 : kShortestBar;
  std::string out = TitleLine(bars.title, style);
  for (const Bars::Bar& bar : bars.bars) {
    std::string line = PadRight(Cut(bar.name, names, style.utf8), names) + "  " +
                       PadLeft(ShortNumber(bar.value), numbers);
    const std::string drawn = BarText(bar.value, low, high, width, style.utf8);
    if (!drawn.empty()) line += "  " + (style.colour ? InColour(drawn, LineColour(0)) : drawn);
    out += line + '\n';
  }
  return Shown(std::move(out), style);
}

}  // namespace check::plot
