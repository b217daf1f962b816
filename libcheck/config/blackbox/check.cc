#include "libcheck/config/blackbox/blackbox.h"
#include "libcheck/config/blackbox/expressions.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"
#include "libcheck/schema/visit.h"

namespace check::config::blackbox {

BlackboxCheck CheckBlackbox(const SourceFile& file, Arena& arena, Diagnostics& found) {
  constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV3;
  const yaml::Stream stream = yaml::Parse(file, arena, found, {.max_documents = 1});
  const yaml::Node* root =
      found.HasErrors() || stream.documents.empty() ? nullptr : stream.documents.front().root;
  // The exporter: reads a document with yaml.v3, which has to be there.
  if (!found.HasErrors() && stream.documents.empty()) {
    found.Report(schema::kMissingField, {&file, {0, 0}}, "the file is empty")
        .notes.emplace_back("the exporter refuses a file without any YAML");
    found.found().back().upstream = "EOF";
  }
  BlackboxCheck check;
  if (root != nullptr) {
    const schema::Input input = {file, stream, arena};
    schema::Validate(*root, kBlackboxConfig, input, {.dialect = kDialect}, found);
    if (root->IsMapping()) CheckExpressions({*root, input, kDialect}, found);
    if (root->IsMapping()) {
      check.module_count = schema::Values(*root, input, kDialect).Sub("modules").entries().size();
    }
  }
  schema::ReportIgnoredDocument(file, stream, "the blackbox exporter", found);
  check.upstream_error = schema::UpstreamError(found).value_or("");
  return check;
}

}  // namespace check::config::blackbox
