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
     .doc = "How many samples each shard holds before it blocks."},
    {.name = "max_shards",
     .type = kInteger,
     .default_value = "50",
     .doc = "The most shards that send side by side."},
    {.name = "min_shards",
     .type = kInteger,
     .default_value = "1",
     .doc = "The fewest shards that send side by side."},
    {.name = "max_samples_per_send",
     .type = kInteger,
     .default_value = "2000",
     .doc = "The most samples of one request."},
    {.name = "batch_send_deadline",
     .type = kDuration,
     .default_value = "5s",
     .doc = "How long a sample waits at most for others to go with it."},
    {.name = "min_backoff",
     .type = kDuration,
     .default_value = "30ms",
     .doc = "How long to wait before the first retry; each further one waits twice as long."},
    {.name = "max_backoff",
     .type = kDuration,
     .default_value = "5s",
     .doc = "How long to wait at most before a retry."},
    {.name = "retry_on_http_429",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether to try again where the server says that requests are too many."},
    {.name = "sample_age_limit",
     .type = kDuration,
     .default_value = "0s",
     .doc = "How old samples may be to be sent; 0 sets no limit.",
     .since = "2.50"},
};
constexpr Object kQueue = {
    .name = "queue_config",
    .doc = "How samples wait to be sent.",
    .fields = kQueueFields,
    .upstream = "config.QueueConfig",
};

constexpr Field kMetadataFields[] = {
    {.name = "send",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether types and help texts of metrics are sent, too."},
    {.name = "send_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often they are sent."},
    {.name = "max_samples_per_send",
     .type = kInteger,
     .default_value = "2000",
     .doc = "The most of them in one request."},
};
constexpr Object kMetadata = {
    .name = "metadata_config",
    .doc = "How types and help texts of metrics are sent.",
    .fields = kMetadataFields,
    .upstream = "config.MetadataConfig",
};

constexpr Field kWriteFields[] = {
    {.name = "url",
     .type = {.kind = Kind::kUrl, .upstream = "string"},
     .doc = "Where samples are sent."},
    {.name = "remote_timeout",
     .type = kDuration,
     .default_value = "30s",
     .doc = "How long a request may take."},
    {.name = "headers", .type = MapOf(kString), .doc = "Further headers of each request."},
    {.name = "write_relabel_configs",
     .type = kRelabelConfigs,
     .doc = "How the labels of samples are rewritten, and which samples are not sent.",
     .null_item = "empty or null relabeling rule in remote write config"},
    {.name = "name",
     .type = kString,
     .doc = "What the endpoint is called in metrics and logs; no two have the same name."},
    {.name = "send_exemplars",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether exemplars are sent."},
    {.name = "send_native_histograms",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether native histograms are sent."},
    {.name = "round_robin_dns",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether each connection goes to another address of the host.",
     .since = "3.1"},
    {.name = "protobuf_message",
     .type = Checked(OneOf(kMessages), CheckedElsewhere),
     .default_value = "prometheus.WriteRequest",
     .doc = "The message that carries the samples: of remote write 1 or 2.",
     .since = "2.54"},
    {.name = "failed_request_logging",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether requests that failed are written to the log, for debugging.",
     .since = "3.15"},
    {.name = "queue_config", .type = SectionOf(kQueue), .doc = "How samples wait to be sent."},
    {.name = "metadata_config",
     .type = SectionOf(kMetadata),
     .doc = "How types and help texts of metrics are sent."},
    {.name = "sigv4", .type = SectionOf(kSigV4), .doc = "How requests are signed for AWS."},
    {.name = "azuread",
     .type = SectionOf(kAzureAd),
     .doc = "How to log in to Azure.",
     .since = "2.45"},
    {.name = "google_iam",
     .type = SectionOf(kGoogleIam),
     .doc = "How to log in to Google Cloud.",
     .since = "2.55"},
};

constexpr Field kReadFields[] = {
    {.name = "url",
     .type = {.kind = Kind::kUrl, .upstream = "string"},
     .doc = "Where samples are read from."},
    {.name = "remote_timeout",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How long a request may take."},
    {.name = "chunked_read_limit",
     .type = kUnsigned64,
     .default_value = "50000000",
     .doc = "The most bytes of one part of an answer.",
     .since = "2.55"},
    {.name = "headers", .type = MapOf(kString), .doc = "Further headers of each request."},
    {.name = "read_recent",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether it is asked even for times that this server has samples of."},
    {.name = "name",
     .type = kString,
     .doc = "What the endpoint is called in metrics and logs; no two have the same name."},
    {.name = "required_matchers",
     .type = kLabelSet,
     .doc = "Labels that a selector has to ask for, with these values, for it to be asked."},
    {.name = "filter_external_labels",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether it is asked only for series with the external labels of this server."},
};
constexpr const Object* kIncludes[] = {&kHttpClient};

// A URL that is there but empty is one to upstream.
void CheckUrl(Section& section, std::string_view upstream) {
  if (section.Find("url") != nullptr) return;
  section
      .ReportHere(kMissingField, fmt::format("the `{}` section needs `url`", section.object().name))
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
    section.Report(kBadValue, at(field), fmt::format("`{}` must be more than 0", field),
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
  CheckUrl(section, "url for remote_write is empty");
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
  CheckUrl(section, "url for remote_read is empty");
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
    .doc = "A place that samples are sent to, too.",
    .fields = kWriteFields,
    .includes = kIncludes,
    .check = CheckWrite,
    .check_last = CheckWriteLast,
    .upstream = "config.plain",
};

constexpr Object kRemoteRead = {
    .name = "remote_read",
    .doc = "A place that samples are read from, too.",
    .fields = kReadFields,
    .includes = kIncludes,
    .check = CheckRead,
    .upstream = "config.plain",
};

}  // namespace check::config::prometheus
