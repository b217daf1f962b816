#ifndef LIBCHECK_CONFIG_BLACKBOX_BLACKBOX_H_
#define LIBCHECK_CONFIG_BLACKBOX_BLACKBOX_H_

#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/schema/schema.h"

/// The blackbox exporter's blackbox.yml.
namespace check::config::blackbox {

extern const schema::Object kBlackboxConfig;

struct BlackboxCheck {
  std::size_t module_count = 0;
  /// What the exporter says, after "error parsing config file: "; empty if it takes the file.
  std::string upstream_error;
};

/// Reports all that is wrong with `file`. Nodes live in `arena`.
BlackboxCheck CheckBlackbox(const SourceFile& file, Arena& arena, Diagnostics& diagnostics);

}  // namespace check::config::blackbox

#endif  // LIBCHECK_CONFIG_BLACKBOX_BLACKBOX_H_
