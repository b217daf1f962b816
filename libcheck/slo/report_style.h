#ifndef LIBCHECK_SLO_REPORT_STYLE_H_
#define LIBCHECK_SLO_REPORT_STYLE_H_

#include <string_view>

namespace check::slo {

/// What a page about objectives looks like, besides its colours and its pictures. Texts have a
/// contrast of 4.5 or more in both schemes.
inline constexpr std::string_view kReportStyle = R"(*{box-sizing:border-box}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:62rem;padding:1rem;background:var(--page);color:var(--text)}
h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0 .2rem;overflow-wrap:anywhere}
h2{font-size:1.3rem;line-height:1.25;margin:0 0 .3rem;overflow-wrap:anywhere}
h3{font-size:1rem;margin:1.8rem 0 .4rem}p{margin:.3rem 0}a{color:var(--c0)}
section{border-top:2px solid var(--grid);margin-top:2rem;padding-top:1.4rem}
.faint,figcaption,footer,dt,thead th{color:var(--faint)}.faint,figcaption,footer{font-size:.87rem}
.good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}
.status{font-size:1.1rem;margin:.6rem 0}.status b::before{content:"";display:inline-block;width:.65em;height:.65em;border-radius:50%;
background:currentColor;margin-right:.4em}
.gauge{height:.6rem;background:var(--grid);border-radius:.3rem;overflow:hidden;max-width:26rem}
.gauge i{display:block;height:100%;background:currentColor}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(11.5rem,1fr));gap:.9rem 1.4rem;margin:1.2rem 0}
dt{font-size:.87rem}dd{margin:0;font-size:1.15rem;font-weight:600;font-variant-numeric:tabular-nums}
dd small{display:block;font-size:.8rem;font-weight:400;color:var(--faint)}
figure{margin:.4rem 0 0}figcaption{margin-top:.3rem}.narrow{display:none}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;padding:0;margin:.3rem 0;font-size:.87rem}
span.key{display:inline-block;width:28px;height:.7em;background:var(--other);opacity:.35}
@media (min-width:56rem){.pair{display:grid;grid-template-columns:1fr 1fr;gap:2.5rem}}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:.3rem .7rem .3rem 0;border-bottom:1px solid var(--grid);font-weight:400}
thead th{font-size:.82rem;vertical-align:bottom;line-height:1.25}tbody th{white-space:nowrap}
table:not(.stack) td{white-space:nowrap}
.bar{display:inline-block;width:5rem;height:.65rem;margin-right:.6rem;background:var(--grid)}
.bar i{display:block;height:100%;background:var(--c0)}
.remarks{padding-left:1.2rem}footer{margin:2.5rem 0 1rem}
@media screen and (max-width:640px){.wide{display:none}.narrow{display:block}
dl{grid-template-columns:1fr 1fr;gap:.8rem}
.bar{display:none}.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack,.stack tbody,.stack tr{display:block}.stack tr{padding:.5rem 0;border-bottom:1px solid var(--grid)}
.stack tbody th,.stack tbody td{display:flex;justify-content:space-between;gap:1rem;border:0;padding:.1rem 0;text-align:right;overflow-wrap:anywhere}
.stack tbody th{font-weight:600;white-space:normal}.stack tbody :is(th,td)::before{content:attr(data-title);color:var(--faint);font-weight:400;
text-align:left;flex:0 0 auto;max-width:60%}.stack td:empty{display:none}}
@media print{body{max-width:none;font-size:10pt;padding:0}figure,tr,dl,.status{break-inside:avoid}h2,h3{break-after:avoid}
section{break-before:page}section:first-of-type{break-before:auto}.gauge,.bar,svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}.bar{width:2rem}a{color:inherit;text-decoration:none}table{font-size:8.5pt}}
)";

/// Colours that say how something is, for light and for dark pages.
inline constexpr std::string_view kReportLight = "--good:#1a7f37;--warn:#8a5a00;--bad:#b3202a;";
inline constexpr std::string_view kReportDark = "--good:#3fb950;--warn:#d29922;--bad:#ff7b72;";

}  // namespace check::slo

#endif  // LIBCHECK_SLO_REPORT_STYLE_H_
