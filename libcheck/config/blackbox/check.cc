#include <algorithm>

#include "libcheck/config/blackbox/blackbox.h"
#include "libcheck/config/blackbox/expressions.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/load.h"

namespace check::config::blackbox {

BlackboxCheck CheckBlackboxText(const std::string& path, std::string text) {
  constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV3;
  const SourceBuffer file(path, std::move(text));
  Arena arena;
  Diagnostics found;
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
  for (const Diagnostic& problem : found.found()) {
    check.findings.push_back(ToFinding(problem));
  }
  std::stable_sort(
      check.findings.begin(), check.findings.end(),
      [](const Finding& a, const Finding& b) { return a.where.bytes.begin < b.where.bytes.begin; });
  return check;
}

}  // namespace check::config::blackbox
