#ifndef LIBCHECK_API_SERVER_H_
#define LIBCHECK_API_SERVER_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/api/faults.h"
#include "libcheck/api/reply.h"
#include "libcheck/base/result.h"
#include "libcheck/files/file_system.h"
#include "libcheck/http/client_settings.h"
#include "libcheck/http/http.h"

namespace check::api {

struct ServerOptions {
  std::string url;  ///< "http://localhost:9090/prefix". Without a scheme: http.
  http::ClientSettings client;
  std::vector<std::string> headers;  ///< "Name: value", sent instead of the client's own.
  std::string tenant;                ///< X-Scope-OrgID, of Mimir, Cortex and Loki.
  std::string unix_socket;           ///< To connect to, whatever the URL's host.
  std::chrono::milliseconds timeout = std::chrono::minutes(2);
  /// How often what is safe to repeat is tried again: after 429, 502 to 504 and refused
  /// connections, each time after twice the pause, or what the server asks for.
  int most_retries = 3;
  std::size_t most_bytes = std::size_t{4} << 30;  ///< Of an answer, unpacked.
  const ApiKind* api = &kPrometheusApi;           ///< How its faults are read and told.
};

/// The parameters of a call, in their order; names may occur more than once.
using Form = std::vector<std::pair<std::string, std::string>>;

/// Whether a request may be made again after it may have reached the server.
enum class Repeat : std::uint8_t {
  kSafe,    ///< The second time changes nothing.
  kUnsafe,  ///< Only if it was refused: nothing listened, or 429.
};

/// A server that is queried. It keeps its connection for the next question.
class Server {
 public:
  /// Sends nothing, unless a token must be fetched. The error says what is wrong with the
  /// options, or why there is no token. `http` must live as long.
  static Result<Server> Make(const ServerOptions& options, const FileSystem& files,
                             http::HttpTransport& http);

  /// Sends `form` as a POST, or as a GET to servers that take none (403, 405, 501), to `path`
  /// below the URL: "/api/v1/query". The answer has a status of success and has not been read.
  Reply<http::HttpResponse> Post(std::string_view path, const Form& form) const;
  Reply<http::HttpResponse> Get(std::string_view path, const Form& form = {}) const;

  /// What changes something. Redirects are not followed, as they would turn these into a GET, whose
  /// success says nothing: they are faults.
  Reply<http::HttpResponse> PostJson(std::string_view path, std::string json, Repeat repeat) const;
  Reply<http::HttpResponse> Delete(std::string_view path) const;

  /// The URL as it may be shown.
  const std::string& name() const { return name_; }
  /// A request for what is below `path`, to be completed: for what is not a call of the API.
  http::HttpRequest Request(std::string_view path) const;
  std::chrono::milliseconds timeout() const { return base_.timeout; }
  http::HttpTransport& transport() const { return *http_; }
  const ApiKind& api() const { return *api_; }

 private:
  Reply<http::HttpResponse> Ask(http::HttpRequest request, Repeat repeat = Repeat::kSafe) const;
  Server(http::HttpRequest base, const ServerOptions& options, http::HttpTransport& http);

  http::HttpTransport* http_;
  http::HttpRequest base_;
  std::string name_;
  int most_retries_ = 0;
  const ApiKind* api_;
};

}  // namespace check::api

#endif  // LIBCHECK_API_SERVER_H_
