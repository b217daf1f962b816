#include "tools/ignored_documents.h"

#include "libcheck/diagnostic/finding.h"
#include "libcheck/report/text.h"
#include "libcheck/schema/codes.h"
#include "tools/output.h"

namespace tools {

void WarnOfIgnoredDocuments(const check::Diagnostics& found, bool colour) {
  for (const check::Diagnostic& diagnostic : found.found()) {
    if (diagnostic.info != &check::schema::kIgnoredDocument) continue;
    WriteErr(check::report::FindingText(check::ToFinding(diagnostic), {}, colour) + "\n");
  }
}

}  // namespace tools
