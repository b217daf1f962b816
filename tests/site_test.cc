// The documentation as HTML: every page is there, every link leads somewhere.

#include "tools/generate/site/site.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "libcheck/base/site.h"
#include "libcheck/reference/reference.h"
#include "libcheck/workspace/file_kind.h"
#include "tests/support/contrast.h"
#include "tools/cli_model.h"
#include "tools/generate/site/html.h"
#include "tools/generate/site/style.h"

namespace tools::generate {
namespace {

using Files = std::map<std::string, std::string>;

const Files& SiteFiles() {
  static const Files files = [] {
    const CommandModel model = CommandLine().Model();
    const auto site = Site({model, PRONOIA_SOURCE_DIR});
    REQUIRE_MESSAGE(site.ok(), (site.ok() ? "" : site.error().message));
    Files all;
    for (const GeneratedFile& file : *site) {
      CAPTURE(file.path);
      CHECK(all.emplace(file.path, file.text).second);
    }
    return all;
  }();
  return files;
}

// Everything between `begin` and the next `end`.
std::set<std::string> Between(std::string_view text, std::string_view begin, char end) {
  std::set<std::string> found;
  for (std::size_t at = 0; (at = text.find(begin, at)) != std::string_view::npos;) {
    at += begin.size();
    found.emplace(text.substr(at, text.find(end, at) - at));
  }
  return found;
}

// Where `link` on the page `from` leads: a file, and what is behind its `#`.
std::pair<std::string, std::string> Target(const std::string& from, std::string_view link) {
  const std::size_t hash = link.find('#');
  const std::filesystem::path base = std::filesystem::path(from).parent_path();
  const std::string file(link.substr(0, hash));
  return {file.empty() ? from : (base / file).lexically_normal().string(),
          hash == std::string_view::npos ? "" : std::string(link.substr(hash + 1))};
}

TEST_CASE("every link of the site leads to a page, and to a place in it") {
  std::map<std::string, std::set<std::string>> places;
  for (const auto& [path, text] : SiteFiles()) places[path] = Between(text, " id=\"", '"');
  std::size_t links = 0;
  for (const auto& [path, text] : SiteFiles()) {
    if (!path.ends_with(".html")) continue;
    CAPTURE(path);
    CHECK(text.find(kRoot) == std::string::npos);
    for (const char* attribute : {" href=\"", " src=\""}) {
      for (const std::string& link : Between(text, attribute, '"')) {
        if (link.starts_with("http")) continue;
        ++links;
        CAPTURE(link);
        const auto [file, place] = Target(path, link);
        const auto found = places.find(file);
        REQUIRE(found != places.end());
        if (!place.empty()) CHECK(found->second.contains(place));
      }
    }
  }
  CHECK(links > 10'000);
}

TEST_CASE("the site loads nothing from elsewhere") {
  for (const auto& [path, text] : SiteFiles()) {
    CAPTURE(path);
    for (const std::string& source : Between(text, " src=\"", '"')) {
      CHECK(source.find("//") == std::string::npos);
    }
    CHECK(text.find("@import") == std::string::npos);
  }
}

void CheckCommand(const CommandModel& command) {
  const std::string path = fmt::format("commands/{}.html", Slug(command.path));
  CAPTURE(path);
  const auto page = SiteFiles().find(path);
  REQUIRE(page != SiteFiles().end());
  for (const OptionModel& option : command.options) {
    for (const std::string& name : option.long_names) {
      CHECK(page->second.find(fmt::format("<code>--{}</code>", name)) != std::string::npos);
    }
  }
  for (const CommandModel& sub : command.subcommands) CheckCommand(sub);
}

TEST_CASE("every command, code and function has a page") {
  const CommandModel model = CommandLine().Model();
  for (const CommandModel& command : model.subcommands) CheckCommand(command);
  for (const check::CodeInfo* info : check::reference::AllCodes()) {
    CAPTURE(info->code);
    CHECK(SiteFiles().contains(fmt::format("codes/{}.html", info->code)));
  }
  for (const std::string_view name : check::reference::ReferenceNames()) {
    CAPTURE(name);
    CHECK(SiteFiles().contains(fmt::format("functions/{}.html", Slug(name))));
  }
}

TEST_CASE("addresses that reports and JSON schemas name are on the site") {
  const std::string top = check::SiteUrl("");
  for (const check::CodeInfo* info : check::reference::AllCodes()) {
    CHECK(SiteFiles().contains(check::CodePage(info->code)));
  }
  std::size_t links = 0;
  for (const check::workspace::NamedSchema& form : check::workspace::Schemas()) {
    CAPTURE(form.name);
    REQUIRE(SiteFiles().contains(check::SchemaPage(form.name)));
    for (const std::string& link :
         Between(SiteFiles().at(check::SchemaPage(form.name)), "[Reference](", ')')) {
      CAPTURE(link);
      REQUIRE(link.starts_with(top));
      CHECK(SiteFiles().contains(link.substr(top.size())));
      ++links;
    }
  }
  CHECK(links > 1'000);
}

TEST_CASE("the search knows every page") {
  const std::string& index = SiteFiles().at("pages.js");
  for (const auto& [path, text] : SiteFiles()) {
    if (!path.ends_with(".html") || path.ends_with("index.html")) continue;
    CAPTURE(path);
    CHECK(index.find("\"" + path + "\"") != std::string::npos);
  }
}

TEST_CASE("texts of the site have contrast enough in light and dark") {
  const std::size_t light = kSiteStyle.find(":root{");
  const std::size_t dark = kSiteStyle.find("(prefers-color-scheme:dark){:root{");
  REQUIRE(dark != std::string_view::npos);
  for (const std::size_t at : {light, dark}) {
    const std::string_view rule = kSiteStyle.substr(at, kSiteStyle.find('}', at) + 1 - at);
    for (const char* name : {"text", "faint", "link", "error", "warning", "info"}) {
      CAPTURE(name);
      CHECK(check::Contrast(rule, "page", name) >= 4.5);
      CHECK(check::Contrast(rule, "soft", name) >= 4.5);
    }
  }
}

TEST_CASE("text on pages is escaped, and HTML in Markdown is left out") {
  CHECK(EscapeHtml("a<b> & \"c\"") == "a&lt;b&gt; &amp; &quot;c&quot;");
  CHECK(SpanHtml("`<b>` is <b>bold</b>").find("<b>") == std::string::npos);
  CHECK(SpanHtml("a `word`") == "a <code>word</code>");
  CHECK(MarkdownHtml("| a | b |\n| - | - |\n| 1 | 2 |\n").find("<table>") != std::string::npos);
}

}  // namespace
}  // namespace tools::generate
