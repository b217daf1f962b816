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
     .doc = "How traces are sent."},
    {.name = "endpoint",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The `host:port` that traces are sent to.",
     .missing = "tracing endpoint must be set"},
    {.name = "sampling_fraction",
     .type = kFloat,
     .default_value = "0",
     .doc = "Which part of requests is traced, from 0 to 1."},
    {.name = "insecure",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether traces are sent without TLS."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "How to speak TLS."},
    {.name = "headers", .type = MapOf(kString), .doc = "Further headers of each request."},
    {.name = "compression",
     .type = Checked(OneOf(kCompressions), CheckedElsewhere),
     .doc = "How traces are compressed."},
    {.name = "timeout",
     .type = kDuration,
     .default_value = "10s",
     .doc = "How long sending may take."},
};

void CheckTracing(Section& section) {
  CheckReservedHeaders(section, "custom authorization header configuration is not yet supported");
  const std::string_view compression = section.values().Text("compression");
  if (compression.empty() || compression == "gzip") return;
  section
      .Report(kBadValue, section.Find("compression")->value,
              fmt::format("`compression` cannot be `{}`", compression),
              fmt::format("invalid compression type {} provided, valid options: gzip", compression))
      .notes.emplace_back("it is one of `gzip`");
}

}  // namespace

constexpr Object kTracing = {
    .name = "tracing",
    .doc = "Where traces of the server's own work are sent, by OTLP.",
    .fields = kFields,
    .check = CheckTracing,
    .upstream = "config.plain",
};

}  // namespace check::config::prometheus
