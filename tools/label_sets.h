#ifndef TOOLS_LABEL_SETS_H_
#define TOOLS_LABEL_SETS_H_

#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/model/labels.h"

namespace tools {

/// The labels of alerts in the file `path`, or in standard input for "-": a JSON list of alerts, as
/// Alertmanager's API has them, or of objects with their labels, or one such object a line. The
/// error is that it cannot be read.
check::Result<std::vector<check::model::Labels>> ReadLabelSets(const std::string& path,
                                                               check::model::LabelTable& table);

}  // namespace tools

#endif  // TOOLS_LABEL_SETS_H_
