#ifndef LIBCHECK_SLO_RULE_FILES_H_
#define LIBCHECK_SLO_RULE_FILES_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/layouts.h"
#include "libcheck/slo/slo.h"

/// Files of the rules that are made of objectives.
namespace check::slo {

/// An objective and its rules.
struct SloRules {
  const Slo* slo = nullptr;
  const Layout* layout = nullptr;
  std::vector<MadeGroup> groups;
};

enum class RuleFormat : std::uint8_t {
  kRules,           ///< A file as Prometheus reads it.
  kPrometheusRule,  ///< Objects for the Prometheus operator, one for each specification.
};

/// The layout of the tool whose format the objective's specification has; without one, that by
/// numbers of events.
const Layout& OwnLayout(const Slo& slo);
/// The same: an object makes Sloth write objects.
RuleFormat OwnFormat(const Slo& slo);

/// The text of a file with the rules of several objectives, in their order. Each kind of file has
/// its `comment` at the top. The error is one sentence: two groups have the same name.
Result<std::string> RuleFileText(std::span<const SloRules> slos, RuleFormat format,
                                 std::string_view comment);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_RULE_FILES_H_
