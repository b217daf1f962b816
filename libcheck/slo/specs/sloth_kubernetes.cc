#include "libcheck/schema/reader.h"
#include "libcheck/slo/specs/resource.h"
#include "libcheck/slo/specs/sloth.h"

namespace check::slo {
namespace {

bool IsServiceLevel(const yaml::Node& root) {
  return IsResource(root, "sloth.slok.dev/v1", "PrometheusServiceLevel");
}

void Read(const SpecDocument& document, Diagnostics& diagnostics, std::vector<Slo>& slos) {
  ValidateSloth(document, kSlothKubernetesTable, diagnostics);
  const schema::Input input = document.input();
  const schema::Values root = {document.root, input, yaml::Dialect::kGoYamlV2};
  ReadSlothSpec(root.Sub("spec"), kSlothKubernetesNames, ReadResourceMeta(root.Sub("metadata")),
                diagnostics, slos);
}

}  // namespace

constexpr SpecFormat kSlothKubernetesSpec = {
    .name = "sloth-kubernetes",
    .noun = "a PrometheusServiceLevel of Sloth",
    .owner = "Sloth",
    .is = IsServiceLevel,
    .table = &kSlothKubernetesTable,
    .read = Read,
};

}  // namespace check::slo
