#ifndef LIBCHECK_CONFIG_ALERTMANAGER_FEATURES_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_FEATURES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/model/alert_matcher_parse.h"

namespace check::config::alertmanager {

/// A word for Alertmanager's flag --enable-feature.
struct Feature {
  std::string_view name;
  std::string_view notice;    ///< What Alertmanager 0.34 logs when it is enabled,
  std::uint16_t source_line;  ///< and which line of featurecontrol.go it names.
  /// How matchers are read with it.
  model::MatcherMode matchers = model::MatcherMode::kFallback;
};

/// All of them, in the order in which Alertmanager lists them.
std::span<const Feature> Features();

struct EnabledFeatures {
  std::vector<const Feature*> list;
  model::MatcherMode matchers = model::MatcherMode::kFallback;
};

/// Reads names with commas between them; an empty text has none. `enabled` has what was read, also
/// up to an error, which has Alertmanager's words.
std::optional<Error> ReadFeatures(std::string_view text, EnabledFeatures& enabled);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_FEATURES_H_
