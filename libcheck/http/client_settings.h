#ifndef LIBCHECK_HTTP_CLIENT_SETTINGS_H_
#define LIBCHECK_HTTP_CLIENT_SETTINGS_H_

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/files/file_system.h"
#include "libcheck/http/http.h"

namespace check::http {

/// A secret, given in place or by the file that holds it.
struct Secret {
  std::string text;
  std::string file;  ///< Counts if `text` is empty; spaces and line breaks around it do not.
  /// Its name with a manager of secrets: the last choice, and one that Prometheus does not offer.
  std::string ref;
};

struct TlsSettings {
  Secret ca;  ///< PEM, as the next two.
  Secret cert;
  Secret key;
  std::string server_name;  ///< That the server's certificate must be for.
  TlsVersion min_version = TlsVersion::kDefault;
  TlsVersion max_version = TlsVersion::kDefault;
  bool insecure_skip_verify = false;
};

struct ProxySettings {
  std::string url;
  std::string no_proxy;
  bool from_environment = false;
  std::vector<std::pair<std::string, std::string>> connect_headers;
};

/// What Prometheus's family calls `http_config`: how to talk to a server. As given; paths are
/// whole.
struct ClientSettings {
  Secret user;
  Secret password;
  std::string authorization_type;  ///< "Bearer"; empty: `credentials` are not sent.
  Secret credentials;
  struct OAuth2 {
    std::string client_id;
    Secret client_secret;
    std::vector<std::string> scopes;
    std::string token_url;
    std::vector<std::pair<std::string, std::string>> endpoint_params;
    std::string grant_type;  ///< "client_credentials" if empty; no other can be used.
    TlsSettings tls;
    ProxySettings proxy;
  };
  std::vector<OAuth2> oauth2;  ///< One, or none.
  TlsSettings tls;
  ProxySettings proxy;
  std::vector<std::pair<std::string, Secret>> headers;
  bool follow_redirects = true;
  bool http2 = true;
};

/// A request to `url` made as `settings` say, for the caller to complete: secrets are read from
/// `files`, and a token is fetched with `http` where OAuth 2.0 is used. For further requests to the
/// same server, copy it and change its URL. Certificates that are files are read by libcurl once
/// more, from disk.
Result<HttpRequest> MakeRequest(const ClientSettings& settings, std::string url,
                                const FileSystem& files, HttpTransport& http,
                                std::chrono::milliseconds timeout);

}  // namespace check::http

#endif  // LIBCHECK_HTTP_CLIENT_SETTINGS_H_
