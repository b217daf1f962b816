#include <string>
#include <string_view>

#include "libcheck/report/by_file.h"
#include "libcheck/report/formats.h"
#include "libcheck/report/printable.h"

namespace check::report {
namespace {

std::string_view CommandFor(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "notice";
  }
  return "notice";
}

// Workflow commands end with their line, and their properties with a comma or colon.
std::string Escape(std::string_view text, bool is_property) {
  std::string out;
  for (const char c : ValidUtf8(text)) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else if (is_property && c == ':') {
      out += "%3A";
    } else if (is_property && c == ',') {
      out += "%2C";
    } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') {
      out += c;  // Other control characters would reach the terminal that shows the log.
    }
  }
  return out;
}

void RenderFinding(const Finding& finding, std::string& out) {
  const Place& where = finding.where;
  out += "::";
  out += CommandFor(finding.severity);
  out += ' ';
  if (!where.path.empty() && where.path != "-") {
    out += "file=" + Escape(WithoutDot(where.path), true) +
           ",line=" + std::to_string(where.begin.line);
    // Columns mean something only within one line.
    if (where.end.line == where.begin.line) {
      out += ",col=" + std::to_string(where.character_columns.begin) +
             ",endLine=" + std::to_string(where.end.line) +
             ",endColumn=" + std::to_string(where.character_columns.end);
    } else {
      out += ",endLine=" + std::to_string(where.end.line);
    }
    out += ',';
  }
  out += "title=" + Escape(finding.info->code, true) + "::";
  std::string message = finding.message;
  if (const std::string details = Details(finding); !details.empty()) message += "\n" + details;
  out += Escape(message, false) + "\n";
}

void WriteRun(const Run& run, const Style& /*style*/, const Writer& write) {
  WriteFindings(run.findings, write, RenderFinding);
}

}  // namespace

constinit const Format kGithubFormat = {
    .name = "github",
    .doc = "Workflow commands, which GitHub Actions shows beside the lines of a pull request.",
    .write = WriteRun,
    .from_root = true,
};

}  // namespace check::report
