#ifndef TOOLS_COMPAT_KINGPIN_VALUES_H_
#define TOOLS_COMPAT_KINGPIN_VALUES_H_

#include <optional>
#include <string>

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// What kingpin says of a value that `flag` does not take; nothing if it takes it. Opens the files
/// that it names.
std::optional<std::string> ValueProblem(const Flag& flag, const std::string& value);
std::optional<std::string> ValueProblem(const Argument& argument, const std::string& value);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_KINGPIN_VALUES_H_
