#ifndef LIBCHECK_TEMPLATE_CHECK_NAMES_H_
#define LIBCHECK_TEMPLATE_CHECK_NAMES_H_

#include <string_view>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/template/ast.h"
#include "libcheck/template/environment.h"

namespace check::gotemplate {

/// Warns about what parses but cannot be expanded: fields that are not there, functions with the
/// wrong number of arguments, and the like.
void CheckNames(const SourceFile& source, const Tree& tree, const TemplateEnvironment& environment,
                Diagnostics& diagnostics);

/// Warns about variables, and other languages' actions, in `text`, which stands outside of `{{ }}`
/// and begins at `offset` in `source`.
void CheckPlainText(const SourceFile& source, std::string_view text, std::uint32_t offset,
                    const TemplateEnvironment& environment, Diagnostics& diagnostics);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_CHECK_NAMES_H_
