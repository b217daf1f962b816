#ifndef LIBCHECK_CONFIG_BLACKBOX_BLACKBOX_H_
#define LIBCHECK_CONFIG_BLACKBOX_BLACKBOX_H_

#include <string>
#include <vector>

#include "libcheck/diagnostic/finding.h"
#include "libcheck/schema/schema.h"

/// The blackbox exporter's blackbox.yml.
namespace check::config::blackbox {

extern const schema::Object kBlackboxConfig;

struct BlackboxCheck {
  std::vector<Finding> findings;
  std::size_t module_count = 0;
  /// What the exporter says, after "error parsing config file: "; empty if it takes the file.
  std::string upstream_error;
};

/// Checks `text`, which was read from `path`.
BlackboxCheck CheckBlackboxText(const std::string& path, std::string text);

}  // namespace check::config::blackbox

#endif  // LIBCHECK_CONFIG_BLACKBOX_BLACKBOX_H_
