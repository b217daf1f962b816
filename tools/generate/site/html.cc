#include "tools/generate/site/html.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "libcheck/base/site.h"

namespace tools::generate {
namespace {

struct ParserFree {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct NodeFree {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};

}  // namespace

std::string EscapeHtml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string MarkdownHtml(std::string_view markdown) {
  cmark_gfm_core_extensions_ensure_registered();
  const std::unique_ptr<cmark_parser, ParserFree> parser(cmark_parser_new(CMARK_OPT_DEFAULT));
  cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension("table"));
  cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
  const std::unique_ptr<cmark_node, NodeFree> document(cmark_parser_finish(parser.get()));
  char* html = cmark_render_html(document.get(), CMARK_OPT_DEFAULT,
                                 cmark_parser_get_syntax_extensions(parser.get()));
  std::string out = html;
  std::free(html);  // NOLINT(cppcoreguidelines-no-malloc): as the library says.
  return out;
}

std::string SpanHtml(std::string_view markdown) {
  std::string html = MarkdownHtml(markdown);
  constexpr std::string_view kBegin = "<p>";
  constexpr std::string_view kEnd = "</p>\n";
  if (html.starts_with(kBegin) && html.ends_with(kEnd)) {
    html = html.substr(kBegin.size(), html.size() - kBegin.size() - kEnd.size());
  }
  return html;
}

std::string CodeHtml(std::string_view code) {
  return fmt::format("<pre><code>{}</code></pre>\n", EscapeHtml(code));
}

std::string Slug(std::string_view word) { return check::PageName(word); }

std::string TableHtml(const std::vector<std::vector<std::string>>& rows) {
  std::string out = "<div class=\"rows\"><table>\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::vector<std::string>& row = rows[i];
    if (i == 0 && std::all_of(row.begin(), row.end(), [](const auto& s) { return s.empty(); })) {
      continue;
    }
    const std::string_view cell = i == 0 ? "th" : "td";
    out += "<tr>";
    for (const std::string& text : row) out += fmt::format("<{0}>{1}</{0}>", cell, text);
    out += "</tr>\n";
  }
  return out + "</table></div>\n";
}

}  // namespace tools::generate
