#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "libcheck/base/quote.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/config/common/http_client_alertmanager.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFileFields[] = {
    Required({.name = "path", .type = kFile, .doc = "File that events are appended to."},
             "event_recorder file output requires a path"),
};
constexpr Object kFileOutput = {
    .name = "file output",
    .doc = "An output file, with one JSON object per line.",
    .fields = kFileFields,
    .upstream = "eventrecorder.plain",
};

constexpr Field kWebhookFields[] = {
    Required(SecretUrl("url", "URL that events are posted to."),
             "event_recorder webhook output requires a url"),
    {.name = "http_config",
     .type = SectionOf(kAlertmanagerHttpClient),
     .doc = "HTTP client settings."},
    Of("timeout", kDuration, "Timeout of a request.", "10s"),
    Of("workers", kInteger, "Number of concurrent requests.", "4"),
    Of("max_retries", kInteger, "Number of attempts to send an event.", "3"),
    Of("retry_backoff", kDuration, "Delay before the first retry.", "500ms"),
    Flag("batch", "Send events in batches."),
    Of("batch_max_events", kInteger, "Maximum number of events per request.", "100"),
    Of("batch_max_bytes", kInteger, "Target for the maximum size of a request.", "1048576"),
    Of("batch_flush_interval", kDuration, "Maximum time an event waits for a batch to fill.",
       "100ms"),
};
void CheckWebhookOutput(Section& section) {
  const Values& values = section.values();
  const yaml::Entry* url = section.FindSet("url");
  if (url != nullptr && values.TextOf(url->value) == "<secret>") {
    section.Report(kBadValue, url->value, "the URL is masked",
                   "event_recorder webhook output requires an absolute http(s) url");
  }
  for (const std::string_view field : {"batch_max_events", "batch_max_bytes"}) {
    if (values.Integer(field) >= 0) continue;
    section.Report(kBadValue, values.Find(field)->value,
                   fmt::format("`{}` cannot be negative", field),
                   "event_recorder webhook batch settings cannot be negative");
  }
  if (values.Bool("batch")) return;
  for (const std::string_view field :
       {"batch_max_events", "batch_max_bytes", "batch_flush_interval"}) {
    const bool zero = field == "batch_flush_interval" ? values.Time(field) == Duration::zero()
                                                      : values.Integer(field) == 0;
    if (zero) continue;
    section.Report(kDependentField, values.Find(field)->key,
                   fmt::format("`{}` needs `batch: true`", field),
                   "event_recorder webhook batch settings require batch: true");
  }
}
constexpr Object kWebhookOutput = {
    .name = "webhook output",
    .doc = "An HTTP output: events are posted to a server.",
    .fields = kWebhookFields,
    .check = CheckWebhookOutput,
    .upstream = "eventrecorder.plain",
};

constexpr std::string_view kFormats[] = {"", "json", "protobuf"};
constexpr std::string_view kAcks[] = {"", "none", "leader", "all"};
constexpr std::string_view kCompressions[] = {"", "none", "gzip", "snappy", "lz4", "zstd"};
constexpr Type Word(std::span<const std::string_view> words, std::string_view upstream) {
  return {.kind = Kind::kChoice, .choices = words, .upstream = upstream, .check = CheckedElsewhere};
}
constexpr Field kKafkaFields[] = {
    Of("brokers", kTexts, "Bootstrap brokers, as `host:port`."),
    Text("topic", "Topic that events are sent to. Required."),
    Text("client_id", "Client ID sent to the brokers.", "alertmanager"),
    Of("format", Word(kFormats, "kafka.Format"), "Encoding of events.", "json"),
    Of("acks", Word(kAcks, "kafka.Acks"), "Which brokers have to acknowledge events.", "leader"),
    Of("compression", Word(kCompressions, "kafka.Compression"), "Compression of events.", "none"),
    Of("buffer_size", kInteger, "Size of the queue of events.", "1024"),
    {.name = "tls_config",
     .type = SectionOf(kTlsConfig),
     .doc = "TLS settings; TLS is not used if this is not set."},
};

void CheckKafka(Section& section) {
  const Values& values = section.values();
  if (values.Items("brokers").empty()) {
    section.ReportHere(kMissingField, "`kafka output` needs `brokers`").upstream =
        "event_recorder kafka: at least one broker is required";
  }
  for (const yaml::Node& broker : values.Items("brokers")) {
    if (!values.TextOf(broker).empty()) continue;
    section.Report(kMissingField, broker, "`brokers` contains an empty item",
                   "event_recorder kafka: broker entries must be non-empty");
  }
  const auto check_word = [&](std::string_view field, std::span<const std::string_view> words,
                              std::string_view options) {
    const std::string_view text = values.Text(field);
    if (std::find(words.begin(), words.end(), text) != words.end()) return;
    section
        .Report(kBadValue, values.Find(field)->value,
                fmt::format("`{}` cannot be `{}`", field, text),
                fmt::format("event_recorder kafka: unknown {} {}{}", field, GoQuote(text), options))
        .notes.push_back("it is " + Describe(FindField(section.object(), field)->type));
  };
  check_word("acks", kAcks, R"(, must be "none", "leader", or "all")");
  check_word("compression", kCompressions, "");
  if (!section.values().IsSet("topic")) {
    section.ReportHere(kMissingField, "`kafka output` needs `topic`").upstream =
        "event_recorder kafka output requires a topic";
  }
  check_word("format", kFormats, R"(, must be "json" or "protobuf")");
}
constexpr Object kKafkaOutput = {
    .name = "kafka output",
    .doc = "A Kafka output: events are sent to a topic.",
    .fields = kKafkaFields,
    .check = CheckKafka,
    .upstream = "eventrecorder.plain",
};

constexpr Object kStdoutOutput = {
    .name = "stdout output",
    .doc = "Standard output; has no settings.",
    .fields = {},
    .upstream = "eventrecorder.StdoutOutputConfig",
};

constexpr Type kFileOutputType = SectionOf(kFileOutput);
constexpr Type kWebhookOutputType = SectionOf(kWebhookOutput);
constexpr Type kKafkaOutputType = SectionOf(kKafkaOutput);
constexpr Type kStdoutOutputType = SectionOf(kStdoutOutput);
constexpr Field kFields[] = {
    Of("file_outputs", ListOf(kFileOutputType, "[]eventrecorder.FileOutputConfig"),
       "Output files."),
    Of("webhook_outputs", ListOf(kWebhookOutputType, "[]eventrecorder.WebhookOutputConfig"),
       "HTTP outputs."),
    Of("kafka_outputs", ListOf(kKafkaOutputType, "[]eventrecorder.KafkaOutputConfig"),
       "Kafka outputs."),
    Of("stdout_outputs", ListOf(kStdoutOutputType, "[]eventrecorder.StdoutOutputConfig"),
       "Write events to standard output."),
};

}  // namespace

constexpr Object kEventRecorder = {
    .name = "event_recorder",
    .doc = "Records what happens to alerts; needs `--enable-feature=event-recorder`.",
    .fields = kFields,
    .upstream = "eventrecorder.Config",
};

}  // namespace check::config::alertmanager
