#ifndef TOOLS_LABEL_SETS_H_
#define TOOLS_LABEL_SETS_H_

#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/model/labels.h"

namespace tools {

/// The labels of alerts in a JSON list: of alerts, as Alertmanager's API has them, or of objects
/// with labels.
class LabelSets {
 public:
  /// Reads the file `path`, or standard input for "-". The error is that this cannot be done.
  std::optional<check::Error> Read(const std::string& path);

  const std::vector<check::model::Labels>& sets() const { return sets_; }

 private:
  check::model::LabelTable table_;
  std::vector<check::model::Labels> sets_;
};

}  // namespace tools

#endif  // TOOLS_LABEL_SETS_H_
