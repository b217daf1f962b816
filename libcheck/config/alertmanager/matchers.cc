#include <string>

#include "libcheck/config/alertmanager/schema.h"

namespace check::config::alertmanager {

std::optional<schema::TextProblem> MatchersProblem(std::string_view) { return std::nullopt; }

}  // namespace check::config::alertmanager
