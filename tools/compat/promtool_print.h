#ifndef TOOLS_COMPAT_PROMTOOL_PRINT_H_
#define TOOLS_COMPAT_PROMTOOL_PRINT_H_

#include <string>
#include <vector>

#include "libcheck/api/promtool_answer.h"

namespace tools::compat {

/// `up{job="a"}`; `{}` without labels.
std::string ShowMetric(const check::api::AnswerLabels& labels);
/// `{__name__="up", job="a"}`
std::string ShowLabels(const check::api::AnswerLabels& labels);

/// As `promtool query` prints what it got, in its formats promql and json.
std::string ValueText(const check::api::AnswerValue& value);
std::string ValueJson(const check::api::AnswerValue& value);
std::string SeriesText(const std::vector<check::api::AnswerLabels>& series);
std::string SeriesJson(const std::vector<check::api::AnswerLabels>& series);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_PROMTOOL_PRINT_H_
