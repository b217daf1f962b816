#ifndef LIBCHECK_CONFIG_COMMON_HTTP_CLIENT_FILE_H_
#define LIBCHECK_CONFIG_COMMON_HTTP_CLIENT_FILE_H_

#include <string>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/http/client_settings.h"
#include "libcheck/schema/schema.h"
#include "libcheck/source/source_file.h"

namespace check::config {

/// What `--http.config.file` names: how to talk to servers, and nothing else.
/// https://prometheus.io/docs/prometheus/latest/configuration/promtool/
extern const schema::Object kHttpClientFile;

struct HttpClientFile {
  http::ClientSettings settings;
  bool valid = false;
  /// What promtool says of the file; empty if it accepts it.
  std::string upstream_error;
};

/// Reads `file`, and reports everything wrong with it. Relative paths in it start in its folder.
HttpClientFile ReadHttpClientFile(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_COMMON_HTTP_CLIENT_FILE_H_
