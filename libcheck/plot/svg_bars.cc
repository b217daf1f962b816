#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "libcheck/base/utf8.h"
#include "libcheck/plot/frame.h"
#include "libcheck/plot/number_text.h"
#include "libcheck/plot/svg_parts.h"

namespace check::plot {

SvgPart BarsPart(const Bars& bars, double top) {
  constexpr double kTitle = 48;
  constexpr double kRow = 20;
  constexpr double kCharacter = 6.5;
  constexpr double kNumbers = 80;
  constexpr std::size_t kLongestName = 60;
  double low = 0;
  double high = 0;
  std::size_t names = 0;
  for (const Bars::Bar& bar : bars.bars) {
    names = std::max(names, std::min(DisplayWidth(bar.name), kLongestName));
    if (!std::isfinite(bar.value)) continue;
    low = std::min(low, bar.value);
    high = std::max(high, bar.value);
  }
  const double left = kSvgMargin + kCharacter * static_cast<double>(names) + kNumbers + 8;
  const double half = high / 2 - low / 2;
  const double scale = half > 0 ? (kSvgWidth - kSvgMargin - left) / half / 2 : 0;
  const double zero = left - low * scale;
  std::string out = SvgTitle(bars.title, top);
  double y = top + kTitle;
  for (const Bars::Bar& bar : bars.bars) {
    out += TextAt(kSvgMargin, y, "", Cut(bar.name, kLongestName, true));
    out += TextAt(left - 8, y, "e", ShortNumber(bar.value));
    if (std::isfinite(bar.value)) {
      const double end = zero + bar.value * scale;
      out +=
          fmt::format("<rect fill=\"var(--c0)\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\"/>\n",
                      Number(std::min(zero, end)), Number(y - 11), Number(std::fabs(end - zero)));
    }
    y += kRow;
  }
  return {
      out,
      fmt::format("{} values from {} to {}", bars.bars.size(), ShortNumber(low), ShortNumber(high)),
      y - top};
}

}  // namespace check::plot
