#ifndef LIBCHECK_CONFIG_ALERTMANAGER_MATCHER_TEXTS_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_MATCHER_TEXTS_H_

#include <string_view>
#include <vector>

#include "libcheck/schema/reader.h"

namespace check::config::alertmanager {

/// An item of `matchers`, `source_matchers` or `target_matchers`.
struct MatcherText {
  const yaml::Node* node;
  std::string_view text;
};

/// All of a configuration, in the order in which Alertmanager parses them: that of the file.
std::vector<MatcherText> MatcherTexts(const schema::Values& config);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_MATCHER_TEXTS_H_
