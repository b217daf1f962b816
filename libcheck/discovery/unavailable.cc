#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

constexpr std::string_view kSignedForAws =
    "its requests are signed with the secret key of an AWS account";
constexpr std::string_view kInZookeeper = "it is read from ZooKeeper, which does not speak HTTP";

}  // namespace

const Mechanism kAws = {.field = "aws_sd_configs", .why_not = kSignedForAws};
const Mechanism kAzure = {.field = "azure_sd_configs",
                          .why_not =
                              "the token of its requests comes from Azure's sign-in, by a secret, "
                              "a certificate or the identity of the machine"};
const Mechanism kEc2 = {.field = "ec2_sd_configs", .why_not = kSignedForAws};
const Mechanism kEcs = {.field = "ecs_sd_configs", .why_not = kSignedForAws};
const Mechanism kElasticache = {.field = "elasticache_sd_configs", .why_not = kSignedForAws};
const Mechanism kGce = {
    .field = "gce_sd_configs",
    .why_not =
        "its requests take a token of Google's, which is signed with the key of a service account"};
const Mechanism kLightsail = {.field = "lightsail_sd_configs", .why_not = kSignedForAws};
const Mechanism kMsk = {.field = "msk_sd_configs", .why_not = kSignedForAws};
const Mechanism kNerve = {.field = "nerve_sd_configs", .why_not = kInZookeeper};
const Mechanism kOci = {
    .field = "oci_sd_configs",
    .why_not = "its requests are signed with the RSA key of a user of Oracle Cloud"};
const Mechanism kOutscale = {
    .field = "outscale_sd_configs",
    .why_not = "its requests are signed with the secret key of an Outscale account"};
const Mechanism kRds = {.field = "rds_sd_configs", .why_not = kSignedForAws};
const Mechanism kServerset = {.field = "serverset_sd_configs", .why_not = kInZookeeper};

}  // namespace check::discovery
