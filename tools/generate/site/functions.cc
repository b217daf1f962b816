// A page for each function of PromQL and of templates.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "libcheck/reference/reference.h"
#include "tools/generate/site/html.h"
#include "tools/generate/site/site.h"

namespace tools::generate {
namespace {

check::Result<std::vector<Page>> Pages(const SiteInput&) {
  std::vector<Page> pages;
  for (const std::string_view name : check::reference::ReferenceNames()) {
    const std::vector<check::reference::Entry> entries = check::reference::EntriesFor(name);
    Page page = {.name = Slug(name), .title = std::string(name)};
    for (const check::reference::Entry& entry : entries) {
      page.html += fmt::format("<h2>{}</h2>\n{}{}", entry.heading, CodeHtml(entry.usage),
                               MarkdownHtml(entry.doc));
    }
    page.summary = entries.front().doc;
    page.group = entries.front().heading + "s";
    pages.push_back(std::move(page));
  }
  std::stable_sort(pages.begin(), pages.end(),
                   [](const Page& a, const Page& b) { return a.group < b.group; });
  return pages;
}

}  // namespace

extern const SitePart kFunctionsPart = {
    "functions", "Functions", "Functions and aggregations of PromQL, and functions of templates.",
    Pages};

}  // namespace tools::generate
