#ifndef LIBCHECK_REMOTE_CLIENT_SETTINGS_H_
#define LIBCHECK_REMOTE_CLIENT_SETTINGS_H_

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/remote/http.h"

namespace check::remote {

/// A secret, given in place or by the file that holds it.
struct Secret {
  std::string text;
  std::string file;  ///< Empty: `text` counts.
};

struct TlsSettings {
  std::string ca, ca_file;      ///< PEM.
  std::string cert, cert_file;  ///< PEM.
  Secret key;                   ///< PEM.
  std::string server_name;      ///< That the server's certificate has to be for.
  bool insecure_skip_verify = false;
};

/// What Prometheus's family calls `http_config`: how to talk to a server. As given; paths are
/// whole.
struct ClientSettings {
  std::string user;
  std::string user_file;
  Secret password;
  std::string authorization_type;  ///< "Bearer"
  Secret credentials;
  struct OAuth2 {
    std::string client_id;
    Secret client_secret;
    std::vector<std::string> scopes;
    std::string token_url;
    std::vector<std::pair<std::string, std::string>> endpoint_params;
    TlsSettings tls;
  };
  std::vector<OAuth2> oauth2;  ///< One, or none.
  TlsSettings tls;
  std::string proxy_url;
  std::string no_proxy;
  bool proxy_from_environment = false;
  std::vector<std::pair<std::string, Secret>> headers;
  bool follow_redirects = true;
};

/// A request to `url` made as `settings` say, for the caller to complete: files are read, and a
/// token is fetched with `http` where OAuth 2.0 is used.
Result<HttpRequest> MakeRequest(const ClientSettings& settings, std::string url,
                                HttpTransport& http, std::chrono::milliseconds timeout);

}  // namespace check::remote

#endif  // LIBCHECK_REMOTE_CLIENT_SETTINGS_H_
