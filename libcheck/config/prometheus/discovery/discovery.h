#ifndef LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_DISCOVERY_H_
#define LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_DISCOVERY_H_

#include "libcheck/schema/schema.h"

/// The mechanisms by which Prometheus finds targets, one file per mechanism or family.
namespace check::config::prometheus {

/// The fields `static_configs`, `file_sd_configs` and so on, for other tables to include.
extern const schema::Object kDiscovery;

extern const schema::Object kStaticConfig;
extern const schema::Object kAwsSdConfig;
extern const schema::Object kAzureSdConfig;
extern const schema::Object kConsulSdConfig;
extern const schema::Object kDigitaloceanSdConfig;
extern const schema::Object kDnsSdConfig;
extern const schema::Object kDockerSdConfig;
extern const schema::Object kDockerswarmSdConfig;
extern const schema::Object kEc2SdConfig;
extern const schema::Object kEcsSdConfig;
extern const schema::Object kElasticacheSdConfig;
extern const schema::Object kEurekaSdConfig;
extern const schema::Object kFileSdConfig;
extern const schema::Object kGceSdConfig;
extern const schema::Object kHetznerSdConfig;
extern const schema::Object kHttpSdConfig;
extern const schema::Object kIonosSdConfig;
extern const schema::Object kKubernetesSdConfig;
extern const schema::Object kKumaSdConfig;
extern const schema::Object kLightsailSdConfig;
extern const schema::Object kLinodeSdConfig;
extern const schema::Object kMarathonSdConfig;
extern const schema::Object kMskSdConfig;
extern const schema::Object kNerveSdConfig;
extern const schema::Object kNomadSdConfig;
extern const schema::Object kOciSdConfig;
extern const schema::Object kOpenstackSdConfig;
extern const schema::Object kOutscaleSdConfig;
extern const schema::Object kOvhcloudSdConfig;
extern const schema::Object kPuppetdbSdConfig;
extern const schema::Object kRdsSdConfig;
extern const schema::Object kScalewaySdConfig;
extern const schema::Object kServersetSdConfig;
extern const schema::Object kStackitSdConfig;
extern const schema::Object kTritonSdConfig;
extern const schema::Object kUyuniSdConfig;
extern const schema::Object kVultrSdConfig;

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_DISCOVERY_DISCOVERY_H_
