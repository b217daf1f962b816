#ifndef LIBCHECK_REFERENCE_MARKDOWN_H_
#define LIBCHECK_REFERENCE_MARKDOWN_H_

#include <string>
#include <string_view>

/// The little Markdown that explanations are written in: paragraphs, lists, indented or fenced
/// blocks, `code` and **strong** words.
namespace check::reference {

inline constexpr std::string_view kBold = "\x1b[1m";
inline constexpr std::string_view kCode = "\x1b[36m";
inline constexpr std::string_view kDim = "\x1b[2m";
inline constexpr std::string_view kReset = "\x1b[0m";

/// `text` without the line breaks, and lines of white space, around it.
std::string_view TrimLines(std::string_view text);

/// Markdown as a terminal shows it, each line indented by `indent`. With colour, code and strong
/// words are set off by it; without, code keeps its backquotes.
std::string RenderMarkdown(std::string_view markdown, bool colour, unsigned width, unsigned indent);

/// `text` with each line that is not empty indented.
std::string Indented(std::string_view text, unsigned indent);

/// `text` as an inline span of code in Markdown, whatever backquotes it has.
std::string CodeSpan(std::string_view text);

}  // namespace check::reference

#endif  // LIBCHECK_REFERENCE_MARKDOWN_H_
