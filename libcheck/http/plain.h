#ifndef LIBCHECK_HTTP_PLAIN_H_
#define LIBCHECK_HTTP_PLAIN_H_

#include <memory>

#include "libcheck/http/http.h"

namespace check::http {

/// HTTP/1.1 without libcurl, whose loading takes longer and more memory than all else that a short
/// command does. It sends what goes to an IP address or localhost, without TLS, proxies and what
/// libcurl would have to do about credentials; all else, and what it cannot connect to or is
/// redirected, `others` sends. Connections are kept for the next request.
///
/// A request that may change something is never sent twice: if its connection ends without an
/// answer, that is a fault.
std::unique_ptr<HttpTransport> PlainTransport(std::unique_ptr<HttpTransport> others);

}  // namespace check::http

#endif  // LIBCHECK_HTTP_PLAIN_H_
