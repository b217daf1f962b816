#include "libcheck/config/common/http_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/config/common/http_client_alertmanager.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"
#include "libcheck/schema/values.h"

namespace check::config {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kTlsVersions[] = {"TLS10", "TLS11", "TLS12", "TLS13"};
constexpr Type kTlsVersion = OneOf(kTlsVersions, "unknown TLS version: %s");

constexpr Field kTlsFields[] = {
    {.name = "ca",
     .type = kString,
     .doc = "CA certificates used to verify the server, in PEM.",
     .since = "2.45"},
    {.name = "cert", .type = kString, .doc = "Client certificate, in PEM.", .since = "2.45"},
    {.name = "key", .type = kSecret, .doc = "Private key of the client, in PEM.", .since = "2.45"},
    {.name = "ca_file",
     .type = kFile,
     .doc = "File with the CA certificates used to verify the server."},
    {.name = "cert_file", .type = kFile, .doc = "File with the client certificate."},
    {.name = "key_file", .type = kFile, .doc = "File with the private key of the client."},
    {.name = "ca_ref",
     .type = kString,
     .doc = "Name of a secret with the CA certificates.",
     .since = "2.53"},
    {.name = "cert_ref",
     .type = kString,
     .doc = "Name of a secret with the client certificate.",
     .since = "2.53"},
    {.name = "key_ref",
     .type = kString,
     .doc = "Name of a secret with the private key of the client.",
     .since = "2.53"},
    {.name = "server_name",
     .type = kString,
     .doc = "Server name to verify in the certificate, if it differs from the host."},
    {.name = "insecure_skip_verify",
     .type = kBool,
     .default_value = "false",
     .doc = "Skip verification of the server's certificate."},
    {.name = "min_version", .type = kTlsVersion, .doc = "Minimum TLS version."},
    {.name = "max_version", .type = kTlsVersion, .doc = "Maximum TLS version."},
};
constexpr std::string_view kNeedsKey =
    "exactly one of key or key_file must be configured when a client certificate is configured";
constexpr std::string_view kNeedsCert =
    "exactly one of cert or cert_file must be configured when a client key is configured";
constexpr Constraint kTlsConstraints[] = {
    AtMostOne("ca", "ca_file", "ca_ref")
        .Says("at most one of ca, ca_file & ca_ref must be configured"),
    AtMostOne("cert", "cert_file", "cert_ref")
        .Says("at most one of cert, cert_file & cert_ref must be configured"),
    AtMostOne("key", "key_file", "key_ref")
        .Says("at most one of key and key_file must be configured"),
    Requires("cert", "key", "key_file", "key_ref").Says(kNeedsKey).Since("2.45"),
    Requires("cert_file", "key", "key_file", "key_ref").Says(kNeedsKey).Since("2.45"),
    Requires("cert_ref", "key", "key_file", "key_ref").Says(kNeedsKey).Since("2.45"),
    Requires("key", "cert", "cert_file", "cert_ref").Says(kNeedsCert).Since("2.45"),
    Requires("key_file", "cert", "cert_file", "cert_ref").Says(kNeedsCert).Since("2.45"),
    Requires("key_ref", "cert", "cert_file", "cert_ref").Says(kNeedsCert).Since("2.45"),
};

constexpr Field kBasicAuthFields[] = {
    {.name = "username", .type = kString, .doc = "User name."},
    {.name = "username_file", .type = kFile, .doc = "File with the user name.", .since = "2.49"},
    {.name = "username_ref",
     .type = kString,
     .doc = "Name of a secret with the user name.",
     .since = "2.53"},
    {.name = "password", .type = kSecret, .doc = "The password."},
    {.name = "password_file", .type = kFile, .doc = "File with the password."},
    {.name = "password_ref",
     .type = kString,
     .doc = "Name of a secret with the password.",
     .since = "2.53"},
};
constexpr Object kBasicAuth = {
    .name = "basic_auth",
    .doc = "Basic authentication: user name and password sent with each request.",
    .fields = kBasicAuthFields,
    .upstream = "config.plain",
};

constexpr Field kAuthorizationFields[] = {
    {.name = "type",
     .type = kString,
     .default_value = "Bearer",
     .doc = "Authentication type, such as `Bearer`."},
    {.name = "credentials", .type = kSecret, .doc = "Credentials, such as a token."},
    {.name = "credentials_file", .type = kFile, .doc = "File with the credentials."},
    {.name = "credentials_ref",
     .type = kString,
     .doc = "Name of a secret with the credentials.",
     .since = "2.53"},
};
constexpr Object kAuthorization = {
    .name = "authorization",
    .doc = "`Authorization` header of each request.",
    .fields = kAuthorizationFields,
    .upstream = "config.Authorization",
};

constexpr Type kSecrets = ListOf(kSecret, "[]config.Secret");
constexpr Field kProxyFields[] = {
    {.name = "proxy_url", .type = kUrl, .doc = "URL of the proxy."},
    {.name = "no_proxy",
     .type = kString,
     .doc = "Addresses that bypass the proxy, separated by commas.",
     .since = "2.43"},
    {.name = "proxy_from_environment",
     .type = kBool,
     .default_value = "false",
     .doc = "Use the proxy from the environment (`HTTP_PROXY` and so on).",
     .since = "2.43"},
    {.name = "proxy_connect_header",
     .type = MapOf(kSecrets, "config.ProxyHeader"),
     .doc = "Headers to send to the proxy in CONNECT requests."},
};

void CheckProxy(Section& section);

// That of tokens took headers later than the others.
constexpr Field Since(Field field, std::string_view version) {
  field.since = version;
  return field;
}
constexpr Field kOAuth2ProxyFields[] = {kProxyFields[0], kProxyFields[1], kProxyFields[2],
                                        Since(kProxyFields[3], "2.43")};
constexpr Object kOAuth2Proxy = {
    .name = "proxy",
    .doc = "Proxy settings.",
    .fields = kOAuth2ProxyFields,
    .check = CheckProxy,
};

constexpr std::string_view kGrantTypes[] = {"", "client_credentials",
                                            "urn:ietf:params:oauth:grant-type:jwt-bearer"};
constexpr std::string_view kAlgorithms[] = {"", "RS256", "RS384", "RS512"};
constexpr Field kOAuth2Fields[] = {
    {.name = "client_id",
     .type = kString,
     .doc = "Client ID.",
     .missing = "oauth2 client_id must be configured"},
    {.name = "client_secret", .type = kSecret, .doc = "Client secret."},
    {.name = "client_secret_file", .type = kFile, .doc = "File with the secret."},
    {.name = "client_secret_ref",
     .type = kString,
     .doc = "Name of a secret with the client secret.",
     .since = "2.53"},
    {.name = "client_certificate_key_id",
     .type = kString,
     .doc = "ID of the key that signs assertions.",
     .since = "3.8"},
    {.name = "client_certificate_key",
     .type = kSecret,
     .doc = "Private key that signs assertions.",
     .since = "3.8"},
    {.name = "client_certificate_key_file",
     .type = kFile,
     .doc = "File with the private key that signs assertions.",
     .since = "3.8"},
    {.name = "client_certificate_key_ref",
     .type = kString,
     .doc = "Name of a secret with the private key that signs assertions.",
     .since = "3.8"},
    {.name = "grant_type",
     .type = Checked(OneOf(kGrantTypes), CheckedElsewhere),
     .default_value = "client_credentials",
     .doc = "Grant type: a client secret, or signed assertions (JWT bearer).",
     .since = "3.8"},
    {.name = "signature_algorithm",
     .type = Checked(OneOf(kAlgorithms), CheckedElsewhere),
     .default_value = "RS256",
     .doc = "Algorithm that signs assertions.",
     .since = "3.8"},
    {.name = "iss",
     .type = kString,
     .default_value = "client_id",
     .doc = "Issuer of assertions (claim `iss`).",
     .since = "3.8"},
    {.name = "audience",
     .type = kString,
     .default_value = "token_url",
     .doc = "Audience of assertions (claim `aud`).",
     .since = "3.8"},
    {.name = "claims",
     .type = MapOf(kAny, "map[string]interface {}"),
     .doc = "Additional claims of assertions.",
     .since = "3.8"},
    {.name = "scopes", .type = ListOf(kString), .doc = "Scopes of the token."},
    {.name = "token_url",
     .type = kString,
     .doc = "URL to fetch tokens from.",
     .missing = "oauth2 token_url must be configured"},
    {.name = "endpoint_params",
     .type = MapOf(kString),
     .doc = "Additional parameters for the token URL."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "TLS settings for the token URL."},
};
constexpr const Object* kOAuth2Includes[] = {&kOAuth2Proxy};
constexpr Object kOAuth2 = {
    .name = "oauth2",
    .doc = "OAuth 2.0 settings; the token is sent with each request.",
    .fields = kOAuth2Fields,
    .includes = kOAuth2Includes,
    .upstream = "config.plain",
};

constexpr Field kHeaderFields[] = {
    {.name = "values", .type = ListOf(kString), .doc = "Values of the header."},
    {.name = "secrets",
     .type = kSecrets,
     .doc = "Secret values of the header, which are never shown."},
    {.name = "files", .type = ListOf(kFile), .doc = "Files with values of the header."},
};
constexpr Object kHeader = {
    .name = "header",
    .doc = "Values of an HTTP header.",
    .fields = kHeaderFields,
    .upstream = "config.Header",
};
constexpr Type kHeaderType = SectionOf(kHeader);

constexpr Field kHttpFields[] = {
    {.name = "basic_auth",
     .type = SectionOf(kBasicAuth),
     .doc = "Basic authentication: user name and password sent with each request."},
    {.name = "authorization",
     .type = SectionOf(kAuthorization),
     .doc = "`Authorization` header of each request."},
    {.name = "oauth2", .type = SectionOf(kOAuth2), .doc = "OAuth 2.0 settings."},
    {.name = "bearer_token",
     .type = kSecret,
     .doc = "Bearer token sent with each request.",
     .deprecated = {.since = "2.26", .instead = "use `authorization` with `credentials`"}},
    {.name = "bearer_token_file",
     .type = kFile,
     .doc = "File with the bearer token.",
     .deprecated = {.since = "2.26", .instead = "use `authorization` with `credentials_file`"}},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "TLS settings."},
    {.name = "follow_redirects",
     .type = kBool,
     .default_value = "true",
     .doc = "Follow HTTP redirects."},
    {.name = "enable_http2", .type = kBool, .default_value = "true", .doc = "Enable HTTP/2."},
    {.name = "http_headers",
     .type = MapOf(kHeaderType, "config.Headers"),
     .doc = "Additional headers sent with each request.",
     .since = "2.53"},
};

