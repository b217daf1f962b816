#include "libcheck/config/alertmanager/check.h"

#include <algorithm>
#include <vector>

#include "libcheck/config/alertmanager/labels.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {

namespace {

bool HasUpstream(const Diagnostic& problem) { return !problem.upstream.empty(); }

// Upstream looks at the whole only if it could read all sections.
void CheckTogether(const schema::Values& config, Diagnostics& problems) {
  std::vector<Diagnostic>& found = problems.found();
  const bool was_read = std::none_of(found.begin(), found.end(), HasUpstream);
  const std::size_t reported = found.size();
  schema::Section section(kConfig, config, problems);
  CheckWholeConfig(section);
  if (was_read) return;
  for (std::size_t i = reported; i < found.size(); ++i) found[i].upstream.clear();
}

// Alertmanager has taken the older fields for years, and says nothing of them.
void SoftenDeprecations(Diagnostics& diagnostics) {
  for (Diagnostic& problem : diagnostics.found()) {
    if (problem.info == &schema::kDeprecatedField) problem.severity = Severity::kInfo;
  }
}

}  // namespace

ConfigCheck CheckConfig(const SourceFile& file, const CheckOptions& options, Arena& arena,
                        Diagnostics& diagnostics) {
  ConfigCheck check;
  check.loaded = schema::Load(
      file, &kConfig, {.reader = "Alertmanager", .validate = {}}, arena, diagnostics,
      [&](const yaml::Node* root, const schema::Input& input, Diagnostics& problems) {
        if (root == nullptr || root->IsNull()) {
          problems.Report(schema::kMissingField, {&file, {0, 0}}, "the configuration is empty")
              .upstream = "no route provided in config";
          return;
        }
        if (!root->IsMapping()) return;
        const schema::Values config(*root, input, yaml::Dialect::kGoYamlV2);
        CheckLabels(config, options.matchers, problems);
        CheckTogether(config, problems);
        check.receiver_count = config.Items("receivers").size();
      });
  SoftenDeprecations(diagnostics);
  return check;
}

}  // namespace check::config::alertmanager
