#include "libcheck/reference/files.h"

#include <algorithm>

#include "libcheck/config/blackbox/blackbox.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/web/check.h"
#include "libcheck/rules/schema.h"
#include "libcheck/unittest/schema.h"

namespace check::reference {

std::span<const FileKind> FileKinds() {
  static constexpr FileKind kKinds[] = {
      {"blackbox", &config::blackbox::kBlackboxConfig},
      {"mimir-rules", &rules::kMimirRuleFile},
      {"prometheus", &config::prometheus::kConfig},
      {"prometheus-rule", &rules::kPrometheusRuleResource},
      {"rules", &rules::kRuleFile},
      {"scrape-configs", &config::prometheus::kScrapeConfigFile},
      {"tests", &unittest::kExtendedTestFileObject},
      {"web-config", &config::web::kWebConfig},
  };
  return kKinds;
}

const FileKind* FindFileKind(std::string_view name) {
  const auto kinds = FileKinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const FileKind& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

}  // namespace check::reference
