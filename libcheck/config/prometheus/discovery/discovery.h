#ifndef LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_DISCOVERY_H_
#define LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_DISCOVERY_H_

#include "libcheck/schema/schema.h"

/// The mechanisms by which Prometheus finds targets. What their sections may say is in this folder,
/// one file per mechanism or family; how they are asked is in libcheck/discovery/.
namespace check::config::prometheus {

// Every mechanism, one line each: what it is called here, its field, Go's type for the field, what
// it finds, and the release that brought it. `X(Vultr, ...)` stands for kVultrSdConfig, and for
// discovery::kVultr.
// clang-format off
#define LIBCHECK_DISCOVERY_MECHANISMS(X) \
  X(Aws, "aws_sd_configs", "[]*aws.SDConfig", "Targets from AWS services.", "3.8") \
  X(Azure, "azure_sd_configs", "[]*azure.SDConfig", "Targets from Azure.", "") \
  X(Consul, "consul_sd_configs", "[]*consul.SDConfig", "Targets from Consul.", "") \
  X(Digitalocean, "digitalocean_sd_configs", "[]*digitalocean.SDConfig", "Targets from DigitalOcean.", "") \
  X(Dns, "dns_sd_configs", "[]*dns.SDConfig", "Targets from DNS records.", "") \
  X(Docker, "docker_sd_configs", "[]*moby.DockerSDConfig", "Targets from Docker.", "") \
  X(Dockerswarm, "dockerswarm_sd_configs", "[]*moby.DockerSwarmSDConfig", "Targets from Docker swarms.", "") \
  X(Ec2, "ec2_sd_configs", "[]*aws.EC2SDConfig", "Targets from AWS EC2.", "") \
  X(Ecs, "ecs_sd_configs", "[]*aws.ECSSDConfig", "Targets from AWS ECS.", "3.8") \
  X(Elasticache, "elasticache_sd_configs", "[]*aws.ElasticacheSDConfig", "Targets from AWS ElastiCache.", "3.11") \
  X(Eureka, "eureka_sd_configs", "[]*eureka.SDConfig", "Targets from Eureka.", "") \
  X(File, "file_sd_configs", "[]*file.SDConfig", "Targets from files.", "") \
  X(Gce, "gce_sd_configs", "[]*gce.SDConfig", "Targets from Google Compute Engine.", "") \
  X(Hetzner, "hetzner_sd_configs", "[]*hetzner.SDConfig", "Targets from Hetzner.", "") \
  X(Http, "http_sd_configs", "[]*http.SDConfig", "Targets from HTTP servers that list targets.", "") \
  X(Ionos, "ionos_sd_configs", "[]*ionos.SDConfig", "Targets from IONOS Cloud.", "") \
  X(Kubernetes, "kubernetes_sd_configs", "[]*kubernetes.SDConfig", "Targets from Kubernetes.", "") \
  X(Kuma, "kuma_sd_configs", "[]*xds.KumaSDConfig", "Targets from Kuma meshes.", "") \
  X(Lightsail, "lightsail_sd_configs", "[]*aws.LightsailSDConfig", "Targets from AWS Lightsail.", "") \
  X(Linode, "linode_sd_configs", "[]*linode.SDConfig", "Targets from Linode.", "") \
  X(Marathon, "marathon_sd_configs", "[]*marathon.SDConfig", "Targets from Marathon.", "") \
  X(Msk, "msk_sd_configs", "[]*aws.MSKSDConfig", "Targets from AWS MSK.", "3.10") \
  X(Nerve, "nerve_sd_configs", "[]*zookeeper.NerveSDConfig", "Targets from Nerve.", "") \
  X(Nomad, "nomad_sd_configs", "[]*nomad.SDConfig", "Targets from Nomad.", "") \
  X(Oci, "oci_sd_configs", "[]*oci.SDConfig", "Targets from Oracle Cloud.", "3.14") \
  X(Openstack, "openstack_sd_configs", "[]*openstack.SDConfig", "Targets from OpenStack.", "") \
  X(Outscale, "outscale_sd_configs", "[]*outscale.SDConfig", "Targets from Outscale.", "3.12") \
  X(Ovhcloud, "ovhcloud_sd_configs", "[]*ovhcloud.SDConfig", "Targets from OVHcloud.", "") \
  X(Puppetdb, "puppetdb_sd_configs", "[]*puppetdb.SDConfig", "Targets from PuppetDB.", "") \
  X(Rds, "rds_sd_configs", "[]*aws.RDSSDConfig", "Targets from AWS RDS.", "3.11") \
  X(Scaleway, "scaleway_sd_configs", "[]*scaleway.SDConfig", "Targets from Scaleway.", "") \
  X(Serverset, "serverset_sd_configs", "[]*zookeeper.ServersetSDConfig", "Targets from serversets in ZooKeeper.", "") \
  X(Stackit, "stackit_sd_configs", "[]*stackit.SDConfig", "Targets from STACKIT.", "3.5") \
  X(Triton, "triton_sd_configs", "[]*triton.SDConfig", "Targets from Triton.", "") \
  X(Uyuni, "uyuni_sd_configs", "[]*uyuni.SDConfig", "Targets from Uyuni.", "") \
  X(Vultr, "vultr_sd_configs", "[]*vultr.SDConfig", "Targets from Vultr.", "") \
  X(Static, "static_configs", "[]*targetgroup.Group", "Targets that are listed here.", "")
// clang-format on

#define LIBCHECK_DECLARE_SECTION(Name, field, go_type, doc, since) \
  extern const schema::Object k##Name##SdConfig;
LIBCHECK_DISCOVERY_MECHANISMS(LIBCHECK_DECLARE_SECTION)
#undef LIBCHECK_DECLARE_SECTION

/// The fields `static_configs`, `file_sd_configs` and so on, for other tables to include.
extern const schema::Object kDiscovery;

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_DISCOVERY_H_