// Alertmanager: `authorization` came with 0.22, the headers with 0.28.
constexpr auto kAlertmanagerFields = [] {
  std::array<Field, std::size(kHttpFields)> fields;
  std::copy(std::begin(kHttpFields), std::end(kHttpFields), fields.begin());
  for (Field& field : fields) {
    if (!field.since.empty()) field.since = "0.28";
    if (!field.deprecated.since.empty()) field.deprecated.since = "0.22";
  }
  return fields;
}();

constexpr std::string_view kOneAuthentication =
    "at most one of basic_auth, oauth2 & authorization must be configured";
constexpr std::string_view kTokenBesides =
    "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured";
constexpr std::string_view kTokenAuthorization =
    "authorization is not compatible with bearer_token & bearer_token_file";
constexpr Constraint kHttpConstraints[] = {
    AtMostOne("bearer_token", "bearer_token_file")
        .Says("at most one of bearer_token & bearer_token_file must be configured"),
    Excludes("basic_auth", "bearer_token", "bearer_token_file").Says(kTokenBesides),
    Excludes("oauth2", "bearer_token", "bearer_token_file").Says(kTokenBesides),
};

// Headers that Prometheus sets itself.
constexpr std::string_view kReserved[] = {
    "authorization",
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
    "x-prometheus-scrape-timeout-seconds",
    "x-amz-date",
    "x-amz-security-token",
    "x-amz-content-sha256",
};

