#include "libcheck/config/alertmanager/check.h"

#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {

ConfigCheck CheckConfig(const SourceFile& file, Arena& arena, Diagnostics& diagnostics) {
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
        check.receiver_count = config.Items("receivers").size();
      });
  return check;
}

}  // namespace check::config::alertmanager
