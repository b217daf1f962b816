#ifndef LIBCHECK_CATALOG_CATALOG_H_
#define LIBCHECK_CATALOG_CATALOG_H_

#include <span>
#include <string>
#include <string_view>

#include "libcheck/diagnostic/diagnostic.h"

/// Documentation written out of the tables the code itself runs on.
namespace check::catalog {

/// Every code the program can report, from every module, sorted.
std::span<const CodeInfo* const> AllCodes();

/// Null if there is no such code.
const CodeInfo* FindCode(std::string_view code);

/// One code's page for a terminal: summary, explanation, examples. Wrapped at `width` columns.
std::string ExplainText(const CodeInfo& info, bool colour, unsigned width);

/// The same in Markdown, for reference pages and SARIF.
std::string ExplainMarkdown(const CodeInfo& info);

/// A page of all codes in Markdown.
std::string CodesMarkdown();

}  // namespace check::catalog

#endif  // LIBCHECK_CATALOG_CATALOG_H_
