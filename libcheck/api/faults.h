#ifndef LIBCHECK_API_FAULTS_H_
#define LIBCHECK_API_FAULTS_H_

#include <chrono>
#include <string>
#include <string_view>

#include "libcheck/api/reply.h"
#include "libcheck/http/http.h"

/// What is said when a server does not answer as it should.
namespace check::api {

/// `request` has failed, as its `fault` tells; `error` is what it said. `timeout` is for all
/// attempts.
Fault ConnectionFault(const http::HttpRequest& request, const Error& error,
                      std::chrono::milliseconds timeout);

/// The answer to `request` has a status that is no success, and begins with `body`.
Fault StatusFault(const http::HttpRequest& request, const http::HttpResponse& response,
                  std::string_view body);

/// The answer of `url` is a success, and `why` it cannot be used: "it ends in the middle".
/// `body` is how it begins.
Fault NotTheApi(std::string_view url, std::string_view why, std::string_view body);

}  // namespace check::api

#endif  // LIBCHECK_API_FAULTS_H_
