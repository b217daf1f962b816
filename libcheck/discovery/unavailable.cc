#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

constexpr std::string_view kSignedForAws =
    "its requests are signed with the secret key of an AWS account";
constexpr std::string_view kInZookeeper = "it uses ZooKeeper, which does not speak HTTP";

}  // namespace

const Mechanism kAws = {.why_not = kSignedForAws};
const Mechanism kAzure = {
    .why_not =
        "its token is issued by Azure for a secret, a certificate or the identity of the machine"};
const Mechanism kEc2 = {.why_not = kSignedForAws};
const Mechanism kEcs = {.why_not = kSignedForAws};
const Mechanism kElasticache = {.why_not = kSignedForAws};
const Mechanism kGce = {
    .why_not =
        "its requests need a Google token, which is signed with the key of a service account"};
const Mechanism kLightsail = {.why_not = kSignedForAws};
const Mechanism kMsk = {.why_not = kSignedForAws};
const Mechanism kNerve = {.why_not = kInZookeeper};
const Mechanism kOci = {.why_not =
                            "its requests are signed with the RSA key of a user of Oracle Cloud"};
const Mechanism kOutscale = {
    .why_not = "its requests are signed with the secret key of an Outscale account"};
const Mechanism kRds = {.why_not = kSignedForAws};
const Mechanism kServerset = {.why_not = kInZookeeper};

}  // namespace check::discovery
