#ifndef LIBCHECK_TEMPLATE_PARSE_H_
#define LIBCHECK_TEMPLATE_PARSE_H_

#include <span>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/template/ast.h"
#include "libcheck/template/environment.h"

/// Go's text/template. (`template` is a keyword, so the namespace is called after the language.)
namespace check::gotemplate {

/// How deeply actions and parentheses may nest. Go allows 10,000 nested parentheses and any number
/// of nested actions; nobody writes either.
inline constexpr int kMaxDepth = 1'000;

/// Whether ParseTemplate could have anything to say about `text`. Most labels are plain words,
/// which this tells quickly.
bool IsWorthParsing(std::string_view text);

/// Parses all of `source` and checks names against `environment`. Faults that make Go refuse the
/// template are errors, the first with Diagnostic::upstream as Go words it ("template: NAME:1:
/// function \"x\" not defined", where NAME is `upstream_name`); those that fail or print nothing
/// only when it is expanded (an unknown field, too many arguments) are warnings.
///
/// Returns null if Go would refuse it. Text without `{{` costs a search and no memory.
const Tree* ParseTemplate(const SourceFile& source, const TemplateEnvironment& environment,
                          std::string_view upstream_name, Arena& arena, Diagnostics& diagnostics);

/// The same for one of several texts that define templates for each other: only what makes Go
/// refuse it is reported, and names are left to whoever knows them all.
const Tree* ParseTemplateOnly(const SourceFile& source, const TemplateEnvironment& environment,
                              std::string_view upstream_name, Arena& arena,
                              Diagnostics& diagnostics);

/// Every CodeInfo that ParseTemplate can report, for the catalogue.
std::span<const CodeInfo* const> ParseCodes();

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_PARSE_H_
