#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFilterFields[] = {
    {.name = "name", .type = kString, .doc = "The name of the filter."},
    {.name = "values", .type = ListOf(kString), .doc = "What lets an instance through."},
};
constexpr Object kFilter = {
    .name = "aws filter",
    .doc = "A filter of AWS's API.",
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
     .doc = "Which service of AWS to ask.",
     .missing = "unknown AWS SD role \"\""},
    {.name = "region",
     .type = kString,
     .doc = "The region; that of the instance if left out.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "The endpoint of the API, if not that of the region."},
    {.name = "access_key", .type = kString, .doc = "The name of the key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "The key for the API."},
    {.name = "profile", .type = kString, .doc = "The profile of AWS's own settings to use."},
    {.name = "role_arn", .type = kString, .doc = "The role to take on."},
    {.name = "external_id",
     .type = kString,
     .doc = "What proves to the role's owner who asks.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "port", .type = kInteger, .doc = "The port that targets are scraped at."},
    {.name = "filters",
     .type = ListOf(kFilterType, "[]*aws.Filter"),
     .doc = "Which to list, by the filters of the API."},
    {.name = "clusters",
     .type = ListOf(kString),
     .doc = "The clusters to look at; all of them if left out."},
};

constexpr Field kEc2Fields[] = {
    {.name = "region",
     .type = kString,
     .doc = "The region; that of the instance if left out.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "The endpoint of the API, if not that of the region."},
    {.name = "access_key", .type = kString, .doc = "The name of the key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "The key for the API."},
    {.name = "profile", .type = kString, .doc = "The profile of AWS's own settings to use."},
    {.name = "role_arn", .type = kString, .doc = "The role to take on."},
    {.name = "external_id",
     .type = kString,
     .doc = "What proves to the role's owner who asks.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that targets are scraped at."},
    {.name = "filters",
     .type = ListOf(kFilterType, "[]*aws.Filter"),
     .doc = "Which to list, by the filters of the API."},
};

constexpr Field kEcsFields[] = {
    {.name = "region",
     .type = kString,
     .doc = "The region; that of the instance if left out.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "The endpoint of the API, if not that of the region."},
    {.name = "access_key", .type = kString, .doc = "The name of the key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "The key for the API."},
    {.name = "profile", .type = kString, .doc = "The profile of AWS's own settings to use."},
    {.name = "role_arn", .type = kString, .doc = "The role to take on."},
    {.name = "external_id",
     .type = kString,
     .doc = "What proves to the role's owner who asks.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "clusters",
     .type = ListOf(kString),
     .doc = "The clusters to look at; all of them if left out."},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that targets are scraped at."},
    {.name = "request_concurrency",
     .type = kInteger,
     .default_value = "20",
     .doc = "How many requests are made side by side."},
};

constexpr Field kElasticacheFields[] = {
    {.name = "region",
     .type = kString,
     .doc = "The region; that of the instance if left out.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "The endpoint of the API, if not that of the region."},
    {.name = "access_key", .type = kString, .doc = "The name of the key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "The key for the API."},
    {.name = "profile", .type = kString, .doc = "The profile of AWS's own settings to use."},
    {.name = "role_arn", .type = kString, .doc = "The role to take on."},
    {.name = "external_id",
     .type = kString,
     .doc = "What proves to the role's owner who asks.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "clusters",
     .type = ListOf(kString),
     .doc = "The clusters to look at; all of them if left out."},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that targets are scraped at."},
    {.name = "request_concurrency",
     .type = kInteger,
     .default_value = "10",
     .doc = "How many requests are made side by side."},
};

constexpr Field kLightsailFields[] = {
    {.name = "region",
     .type = kString,
     .doc = "The region; that of the instance if left out.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "The endpoint of the API, if not that of the region."},
    {.name = "access_key", .type = kString, .doc = "The name of the key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "The key for the API."},
    {.name = "profile", .type = kString, .doc = "The profile of AWS's own settings to use."},
    {.name = "role_arn", .type = kString, .doc = "The role to take on."},
    {.name = "external_id",
     .type = kString,
     .doc = "What proves to the role's owner who asks.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that targets are scraped at."},
};

constexpr Field kMskFields[] = {
    {.name = "region",
     .type = kString,
     .doc = "The region; that of the instance if left out.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "The endpoint of the API, if not that of the region."},
    {.name = "access_key", .type = kString, .doc = "The name of the key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "The key for the API."},
    {.name = "profile", .type = kString, .doc = "The profile of AWS's own settings to use."},
    {.name = "role_arn", .type = kString, .doc = "The role to take on."},
    {.name = "external_id",
     .type = kString,
     .doc = "What proves to the role's owner who asks.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "clusters",
     .type = ListOf(kString),
     .doc = "The clusters to look at; all of them if left out."},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that targets are scraped at."},
    {.name = "request_concurrency",
     .type = kInteger,
     .default_value = "10",
     .doc = "How many requests are made side by side."},
};

constexpr Field kRdsFields[] = {
    {.name = "region",
     .type = kString,
     .doc = "The region; that of the instance if left out.",
     .optional_since = "3.14"},
    {.name = "endpoint",
     .type = kString,
     .doc = "The endpoint of the API, if not that of the region."},
    {.name = "access_key", .type = kString, .doc = "The name of the key for the API."},
    {.name = "secret_key", .type = kSecret, .doc = "The key for the API."},
    {.name = "profile", .type = kString, .doc = "The profile of AWS's own settings to use."},
    {.name = "role_arn", .type = kString, .doc = "The role to take on."},
    {.name = "external_id",
     .type = kString,
     .doc = "What proves to the role's owner who asks.",
     .since = "3.12"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "clusters",
     .type = ListOf(kString),
     .doc = "The clusters to look at; all of them if left out."},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that targets are scraped at."},
    {.name = "filters",
     .type = ListOf(kFilterType, "[]*aws.Filter"),
     .doc = "Which to list, by the filters of the API.",
     .since = "3.13"},
    {.name = "request_concurrency",
     .type = kInteger,
     .default_value = "10",
     .doc = "How many requests are made side by side."},
};

// Prometheus: reads the filters through pointers, and crashes if there is none, when it loads the
// file or when it first asks for targets.
void CheckNullFilters(Section& section, std::string_view upstream) {
  for (const yaml::Node& item : section.values().Items("filters")) {
    if (!item.IsNull()) continue;
    const yaml::Node& at = item.span.size() == 0 ? section.Find("filters")->key : item;
    section.Report(kMissingField, at, "an item of `filters` is empty", std::string(upstream))
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
    .doc = "Targets among the instances of one of several services of AWS.",
    .fields = kAwsFields,
    .includes = kAwsIncludes,
    .check = CheckAwsFilters,
    .upstream = "aws.plain",
};

constexpr Object kEc2SdConfig = {
    .name = "ec2_sd_config",
    .doc = "Targets among the instances of AWS EC2.",
    .fields = kEc2Fields,
    .includes = kLaterIncludes,
    .check = CheckFilters,
    .upstream = "aws.plain",
};

constexpr Object kEcsSdConfig = {
    .name = "ecs_sd_config",
    .doc = "Targets among the tasks of AWS ECS.",
    .fields = kEcsFields,
    .includes = kHttpIncludes,
    .upstream = "aws.plain",
};

constexpr Object kElasticacheSdConfig = {
    .name = "elasticache_sd_config",
    .doc = "Targets among the caches of AWS ElastiCache.",
    .fields = kElasticacheFields,
    .includes = kHttpIncludes,
    .upstream = "aws.plain",
};

constexpr Object kLightsailSdConfig = {
    .name = "lightsail_sd_config",
    .doc = "Targets among the instances of AWS Lightsail.",
    .fields = kLightsailFields,
    .includes = kLaterIncludes,
    .upstream = "aws.plain",
};

constexpr Object kMskSdConfig = {
    .name = "msk_sd_config",
    .doc = "Targets among the Kafka clusters of AWS MSK.",
    .fields = kMskFields,
    .includes = kHttpIncludes,
    .upstream = "aws.plain",
};

constexpr Object kRdsSdConfig = {
    .name = "rds_sd_config",
    .doc = "Targets among the databases of AWS RDS.",
    .fields = kRdsFields,
    .includes = kHttpIncludes,
    .check = CheckRdsFilters,
    .upstream = "aws.plain",
};

}  // namespace check::config::prometheus
