#include "libcheck/slo/specs/sloth.h"

#include "libcheck/schema/reader.h"

namespace check::slo {
namespace {

bool IsSloth(const yaml::Node& root) {
  const yaml::Node* version = root.Find("version");
  return version != nullptr && version->scalar() == "prometheus/v1";
}

void Read(const SpecDocument& document, Diagnostics& diagnostics, std::vector<Slo>& slos) {
  ValidateSloth(document, kSlothTable, diagnostics);
  const schema::Input input = document.input();
  ReadSlothSpec({document.root, input, yaml::Dialect::kGoYamlV2}, kSlothPlainNames, std::nullopt,
                diagnostics, slos);
}

}  // namespace

constexpr SpecFormat kSlothSpec = {
    .name = "sloth",
    .noun = "a Sloth specification",
    .owner = "Sloth",
    .is = IsSloth,
    .table = &kSlothTable,
    .read = Read,
};

}  // namespace check::slo
