#include "libcheck/config/prometheus/codes.h"

#include <algorithm>
#include <vector>

#include "libcheck/schema/codes.h"

namespace check::config::prometheus {

constexpr CodeInfo kAgentMode = {
    .code = "config-agent-mode",
    .severity = Severity::kError,
    .summary = "a section that an agent has no use for",
    .explanation = R"(
A server in agent mode scrapes and sends on what it scraped. It evaluates no rules, sends no alerts and
answers no queries, and so refuses the sections that are about those: `alerting`, `rule_files` and
`remote_read`. Reported only with `--agent`.
)",
};

std::span<const CodeInfo* const> Codes() {
  static const std::vector<const CodeInfo*> codes = [] {
    std::vector<const CodeInfo*> all = {&kAgentMode};
    all.insert(all.end(), schema::Codes().begin(), schema::Codes().end());
    std::sort(all.begin(), all.end(),
              [](const CodeInfo* a, const CodeInfo* b) { return a->code < b->code; });
    return all;
  }();
  return codes;
}

}  // namespace check::config::prometheus
