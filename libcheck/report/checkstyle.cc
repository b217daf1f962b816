#include <string>

#include "libcheck/report/by_file.h"
#include "libcheck/report/formats.h"
#include "libcheck/report/printable.h"
#include "libcheck/report/xml_text.h"

namespace check::report {
namespace {

void WriteRun(const Run& run, const Style& /*style*/, const Writer& write) {
  write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n");
  for (const FileFindings& file : ByFile(run)) {
    std::string out = "  <file" + XmlAttribute("name", WithoutDot(file.path)) + ">\n";
    for (const Finding* finding : file.findings) {
      std::string message = finding->message;
      if (const std::string details = Details(*finding); !details.empty())
        message += "\n" + details;
      out += "    <error" + XmlAttribute("line", finding->where.begin.line) +
             XmlAttribute("column", finding->where.begin.column) +
             XmlAttribute("severity", ToString(finding->severity)) +
             XmlAttribute("message", message) +
             XmlAttribute("source", "pronoia." + std::string(finding->info->code)) + "/>\n";
    }
    write(out + "  </file>\n");
  }
  write("</checkstyle>\n");
}

}  // namespace

constinit const Format kCheckstyleFormat = {
    .name = "checkstyle",
    .doc = "Checkstyle XML, which most continuous integration servers read.",
    .write = WriteRun,
};

}  // namespace check::report
