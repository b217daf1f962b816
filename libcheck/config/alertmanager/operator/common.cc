#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Type kKeysType = ListOf(kKeyType);
constexpr Type kSecretListsType = MapOf(kKeysType);
constexpr std::string_view kTlsVersions[] = {"TLS10", "TLS11", "TLS12", "TLS13"};

constexpr Field kKeyFields[] = {
    Needed(Of("key", kString, "The key in the Secret or ConfigMap.")),
    Of("name", kString, "The name of the Secret or ConfigMap, in the same namespace."),
    Of("optional", kBool, "Whether it may be missing.", "false"),
};

constexpr Field kEitherFields[] = {
    Of("configMap", kKeyType, "A value of a ConfigMap."),
    Of("secret", kKeyType, "A value of a Secret."),
};
constexpr Constraint kEitherConstraints[] = {AtMostOne("configMap", "secret")};

constexpr Field kTlsFields[] = {
    Of("ca", kSecretOrConfigMapType, "CA certificates used to verify the server."),
    Of("cert", kSecretOrConfigMapType, "The client's certificate."),
    Of("insecureSkipVerify", kBool, "Skip verification of the server's certificate."),
    Of("keySecret", kKeyType, "The client's private key."),
    Of("maxVersion", OneOf(kTlsVersions), "The newest version of TLS to use."),
    Of("minVersion", OneOf(kTlsVersions), "The oldest version of TLS to use."),
    Of("serverName", kString, "The name that the server's certificate has to be for."),
};

constexpr Field kAuthorizationFields[] = {
    Of("credentials", kKeyType, "What is sent."),
    Of("type", kString, "What stands in front of it.", "Bearer"),
};
constexpr Object kAuthorization = {
    .name = "authorization", .doc = "The header `Authorization`.", .fields = kAuthorizationFields};

constexpr Field kBasicAuthFields[] = {
    Of("password", kKeyType, "The password."),
    Of("username", kKeyType, "The user."),
};
constexpr Object kBasicAuth = {
    .name = "basic_auth", .doc = "A user and a password.", .fields = kBasicAuthFields};

constexpr Field kOAuth2Fields[] = {
    Needed(Of("clientId", kSecretOrConfigMapType, "The client's identifier.")),
    Needed(Of("clientSecret", kKeyType, "The client's secret.")),
    Of("endpointParams", kTextMap, "Further parameters for the token's URL."),
    Of("noProxy", kString, "Hosts that are asked without the proxy."),
    Of("proxyConnectHeader", kSecretListsType, "Headers for the proxy."),
    Of("proxyFromEnvironment", kBool, "Use the proxy that the environment names."),
    Of("proxyUrl", kString, "The proxy."),
    Of("scopes", kTexts, "What the token is for."),
    Of("tlsConfig", kTlsConfigType, "TLS of the connection."),
    Needed(Of("tokenUrl", kHttpUrl, "Where tokens are fetched.")),
};
constexpr Object kOAuth2 = {
    .name = "oauth2", .doc = "Tokens of OAuth 2.0.", .fields = kOAuth2Fields};

constexpr Field kHttpFields[] = {
    Of("authorization", SectionOf(kAuthorization), "The header `Authorization`."),
    Of("basicAuth", SectionOf(kBasicAuth), "A user and a password."),
    Of("bearerTokenSecret", kKeyType, "A token for the header `Authorization`."),
    Of("enableHttp2", kBool, "Use HTTP/2 with servers that can."),
    Of("followRedirects", kBool, "Go where redirects lead."),
    Of("noProxy", kString, "Hosts that are asked without the proxy."),
    Of("oauth2", SectionOf(kOAuth2), "Tokens of OAuth 2.0."),
    Of("proxyConnectHeader", kSecretListsType, "Headers for the proxy."),
    Of("proxyFromEnvironment", kBool, "Use the proxy that the environment names."),
    Of("proxyURL", kString, "The proxy; `proxyUrl` is the newer name."),
    Of("proxyUrl", kString, "The proxy."),
    Of("tlsConfig", kTlsConfigType, "TLS of the connection."),
};
constexpr Constraint kHttpConstraints[] = {
    AtMostOne("authorization", "basicAuth", "bearerTokenSecret", "oauth2"),
};

constexpr Field kKeyValueFields[] = {
    Needed(Of("key", kFilled, "The name.")),
    // It may be empty.
    Of("value", kTemplate, "The value. Required."),
};

}  // namespace

std::optional<TextProblem> EmptyProblem(std::string_view text) {
  if (!text.empty()) return std::nullopt;
  return TextProblem{"the text is empty"};
}

constexpr Object kKeySelector = {
    .name = "key_selector", .doc = "A value of a Secret or ConfigMap.", .fields = kKeyFields};
constexpr Object kKeyOfEither = {.name = "secret_or_config_map",
                                 .doc = "A value of a Secret or of a ConfigMap.",
                                 .fields = kEitherFields,
                                 .constraints = kEitherConstraints};
constexpr Object kResourceTls = {
    .name = "tls_config", .doc = "TLS of a connection.", .fields = kTlsFields};
constexpr Object kResourceHttp = {.name = "http_config",
                                  .doc = "How HTTP requests are made.",
                                  .fields = kHttpFields,
                                  .constraints = kHttpConstraints};
constexpr Object kResourceKeyValue = {
    .name = "key_value", .doc = "A name and a value.", .fields = kKeyValueFields};

}  // namespace check::config::alertmanager
