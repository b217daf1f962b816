#include <string>
#include <vector>

#include "libcheck/silences/plan.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

// A file of silences: once its plan has been carried out, there is nothing left to do.
void FuzzSilencesFile(std::string_view bytes) {
  const SourceBuffer source("silences.yml", std::string(bytes));
  Diagnostics diagnostics;
  const silences::SilencesFile file = silences::ReadSilencesFile(source, diagnostics);
  if (diagnostics.HasErrors()) return;
  constexpr std::int64_t kNow = 1'792'886'400'123;  // 2026-10-25, when clocks are put back
  const silences::PlanOptions options = {.now_ms = kNow, .style = silences::MarkStyle::kAnnotation};
  const auto plan = silences::MakePlan(file, {}, options);
  if (!plan) return;
  std::vector<api::v2::Silence> there;
  for (const silences::Step& step : plan->steps) {
    Require(step.action == silences::Step::Action::kCreate, "there is nothing to change");
    Require(step.after.starts_at.ms >= kNow && step.after.ends_at.ms > step.after.starts_at.ms,
            "silences begin now or later, and end after that");
    there.push_back(step.after);
    there.back().id = step.key;
  }
  const auto again = silences::MakePlan(file, there, options);
  Require(again && again->steps.empty() && again->kept == there.size(), "all is as it should be");
}

}  // namespace check::fuzz
