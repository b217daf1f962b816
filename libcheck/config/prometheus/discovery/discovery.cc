#include "libcheck/config/prometheus/discovery/discovery.h"

#include "libcheck/config/prometheus/schema.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Type kAws = SectionOf(kAwsSdConfig);
constexpr Type kAzure = SectionOf(kAzureSdConfig);
constexpr Type kConsul = SectionOf(kConsulSdConfig);
constexpr Type kDigitalocean = SectionOf(kDigitaloceanSdConfig);
constexpr Type kDns = SectionOf(kDnsSdConfig);
constexpr Type kDocker = SectionOf(kDockerSdConfig);
constexpr Type kDockerswarm = SectionOf(kDockerswarmSdConfig);
constexpr Type kEc2 = SectionOf(kEc2SdConfig);
constexpr Type kEcs = SectionOf(kEcsSdConfig);
constexpr Type kElasticache = SectionOf(kElasticacheSdConfig);
constexpr Type kEureka = SectionOf(kEurekaSdConfig);
constexpr Type kFile = SectionOf(kFileSdConfig);
constexpr Type kGce = SectionOf(kGceSdConfig);
constexpr Type kHetzner = SectionOf(kHetznerSdConfig);
constexpr Type kHttp = SectionOf(kHttpSdConfig);
constexpr Type kIonos = SectionOf(kIonosSdConfig);
constexpr Type kKubernetes = SectionOf(kKubernetesSdConfig);
constexpr Type kKuma = SectionOf(kKumaSdConfig);
constexpr Type kLightsail = SectionOf(kLightsailSdConfig);
constexpr Type kLinode = SectionOf(kLinodeSdConfig);
constexpr Type kMarathon = SectionOf(kMarathonSdConfig);
constexpr Type kMsk = SectionOf(kMskSdConfig);
constexpr Type kNerve = SectionOf(kNerveSdConfig);
constexpr Type kNomad = SectionOf(kNomadSdConfig);
constexpr Type kOci = SectionOf(kOciSdConfig);
constexpr Type kOpenstack = SectionOf(kOpenstackSdConfig);
constexpr Type kOutscale = SectionOf(kOutscaleSdConfig);
constexpr Type kOvhcloud = SectionOf(kOvhcloudSdConfig);
constexpr Type kPuppetdb = SectionOf(kPuppetdbSdConfig);
constexpr Type kRds = SectionOf(kRdsSdConfig);
constexpr Type kScaleway = SectionOf(kScalewaySdConfig);
constexpr Type kServerset = SectionOf(kServersetSdConfig);
constexpr Type kStackit = SectionOf(kStackitSdConfig);
constexpr Type kTriton = SectionOf(kTritonSdConfig);
constexpr Type kUyuni = SectionOf(kUyuniSdConfig);
constexpr Type kVultr = SectionOf(kVultrSdConfig);
constexpr Type kStatic = SectionOf(kStaticConfig);

