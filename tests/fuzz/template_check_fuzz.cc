#include <string>

#include "libcheck/config/alertmanager/check_templates.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

// A file of templates: what is found has a place in it, and is the same the second time.
void FuzzTemplateCheck(std::string_view bytes) {
  const SourceBuffer file("a.tmpl", std::string(bytes));
  std::string first;
  for (const bool again : {false, true}) {
    Arena arena;
    Diagnostics diagnostics;
    const auto checked = config::alertmanager::CheckTemplateFile(file, {}, arena, diagnostics);
    std::string report;
    for (const Diagnostic& found : diagnostics.found()) {
      Require(found.where.file == &file, "what is found is in the file");
      Require(found.where.span.begin <= found.where.span.end &&
                  found.where.span.end <= file.text().size(),
              "a place is inside of the file");
      report += std::string(found.info->code) + ": " + found.message + "\n";
    }
    for (const gotemplate::EntryRead& read : checked.reads) {
      Require(read.where.file == &file, "what is read is read in the file");
    }
    if (!again) first = report;
    Require(report == first, "a second time is like the first");
  }
}

}  // namespace check::fuzz
