#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "libcheck/plot/frame.h"
#include "libcheck/plot/picture.h"
#include "libcheck/plot/svg_figure.h"
#include "libcheck/plot/svg_parts.h"

namespace check::plot {
namespace {

// Colours are those of Okabe and Ito, darker or lighter where the page needs it; they differ in
// lightness, and lines in their dashes as well.
constexpr std::string_view kLight =
    R"(--page:#fff;--text:#1f2328;--faint:#59636e;--grid:#d8dee4;--c0:#0072b2;--c1:#c25700;--c2:#00795a;--c3:#b3488c;
--c4:#8a6d00;--c5:#a40000;--c6:#3a96cc;--c7:#5b4bc4;--other:#9aa4ae;
--h0:#e3eef9;--h1:#c2dcf0;--h2:#94c4e0;--h3:#5fa6d1;--h4:#3787c0;--h5:#1967a8;--h6:#084a8c;--h7:#052f5f;)";
constexpr std::string_view kDark =
    R"(--page:#0d1117;--text:#e6edf3;--faint:#9198a1;--grid:#2a313a;--c0:#56b4e9;
--c1:#e69f00;--c2:#2dc99a;--c3:#e58bc0;--c4:#f0e442;--c5:#ff7b6b;--c6:#a5d8f5;--c7:#b3a8ff;--other:#59636e;
--h0:#1a344f;--h1:#1c466a;--h2:#1d5a85;--h3:#2a7aa8;--h4:#4a9cc4;--h5:#7cbcda;--h6:#b2daea;--h7:#eef8fc)";
constexpr std::string_view kRules =
    R"({0}text{{fill:var(--text)}}{0}.f{{fill:var(--faint)}}{0}.t{{font-weight:600;font-size:14px}}{0}.g{{stroke:var(--grid)}}
{0}.m{{text-anchor:middle}}{0}.e{{text-anchor:end}}{0}path{{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}}
{0}.o{{stroke:var(--other);stroke-width:1}}
)";
constexpr std::array<std::string_view, kLineStyles> kDashes = {"",    "7 3",  "2 3",     "9 3 2 3",
                                                               "4 2", "12 3", "2 2 6 2", "1 4"};

// `prefix`: what a rule's elements are in.
std::string Rules(std::string_view prefix) {
  std::string out = fmt::format(kRules, prefix);
  for (std::size_t i = 0; i < kLineStyles; ++i) {
    out += fmt::format("{1}.l{0}{{stroke:var(--c{0})", i, prefix);
    if (!kDashes[i].empty()) out += fmt::format(";stroke-dasharray:{}", kDashes[i]);
    out += fmt::format("}}{1}.h{0}{{fill:var(--h{0})}}\n", i, prefix);
  }
  return out;
}

}  // namespace

std::string_view LightColours() { return kLight; }
std::string_view DarkColours() { return kDark; }

std::string SvgFigureRules() {
  return Rules(".plot ") +
         ".plot{display:block;width:100%;height:auto;font:12px system-ui,sans-serif}\n"
         ".plot .fill{fill:var(--c0);fill-opacity:.14;stroke:none}.plot .limit{stroke-width:1;"
         "stroke-opacity:.75}\n"
         ".plot .band{fill:var(--other);fill-opacity:.22}.plot .bad{fill:var(--c5)}.plot "
         ".warn{fill:var(--c1)}.plot .info{fill:var(--c0)}\n"
         ".plot.key{display:inline-block;width:28px;height:10px;vertical-align:baseline}\n";
}

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
  out += fmt::format(
      "<style>\nsvg{{{}\nbackground:var(--page);font:12px system-ui,sans-serif}}\n@media "
      "(prefers-color-scheme:dark){{svg{{{}}}}}\n{}</style>\n",
      kLight, kDark, Rules(""));
  out += "<rect width=\"100%\" height=\"100%\" fill=\"var(--page)\"/>\n";
  return out + body + "</svg>\n";
}

}  // namespace check::plot
