#ifndef LIBCHECK_API_FAULTS_H_
#define LIBCHECK_API_FAULTS_H_

#include <chrono>
#include <string>
#include <string_view>

#include "libcheck/api/reply.h"
#include "libcheck/http/http.h"

/// Messages for servers that do not respond as expected.
namespace check::api {

/// What faults depend on that is not the same for all servers.
struct ApiKind {
  std::string_view name;      ///< "the Prometheus API"
  std::string_view not_here;  ///< A note on 404.
  std::string_view ask_less;  ///< A note on answers that are too large or take too long.
  /// Reads `body`, which came with a status that is no success: whether it is an error in the API's
  /// form, whose parts `fault` gets.
  bool (*read_error)(std::string_view body, Fault& fault);
  /// What a message says of such an error: "bad_data: parse error".
  std::string (*error_text)(const Fault& fault);
};
extern const ApiKind kPrometheusApi;
extern const ApiKind kAlertmanagerApi;

/// `request` has failed, as its `fault` tells; `error` is what it said. `timeout` is for all
/// attempts.
Fault ConnectionFault(const http::HttpRequest& request, const Error& error,
                      std::chrono::milliseconds timeout, const ApiKind& api = kPrometheusApi);

/// The answer to `request` has a status that is not a success, and begins with `body`.
Fault StatusFault(const http::HttpRequest& request, const http::HttpResponse& response,
                  std::string_view body, const ApiKind& api = kPrometheusApi);

/// The answer of `url` is a success, and `why` it cannot be used: "it ends in the middle".
/// `body` is how it begins.
Fault NotTheApi(std::string_view url, std::string_view why, std::string_view body,
                const ApiKind& api = kPrometheusApi);

}  // namespace check::api

#endif  // LIBCHECK_API_FAULTS_H_
