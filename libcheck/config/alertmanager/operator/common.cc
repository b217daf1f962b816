#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Type kKeysType = ListOf(kKeyType);
constexpr Type kSecretListsType = MapOf(kKeysType);
constexpr std::string_view kTlsVersions[] = {"TLS10", "TLS11", "TLS12", "TLS13"};

constexpr Field kKeyFields[] = {
    Needed(Of("key", kString, "Key in the Secret or ConfigMap.")),
    Of("name", kString, "Name of the Secret or ConfigMap, in the same namespace."),
    Of("optional", kBool, "Accept that the Secret, ConfigMap or key does not exist.", "false"),
};

constexpr Field kEitherFields[] = {
    Of("configMap", kKeyType, "A key of a ConfigMap."),
    Of("secret", kKeyType, "A key of a Secret."),
};
constexpr Constraint kEitherConstraints[] = {AtMostOne("configMap", "secret")};

constexpr Field kTlsFields[] = {
    Of("ca", kSecretOrConfigMapType, "CA certificates used to verify the server."),
    Of("cert", kSecretOrConfigMapType, "Client certificate."),
    Of("insecureSkipVerify", kBool, "Skip verification of the server's certificate."),
    Of("keySecret", kKeyType, "Private key of the client."),
    Of("maxVersion", OneOf(kTlsVersions), "Maximum TLS version."),
    Of("minVersion", OneOf(kTlsVersions), "Minimum TLS version."),
    Of("serverName", kString, "Server name to verify in the server's certificate."),
};

constexpr Field kAuthorizationFields[] = {
    Of("credentials", kKeyType, "Credentials to send."),
    Of("type", kString, "Type of the credentials, such as `Bearer`.", "Bearer"),
};
constexpr Object kAuthorization = {
    .name = "authorization", .doc = "The `Authorization` header.", .fields = kAuthorizationFields};

constexpr Field kBasicAuthFields[] = {
    Of("password", kKeyType, "The password."),
    Of("username", kKeyType, "The user."),
};
constexpr Object kBasicAuth = {.name = "basic_auth",
                               .doc = "Basic authentication: user name and password.",
                               .fields = kBasicAuthFields};

constexpr Field kOAuth2Fields[] = {
    Needed(Of("clientId", kSecretOrConfigMapType, "Client ID.")),
    Needed(Of("clientSecret", kKeyType, "Client secret.")),
    Of("endpointParams", kTextMap, "Additional parameters for the token URL."),
    Of("noProxy", kString, "Hosts that bypass the proxy, separated by commas."),
    Of("proxyConnectHeader", kSecretListsType, "Headers to send to the proxy in CONNECT requests."),
    Of("proxyFromEnvironment", kBool,
       "Use the proxy from the environment (`HTTP_PROXY` and so on)."),
    Of("proxyUrl", kString, "The proxy."),
    Of("scopes", kTexts, "Scopes of the token."),
    Of("tlsConfig", kTlsConfigType, "TLS settings."),
    Needed(Of("tokenUrl", kHttpUrl, "URL to fetch tokens from.")),
};
constexpr Object kOAuth2 = {
    .name = "oauth2", .doc = "OAuth 2.0 settings.", .fields = kOAuth2Fields};

constexpr Field kHttpFields[] = {
    Of("authorization", SectionOf(kAuthorization), "The `Authorization` header."),
    Of("basicAuth", SectionOf(kBasicAuth), "Basic authentication: user name and password."),
    Of("bearerTokenSecret", kKeyType, "Bearer token for the `Authorization` header."),
    Of("enableHttp2", kBool, "Enable HTTP/2."),
    Of("followRedirects", kBool, "Follow HTTP redirects."),
    Of("noProxy", kString, "Hosts that bypass the proxy, separated by commas."),
    Of("oauth2", SectionOf(kOAuth2), "OAuth 2.0 settings."),
    Of("proxyConnectHeader", kSecretListsType, "Headers to send to the proxy in CONNECT requests."),
    Of("proxyFromEnvironment", kBool,
       "Use the proxy from the environment (`HTTP_PROXY` and so on)."),
    Of("proxyURL", kString, "URL of the proxy; `proxyUrl` is the newer name."),
    Of("proxyUrl", kString, "The proxy."),
    Of("tlsConfig", kTlsConfigType, "TLS settings."),
};
constexpr Constraint kHttpConstraints[] = {
    AtMostOne("authorization", "basicAuth", "bearerTokenSecret", "oauth2"),
};

constexpr Field kKeyValueFields[] = {
    Needed(Of("key", kFilled, "The name.")),
    // It may be empty.
    Of("value", kTemplate, "Value. Required."),
};

}  // namespace

std::optional<TextProblem> EmptyProblem(std::string_view text) {
  if (!text.empty()) return std::nullopt;
  return TextProblem{"the text is empty"};
}

constexpr Object kKeySelector = {
    .name = "key_selector", .doc = "A key of a Secret or ConfigMap.", .fields = kKeyFields};
constexpr Object kKeyOfEither = {.name = "secret_or_config_map",
                                 .doc = "A key of a Secret or a ConfigMap.",
                                 .fields = kEitherFields,
                                 .constraints = kEitherConstraints};
constexpr Object kResourceTls = {
    .name = "tls_config", .doc = "TLS settings of a connection.", .fields = kTlsFields};
constexpr Object kResourceHttp = {.name = "http_config",
                                  .doc = "HTTP client settings.",
                                  .fields = kHttpFields,
                                  .constraints = kHttpConstraints};
constexpr Object kResourceKeyValue = {
    .name = "key_value", .doc = "A name-value pair.", .fields = kKeyValueFields};

}  // namespace check::config::alertmanager
