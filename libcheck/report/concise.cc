#include "libcheck/report/formats.h"
#include "libcheck/report/printable.h"

namespace check::report {
namespace {

std::string Render(const Run& run, const Style& /*style*/) {
  std::string out;
  for (const Finding& finding : run.findings) {
    if (!finding.where.path.empty()) {
      out += PrintablePath(finding.where.path);
      out += ':' + std::to_string(finding.where.begin.line);
      out += ':' + std::to_string(finding.where.begin.column);
      out += ": ";
    }
    out += ToString(finding.severity);
    out += ": " + PrintableLine(finding.message) + " [";
    out += finding.info->code;
    out += "]\n";
  }
  return out;
}

}  // namespace

constinit const Format kConciseFormat = {
    .name = "concise",
    .doc = "One line for each finding: `path:line:column: severity: message [code]`.",
    .render = Render,
};

}  // namespace check::report
