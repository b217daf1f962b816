#ifndef LIBCHECK_TEMPLATE_TEMPLATE_FILES_H_
#define LIBCHECK_TEMPLATE_TEMPLATE_FILES_H_

#include <optional>
#include <string>

#include "libcheck/base/result.h"
#include "libcheck/files/file_system.h"
#include "libcheck/template/alertmanager.h"

namespace check::gotemplate {

/// Adds the files that `pattern` stands for, sorted, each under its name without folders; that
/// there are none is fine. The error, of the first that has one, is what Alertmanager says:
/// "template: a.tmpl:1: unclosed action", "open a.tmpl: permission denied", "syntax error in
/// pattern".
std::optional<Error> AddTemplateFiles(const FileSystem& files, const std::string& pattern,
                                      NotificationTemplates& templates);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_TEMPLATE_FILES_H_
