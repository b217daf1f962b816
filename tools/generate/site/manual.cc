// Pages of the manual, and the documents of the source tree, that are written by hand.
#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include "libcheck/files/file_system.h"
#include "libcheck/files/process.h"
#include "tools/generate/site/html.h"
#include "tools/generate/site/site.h"

namespace tools::generate {
namespace {

struct Document {
  std::string_view path;
  std::string_view title;
  std::string_view summary;
};

constexpr Document kDocuments[] = {
    {"README.md", "Guide", "install `pronoia` and use it"},
    {"man/pronoia.yml.5", "pronoia.yml(5)", "the settings of a project"},
    {"man/pronoia-formats.7", "pronoia-formats(7)", "output formats for programs"},
    {"man/pronoia-slo.7", "pronoia-slo(7)", "service level objectives and burn rates"},
    {"man/pronoia-compat.7", "pronoia-compat(7)", "differences from promtool and amtool"},
    {"CHANGELOG.md", "Changelog", "changes of each release"},
    {"CONTRIBUTING.md", "Contributing", "build, test and extend the program"},
};

check::Result<std::string> ManHtml(std::string_view page) {
  auto html =
      check::RunProcess({.arguments = {"mandoc", "-T", "html", "-O", "fragment"}, .input = page});
  if (!html && html.error().number == ENOENT) {
    return check::Error{"cannot convert the manual pages: `mandoc` is not installed"};
  }
  if (!html) return html.error();
  if (html->output.empty()) return check::Error{"`mandoc` failed to convert a manual page"};
  return std::move(html->output);
}

// Without the heading of the document, which the page has already.
std::string WithoutHeading(std::string_view markdown) {
  if (markdown.starts_with("# ")) markdown.remove_prefix(markdown.find('\n') + 1);
  return MarkdownHtml(markdown);
}

check::Result<std::vector<Page>> Pages(const SiteInput& input) {
  std::vector<Page> pages;
  for (const Document& document : kDocuments) {
    const std::filesystem::path path = std::filesystem::path(input.source) / document.path;
    const check::Result<std::string> text = check::Disk().Read(path.string());
    if (!text.ok()) return text.error();
    const bool is_markdown = document.path.ends_with(".md");
    check::Result<std::string> html = is_markdown ? WithoutHeading(*text) : ManHtml(*text);
    if (!html.ok()) return html.error();
    const std::filesystem::path name = path.filename();
    pages.push_back({.name = is_markdown ? name.stem().string() : name.string(),
                     .title = std::string(document.title),
                     .summary = std::string(document.summary),
                     .html = std::move(*html)});
  }
  return pages;
}

}  // namespace

extern const SitePart kManualPart = {"manual", "Manual", "How to install and use `pronoia`.",
                                     Pages};

}  // namespace tools::generate
