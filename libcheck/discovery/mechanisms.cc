#include "libcheck/discovery/mechanisms.h"

#include <algorithm>
#include <iterator>

namespace check::discovery {
namespace {

// A line each.
// clang-format off
constexpr const Mechanism* kMechanisms[] = {
    &kAws,
    &kAzure,
    &kConsul,
    &kDigitalocean,
    &kDns,
    &kDocker,
    &kDockerswarm,
    &kEc2,
    &kEcs,
    &kElasticache,
    &kEureka,
    &kFile,
    &kGce,
    &kHetzner,
    &kHttp,
    &kIonos,
    &kKubernetes,
    &kKuma,
    &kLightsail,
    &kLinode,
    &kMarathon,
    &kMsk,
    &kNerve,
    &kNomad,
    &kOci,
    &kOpenstack,
    &kOutscale,
    &kOvhcloud,
    &kPuppetdb,
    &kRds,
    &kScaleway,
    &kServerset,
    &kStackit,
    &kStatic,
    &kTriton,
    &kUyuni,
    &kVultr,
};
// clang-format on

}  // namespace

std::span<const Mechanism* const> Mechanisms() { return kMechanisms; }

const Mechanism* FindMechanism(std::string_view field) {
  const auto* const found =
      std::find_if(std::begin(kMechanisms), std::end(kMechanisms),
                   [&](const Mechanism* mechanism) { return mechanism->field == field; });
  return found == std::end(kMechanisms) ? nullptr : *found;
}

}  // namespace check::discovery
