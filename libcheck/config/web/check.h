#ifndef LIBCHECK_CONFIG_WEB_CHECK_H_
#define LIBCHECK_CONFIG_WEB_CHECK_H_

#include <memory>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/schema/schema.h"

/// The file that says how Prometheus and its exporters serve their own pages: `--web.config.file`.
namespace check::config::web {

extern const schema::Object kWebConfig;

struct WebCheck {
  std::vector<Finding> findings;
  std::string upstream_error;  ///< What promtool says; empty if it takes the file.
};

/// Checks `text`, which was read from `path`: other files are looked for beside that. What is wrong
/// with files that are not there is told only if `look_for_files`.
WebCheck CheckWebConfigText(const std::string& path, std::string text, bool look_for_files = true);

}  // namespace check::config::web

#endif  // LIBCHECK_CONFIG_WEB_CHECK_H_
