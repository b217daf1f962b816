#include <fmt/format.h>

#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/schema/codes.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kClients[] = {"http", "grpc"};
constexpr Type kClient = {
    .kind = Kind::kChoice,
    .choices = kClients,
    .upstream = "config.plain",
    .refusal = "expected tracing client type to be to be http or grpc, but got %s",
};
constexpr std::string_view kCompressions[] = {"", "gzip"};

constexpr Field kFields[] = {
    {.name = "client_type",
     .type = kClient,
     .default_value = "grpc",
     .doc = "Protocol of the exporter."},
    {.name = "endpoint",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Endpoint that traces are sent to, as `host:port`.",
     .missing = "tracing endpoint must be set"},
    {.name = "sampling_fraction",
     .type = kFloat,
     .default_value = "0",
     .doc = "Share of requests to trace, from 0 to 1."},
    {.name = "insecure", .type = kBool, .default_value = "false", .doc = "Disable TLS."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "TLS settings."},
    {.name = "headers",
     .type = MapOf(kString),
     .doc = "Additional headers sent with each request."},
    {.name = "compression",
     .type = Checked(OneOf(kCompressions), CheckedElsewhere),
     .doc = "Compression of traces."},
    {.name = "timeout", .type = kDuration, .default_value = "10s", .doc = "Timeout of an export."},
};

void CheckTracing(Section& section) {
  CheckReservedHeaders(section, "custom authorization header configuration is not yet supported");
  const std::string_view compression = section.values().Text("compression");
  if (compression.empty() || compression == "gzip") return;
  section
      .Report(kBadValue, section.Find("compression")->value,
              fmt::format("`compression` cannot be `{}`", compression),
              fmt::format("invalid compression type {} provided, valid options: gzip", compression))
      .notes.emplace_back("expected `gzip`");
}

}  // namespace

constexpr Object kTracing = {
    .name = "tracing",
    .doc = "Export traces of the server itself, with OTLP.",
    .fields = kFields,
    .check = CheckTracing,
    .upstream = "config.plain",
};

}  // namespace check::config::prometheus
