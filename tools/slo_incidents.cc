#include "tools/slo_incidents.h"

#include <utility>

#include "libcheck/slo/incidents.h"
#include "tools/input.h"

namespace tools {

check::Result<std::vector<check::slo::Episode>> ReadIncidentsFile(const std::string& path,
                                                                  std::string_view zone) {
  if (path.empty()) return std::vector<check::slo::Episode>();
  check::Result<std::string> text = ReadInput(path);
  if (!text) return text.error();
  return check::slo::ReadIncidents(path, std::move(*text), zone);
}

}  // namespace tools
