#include "libcheck/alerts/check_annotations.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

#include "libcheck/alerts/codes.h"
#include "libcheck/base/edit_distance.h"

namespace check::alerts {

void CheckAnnotations(std::span<const AnnotationRead> reads, const RuleAlerts& rules,
                      Diagnostics& diagnostics) {
  if (!rules.unreadable().empty() || rules.rules().empty()) return;
  std::set<std::string, std::less<>> set;
  for (const RuleAlert& rule : rules.rules()) {
    set.insert(rule.annotations.begin(), rule.annotations.end());
  }
  const std::vector<std::string_view> candidates(set.begin(), set.end());
  std::set<std::string_view> reported;
  for (const AnnotationRead& read : reads) {
    if (set.contains(read.name) || !reported.insert(read.name).second) continue;
    Diagnostic& found =
        diagnostics.Report(kAnnotationNeverSet, read.where,
                           fmt::format("no rule sets the annotation `{}`", read.name));
    if (const auto match = ClosestMatch(read.name, candidates)) {
      found.notes.push_back(fmt::format("did you mean `{}`?", *match));
    }
  }
}

}  // namespace check::alerts
