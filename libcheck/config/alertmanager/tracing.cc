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
     .doc = "Values that are not shown anywhere."},
    {.name = "files", .type = ListOf(kFile), .doc = "Files to read values from."},
};
constexpr Object kHeader = {
    .name = "header",
    .doc = "The values of one header.",
    .fields = kHeaderFields,
    .upstream = "config.Header",
};
constexpr Type kHeaderType = SectionOf(kHeader);

constexpr Field kFields[] = {
    Of("client_type", kClient, "How traces are sent.", "grpc"),
    Required(Text("endpoint", "Where traces are sent."), "tracing endpoint must be set"),
    Of("sampling_fraction", kFloat, "How large a part of requests is traced, from 0 to 1.", "0"),
    Flag("insecure", "Whether TLS is done without."),
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "How TLS is spoken."},
    {.name = "headers",
     .type = MapOf(kHeaderType, "config.Headers"),
     .doc = "Further headers to send."},
    Text("compression", "How traces are compressed: `gzip`, or not at all if left out."),
    Of("timeout", kDuration, "How long sending may take."),
};

void CheckTracing(Section& section) {
  const yaml::Entry* compression = section.FindSet("compression");
  if (compression == nullptr) return;
  const std::string_view text = section.values().TextOf(compression->value);
  if (text == "gzip") return;
  section.Report(kBadValue, compression->value,
                 fmt::format("`compression` can be `gzip`, but not `{}`", text),
                 fmt::format("invalid compression type {} provided, valid options: gzip", text));
}

}  // namespace

constexpr Object kTracing = {
    .name = "tracing",
    .doc = "Where traces of Alertmanager's own work are sent.",
    .fields = kFields,
    .check = CheckTracing,
    .upstream = "tracing.plain",
};

}  // namespace check::config::alertmanager
