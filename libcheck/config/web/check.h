#ifndef LIBCHECK_CONFIG_WEB_CHECK_H_
#define LIBCHECK_CONFIG_WEB_CHECK_H_

#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/files/file_system.h"
#include "libcheck/schema/schema.h"

/// The file that says how Prometheus and its exporters serve their own pages: `--web.config.file`.
namespace check::config::web {

extern const schema::Object kWebConfig;

/// Reports all that is wrong with `file`. What it names is looked for beside it in `files`; null:
/// it is not looked for. Returns what promtool says; nothing if it takes the file. Nodes live in
/// `arena`.
std::string CheckWebConfig(const SourceFile& file, const FileSystem* files, Arena& arena,
                           Diagnostics& diagnostics);

}  // namespace check::config::web

#endif  // LIBCHECK_CONFIG_WEB_CHECK_H_
