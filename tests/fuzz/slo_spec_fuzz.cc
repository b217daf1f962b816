#include <cmath>
#include <vector>

#include "libcheck/diagnostic/finding.h"
#include "libcheck/slo/read.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

// A file of specifications of objectives.
void FuzzSloSpec(std::string_view bytes) {
  const SourceBuffer source("slo.yml", std::string(bytes));
  Arena arena;
  Diagnostics diagnostics;
  const std::vector<slo::Slo> slos = slo::ReadSlos(source, arena, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.found()) {
    const Finding finding = ToFinding(diagnostic);
    Require(finding.where.bytes.end <= source.text().size(), "findings are in the file");
  }
  for (const slo::Slo& slo : slos) {
    Require(slo.objective.budget() > 0 && slo.objective.budget() < 1, "there is a budget");
    Require(slo.period.length_ms > 0, "a period has a length");
    Require(slo.where.file != nullptr, "an objective is written somewhere");
    Require(&slo.where.Outermost().file->on_disk() == &source, "places are in the file");
    for (const slo::Query* query :
         {&slo.indicator.errors, &slo.indicator.good, &slo.indicator.total}) {
      Require(query->empty() || query->where.file != nullptr, "queries are written somewhere");
    }
    for (const slo::BurnAlert& alert : slo.policy.alerts) {
      for (const slo::Tier& tier : alert.tiers) {
        Require(tier.factor > 0 && !std::isnan(tier.factor), "a burn rate is positive");
        Require(tier.long_ms >= 0 && tier.short_ms >= 0, "windows are not negative");
      }
    }
  }
}

}  // namespace check::fuzz
