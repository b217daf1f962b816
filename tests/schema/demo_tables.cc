#include "tests/schema/demo_tables.h"

#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::schema {
namespace {

constexpr Field kBasicAuthFields[] = {
    {.name = "username", .type = kString, .doc = "Who asks."},
    {.name = "password", .type = kSecret, .doc = "The password."},
    {.name = "password_file", .type = kFile, .doc = "A file to read the password from."},
};
constexpr Constraint kBasicAuthConstraints[] = {
    AtMostOne("password", "password_file"),
    Requires("password", "username"),
};
constexpr Object kBasicAuth = {
    .name = "basic_auth",
    .doc = "Sends a name and a password with each request.",
    .fields = kBasicAuthFields,
    .constraints = kBasicAuthConstraints,
    .upstream = "config.BasicAuth",
};

constexpr Field kAuthorizationFields[] = {
    {.name = "type", .type = kString, .default_value = "Bearer", .doc = "The kind of credentials."},
    {.name = "credentials", .type = kSecret, .doc = "The credentials."},
};
constexpr Object kAuthorization = {
    .name = "authorization",
    .doc = "Sends credentials with each request.",
    .fields = kAuthorizationFields,
    .upstream = "config.Authorization",
};

constexpr Field kHttpFields[] = {
    {.name = "basic_auth", .type = SectionOf(kBasicAuth), .doc = "Authentication by password."},
    {.name = "authorization", .type = SectionOf(kAuthorization), .doc = "Authentication by token."},
    {.name = "bearer_token",
     .type = kSecret,
     .doc = "A token.",
     .deprecated = {.since = "2.26", .instead = "use `authorization`"}},
    {.name = "proxy_url", .type = kUrl, .doc = "Where requests are sent through."},
    {.name = "no_proxy", .type = kString, .doc = "Where requests are sent themselves."},
};
constexpr Constraint kHttpConstraints[] = {Requires("no_proxy", "proxy_url")};
constexpr Object kHttp = {
    .name = "http_config",
    .doc = "How requests are made.",
    .fields = kHttpFields,
    .constraints = kHttpConstraints,
};

constexpr Field kStaticConfigFields[] = {
    {.name = "targets", .type = ListOf(kString), .doc = "Addresses."},
    {.name = "labels", .type = MapOf(kLabelName, kString), .doc = "Labels of all the targets."},
};
constexpr Object kStaticConfig = {
    .name = "static_config",
    .doc = "Targets that are listed.",
    .fields = kStaticConfigFields,
    .upstream = "targetgroup.Group",
};
constexpr Type kStaticConfigType = SectionOf(kStaticConfig);

constexpr std::string_view kSchemes[] = {"http", "https"};

constexpr Field kScrapeConfigFields[] = {
    {.name = "job_name", .type = kString, .presence = Presence::kRequired, .doc = "The job."},
    {.name = "scrape_interval", .type = kDuration, .default_value = "1m", .doc = "How often."},
    {.name = "scheme", .type = OneOf(kSchemes), .default_value = "http", .doc = "The protocol."},
    {.name = "body_size_limit", .type = kSize, .default_value = "0", .doc = "How much at most."},
    {.name = "sample_limit", .type = kInteger, .doc = "How many samples at most."},
    {.name = "bucket_factor", .type = kFloat, .doc = "How coarse buckets may be.", .since = "3.2"},
    {.name = "honor_labels", .type = kBool, .default_value = "false", .doc = "Whose labels win."},
    {.name = "params", .type = MapOf(kStaticConfigFields[0].type), .doc = "Parameters."},
    {.name = "keep", .type = kRegex, .doc = "Metrics to keep."},
    {.name = "metric", .type = kMetricName, .doc = "A metric."},
    {.name = "summary", .type = kTemplate, .doc = "A text."},
    {.name = "expr", .type = kPromql, .doc = "A query."},
    {.name = "anything", .type = kAny, .doc = "Whatever it is."},
    {.name = "static_configs", .type = ListOf(kStaticConfigType), .doc = "Targets."},
    {.name = "target_groups",
     .type = kAny,
     .doc = "Targets, as they were once written.",
     .removed = {.since = "1.0", .instead = "use `static_configs`"}},
};
constexpr const Object* kScrapeConfigIncludes[] = {&kHttp};
constexpr Constraint kScrapeConfigConstraints[] = {AtMostOne("basic_auth", "authorization")};

void CheckScrapeConfig(Section& section) {
  const yaml::Entry* name = section.Find("job_name");
  if (name != nullptr && name->value.scalar() == "forbidden") {
    section.Report(kBadValue, name->value, "this job is forbidden");
  }
}

constexpr Object kScrapeConfig = {
    .name = "scrape_config",
    .doc = "What to scrape.",
    .fields = kScrapeConfigFields,
    .constraints = kScrapeConfigConstraints,
    .includes = kScrapeConfigIncludes,
    .check = CheckScrapeConfig,
    .upstream = "config.ScrapeConfig",
};
constexpr Type kScrapeConfigType = {
    .kind = Kind::kSection, .object = &kScrapeConfig, .upstream = "*config.ScrapeConfig"};

constexpr Field kFileFields[] = {
    {.name = "scrape_configs", .type = ListOf(kScrapeConfigType), .doc = "What to scrape."},
    {.name = "route", .type = SectionOf(kDemoRoute), .doc = "Where alerts go."},
};
constexpr Constraint kFileConstraints[] = {Unique("scrape_configs", "job_name")};

constexpr Type kRouteType = SectionOf(kDemoRoute);
constexpr Field kRouteFields[] = {
    {.name = "receiver", .type = kString, .doc = "Who is told."},
    {.name = "routes", .type = ListOf(kRouteType), .doc = "Routes tried first."},
    {.name = "group_wait", .type = kDuration, .doc = "How long to wait."},
    {.name = "group_wait_seconds", .type = kInteger, .doc = "The same in seconds."},
};
constexpr Constraint kRouteConstraints[] = {
    ExactlyOne("group_wait", "group_wait_seconds"),
    AtLeastOne("receiver", "routes"),
};

}  // namespace

constexpr Object kDemoFile = {
    .name = "configuration file",
    .doc = "All of it.",
    .fields = kFileFields,
    .constraints = kFileConstraints,
    .upstream = "config.Config",
};

constexpr Object kDemoRoute = {
    .name = "route",
    .doc = "Where some alerts go.",
    .fields = kRouteFields,
    .constraints = kRouteConstraints,
};

}  // namespace check::schema
