#include "libcheck/config/web/check.h"

namespace check::config::web {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kCiphers[] = {
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
};
constexpr Type kCipher = {.kind = Kind::kChoice,
                          .choices = kCiphers,
                          .upstream = "string",
                          .refusal = "unknown cipher: %s"};

constexpr std::string_view kCurves[] = {"CurveP256", "CurveP384", "CurveP521", "X25519"};
constexpr Type kCurve = {.kind = Kind::kChoice,
                         .choices = kCurves,
                         .upstream = "string",
                         .refusal = "unknown curve: %s"};

constexpr std::string_view kVersions[] = {"TLS10", "TLS11", "TLS12", "TLS13"};
constexpr Type kVersion = {.kind = Kind::kChoice,
                           .choices = kVersions,
                           .upstream = "string",
                           .refusal = "unknown TLS version: %s"};

constexpr Field kTlsFields[] = {
    {.name = "cert", .type = kString, .doc = "Certificate of the server, in PEM."},
    {.name = "key", .type = kSecret, .doc = "Private key of the server, in PEM."},
    {.name = "client_ca",
     .type = kString,
     .doc = "CA certificates used to verify clients, in PEM."},
    {.name = "cert_file", .type = kFile, .doc = "File with the certificate of the server."},
    {.name = "key_file", .type = kFile, .doc = "File with the private key of the server."},
    {.name = "client_auth_type",
     .type = kString,
     .default_value = "NoClientCert",
     .doc = "Client authentication: whether client certificates are required and verified."},
    {.name = "client_ca_file",
     .type = kFile,
     .doc = "File with the CA certificates used to verify clients."},
    {.name = "cipher_suites",
     .type = ListOf(kCipher, "[]web.Cipher"),
     .doc = "Cipher suites, for TLS 1.2 and lower."},
    {.name = "curve_preferences",
     .type = ListOf(kCurve, "[]web.Curve"),
     .doc = "Elliptic curves, in order of preference."},
    {.name = "min_version",
     .type = kVersion,
     .default_value = "TLS12",
     .doc = "Minimum TLS version."},
    {.name = "max_version",
     .type = kVersion,
     .default_value = "TLS13",
     .doc = "Maximum TLS version."},
    {.name = "prefer_server_cipher_suites",
     .type = kBool,
     .default_value = "true",
     .doc = "Prefer the cipher suites of the server."},
    {.name = "client_allowed_sans",
     .type = ListOf(kString),
     .doc = "Allowed subject alternative names of client certificates."},
};
constexpr Object kTls = {
    .name = "tls_server_config",
    .doc = "TLS settings of the server.",
    .fields = kTlsFields,
    .upstream = "web.TLSConfig",
};

constexpr Field kHttpFields[] = {
    {.name = "http2",
     .type = kBool,
     .default_value = "true",
     .doc = "Enable HTTP/2, which needs TLS."},
    {.name = "headers",
     .type = MapOf(kString),
     .doc = "Headers added to responses; only a few security headers are allowed."},
};
constexpr Object kHttp = {
    .name = "http_server_config",
    .doc = "HTTP settings of the server.",
    .fields = kHttpFields,
    .upstream = "web.HTTPConfig",
};

constexpr Field kRateFields[] = {
    {.name = "burst", .type = kInteger, .doc = "Maximum number of requests in a burst."},
    {.name = "interval",
     .type = {.kind = Kind::kString, .upstream = "time.Duration"},
     .doc = "Interval per request, such as `1s`; 0 means no limit."},
};
constexpr Object kRate = {
    .name = "rate_limit",
    .doc = "Rate limit of requests.",
    .fields = kRateFields,
    .upstream = "web.RateLimiterConfig",
};

constexpr Field kFields[] = {
    {.name = "tls_server_config", .type = SectionOf(kTls), .doc = "TLS settings of the server."},
    {.name = "http_server_config", .type = SectionOf(kHttp), .doc = "HTTP settings of the server."},
    {.name = "rate_limit", .type = SectionOf(kRate), .doc = "Rate limit of requests."},
    {.name = "basic_auth_users",
     .type = MapOf(kSecret, "map[string]config.Secret"),
     .doc = "Users allowed to log in, with bcrypt hashes of their passwords."},
};

}  // namespace

constexpr Object kWebConfig = {
    .name = "web configuration",
    .doc = "Web configuration of Prometheus, Alertmanager and exporters.",
    .fields = kFields,
    .upstream = "web.Config",
};

}  // namespace check::config::web