// As Go writes headers: "content-type" becomes "Content-Type".
std::string CanonicalHeader(std::string_view name) {
  std::string canonical = LowerAscii(name);
  bool first = true;
  for (char& c : canonical) {
    if (first) c = UpperAscii(c);
    first = c == '-';
  }
  return canonical;
}

void AtMostOneOf(Section& section, const Values& values, std::initializer_list<const char*> fields,
                 std::string_view upstream) {
  const yaml::Entry* first = nullptr;
  for (const char* field : fields) {
    const yaml::Entry* entry = values.FindSet(field);
    if (entry == nullptr) continue;
    if (first == nullptr) {
      first = entry;
      continue;
    }
    const yaml::Entry* second = entry;
    if (first->key.span.begin > second->key.span.begin) std::swap(first, second);
    std::string names;
    for (const char* name : fields) {
      names += fmt::format("{}`{}`", names.empty() ? "" : ", ", name);
    }
    section
        .Report(kExclusiveFields, second->key, fmt::format("only one of {} can be set", names),
                std::string(upstream))
        .labels.push_back({{&section.file(), first->key.span}, "already set here"});
    return;
  }
}

// Two of the fields of the section itself, which are sections and so set even if empty.
void Clash(Section& section, std::string_view a, std::string_view b, std::string_view upstream) {
  const yaml::Entry* first = section.FindSet(a);
  const yaml::Entry* second = section.FindSet(b);
  if (first == nullptr || second == nullptr) return;
  if (first->key.span.begin > second->key.span.begin) std::swap(first, second);
  section
      .Report(kExclusiveFields, second->key, fmt::format("`{}` and `{}` cannot both be set", a, b),
              std::string(upstream))
      .labels.push_back({{&section.file(), first->key.span}, "already set here"});
}

