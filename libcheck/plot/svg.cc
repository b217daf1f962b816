#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "libcheck/plot/frame.h"
#include "libcheck/plot/picture.h"
#include "libcheck/plot/svg_parts.h"

namespace check::plot {
namespace {

// Colours are those of Okabe and Ito, darker or lighter where the page needs it; they differ in
// lightness, and lines in their dashes as well.
constexpr std::string_view kStyle = R"(<style>
svg{--page:#fff;--text:#1f2328;--faint:#59636e;--grid:#d8dee4;--c0:#0072b2;--c1:#c25700;--c2:#00795a;--c3:#b3488c;
--c4:#8a6d00;--c5:#a40000;--c6:#3a96cc;--c7:#5b4bc4;--other:#9aa4ae;
--h0:#e3eef9;--h1:#c2dcf0;--h2:#94c4e0;--h3:#5fa6d1;--h4:#3787c0;--h5:#1967a8;--h6:#084a8c;--h7:#052f5f;
background:var(--page);font:12px system-ui,sans-serif}
@media (prefers-color-scheme:dark){svg{--page:#0d1117;--text:#e6edf3;--faint:#9198a1;--grid:#2a313a;--c0:#56b4e9;
--c1:#e69f00;--c2:#2dc99a;--c3:#e58bc0;--c4:#f0e442;--c5:#ff7b6b;--c6:#a5d8f5;--c7:#b3a8ff;--other:#59636e;
--h0:#1a344f;--h1:#1c466a;--h2:#1d5a85;--h3:#2a7aa8;--h4:#4a9cc4;--h5:#7cbcda;--h6:#b2daea;--h7:#eef8fc}}
text{fill:var(--text)}.f{fill:var(--faint)}.t{font-weight:600;font-size:14px}.g{stroke:var(--grid)}
.m{text-anchor:middle}.e{text-anchor:end}path{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
.o{stroke:var(--other);stroke-width:1}
)";
constexpr std::array<std::string_view, kLineStyles> kDashes = {"",    "7 3",  "2 3",     "9 3 2 3",
                                                               "4 2", "12 3", "2 2 6 2", "1 4"};

std::string LineStyles() {
  std::string out;
  for (std::size_t i = 0; i < kLineStyles; ++i) {
    out += fmt::format(".l{0}{{stroke:var(--c{0})", i);
    if (!kDashes[i].empty()) out += fmt::format(";stroke-dasharray:{}", kDashes[i]);
    out += fmt::format("}}.h{0}{{fill:var(--h{0})}}\n", i);
  }
  return out;
}

}  // namespace

std::string Svg(const Drawing& drawing, std::string_view zone) {
  std::string body;
  std::string description;
  std::string_view title;
  double height = 0;
  const auto add = [&](const SvgPart& part, std::string_view its_title) {
    body += part.body;
    height += part.height;
    description += (description.empty() ? "" : "; ") + part.description;
    if (title.empty()) title = its_title;
  };
  if (!drawing.bars.bars.empty()) add(BarsPart(drawing.bars, height), drawing.bars.title);
  if (!drawing.lines.series.empty() || height + static_cast<double>(drawing.maps.size()) == 0) {
    add(LinesPart(drawing.lines, height, zone), drawing.lines.title);
  }
  for (const HeatMap& map : drawing.maps) add(HeatMapPart(map, height, zone), map.title);

  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" "
      "aria-labelledby=\"title desc\">\n",
      Number(kSvgWidth), Number(height));
  out += fmt::format("<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n",
                     Escaped(title.empty() ? "query result" : title), Escaped(description));
  out += kStyle;
  out += LineStyles() + "</style>\n";
  out += "<rect width=\"100%\" height=\"100%\" fill=\"var(--page)\"/>\n";
  return out + body + "</svg>\n";
}

}  // namespace check::plot
