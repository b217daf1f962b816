#ifndef LIBCHECK_CONFIG_ALERTMANAGER_CHECK_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "libcheck/schema/load.h"

/// Alertmanager's alertmanager.yml.
namespace check::config::alertmanager {

struct ConfigCheck {
  /// The tree, and what Alertmanager 0.34 says of it.
  schema::LoadedFile loaded;
  std::size_t receiver_count = 0;
  /// Where Alertmanager ceases to read the file, at a fault that ends it at once.
  std::uint32_t read_until = UINT32_MAX;
};

struct CheckOptions {
  model::MatcherMode matchers = model::MatcherMode::kFallback;
  std::string target_version = {};  ///< The release that will read it; empty: the newest.
};

/// Reports all that is wrong with `file`. Nodes live in `arena`.
ConfigCheck CheckConfig(const SourceFile& file, const CheckOptions& options, Arena& arena,
                        Diagnostics& diagnostics);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_CHECK_H_
