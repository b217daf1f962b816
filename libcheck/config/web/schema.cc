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
    {.name = "cert", .type = kString, .doc = "The certificate of the server, in PEM."},
    {.name = "key", .type = kSecret, .doc = "The private key of the server, in PEM."},
    {.name = "client_ca",
     .type = kString,
     .doc = "The certificates of authorities that clients are believed by, in PEM."},
    {.name = "cert_file", .type = kFile, .doc = "A file with the certificate of the server."},
    {.name = "key_file", .type = kFile, .doc = "A file with the private key of the server."},
    {.name = "client_auth_type",
     .type = kString,
     .default_value = "NoClientCert",
     .doc = "Whether clients need certificates, and whether these are verified."},
    {.name = "client_ca_file",
     .type = kFile,
     .doc = "A file with the certificates of authorities that clients are believed by."},
    {.name = "cipher_suites",
     .type = ListOf(kCipher, "[]web.Cipher"),
     .doc = "The ciphers that may be used, up to TLS 1.2."},
    {.name = "curve_preferences",
     .type = ListOf(kCurve, "[]web.Curve"),
     .doc = "The elliptic curves that may be used, best first."},
    {.name = "min_version",
     .type = kVersion,
     .default_value = "TLS12",
     .doc = "The oldest version of TLS to speak."},
    {.name = "max_version",
     .type = kVersion,
     .default_value = "TLS13",
     .doc = "The newest version of TLS to speak."},
    {.name = "prefer_server_cipher_suites",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether the server chooses the cipher."},
    {.name = "client_allowed_sans",
     .type = ListOf(kString),
     .doc = "Names that certificates of clients have to be for."},
};
constexpr Object kTls = {
    .name = "tls_server_config",
    .doc = "How TLS is spoken with clients.",
    .fields = kTlsFields,
    .upstream = "web.TLSConfig",
};

constexpr Field kHttpFields[] = {
    {.name = "http2",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether HTTP/2 is spoken, which needs TLS."},
    {.name = "headers",
     .type = MapOf(kString),
     .doc = "Headers that are added to answers, out of five that are known to be safe."},
};
constexpr Object kHttp = {
    .name = "http_server_config",
    .doc = "How HTTP is spoken with clients.",
    .fields = kHttpFields,
    .upstream = "web.HTTPConfig",
};

constexpr Field kRateFields[] = {
    {.name = "burst", .type = kInteger, .doc = "How many requests may come at once."},
    {.name = "interval",
     .type = {.kind = Kind::kString, .upstream = "time.Duration"},
     .doc = "How long it takes until one more may come, such as `1s`; 0 sets no limit."},
};
constexpr Object kRate = {
    .name = "rate_limit",
    .doc = "How many requests are answered.",
    .fields = kRateFields,
    .upstream = "web.RateLimiterConfig",
};

constexpr Field kFields[] = {
    {.name = "tls_server_config",
     .type = SectionOf(kTls),
     .doc = "How TLS is spoken with clients."},
    {.name = "http_server_config",
     .type = SectionOf(kHttp),
     .doc = "How HTTP is spoken with clients."},
    {.name = "rate_limit", .type = SectionOf(kRate), .doc = "How many requests are answered."},
    {.name = "basic_auth_users",
     .type = MapOf(kSecret, "map[string]config.Secret"),
     .doc = "Who may ask: names, and passwords as bcrypt hashes them."},
};

}  // namespace

constexpr Object kWebConfig = {
    .name = "web configuration",
    .doc = "How Prometheus and its exporters serve their own pages.",
    .fields = kFields,
    .upstream = "web.Config",
};

}  // namespace check::config::web
