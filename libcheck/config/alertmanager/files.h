#ifndef LIBCHECK_CONFIG_ALERTMANAGER_FILES_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_FILES_H_

#include "libcheck/config/prometheus/check.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/files/file_system.h"
#include "libcheck/schema/reader.h"

namespace check::config::alertmanager {

/// Reports files that `config`, the whole of a file, names and that are not in `files`; paths start
/// in its folder. Alertmanager does not start without the certificates and keys of HTTP clients of
/// receivers that are in use, and misses others when it needs them. Templates are not looked for.
void CheckFiles(const schema::Values& config, const FileSystem& files,
                prometheus::MissingFiles missing, Diagnostics& diagnostics);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_FILES_H_
