#include "tools/generate/site/site.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "libcheck/base/site.h"
#include "libcheck/reference/json_schema.h"
#include "libcheck/workspace/file_kind.h"
#include "tools/generate/site/html.h"
#include "tools/generate/site/style.h"

namespace tools::generate {
namespace {

constexpr const SitePart* kParts[] = {
#define PRONOIA_LIST(name) &k##name##Part,
    PRONOIA_ALL_SITE_PARTS(PRONOIA_LIST)
#undef PRONOIA_LIST
};

struct BuiltPart {
  const SitePart* part;
  std::vector<Page> pages;
};

// What an inline code leads to, if it is the name of a page.
using Links = std::map<std::string, std::string, std::less<>>;

Links LinksTo(const std::vector<BuiltPart>& parts) {
  Links links;
  for (const BuiltPart& built : parts) {
    const bool is_code = built.part == &kCodesPart;
    if (!is_code && built.part != &kCommandsPart) continue;
    for (const Page& page : built.pages) {
      links.emplace(page.title, fmt::format("{}{}/{}.html", kRoot, built.part->folder, page.name));
    }
  }
  return links;
}

// The page of `code`, or of the command that it begins with.
const std::string* FindLink(const Links& links, std::string_view code) {
  for (;;) {
    const auto found = links.find(code);
    if (found != links.end()) return &found->second;
    const std::size_t space = code.rfind(' ');
    if (space == std::string_view::npos || !code.starts_with("pronoia ")) return nullptr;
    code = code.substr(0, space);
  }
}

// `html` with links behind the names of codes and commands, except to the page itself.
std::string Linked(std::string_view html, const Links& links, std::string_view itself) {
  constexpr std::string_view kBegin = "<code>";
  constexpr std::string_view kEnd = "</code>";
  std::string out;
  while (!html.empty()) {
    const std::size_t begin = html.find(kBegin);
    const std::size_t end = html.find(kEnd, begin);
    if (begin == std::string_view::npos || end == std::string_view::npos) break;
    const std::string_view before = html.substr(0, begin);
    const std::string_view whole = html.substr(begin, end + kEnd.size() - begin);
    const std::string_view code = html.substr(begin + kBegin.size(), end - begin - kBegin.size());
    const bool is_free = !before.ends_with("<pre>") && !before.ends_with("\">");
    const std::string* link = is_free ? FindLink(links, code) : nullptr;
    if (link != nullptr && *link == itself) link = nullptr;
    out += before;
    out +=
        link != nullptr ? fmt::format("<a href=\"{}\">{}</a>", *link, whole) : std::string(whole);
    html.remove_prefix(end + kEnd.size());
  }
  return out.append(html);
}

std::string WithRoot(std::string text, std::string_view root) {
  for (std::size_t at = 0; (at = text.find(kRoot, at)) != std::string::npos; at += root.size()) {
    text.replace(at, kRoot.size(), root);
  }
  return text;
}

// A whole page around `main`. `root` is the way from its folder to the top.
std::string Document(std::string_view title, std::string_view main, const SitePart* in,
                     std::string_view root) {
  std::string nav;
  for (const SitePart* part : kParts) {
    nav += fmt::format("<a href=\"{}{}/index.html\"{}>{}</a>\n", root, part->folder,
                       part == in ? " aria-current=\"true\"" : "", part->title);
  }
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\" data-root=\"{0}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{1}</title>\n<link rel=\"stylesheet\" href=\"{0}style.css\">\n</head>\n<body>\n"
      "<header>\n<a class=\"home\" href=\"{0}index.html\">pronoia</a>\n<nav>\n{2}</nav>\n"
      "<div class=\"search\"><input id=\"search\" type=\"search\" placeholder=\"Search (/)\" "
      "aria-label=\"Search\" autocomplete=\"off\"><ul id=\"hits\"></ul></div>\n</header>\n"
      "<main>\n{3}</main>\n<footer>pronoia {4}</footer>\n"
      "<script src=\"{0}pages.js\"></script>\n<script src=\"{0}search.js\"></script>\n</body>\n"
      "</html>\n",
      root, EscapeHtml(title), nav, WithRoot(std::string(main), root), PRONOIA_VERSION);
}

std::string Tag(const Page& page) {
  if (page.tag.empty()) return {};
  return fmt::format(" <span class=\"tag {0}\">{0}</span>", page.tag);
}

std::string PageHtml(const BuiltPart& built, const Page& page, const Links& links) {
  const std::string itself = fmt::format("{}{}/{}.html", kRoot, built.part->folder, page.name);
  const std::string main = fmt::format(
      "<p class=\"crumbs\"><a href=\"index.html\">{}</a></p>\n<h1>{}{}</h1>\n"
      "<p class=\"lead\">{}</p>\n{}",
      built.part->title, EscapeHtml(page.title), Tag(page), SpanHtml(page.summary), page.html);
  return Document(page.title + " - pronoia", Linked(main, links, itself), built.part, "../");
}

// The list of a part's pages, by their groups.
std::string ListHtml(const BuiltPart& built, const Links& links) {
  std::string main = fmt::format("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", built.part->title,
                                 SpanHtml(built.part->doc));
  std::string group;
  std::vector<std::vector<std::string>> rows = {{"", ""}};
  const auto flush = [&] {
    if (rows.size() > 1) main += TableHtml(rows);
    rows.resize(1);
  };
  for (const Page& page : built.pages) {
    if (page.unlisted) continue;
    if (page.group != group) {
      flush();
      group = page.group;
      main += fmt::format("<h2 id=\"{}\">{}</h2>\n", Slug(group), EscapeHtml(group));
    }
    rows.push_back(
        {fmt::format("<a href=\"{}.html\">{}</a>{}", page.name, EscapeHtml(page.title), Tag(page)),
         SpanHtml(page.summary)});
  }
  flush();
  return Document(fmt::format("{} - pronoia", built.part->title), Linked(main, links, {}),
                  built.part, "../");
}

std::string FrontHtml(const SiteInput& input, const std::vector<BuiltPart>& parts) {
  std::string main =
      fmt::format("<h1>pronoia</h1>\n<p class=\"lead\">{}</p>\n{}<ul class=\"parts\">\n",
                  SpanHtml(input.root.summary), MarkdownHtml(input.root.description));
  for (const BuiltPart& built : parts) {
    main += fmt::format(
        "<li><a href=\"{0}/index.html\"><b>{1}</b><br>{2} <span class=\"faint\">{3} "
        "pages</span></a></li>\n",
        built.part->folder, built.part->title, SpanHtml(built.part->doc), built.pages.size());
  }
  return Document("pronoia", main + "</ul>\n", nullptr, "");
}

// Every page for the search: [path, title, summary, part].
std::string SearchIndex(const std::vector<BuiltPart>& parts) {
  nlohmann::json rows = nlohmann::json::array();
  for (const BuiltPart& built : parts) {
    for (const Page& page : built.pages) {
      rows.push_back({fmt::format("{}/{}.html", built.part->folder, page.name), page.title,
                      page.summary, built.part->title});
    }
  }
  return "window.pronoiaPages = " + rows.dump() + ";\n";
}

}  // namespace

check::Result<std::vector<GeneratedFile>> Site(const SiteInput& input) {
  std::vector<BuiltPart> parts;
  for (const SitePart* part : kParts) {
    check::Result<std::vector<Page>> pages = part->pages(input);
    if (!pages.ok()) return pages.error();
    parts.push_back({part, std::move(*pages)});
  }
  const Links links = LinksTo(parts);
  std::vector<GeneratedFile> files = {{"index.html", FrontHtml(input, parts)},
                                      {"style.css", std::string(kSiteStyle)},
                                      {"search.js", std::string(kSiteScript)},
                                      {"pages.js", SearchIndex(parts)}};
  for (const BuiltPart& built : parts) {
    const std::string folder = std::string(built.part->folder) + "/";
    files.push_back({folder + "index.html", ListHtml(built, links)});
    for (const Page& page : built.pages) {
      files.push_back({folder + page.name + ".html", PageHtml(built, page, links)});
    }
  }
  // Where their `$id` says that they are.
  for (const check::workspace::NamedSchema& form : check::workspace::Schemas()) {
    files.push_back({check::SchemaPage(form.name),
                     check::reference::JsonSchema(form.name, std::span(&form, 1))});
  }
  return files;
}

}  // namespace tools::generate
