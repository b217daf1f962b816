#ifndef LIBCHECK_CONFIG_WEB_CHECK_H_
#define LIBCHECK_CONFIG_WEB_CHECK_H_

#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/schema/schema.h"

/// The file that says how Prometheus and its exporters serve their own pages: `--web.config.file`.
namespace check::config::web {

extern const schema::Object kWebConfig;

/// Reports all that is wrong with `file`. Other files are looked for beside it, if
/// `look_for_files`. Returns what promtool says; nothing if it takes the file. Nodes live in
/// `arena`.
std::string CheckWebConfig(const SourceFile& file, bool look_for_files, Arena& arena,
                           Diagnostics& diagnostics);

}  // namespace check::config::web

#endif  // LIBCHECK_CONFIG_WEB_CHECK_H_
