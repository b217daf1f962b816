#ifndef TOOLS_IGNORED_DOCUMENTS_H_
#define TOOLS_IGNORED_DOCUMENTS_H_

#include "libcheck/diagnostic/diagnostic.h"

namespace tools {

/// For commands that do their work with a file and print errors alone: warns on standard error of
/// what is not read of it.
void WarnOfIgnoredDocuments(const check::Diagnostics& found, bool colour);

}  // namespace tools

#endif  // TOOLS_IGNORED_DOCUMENTS_H_
