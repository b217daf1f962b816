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
  X(Aws, "aws_sd_configs", "[]*aws.SDConfig", "Discover targets from AWS services.", "3.8") \
  X(Azure, "azure_sd_configs", "[]*azure.SDConfig", "Discover targets from Azure.", "") \
  X(Consul, "consul_sd_configs", "[]*consul.SDConfig", "Discover targets from Consul.", "") \
  X(Digitalocean, "digitalocean_sd_configs", "[]*digitalocean.SDConfig", "Discover targets from DigitalOcean.", "") \
  X(Dns, "dns_sd_configs", "[]*dns.SDConfig", "Discover targets from DNS records.", "") \
  X(Docker, "docker_sd_configs", "[]*moby.DockerSDConfig", "Discover targets from Docker.", "") \
  X(Dockerswarm, "dockerswarm_sd_configs", "[]*moby.DockerSwarmSDConfig", "Discover targets from Docker Swarm.", "") \
  X(Ec2, "ec2_sd_configs", "[]*aws.EC2SDConfig", "Discover targets from AWS EC2.", "") \
  X(Ecs, "ecs_sd_configs", "[]*aws.ECSSDConfig", "Discover targets from AWS ECS.", "3.8") \
  X(Elasticache, "elasticache_sd_configs", "[]*aws.ElasticacheSDConfig", "Discover targets from AWS ElastiCache.", "3.11") \
  X(Eureka, "eureka_sd_configs", "[]*eureka.SDConfig", "Discover targets from Eureka.", "") \
  X(File, "file_sd_configs", "[]*file.SDConfig", "Discover targets from files.", "") \
  X(Gce, "gce_sd_configs", "[]*gce.SDConfig", "Discover targets from Google Compute Engine.", "") \
  X(Hetzner, "hetzner_sd_configs", "[]*hetzner.SDConfig", "Discover targets from Hetzner.", "") \
  X(Http, "http_sd_configs", "[]*http.SDConfig", "Discover targets from an HTTP endpoint.", "") \
  X(Ionos, "ionos_sd_configs", "[]*ionos.SDConfig", "Discover targets from IONOS Cloud.", "") \
  X(Kubernetes, "kubernetes_sd_configs", "[]*kubernetes.SDConfig", "Discover targets from Kubernetes.", "") \
  X(Kuma, "kuma_sd_configs", "[]*xds.KumaSDConfig", "Discover targets from a Kuma mesh.", "") \
  X(Lightsail, "lightsail_sd_configs", "[]*aws.LightsailSDConfig", "Discover targets from AWS Lightsail.", "") \
  X(Linode, "linode_sd_configs", "[]*linode.SDConfig", "Discover targets from Linode.", "") \
  X(Marathon, "marathon_sd_configs", "[]*marathon.SDConfig", "Discover targets from Marathon.", "") \
  X(Msk, "msk_sd_configs", "[]*aws.MSKSDConfig", "Discover targets from AWS MSK.", "3.10") \
  X(Nerve, "nerve_sd_configs", "[]*zookeeper.NerveSDConfig", "Discover targets from Nerve.", "") \
  X(Nomad, "nomad_sd_configs", "[]*nomad.SDConfig", "Discover targets from Nomad.", "") \
  X(Oci, "oci_sd_configs", "[]*oci.SDConfig", "Discover targets from Oracle Cloud.", "3.14") \
  X(Openstack, "openstack_sd_configs", "[]*openstack.SDConfig", "Discover targets from OpenStack.", "") \
  X(Outscale, "outscale_sd_configs", "[]*outscale.SDConfig", "Discover targets from Outscale.", "3.12") \
  X(Ovhcloud, "ovhcloud_sd_configs", "[]*ovhcloud.SDConfig", "Discover targets from OVHcloud.", "") \
  X(Puppetdb, "puppetdb_sd_configs", "[]*puppetdb.SDConfig", "Discover targets from PuppetDB.", "") \
  X(Rds, "rds_sd_configs", "[]*aws.RDSSDConfig", "Discover targets from AWS RDS.", "3.11") \
  X(Scaleway, "scaleway_sd_configs", "[]*scaleway.SDConfig", "Discover targets from Scaleway.", "") \
  X(Serverset, "serverset_sd_configs", "[]*zookeeper.ServersetSDConfig", "Discover targets from ZooKeeper serversets.", "") \
  X(Stackit, "stackit_sd_configs", "[]*stackit.SDConfig", "Discover targets from STACKIT.", "3.5") \
  X(Triton, "triton_sd_configs", "[]*triton.SDConfig", "Discover targets from Triton.", "") \
  X(Uyuni, "uyuni_sd_configs", "[]*uyuni.SDConfig", "Discover targets from Uyuni.", "") \
  X(Vultr, "vultr_sd_configs", "[]*vultr.SDConfig", "Discover targets from Vultr.", "") \
  X(Static, "static_configs", "[]*targetgroup.Group", "Statically configured targets.", "")
// clang-format on

#define LIBCHECK_DECLARE_SECTION(Name, field, go_type, doc, since) \
  extern const schema::Object k##Name##SdConfig;
LIBCHECK_DISCOVERY_MECHANISMS(LIBCHECK_DECLARE_SECTION)
#undef LIBCHECK_DECLARE_SECTION

/// The fields `static_configs`, `file_sd_configs` and so on, for other tables to include.
extern const schema::Object kDiscovery;

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_DISCOVERY_H_
