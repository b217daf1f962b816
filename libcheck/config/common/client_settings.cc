#include "libcheck/config/common/client_settings.h"

#include <string>

#include "libcheck/base/text.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/files/go_paths.h"

namespace check::config {
namespace {

using schema::Values;

// Reads fields of one section.
class Reader {
 public:
  Reader(const Values& section, std::string_view folder)
      : section_(section), beside_(folder.empty() ? "-" : std::string(folder) + "/-") {}

  std::string Text(std::string_view field) const { return std::string(section_.Text(field)); }

  // The fields NAME, NAME_file and NAME_ref.
  http::Secret Secret(const std::string& name) const {
    return {Text(name), PathBeside(beside_, section_.Text(name + "_file")), Text(name + "_ref")};
  }

  std::string Path(std::string_view path) const { return PathBeside(beside_, path); }

 private:
  const Values& section_;
  std::string beside_;  // A file in the folder.
};

http::TlsVersion ReadVersion(std::string_view text) {
  if (text == "TLS10") return http::TlsVersion::k10;
  if (text == "TLS11") return http::TlsVersion::k11;
  if (text == "TLS12") return http::TlsVersion::k12;
  if (text == "TLS13") return http::TlsVersion::k13;
  return http::TlsVersion::kDefault;
}

http::TlsSettings ReadTls(const Values& section, std::string_view folder) {
  const Reader reader(section, folder);
  http::TlsSettings tls;
  tls.ca = reader.Secret("ca");
  tls.cert = reader.Secret("cert");
  tls.key = reader.Secret("key");
  tls.server_name = reader.Text("server_name");
  tls.min_version = ReadVersion(section.Text("min_version"));
  tls.max_version = ReadVersion(section.Text("max_version"));
  tls.insecure_skip_verify = section.Bool("insecure_skip_verify");
  return tls;
}

http::ProxySettings ReadProxy(const Values& section) {
  http::ProxySettings proxy;
  proxy.url = section.Text("proxy_url");
  proxy.no_proxy = section.Text("no_proxy");
  proxy.from_environment = section.Bool("proxy_from_environment");
  for (const yaml::Entry& header : section.Sub("proxy_connect_header").entries()) {
    for (const yaml::Node& value : header.value.items()) {
      proxy.connect_headers.emplace_back(header.key.scalar(), section.TextOf(value));
    }
  }
  return proxy;
}

http::ClientSettings::OAuth2 ReadOAuth2(const Values& section, std::string_view folder) {
  const Reader reader(section, folder);
  http::ClientSettings::OAuth2 oauth2;
  oauth2.client_id = reader.Text("client_id");
  oauth2.client_secret = reader.Secret("client_secret");
  for (const yaml::Node& scope : section.Items("scopes")) {
    oauth2.scopes.emplace_back(section.TextOf(scope));
  }
  oauth2.token_url = reader.Text("token_url");
  for (const yaml::Entry& parameter : section.Sub("endpoint_params").entries()) {
    oauth2.endpoint_params.emplace_back(parameter.key.scalar(), section.TextOf(parameter.value));
  }
  oauth2.grant_type = reader.Text("grant_type");
  oauth2.tls = ReadTls(section.Sub("tls_config"), folder);
  oauth2.proxy = ReadProxy(section);
  return oauth2;
}

void ReadHeaders(const Values& section, std::string_view folder, http::ClientSettings& settings) {
  const Values headers = section.Sub("http_headers");
  for (const yaml::Entry& header : headers.entries()) {
    const std::string name(header.key.scalar());
    const Values values = headers.Of(header.value);
    const Reader reader(values, folder);
    for (const std::string_view field : {"values", "secrets"}) {
      for (const yaml::Node& value : values.Items(field)) {
        settings.headers.push_back({name, {.text = std::string(values.TextOf(value))}});
      }
    }
    for (const yaml::Node& file : values.Items("files")) {
      settings.headers.push_back({name, {.file = reader.Path(values.TextOf(file))}});
    }
  }
}

}  // namespace

http::ClientSettings ReadClientSettings(const Values& section, std::string_view folder) {
  http::ClientSettings settings;
  if (section.Has("basic_auth")) {
    const Values basic_auth = section.Sub("basic_auth");
    const Reader reader(basic_auth, folder);
    settings.user = reader.Secret("username");
    settings.password = reader.Secret("password");
  }
  if (section.Has("authorization")) {
    const Values authorization = section.Sub("authorization");
    settings.authorization_type = TrimSpace(authorization.Text("type"));
    if (settings.authorization_type.empty()) settings.authorization_type = "Bearer";
    settings.credentials = Reader(authorization, folder).Secret("credentials");
  } else if (section.IsSet("bearer_token") || section.IsSet("bearer_token_file")) {
    settings.authorization_type = "Bearer";
    settings.credentials = Reader(section, folder).Secret("bearer_token");
  }
  if (section.Has("oauth2")) settings.oauth2 = {ReadOAuth2(section.Sub("oauth2"), folder)};
  settings.tls = ReadTls(section.Sub("tls_config"), folder);
  settings.proxy = ReadProxy(section);
  ReadHeaders(section, folder, settings);
  settings.follow_redirects = section.Bool("follow_redirects", kHttpClient);
  settings.http2 = section.Bool("enable_http2", kHttpClient);
  return settings;
}

}  // namespace check::config
