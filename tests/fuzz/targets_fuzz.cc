#include <string>

#include "libcheck/config/prometheus/check.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

void FuzzTargets(std::string_view bytes) {
  for (const char* path : {"fuzz.json", "fuzz.yml", "fuzz.txt"}) {
    UpstreamTexts texts;
    const auto check = config::prometheus::CheckTargetText(path, std::string(bytes), &texts);
    bool has_errors = false;
    for (const Finding& finding : check->Findings()) {
      has_errors = has_errors || finding.severity == Severity::kError;
      Require(finding.where.bytes.end <= bytes.size(), "findings lie in the file");
    }
    Require(has_errors || check->upstream.error.empty(), "what promtool refuses is an error");
  }
}

}  // namespace check::fuzz
