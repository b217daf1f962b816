#include <string>

#include "libcheck/config/prometheus/check.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

// Other files stay out of it: only what the bytes say is looked at.
void FuzzConfig(std::string_view bytes) {
  for (const bool agent : {false, true}) {
    UpstreamTexts texts;
    const auto check = config::prometheus::CheckConfigText(
        "fuzz.yml", std::string(bytes),
        {.load = {.agent = agent, .upstream = &texts},
         .syntax_only = true,
         .missing_files = config::prometheus::MissingFiles::kIgnore,
         .lookback_delta = std::chrono::minutes(5)});
    bool has_errors = false;
    for (const Finding& finding : check->Findings()) {
      has_errors = has_errors || finding.severity == Severity::kError;
      Require(finding.where.bytes.end <= bytes.size(), "findings lie in the file");
      Require(!finding.message.empty(), "findings say something");
    }
    Require(has_errors || check->upstream.error.empty(), "what promtool refuses is an error");
  }
}

}  // namespace check::fuzz
