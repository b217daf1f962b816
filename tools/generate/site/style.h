#ifndef TOOLS_GENERATE_SITE_STYLE_H_
#define TOOLS_GENERATE_SITE_STYLE_H_

#include <string_view>

namespace tools::generate {

/// What all pages look like. Texts have a contrast of 4.5 or more in both schemes.
inline constexpr std::string_view kSiteStyle = R"(:root{color-scheme:light dark;
--page:#ffffff;--text:#1f2328;--faint:#59636e;--line:#d1d9e0;--soft:#f6f8fa;--link:#0550ae;--error:#b3202a;--warning:#8a5a00;--info:#0b6bcb}
@media (prefers-color-scheme:dark){:root{
--page:#0d1117;--text:#e6edf3;--faint:#9198a1;--line:#3d444d;--soft:#161b22;--link:#79b8ff;--error:#ff7b72;--warning:#d29922;--info:#6cb6ff}}
*{box-sizing:border-box}
html{scroll-padding-top:4rem}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--link);text-decoration:none}a:hover,a:focus{text-decoration:underline}
header{position:sticky;top:0;z-index:1;background:var(--page);border-bottom:1px solid var(--line);padding:.5rem 1rem;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;align-items:center}
header .home{font-weight:700;color:var(--text)}
nav{display:flex;flex-wrap:wrap;gap:.1rem 1rem}
nav [aria-current]{font-weight:600;color:var(--text)}
.search{position:relative;flex:1 1 12rem;max-width:26rem;margin-left:auto}
.search input{width:100%;font:inherit;padding:.3rem .6rem;color:inherit;background:var(--soft);border:1px solid var(--line);border-radius:.4rem}
#hits{position:absolute;right:0;left:0;min-width:min(26rem,92vw);margin:.2rem 0 0;padding:.2rem;list-style:none;max-height:70vh;overflow:auto;background:var(--page);border:1px solid var(--line);border-radius:.4rem;box-shadow:0 8px 24px #0003}
#hits:empty{display:none}
#hits a{display:block;padding:.25rem .5rem;border-radius:.3rem;color:inherit}
#hits a:hover,#hits .chosen a{background:var(--soft);text-decoration:none}
#hits b{font-weight:600}#hits small{display:block;color:var(--faint);line-height:1.3}
main{max-width:56rem;margin:0 auto;padding:1rem}
h1{font-size:1.7rem;line-height:1.25;margin:.6rem 0 .3rem}h2{font-size:1.25rem;margin:1.8rem 0 .4rem}h3{font-size:1.05rem;margin:1.4rem 0 .3rem}
.lead{font-size:1.1rem;margin:.2rem 0 1rem}.faint,footer,.crumbs{color:var(--faint)}.crumbs{font-size:.9rem}
code,pre,var{font-family:ui-monospace,monospace;font-size:.9em}
code{background:var(--soft);border-radius:.25rem;padding:.05em .25em}
pre{background:var(--soft);border:1px solid var(--line);border-radius:.4rem;padding:.7rem .9rem;overflow:auto;overflow-wrap:normal}
pre code{background:none;padding:0;font-size:.95em}
dl>dt{margin-top:.8rem}dd{margin:.1rem 0 0 1.4rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line);overflow-wrap:break-word}
td:first-child{overflow-wrap:anywhere}
.tag{font-size:.8rem;color:var(--faint);white-space:nowrap}.tag.error{color:var(--error)}.tag.warning{color:var(--warning)}.tag.info{color:var(--info)}
.parts{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1rem;padding:0;list-style:none}
.parts a{display:block;height:100%;padding:.8rem 1rem;border:1px solid var(--line);border-radius:.5rem;color:inherit}
.parts b{color:var(--link)}
footer{max-width:56rem;margin:2rem auto;padding:0 1rem;font-size:.85rem}
table.head,table.foot{display:none}h1.Sh{font-size:1.25rem;margin:1.8rem 0 .4rem}a.permalink{color:inherit}
@media (max-width:640px){header{position:static}.search{max-width:none;flex-basis:100%}dd{margin-left:.8rem}h1{font-size:1.4rem}
.rows table,.rows tbody,.rows tr,.rows td{display:block;border:0;padding:0}.rows tr{padding:.4rem 0;border-bottom:1px solid var(--line)}.rows th{display:none}}
@media print{header,footer{display:none}}
)";

/// Searches the pages that pages.js lists: words in any order, names before summaries.
inline constexpr std::string_view kSiteScript = R"('use strict';
(() => {
  const input = document.getElementById('search');
  const hits = document.getElementById('hits');
  const root = document.documentElement.dataset.root;
  let chosen = 0;
  const score = (page, words) => {
    const title = page[1].toLowerCase(), text = page[2].toLowerCase();
    let sum = 0;
    for (const word of words) {
      if (title === word) sum += 100;
      else if (title.startsWith(word)) sum += 30;
      else if (title.split(/[^a-z0-9]+/).some((part) => part.startsWith(word))) sum += 15;
      else if (title.includes(word)) sum += 8;
      else if (text.includes(word)) sum += 2;
      else return 0;
    }
    return sum - title.length / 1000;
  };
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    hits.replaceChildren();
    chosen = 0;
    if (!words.length) return;
    const found = window.pronoiaPages.map((page) => [score(page, words), page])
      .filter(([points]) => points > 0).sort((a, b) => b[0] - a[0]).slice(0, 30);
    for (const [, page] of found) {
      const item = document.createElement('li'), link = document.createElement('a');
      const title = document.createElement('b'), text = document.createElement('small');
      link.href = root + page[0];
      title.textContent = page[1];
      text.textContent = page[3] + ': ' + page[2];
      link.append(title, text);
      item.append(link);
      hits.append(item);
    }
    if (!found.length) {
      const item = document.createElement('li');
      item.textContent = 'nothing found';
      hits.append(item);
    }
    mark();
  };
  const mark = () => [...hits.children].forEach((item, i) => item.classList.toggle('chosen', i === chosen));
  input.addEventListener('input', show);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const last = hits.children.length - 1;
      chosen = Math.max(0, Math.min(last, chosen + (event.key === 'ArrowDown' ? 1 : -1)));
      mark();
      hits.children[chosen]?.scrollIntoView({block: 'nearest'});
      event.preventDefault();
    } else if (event.key === 'Enter') {
      hits.children[chosen]?.querySelector('a')?.click();
      event.preventDefault();
    } else if (event.key === 'Escape') {
      input.value = '';
      show();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== input) {
      input.focus();
      event.preventDefault();
    }
  });
  document.addEventListener('click', (event) => {
    if (!event.target.closest('.search')) hits.replaceChildren();
  });
})();
)";

}  // namespace tools::generate

#endif  // TOOLS_GENERATE_SITE_STYLE_H_
