#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFilterFields[] = {
    {.name = "name", .type = kString, .doc = "Name of the filter."},
    {.name = "values", .type = ListOf(kString), .doc = "Values of the filter."},
};
constexpr Object kFilter = {
    .name = "aws filter",
    .doc = "A filter of the AWS API.",
    .fields = kFilterFields,
    .upstream = "aws.Filter",
};
constexpr Type kFilterType = SectionOf(kFilter);

constexpr std::string_view kRoles[] = {"ec2", "ecs", "elasticache", "lightsail", "msk", "rds"};
constexpr NewerWord kNewerRoles[] = {{"elasticache", "3.11"}, {"msk", "3.10"}, {"rds", "3.11"}};
constexpr Type kRole = {.kind = Kind::kChoice,
                        .choices = kRoles,
                        .upstream = "string",
                        .refusal = "unknown AWS SD role %q",
                        .newer = kNewerRoles};

constexpr Field kAwsFields[] = {
    {.name = "role",
     .type = kRole,
     .presence = Presence::kRequired,
     .doc = "AWS service to query.",
     .missing = "unknown AWS SD role \"\""},
    {.name = "region",
     .type = kString,
     .doc = "AWS region; defaults to the region of the instance.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "API endpoint; defaults to the endpoint of the region."},
    {.name = "access_key", .type = kString, .doc = "Access key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "Secret key for the API."},
    {.name = "profile", .type = kString, .doc = "Profile in the AWS configuration files."},
    {.name = "role_arn", .type = kString, .doc = "ARN of the role to assume."},
    {.name = "external_id",
     .type = kString,
     .doc = "External ID used when assuming the role.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "port", .type = kInteger, .doc = "Port to scrape targets at."},
    {.name = "filters",
     .type = ListOf(kFilterType, "[]*aws.Filter"),
     .doc = "API filters that select what is listed."},
    {.name = "clusters",
     .type = ListOf(kString),
     .doc = "Clusters to query; all clusters if not set."},
};

constexpr Field kEc2Fields[] = {
    {.name = "region",
     .type = kString,
     .doc = "AWS region; defaults to the region of the instance.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "API endpoint; defaults to the endpoint of the region."},
    {.name = "access_key", .type = kString, .doc = "Access key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "Secret key for the API."},
    {.name = "profile", .type = kString, .doc = "Profile in the AWS configuration files."},
    {.name = "role_arn", .type = kString, .doc = "ARN of the role to assume."},
    {.name = "external_id",
     .type = kString,
     .doc = "External ID used when assuming the role.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
    {.name = "filters",
     .type = ListOf(kFilterType, "[]*aws.Filter"),
     .doc = "API filters that select what is listed."},
};

constexpr Field kEcsFields[] = {
    {.name = "region",
     .type = kString,
     .doc = "AWS region; defaults to the region of the instance.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "API endpoint; defaults to the endpoint of the region."},
    {.name = "access_key", .type = kString, .doc = "Access key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "Secret key for the API."},
    {.name = "profile", .type = kString, .doc = "Profile in the AWS configuration files."},
    {.name = "role_arn", .type = kString, .doc = "ARN of the role to assume."},
    {.name = "external_id",
     .type = kString,
     .doc = "External ID used when assuming the role.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "clusters",
     .type = ListOf(kString),
     .doc = "Clusters to query; all clusters if not set."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
    {.name = "request_concurrency",
     .type = kInteger,
     .default_value = "20",
     .doc = "Number of concurrent requests."},
};

constexpr Field kElasticacheFields[] = {
    {.name = "region",
     .type = kString,
     .doc = "AWS region; defaults to the region of the instance.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "API endpoint; defaults to the endpoint of the region."},
    {.name = "access_key", .type = kString, .doc = "Access key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "Secret key for the API."},
    {.name = "profile", .type = kString, .doc = "Profile in the AWS configuration files."},
    {.name = "role_arn", .type = kString, .doc = "ARN of the role to assume."},
    {.name = "external_id",
     .type = kString,
     .doc = "External ID used when assuming the role.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "clusters",
     .type = ListOf(kString),
     .doc = "Clusters to query; all clusters if not set."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
    {.name = "request_concurrency",
     .type = kInteger,
     .default_value = "10",
     .doc = "Number of concurrent requests."},
};

constexpr Field kLightsailFields[] = {
    {.name = "region",
     .type = kString,
     .doc = "AWS region; defaults to the region of the instance.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "API endpoint; defaults to the endpoint of the region."},
    {.name = "access_key", .type = kString, .doc = "Access key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "Secret key for the API."},
    {.name = "profile", .type = kString, .doc = "Profile in the AWS configuration files."},
    {.name = "role_arn", .type = kString, .doc = "ARN of the role to assume."},
    {.name = "external_id",
     .type = kString,
     .doc = "External ID used when assuming the role.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
};

constexpr Field kMskFields[] = {
    {.name = "region",
     .type = kString,
     .doc = "AWS region; defaults to the region of the instance.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "API endpoint; defaults to the endpoint of the region."},
    {.name = "access_key", .type = kString, .doc = "Access key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "Secret key for the API."},
    {.name = "profile", .type = kString, .doc = "Profile in the AWS configuration files."},
    {.name = "role_arn", .type = kString, .doc = "ARN of the role to assume."},
    {.name = "external_id",
     .type = kString,
     .doc = "External ID used when assuming the role.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "clusters",
     .type = ListOf(kString),
     .doc = "Clusters to query; all clusters if not set."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
    {.name = "request_concurrency",
     .type = kInteger,
     .default_value = "10",
     .doc = "Number of concurrent requests."},
};

constexpr Field kRdsFields[] = {
    {.name = "region",
     .type = kString,
     .doc = "AWS region; defaults to the region of the instance.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "API endpoint; defaults to the endpoint of the region."},
    {.name = "access_key", .type = kString, .doc = "Access key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "Secret key for the API."},
    {.name = "profile", .type = kString, .doc = "Profile in the AWS configuration files."},
    {.name = "role_arn", .type = kString, .doc = "ARN of the role to assume."},
    {.name = "external_id",
     .type = kString,
     .doc = "External ID used when assuming the role.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "clusters",
     .type = ListOf(kString),
     .doc = "Clusters to query; all clusters if not set."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
    {.name = "filters",
     .type = ListOf(kFilterType, "[]*aws.Filter"),
     .doc = "API filters that select what is listed.",
     .since = "3.13"},
    {.name = "request_concurrency",
     .type = kInteger,
     .default_value = "10",
     .doc = "Number of concurrent requests."},
};

// Prometheus: reads the filters through pointers, and crashes if there is none, when it loads the
// file or when it first asks for targets.
void CheckNullFilters(Section& section, std::string_view upstream) {
  for (const yaml::Node& item : section.values().Items("filters")) {
    if (!item.IsNull()) continue;
    const yaml::Node& at = item.span.size() == 0 ? section.Find("filters")->key : item;
    section.Report(kMissingField, at, "`filters` contains an empty item", std::string(upstream))
        .notes.emplace_back("Prometheus crashes when it reads such a filter");
  }
}

void CheckRdsFilters(Section& section) { CheckNullFilters(section, {}); }

void CheckAwsFilters(Section& section) {
  const std::string_view role = section.values().Text("role");
  if (role == "ec2" || role == "rds") CheckNullFilters(section, {});
}

void CheckFilters(Section& section) {
  CheckNullFilters(section, "runtime error: invalid memory address or nil pointer dereference");
  const Values& values = section.values();
  for (const yaml::Node& item : values.Items("filters")) {
    if (!item.IsMapping()) continue;
    const Values filter = values.Of(item);
    if (filter.IsSet("values")) continue;
    const yaml::Entry* entry = filter.Given("values");
    section.Report(kMissingField, entry != nullptr ? entry->key : item,
                   "the filter has no `values`",
                   "EC2 SD configuration filter values cannot be empty");
  }
}

// Prometheus: those of this mechanism go unchecked.
constexpr const Object* kAwsIncludes[] = {&kUncheckedHttpClient};
constexpr const Object* kHttpIncludes[] = {&kHttpClient};
constexpr const Object* kLaterIncludes[] = {&kLaterHttpClient};

}  // namespace

constexpr Object kAwsSdConfig = {
    .name = "aws_sd_config",
    .doc = "Discover targets from one of several AWS services.",
    .fields = kAwsFields,
    .includes = kAwsIncludes,
    .check = CheckAwsFilters,
    .upstream = "aws.plain",
};

constexpr Object kEc2SdConfig = {
    .name = "ec2_sd_config",
    .doc = "Discover targets from AWS EC2 instances.",
    .fields = kEc2Fields,
    .includes = kLaterIncludes,
    .check = CheckFilters,
    .upstream = "aws.plain",
};

constexpr Object kEcsSdConfig = {
    .name = "ecs_sd_config",
    .doc = "Discover targets from AWS ECS tasks.",
    .fields = kEcsFields,
    .includes = kHttpIncludes,
    .upstream = "aws.plain",
};

constexpr Object kElasticacheSdConfig = {
    .name = "elasticache_sd_config",
    .doc = "Discover targets from AWS ElastiCache.",
    .fields = kElasticacheFields,
    .includes = kHttpIncludes,
    .upstream = "aws.plain",
};

constexpr Object kLightsailSdConfig = {
    .name = "lightsail_sd_config",
    .doc = "Discover targets from AWS Lightsail instances.",
    .fields = kLightsailFields,
    .includes = kLaterIncludes,
    .upstream = "aws.plain",
};

constexpr Object kMskSdConfig = {
    .name = "msk_sd_config",
    .doc = "Discover targets from AWS MSK clusters.",
    .fields = kMskFields,
    .includes = kHttpIncludes,
    .upstream = "aws.plain",
};

constexpr Object kRdsSdConfig = {
    .name = "rds_sd_config",
    .doc = "Discover targets from AWS RDS databases.",
    .fields = kRdsFields,
    .includes = kHttpIncludes,
    .check = CheckRdsFilters,
    .upstream = "aws.plain",
};

}  // namespace check::config::prometheus
