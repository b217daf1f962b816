#include <fmt/format.h>

#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kClients[] = {"http", "grpc"};
constexpr Type kClient = {
    .kind = Kind::kChoice,
    .choices = kClients,
    .upstream = "tracing.plain",
    .refusal = "expected tracing client type to be to be http or grpc, but got %s"};

constexpr Field kHeaderFields[] = {
    Of("values", kTexts, "Values of the header."),
    {.name = "secrets",
     .type = ListOf(kSecret, "[]config.Secret"),
     .doc = "Secret values of the header, which are never shown."},
    {.name = "files", .type = ListOf(kFile), .doc = "Files with values of the header."},
};
constexpr Object kHeader = {
    .name = "header",
    .doc = "Values of a header.",
    .fields = kHeaderFields,
    .upstream = "config.Header",
};
constexpr Type kHeaderType = SectionOf(kHeader);

constexpr Field kFields[] = {
    Of("client_type", kClient, "Protocol of the exporter.", "grpc"),
    Required(Text("endpoint", "Endpoint that traces are sent to."), "tracing endpoint must be set"),
    Of("sampling_fraction", kFloat, "Share of requests to trace, from 0 to 1.", "0"),
    Flag("insecure", "Disable TLS."),
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "TLS settings."},
    {.name = "headers",
     .type = MapOf(kHeaderType, "config.Headers"),
     .doc = "Additional headers to send."},
    Text("compression", "Compression of traces: `gzip`, or none if not set."),
    Of("timeout", kDuration, "Timeout of an export."),
};

void CheckTracing(Section& section) {
  const yaml::Entry* compression = section.FindSet("compression");
  if (compression == nullptr) return;
  const std::string_view text = section.values().TextOf(compression->value);
  if (text == "gzip") return;
  section.Report(kBadValue, compression->value,
                 fmt::format("`compression` must be `gzip`, not `{}`", text),
                 fmt::format("invalid compression type {} provided, valid options: gzip", text));
}

}  // namespace

constexpr Object kTracing = {
    .name = "tracing",
    .doc = "Export traces of Alertmanager itself.",
    .fields = kFields,
    .check = CheckTracing,
    .upstream = "tracing.plain",
};

}  // namespace check::config::alertmanager