void CheckAuthorization(Section& section) {
  Clash(section, "authorization", "bearer_token", kTokenAuthorization);
  Clash(section, "authorization", "bearer_token_file", kTokenAuthorization);
  const Values authorization = section.values().Sub("authorization");
  AtMostOneOf(section, authorization, {"credentials", "credentials_file", "credentials_ref"},
              "at most one of authorization credentials & credentials_file must be configured");
  std::string type = LowerAscii(authorization.Text("type"));
  type.erase(0, type.find_first_not_of(" \t\r\n"));
  type.erase(type.find_last_not_of(" \t\r\n") + 1);
  if (type == "basic") {
    section
        .Report(kBadValue, authorization.Find("type")->value, "`type` cannot be `basic`",
                "authorization type cannot be set to \"basic\", use \"basic_auth\" instead")
        .notes.emplace_back("use `basic_auth` instead of `authorization`");
  }
  Clash(section, "authorization", "basic_auth", kOneAuthentication);
  Clash(section, "authorization", "oauth2", kOneAuthentication);
}

void CheckOAuth2(Section& section, const yaml::Entry& entry) {
  const Values oauth2 = section.values().Of(entry.value);
  Clash(section, "oauth2", "basic_auth", kOneAuthentication);
  for (const std::string_view field : {"client_id", "token_url"}) {
    if (oauth2.IsSet(field)) continue;
    section.Report(kMissingField, entry.key, fmt::format("`oauth2` needs `{}`", field),
                   std::string(FindField(kOAuth2, field)->missing));
  }
  if (IsForBefore(section.input().target_version, "2.51") && !oauth2.IsSet("client_secret") &&
      !oauth2.IsSet("client_secret_file")) {
    section.Report(
        kMissingField, entry.key,
        "`oauth2` needs one of `client_secret`, `client_secret_file`, which are optional "
        "since 2.51",
        "either oauth2 client_secret or client_secret_file must be configured");
  }
  if (oauth2.Text("grant_type") != kGrantTypes[2]) {
    AtMostOneOf(section, oauth2, {"client_secret", "client_secret_file", "client_secret_ref"},
                "at most one of oauth2 client_secret, client_secret_file & client_secret_ref must "
                "be configured using grant-type=client_credentials");
    return;
  }
  AtMostOneOf(
      section, oauth2,
      {"client_certificate_key", "client_certificate_key_file", "client_certificate_key_ref"},
      "at most one of oauth2 client_certificate_key, client_certificate_key_file & "
      "client_certificate_key_ref must be configured using "
      "grant-type=urn:ietf:params:oauth:grant-type:jwt-bearer");
  const std::string_view algorithm = oauth2.Text("signature_algorithm");
  if (std::find(std::begin(kAlgorithms), std::end(kAlgorithms), algorithm) ==
      std::end(kAlgorithms)) {
    section
        .Report(kBadValue, oauth2.Find("signature_algorithm")->value,
                fmt::format("`signature_algorithm` cannot be `{}`", algorithm),
                "valid signature algorithms are RS256, RS384 and RS512")
        .notes.emplace_back("expected one of `RS256`, `RS384`, `RS512`");
  }
}

void CheckProxy(Section& section) {
  const Values& values = section.values();
  const bool from_environment = values.Bool("proxy_from_environment");
  const auto depends = [&](const yaml::Entry& entry, std::string message, std::string upstream) {
    section.Report(kDependentField, entry.key, std::move(message), std::move(upstream));
  };
  if (const yaml::Entry* entry = values.Find("proxy_connect_header");
      entry != nullptr && !entry->value.entries().empty() && !from_environment &&
      !values.IsSet("proxy_url")) {
    depends(*entry, "`proxy_connect_header` needs one of `proxy_url`, `proxy_from_environment`",
            "if proxy_connect_header is configured, proxy_url or proxy_from_environment must also "
            "be configured");
  }
  if (from_environment) {
    Clash(section, "proxy_from_environment", "proxy_url",
          "if proxy_from_environment is configured, proxy_url must not be configured");
    Clash(section, "proxy_from_environment", "no_proxy",
          "if proxy_from_environment is configured, no_proxy must not be configured");
  } else if (const yaml::Entry* entry = values.FindSet("no_proxy");
             entry != nullptr && !values.Has("proxy_url")) {
    depends(*entry, "`no_proxy` needs `proxy_url`",
            "if no_proxy is configured, proxy_url must also be configured");
  }
}

