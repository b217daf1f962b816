#include "libcheck/report/brief.h"
#include "libcheck/report/formats.h"
#include "libcheck/report/printable.h"
#include "libcheck/report/text.h"

namespace check::report {
namespace {

void RenderFinding(const Finding& finding, std::string& out) {
  if (!finding.where.path.empty()) {
    out += PrintablePath(finding.where.path);
    out += ':' + std::to_string(finding.where.begin.line);
    out += ':' + std::to_string(finding.where.begin.column);
    out += ": ";
  }
  out += ToString(finding.severity);
  out += ": " + PrintableLine(Brief(finding.message)) + " [";
  out += finding.info->code;
  out += "]\n";
}

void WriteRun(const Run& run, const Style& /*style*/, const Writer& write) {
  WriteFindings(run.findings, write, RenderFinding);
  write(OmittedText(run));
}

}  // namespace

constinit const Format kConciseFormat = {
    .name = "concise",
    .doc = "One line for each finding: `path:line:column: severity: message [code]`.",
    .write = WriteRun,
};

}  // namespace check::report
