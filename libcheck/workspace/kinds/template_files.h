#ifndef LIBCHECK_WORKSPACE_KINDS_TEMPLATE_FILES_H_
#define LIBCHECK_WORKSPACE_KINDS_TEMPLATE_FILES_H_

#include "libcheck/config/alertmanager/check_templates.h"
#include "libcheck/workspace/file_kind.h"

namespace check::workspace {

/// How templates of notifications are checked in this run.
config::alertmanager::TemplateOptions TemplateOptionsOf(const FileCheck& check);

/// Checks a file of templates by itself.
void CheckTemplates(FileCheck& check, const SourceFile& file);

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_KINDS_TEMPLATE_FILES_H_
