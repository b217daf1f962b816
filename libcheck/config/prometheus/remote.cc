#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/ascii.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/config/common/relabel_config.h"
#include "libcheck/config/prometheus/remote_auth.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/values.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kMessages[] = {"prometheus.WriteRequest",
                                          "io.prometheus.write.v2.Request"};

constexpr Field kQueueFields[] = {
    {.name = "capacity",
     .type = kInteger,
     .default_value = "10000",
     .doc = "Number of samples buffered per shard."},
    {.name = "max_shards",
     .type = kInteger,
     .default_value = "50",
     .doc = "Maximum number of shards."},
    {.name = "min_shards",
     .type = kInteger,
     .default_value = "1",
     .doc = "Minimum number of shards."},
    {.name = "max_samples_per_send",
     .type = kInteger,
     .default_value = "2000",
     .doc = "Maximum number of samples per request."},
    {.name = "batch_send_deadline",
     .type = kDuration,
     .default_value = "5s",
     .doc = "Maximum time a sample waits in the buffer."},
    {.name = "min_backoff",
     .type = kDuration,
     .default_value = "30ms",
     .doc = "Delay before the first retry; doubled for each further retry."},
    {.name = "max_backoff",
     .type = kDuration,
     .default_value = "5s",
     .doc = "Maximum delay before a retry."},
    {.name = "retry_on_http_429",
     .type = kBool,
     .default_value = "false",
     .doc = "Retry when the server responds with status 429."},
    {.name = "sample_age_limit",
     .type = kDuration,
     .default_value = "0s",
     .doc = "Maximum age of samples to send; 0 means no limit.",
     .since = "2.50"},
};
constexpr Object kQueue = {
    .name = "queue_config",
    .doc = "Queue settings.",
    .fields = kQueueFields,
    .upstream = "config.QueueConfig",
};

constexpr Field kMetadataFields[] = {
    {.name = "send",
     .type = kBool,
     .default_value = "true",
     .doc = "Send metadata (types and help texts of metrics)."},
    {.name = "send_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval between metadata requests."},
    {.name = "max_samples_per_send",
     .type = kInteger,
     .default_value = "2000",
     .doc = "Maximum number of metadata entries per request."},
};
constexpr Object kMetadata = {
    .name = "metadata_config",
    .doc = "Metadata settings.",
    .fields = kMetadataFields,
    .upstream = "config.MetadataConfig",
};

constexpr std::string_view kNoWriteUrl = "url for remote_write is empty";
constexpr std::string_view kNoReadUrl = "url for remote_read is empty";

constexpr Field kWriteFields[] = {
    {.name = "url",
     .type = {.kind = Kind::kUrl, .upstream = "string"},
     .doc = "URL that samples are sent to.",
     .missing = kNoWriteUrl},
    {.name = "remote_timeout",
     .type = kDuration,
     .default_value = "30s",
     .doc = "Timeout of a request."},
    {.name = "headers",
     .type = MapOf(kString),
     .doc = "Additional headers sent with each request."},
    {.name = "write_relabel_configs",
     .type = kRelabelConfigs,
     .doc = "Relabelling of samples before they are sent.",
     .null_item = "empty or null relabeling rule in remote write config"},
    {.name = "name",
     .type = kString,
     .doc = "Name of the endpoint in metrics and logs; must be unique."},
    {.name = "send_exemplars", .type = kBool, .default_value = "false", .doc = "Send exemplars."},
    {.name = "send_native_histograms",
     .type = kBool,
     .default_value = "false",
     .doc = "Send native histograms."},
    {.name = "round_robin_dns",
     .type = kBool,
     .default_value = "false",
     .doc = "Connect to the addresses of the host in rotation.",
     .since = "3.1"},
    {.name = "protobuf_message",
     .type = Checked(OneOf(kMessages), CheckedElsewhere),
     .default_value = "prometheus.WriteRequest",
     .doc = "Protobuf message of the remote write protocol, 1.0 or 2.0.",
     .since = "2.54"},
    {.name = "failed_request_logging",
     .type = kBool,
     .default_value = "false",
     .doc = "Log failed requests, for debugging.",
     .since = "3.15"},
    {.name = "queue_config", .type = SectionOf(kQueue), .doc = "Queue settings."},
    {.name = "metadata_config", .type = SectionOf(kMetadata), .doc = "Metadata settings."},
    {.name = "sigv4", .type = SectionOf(kSigV4), .doc = "AWS Signature Version 4 settings."},
    {.name = "azuread",
     .type = SectionOf(kAzureAd),
     .doc = "Azure AD authentication.",
     .since = "2.45"},
    {.name = "google_iam",
     .type = SectionOf(kGoogleIam),
     .doc = "Google Cloud authentication.",
     .since = "2.55"},
};

