#include "libcheck/config/blackbox/blackbox.h"
#include "libcheck/config/blackbox/expressions.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/load.h"

namespace check::config::blackbox {

BlackboxCheck CheckBlackbox(const SourceFile& file, Arena& arena, Diagnostics& found) {
  constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV3;
  BlackboxCheck check;
  check.upstream_error =
      schema::Load(
          file, &kBlackboxConfig,
          {.reader = "the blackbox exporter", .validate = {.dialect = kDialect}}, arena, found,
          [&](const yaml::Node* root, const schema::Input& input, Diagnostics& problems) {
            // The exporter: reads a document with yaml.v3, which has to be there.
            if (input.stream.documents.empty()) {
              Diagnostic& problem =
                  problems.Report(schema::kMissingField, {&file, {0, 0}}, "the file is empty");
              problem.notes.emplace_back("the exporter refuses a file without any YAML");
              problem.upstream = "EOF";
            }
            if (root == nullptr || !root->IsMapping()) return;
            const schema::Values config(*root, input, kDialect);
            CheckExpressions(config, problems);
            check.module_count = config.Sub("modules").entries().size();
          })
          .upstream_error;
  return check;
}

}  // namespace check::config::blackbox