void CheckHeaders(Section& section, const yaml::Entry& headers) {
  for (const yaml::Entry& header : section.values().Of(headers.value).entries()) {
    const std::string lower = LowerAscii(header.key.scalar());
    if (std::find(std::begin(kReserved), std::end(kReserved), lower) == std::end(kReserved))
      continue;
    section.Report(
        kBadValue, header.key,
        fmt::format("the header `{}` cannot be set here", header.key.scalar()),
        fmt::format("setting header {} is not allowed", GoQuote(CanonicalHeader(lower))));
  }
}

void CheckHttpClient(Section& section) {
  const Values& values = section.values();
  if (values.Has("basic_auth")) {
    const Values basic_auth = values.Sub("basic_auth");
    AtMostOneOf(section, basic_auth, {"username", "username_file", "username_ref"},
                "at most one of basic_auth username, username_file & username_ref must be "
                "configured");
    AtMostOneOf(section, basic_auth, {"password", "password_file", "password_ref"},
                "at most one of basic_auth password, password_file & password_ref must be "
                "configured");
  }
  if (values.Has("authorization")) CheckAuthorization(section);
  if (const yaml::Entry* entry = values.Find("oauth2")) CheckOAuth2(section, *entry);
  if (const yaml::Entry* entry = values.Find("http_headers")) CheckHeaders(section, *entry);
}

constexpr const Object* kHttpIncludes[] = {&kProxy};

constexpr Object kUncheckedProxy = {
    .name = "proxy",
    .doc = "Proxy settings.",
    .fields = kProxyFields,
};
constexpr const Object* kUncheckedIncludes[] = {&kUncheckedProxy};

// Prometheus: found out when a connection is first made, or by a server that loads the file.
void CheckTlsVersions(Section& section) {
  const std::string_view least = section.values().Text("min_version");
  const yaml::Entry* most = section.FindSet("max_version");
  if (least.empty() || most == nullptr) return;
  // The names of versions are in the order of those.
  if (section.values().TextOf(most->value) >= least) return;
  section.Report(kFailsLater, most->value, "`max_version` is lower than `min_version`");
}

}  // namespace

std::optional<TextProblem> CheckedElsewhere(std::string_view) { return std::nullopt; }

constexpr Object kTlsConfig = {
    .name = "tls_config",
    .doc = "TLS settings of HTTP clients.",
    .fields = kTlsFields,
    .constraints = kTlsConstraints,
    .check = CheckTlsVersions,
    .upstream = "config.plain",
};

constexpr Object kProxy = {
    .name = "proxy",
    .doc = "Proxy settings.",
    .fields = kProxyFields,
    .check = CheckProxy,
};

constexpr Object kAlertmanagerHttpClient = {
    .name = "http_config",
    .doc = "HTTP client settings.",
    .fields = kAlertmanagerFields,
    .constraints = kHttpConstraints,
    .includes = kHttpIncludes,
    .check = CheckHttpClient,
    .upstream = "config.plain",
};

constexpr Object kLaterHttpClient = {
    .name = "http_config",
    .doc = "HTTP client settings.",
    .fields = kHttpFields,
    .constraints = kHttpConstraints,
    .includes = kHttpIncludes,
    .check = CheckHttpClient,
    .upstream = "config.plain",
    .checked_since = "2.48",
};

constexpr Object kUncheckedHttpClient = {
    .name = "http_config",
    .doc = "HTTP client settings.",
    .fields = kHttpFields,
    .includes = kUncheckedIncludes,
    .upstream = "config.plain",
};

constexpr Object kHttpClient = {
    .name = "http_config",
    .doc = "HTTP client settings.",
    .fields = kHttpFields,
    .constraints = kHttpConstraints,
    .includes = kHttpIncludes,
    .check = CheckHttpClient,
    .upstream = "config.plain",
};

}  // namespace check::config