constexpr Field kReadFields[] = {
    {.name = "url",
     .type = {.kind = Kind::kUrl, .upstream = "string"},
     .doc = "URL that samples are read from.",
     .missing = kNoReadUrl},
    {.name = "remote_timeout",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Timeout of a request."},
    {.name = "chunked_read_limit",
     .type = kUnsigned64,
     .default_value = "50000000",
     .doc = "Maximum size of a part of a response, in bytes.",
     .since = "2.55"},
    {.name = "headers",
     .type = MapOf(kString),
     .doc = "Additional headers sent with each request."},
    {.name = "read_recent",
     .type = kBool,
     .default_value = "false",
     .doc = "Also read time ranges for which local samples should be complete."},
    {.name = "name",
     .type = kString,
     .doc = "Name of the endpoint in metrics and logs; must be unique."},
    {.name = "required_matchers",
     .type = kLabelSet,
     .doc = "Equality matchers that a selector must contain for the endpoint to be queried."},
    {.name = "filter_external_labels",
     .type = kBool,
     .default_value = "true",
     .doc = "Add the external labels of this server as matchers."},
};
constexpr const Object* kIncludes[] = {&kHttpClient};

// A URL that is there but empty is one to upstream.
void CheckUrl(Section& section, std::string_view upstream) {
  if (section.Find("url") != nullptr) return;
  section.ReportHere(kMissingField, fmt::format("`{}` needs `url`", section.object().name))
      .upstream = upstream;
}

void CheckQueue(Section& section) {
  const yaml::Entry* given = section.values().Given("queue_config");
  const std::string_view target = section.input().target_version;
  if (given == nullptr || (!target.empty() && IsBefore(target, "3.12"))) return;
  const Values queue = section.values().Of(given->value);
  // Prometheus: a null leaves nothing of the defaults.
  const bool gone = given->value.IsNull();
  const auto count = [&](std::string_view field) {
    return gone ? 0 : queue.Integer(field, kQueue);
  };
  const auto at = [&](std::string_view field) -> const yaml::Node& {
    const yaml::Entry* entry = queue.Given(field);
    return entry == nullptr ? given->key : entry->value.IsNull() ? entry->key : entry->value;
  };
  const auto positive = [&](std::string_view field) {
    if (count(field) > 0) return;
    section.Report(kBadValue, at(field), fmt::format("`{}` must be greater than 0", field),
                   fmt::format("remote write queue {} must be positive", field));
  };
  positive("max_shards");
  positive("min_shards");
  const std::int64_t most = count("max_shards");
  if (most > 0 && count("min_shards") > most) {
    section.Report(kBadValue, queue.Has("min_shards") ? at("min_shards") : at("max_shards"),
                   fmt::format("`min_shards` is greater than `max_shards`, {}", most),
                   "remote write queue min_shards must not be greater than max_shards");
  }
  positive("max_samples_per_send");
  positive("capacity");
  if (!gone && queue.Time("max_backoff", kQueue) < queue.Time("min_backoff", kQueue)) {
    section.Report(kBadValue, queue.Has("max_backoff") ? at("max_backoff") : at("min_backoff"),
                   "`max_backoff` is less than `min_backoff`",
                   "remote write queue max_backoff must not be less than min_backoff");
  }
}

void CheckWrite(Section& section) {
  CheckUrl(section, kNoWriteUrl);
  CheckReservedHeaders(
      section,
      "authorization header must be changed via the basic_auth, authorization, oauth2, sigv4, "
      "azuread or google_iam parameter");
  const yaml::Entry* message = section.values().Given("protobuf_message");
  if (message == nullptr) return;
  const std::string_view name = section.values().Text("protobuf_message");
  if (std::find(std::begin(kMessages), std::end(kMessages), name) != std::end(kMessages)) return;
  section
      .Report(kBadValue, message->value, fmt::format("`protobuf_message` cannot be `{}`", name),
              fmt::format("invalid protobuf_message value: unknown type for remote write protobuf "
                          "message {}, supported: {}, {}",
                          name, kMessages[0], kMessages[1]))
      .notes.push_back("it is " + Describe(OneOf(kMessages)));
}

void CheckWriteLast(Section& section) {
  CheckQueue(section);
  // Upstream turns the token into an authorization first.
  constexpr std::pair<std::string_view, std::string_view> kWays[] = {
      {"basic_auth", "basic_auth"},
      {"authorization", "authorization"},
      {"bearer_token", "authorization"},
      {"bearer_token_file", "authorization"},
      {"oauth2", "oauth2"},
      {"sigv4", "sigv4"},
      {"azuread", "azuread"},
      {"google_iam", "google_iam"},
  };
  std::string configured;
  const yaml::Entry* first = nullptr;
  const yaml::Entry* second = nullptr;
  std::string_view last;
  for (const auto& [field, name] : kWays) {
    const yaml::Entry* entry = section.FindSet(field);
    if (entry == nullptr || name == last) continue;
    last = name;
    configured += fmt::format("{}{}", configured.empty() ? "" : " ", name);
    (first == nullptr ? first : second) = entry;
  }
  if (second == nullptr) return;
  if (first->key.span.begin > second->key.span.begin) std::swap(first, second);
  section
      .Report(kExclusiveFields, second->key,
              "only one of `basic_auth`, `authorization`, `oauth2`, `sigv4`, `azuread`, "
              "`google_iam` can be set",
              fmt::format("at most one of basic_auth, authorization, oauth2, sigv4, azuread or "
                          "google_iam must be configured. Currently configured: [{}]",
                          configured))
      .labels.push_back({{&section.file(), first->key.span}, "already set here"});
}

void CheckRead(Section& section) {
  CheckUrl(section, kNoReadUrl);
  CheckReservedHeaders(
      section,
      "authorization header must be changed via the basic_auth, authorization, oauth2, sigv4, "
      "azuread or google_iam parameter");
}

// Headers that Prometheus sets itself.
constexpr std::string_view kReserved[] = {
    "host",
    "content-encoding",
    "content-length",
    "content-type",
    "user-agent",
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "www-authenticate",
    "accept-encoding",
    "x-prometheus-remote-write-version",
    "x-prometheus-remote-read-version",
    "x-amz-date",
    "x-amz-security-token",
    "x-amz-content-sha256",
};

}  // namespace

void CheckReservedHeaders(Section& section, std::string_view authorization) {
  const Values headers = section.values().Sub("headers");
  for (const yaml::Entry& header : headers.entries()) {
    const std::string_view name = headers.TextOf(header.key);
    const std::string lower = LowerAscii(name);
    const bool is_reserved =
        std::find(std::begin(kReserved), std::end(kReserved), lower) != std::end(kReserved);
    if (lower != "authorization" && !is_reserved) continue;
    section.Report(kBadValue, header.key, fmt::format("the header `{}` cannot be set here", name),
                   is_reserved
                       ? fmt::format("{} is a reserved header. It must not be changed", name)
                       : std::string(authorization));
  }
}

constexpr Object kRemoteWrite = {
    .name = "remote_write",
    .doc = "A remote write endpoint.",
    .fields = kWriteFields,
    .includes = kIncludes,
    .check = CheckWrite,
    .check_last = CheckWriteLast,
    .upstream = "config.plain",
};

constexpr Object kRemoteRead = {
    .name = "remote_read",
    .doc = "A remote read endpoint.",
    .fields = kReadFields,
    .includes = kIncludes,
    .check = CheckRead,
    .upstream = "config.plain",
};

}  // namespace check::config::prometheus
