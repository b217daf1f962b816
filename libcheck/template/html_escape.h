#ifndef LIBCHECK_TEMPLATE_HTML_ESCAPE_H_
#define LIBCHECK_TEMPLATE_HTML_ESCAPE_H_

#include <optional>
#include <string>

#include "libcheck/template/execute.h"

namespace check::gotemplate {

/// Go's html/template: `text`, and the templates it calls of those in `text.definitions`, with
/// functions at the end of their pipelines that make what is printed safe where it stands. Puts
/// what was called into `escaped`, under names that say in what context, and the text's own list
/// into `root`. Trees are made in `arena`. Nothing if all is well; otherwise what Go says, or that
/// it would take more than the steps or the depth of `limits`.
std::optional<std::string> EscapeForHtml(const Program& text, const ExecutionLimits& limits,
                                         Arena& arena, Definitions& escaped, const List*& root);

/// The functions that are put at the end, by the names that Go gives them; null for another name.
const TemplateFunction* FindHtmlFunction(std::string_view name);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_HTML_ESCAPE_H_