constexpr Field kFields[] = {
    {.name = "aws_sd_configs",
     .type = ListOf(kAws, "[]*aws.SDConfig"),
     .doc = "Targets from AWS services.",
     .since = "3.8",
     .null_item = "empty or null section in aws_sd_configs"},
    {.name = "azure_sd_configs",
     .type = ListOf(kAzure, "[]*azure.SDConfig"),
     .doc = "Targets from Azure.",
     .null_item = "empty or null section in azure_sd_configs"},
    {.name = "consul_sd_configs",
     .type = ListOf(kConsul, "[]*consul.SDConfig"),
     .doc = "Targets from Consul.",
     .null_item = "empty or null section in consul_sd_configs"},
    {.name = "digitalocean_sd_configs",
     .type = ListOf(kDigitalocean, "[]*digitalocean.SDConfig"),
     .doc = "Targets from DigitalOcean.",
     .null_item = "empty or null section in digitalocean_sd_configs"},
    {.name = "dns_sd_configs",
     .type = ListOf(kDns, "[]*dns.SDConfig"),
     .doc = "Targets from DNS records.",
     .null_item = "empty or null section in dns_sd_configs"},
    {.name = "docker_sd_configs",
     .type = ListOf(kDocker, "[]*moby.DockerSDConfig"),
     .doc = "Targets from Docker.",
     .null_item = "empty or null section in docker_sd_configs"},
    {.name = "dockerswarm_sd_configs",
     .type = ListOf(kDockerswarm, "[]*moby.DockerSwarmSDConfig"),
     .doc = "Targets from Docker swarms.",
     .null_item = "empty or null section in dockerswarm_sd_configs"},
    {.name = "ec2_sd_configs",
     .type = ListOf(kEc2, "[]*aws.EC2SDConfig"),
     .doc = "Targets from AWS EC2.",
     .null_item = "empty or null section in ec2_sd_configs"},
    {.name = "ecs_sd_configs",
     .type = ListOf(kEcs, "[]*aws.ECSSDConfig"),
     .doc = "Targets from AWS ECS.",
     .since = "3.8",
     .null_item = "empty or null section in ecs_sd_configs"},
    {.name = "elasticache_sd_configs",
     .type = ListOf(kElasticache, "[]*aws.ElasticacheSDConfig"),
     .doc = "Targets from AWS ElastiCache.",
     .since = "3.11",
     .null_item = "empty or null section in elasticache_sd_configs"},
    {.name = "eureka_sd_configs",
     .type = ListOf(kEureka, "[]*eureka.SDConfig"),
     .doc = "Targets from Eureka.",
     .null_item = "empty or null section in eureka_sd_configs"},
    {.name = "file_sd_configs",
     .type = ListOf(kFile, "[]*file.SDConfig"),
     .doc = "Targets from files.",
     .null_item = "empty or null section in file_sd_configs"},
    {.name = "gce_sd_configs",
     .type = ListOf(kGce, "[]*gce.SDConfig"),
     .doc = "Targets from Google Compute Engine.",
     .null_item = "empty or null section in gce_sd_configs"},
    {.name = "hetzner_sd_configs",
     .type = ListOf(kHetzner, "[]*hetzner.SDConfig"),
     .doc = "Targets from Hetzner.",
     .null_item = "empty or null section in hetzner_sd_configs"},
    {.name = "http_sd_configs",
     .type = ListOf(kHttp, "[]*http.SDConfig"),
     .doc = "Targets from HTTP servers that list targets.",
     .null_item = "empty or null section in http_sd_configs"},
    {.name = "ionos_sd_configs",
     .type = ListOf(kIonos, "[]*ionos.SDConfig"),
     .doc = "Targets from IONOS Cloud.",
     .null_item = "empty or null section in ionos_sd_configs"},
    {.name = "kubernetes_sd_configs",
     .type = ListOf(kKubernetes, "[]*kubernetes.SDConfig"),
     .doc = "Targets from Kubernetes.",
     .null_item = "empty or null section in kubernetes_sd_configs"},
    {.name = "kuma_sd_configs",
     .type = ListOf(kKuma, "[]*xds.KumaSDConfig"),
     .doc = "Targets from Kuma meshes.",
     .null_item = "empty or null section in kuma_sd_configs"},
    {.name = "lightsail_sd_configs",
     .type = ListOf(kLightsail, "[]*aws.LightsailSDConfig"),
     .doc = "Targets from AWS Lightsail.",
     .null_item = "empty or null section in lightsail_sd_configs"},
    {.name = "linode_sd_configs",
     .type = ListOf(kLinode, "[]*linode.SDConfig"),
     .doc = "Targets from Linode.",
     .null_item = "empty or null section in linode_sd_configs"},
    {.name = "marathon_sd_configs",
     .type = ListOf(kMarathon, "[]*marathon.SDConfig"),
     .doc = "Targets from Marathon.",
     .null_item = "empty or null section in marathon_sd_configs"},
    {.name = "msk_sd_configs",
     .type = ListOf(kMsk, "[]*aws.MSKSDConfig"),
     .doc = "Targets from AWS MSK.",
     .since = "3.10",
     .null_item = "empty or null section in msk_sd_configs"},
    {.name = "nerve_sd_configs",
     .type = ListOf(kNerve, "[]*zookeeper.NerveSDConfig"),
     .doc = "Targets from Nerve.",
     .null_item = "empty or null section in nerve_sd_configs"},
    {.name = "nomad_sd_configs",
     .type = ListOf(kNomad, "[]*nomad.SDConfig"),
     .doc = "Targets from Nomad.",
     .null_item = "empty or null section in nomad_sd_configs"},
    {.name = "oci_sd_configs",
     .type = ListOf(kOci, "[]*oci.SDConfig"),
     .doc = "Targets from Oracle Cloud.",
     .since = "3.14",
     .null_item = "empty or null section in oci_sd_configs"},
    {.name = "openstack_sd_configs",
     .type = ListOf(kOpenstack, "[]*openstack.SDConfig"),
     .doc = "Targets from OpenStack.",
     .null_item = "empty or null section in openstack_sd_configs"},
    {.name = "outscale_sd_configs",
     .type = ListOf(kOutscale, "[]*outscale.SDConfig"),
     .doc = "Targets from Outscale.",
     .since = "3.12",
     .null_item = "empty or null section in outscale_sd_configs"},
    {.name = "ovhcloud_sd_configs",
     .type = ListOf(kOvhcloud, "[]*ovhcloud.SDConfig"),
     .doc = "Targets from OVHcloud.",
     .null_item = "empty or null section in ovhcloud_sd_configs"},
    {.name = "puppetdb_sd_configs",
     .type = ListOf(kPuppetdb, "[]*puppetdb.SDConfig"),
     .doc = "Targets from PuppetDB.",
     .null_item = "empty or null section in puppetdb_sd_configs"},
    {.name = "rds_sd_configs",
     .type = ListOf(kRds, "[]*aws.RDSSDConfig"),
     .doc = "Targets from AWS RDS.",
     .since = "3.11",
     .null_item = "empty or null section in rds_sd_configs"},
    {.name = "scaleway_sd_configs",
     .type = ListOf(kScaleway, "[]*scaleway.SDConfig"),
     .doc = "Targets from Scaleway.",
     .null_item = "empty or null section in scaleway_sd_configs"},
    {.name = "serverset_sd_configs",
     .type = ListOf(kServerset, "[]*zookeeper.ServersetSDConfig"),
     .doc = "Targets from serversets in ZooKeeper.",
     .null_item = "empty or null section in serverset_sd_configs"},
    {.name = "stackit_sd_configs",
     .type = ListOf(kStackit, "[]*stackit.SDConfig"),
     .doc = "Targets from STACKIT.",
     .since = "3.5",
     .null_item = "empty or null section in stackit_sd_configs"},
    {.name = "triton_sd_configs",
     .type = ListOf(kTriton, "[]*triton.SDConfig"),
     .doc = "Targets from Triton.",
     .null_item = "empty or null section in triton_sd_configs"},
    {.name = "uyuni_sd_configs",
     .type = ListOf(kUyuni, "[]*uyuni.SDConfig"),
     .doc = "Targets from Uyuni.",
     .null_item = "empty or null section in uyuni_sd_configs"},
    {.name = "vultr_sd_configs",
     .type = ListOf(kVultr, "[]*vultr.SDConfig"),
     .doc = "Targets from Vultr.",
     .null_item = "empty or null section in vultr_sd_configs"},
    {.name = "static_configs",
     .type = ListOf(kStatic, "[]*targetgroup.Group"),
     .doc = "Targets that are listed here.",
     .null_item = "empty or null section in static_configs"},
};

constexpr Field kStaticFields[] = {
    {.name = "targets", .type = ListOf(kString), .doc = "The targets, each a `host:port`."},
    {.name = "labels", .type = kLabelSet, .doc = "Labels of all these targets."},
};

}  // namespace

constexpr Object kDiscovery = {
    .name = "service discovery",
    .doc = "Where targets come from.",
    .fields = kFields,
};

constexpr Object kStaticConfig = {
    .name = "static_config",
    .doc = "Targets that are listed, with labels that they share.",
    .fields = kStaticFields,
    .upstream =
        "struct { Targets []string \"yaml:\\\"targets\\\"\"; Labels model.LabelSet "
        "\"yaml:\\\"labels\\\"\" }",
};

}  // namespace check::config::prometheus
