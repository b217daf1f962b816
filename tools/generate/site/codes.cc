// A page for each code that can be reported, the lint checks among them.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "libcheck/reference/reference.h"
#include "tools/generate/site/html.h"
#include "tools/generate/site/site.h"

namespace tools::generate {
namespace {

std::string CodeInfoHtml(const check::CodeInfo& info) {
  std::string html = MarkdownHtml(info.explanation);
  const auto add = [&](std::string_view title, std::string_view example) {
    if (!example.empty()) html += fmt::format("<h2>{}</h2>\n{}", title, CodeHtml(example));
  };
  add("Reported", info.bad);
  add("Fixed", info.good);
  html += fmt::format(
      "<h2>Switch it off</h2>\n<p>For one place, with a comment on its line or above it; for a "
      "project, in <code>.pronoia.yml</code>:</p>\n{}",
      CodeHtml(fmt::format("# pronoia: ignore {} REASON", info.code)));
  return html;
}

check::Result<std::vector<Page>> Pages(const SiteInput&) {
  std::vector<Page> pages;
  for (const check::reference::CodeGroup& group : check::reference::CodeGroups()) {
    for (const check::CodeInfo* info : group.codes) {
      pages.push_back({.name = std::string(info->code),
                       .title = std::string(info->code),
                       .summary = std::string(info->summary),
                       .html = CodeInfoHtml(*info),
                       .group = std::string(group.title),
                       .tag = std::string(check::ToString(info->severity))});
    }
  }
  return pages;
}

}  // namespace

extern const SitePart kCodesPart = {"codes", "Codes and checks",
                                    "Every finding has a code. The first group are lint checks.",
                                    Pages};

}  // namespace tools::generate
