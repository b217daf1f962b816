#ifndef LIBCHECK_REFERENCE_REFERENCE_H_
#define LIBCHECK_REFERENCE_REFERENCE_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/diagnostic.h"

/// Documentation written out of the tables the code itself runs on.
namespace check::reference {

/// Codes that belong together: those of one module.
struct CodeGroup {
  std::string_view title;  ///< "PromQL"
  std::string_view doc;    ///< A sentence on what they are about.
  std::span<const CodeInfo* const> codes;
};

/// Every code the program can report, by what it is about.
std::span<const CodeGroup> CodeGroups();

/// Every code the program can report, from every module, sorted.
std::span<const CodeInfo* const> AllCodes();

/// Null if there is no such code.
const CodeInfo* FindCode(std::string_view code);

/// One code's page for a terminal: summary, explanation, examples. Wrapped at `width` columns.
std::string ExplainText(const CodeInfo& info, bool colour, unsigned width);

/// The same in Markdown, for reference pages. `level` is that of its heading.
std::string ExplainMarkdown(const CodeInfo& info, unsigned level = 1);

/// One thing that a name can mean.
struct Entry {
  std::string heading;  ///< "PromQL function"
  std::string usage;    ///< "rate(range vector) -> instant vector"
  std::string doc;      ///< Sentences, in Markdown.
};

/// All that `name` means: a PromQL function or aggregation, a function, variable or field of
/// templates.
std::vector<Entry> EntriesFor(std::string_view name);

/// The entry of a PromQL function or aggregation, or of a function or variable of templates, for a
/// terminal. Empty if there is nothing of that name; names may mean several things.
std::string ReferenceText(std::string_view name, bool colour, unsigned width);

/// What ReferenceText has entries for, sorted: all but the variables and fields of templates.
std::span<const std::string_view> ReferenceNames();

/// A page of all codes in Markdown.
std::string CodesMarkdown();

/// A page of PromQL's functions and aggregations in Markdown.
std::string PromqlMarkdown();

/// A page of what the templates of alerts can use, in Markdown.
std::string TemplatesMarkdown();

/// A page of what test files can contain, in Markdown.
std::string TestFilesMarkdown();

}  // namespace check::reference

#endif  // LIBCHECK_REFERENCE_REFERENCE_H_
