#ifndef TOOLS_GENERATE_SITE_HTML_H_
#define TOOLS_GENERATE_SITE_HTML_H_

#include <string>
#include <string_view>
#include <vector>

/// Pieces of HTML.
namespace tools::generate {

std::string EscapeHtml(std::string_view text);

/// A document in Markdown, tables included, as HTML. HTML inside it is omitted.
std::string MarkdownHtml(std::string_view markdown);

/// A sentence in Markdown as HTML, without a paragraph around it.
std::string SpanHtml(std::string_view markdown);

/// A block of code.
std::string CodeHtml(std::string_view code);

/// The word as it stands in the names of files and fragments: other characters become `-`. Never
/// `index`, which is the name of lists.
std::string Slug(std::string_view word);

/// A table. Cells are HTML; the first line is its head, and a head without text is omitted.
std::string TableHtml(const std::vector<std::vector<std::string>>& rows);

}  // namespace tools::generate

#endif  // TOOLS_GENERATE_SITE_HTML_H_
