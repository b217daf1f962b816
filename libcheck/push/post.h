#ifndef LIBCHECK_PUSH_POST_H_
#define LIBCHECK_PUSH_POST_H_

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/api/reply.h"
#include "libcheck/http/http.h"

namespace check::push {

/// What a server says to what was pushed.
struct Answer {
  int status = 0;  ///< 0: there is no answer, `fault` says why.
  std::string reason;
  std::string url;   ///< That gave it, behind redirects. It may hold secrets.
  std::string body;  ///< Of the first megabyte, what came.
  std::vector<std::pair<std::string, std::string>> headers;
  http::HttpFault fault;

  bool is_success() const { return status / 100 == 2; }
};

struct PostOptions {
  int most_retries = 3;       ///< Further attempts, where nothing can have been taken before.
  bool retry_refused = true;  ///< Whether a refused connection is tried again.
  std::chrono::milliseconds first_pause = std::chrono::milliseconds(500);  ///< Then twice as long.
  /// If a server asks for more with Retry-After there is no further attempt.
  std::chrono::milliseconds longest_pause = std::chrono::seconds(30);
  /// Told before each pause why there is one. May be empty.
  std::function<void(const Answer& answer, std::chrono::milliseconds pause)> waiting = {};
  std::function<void(std::chrono::milliseconds pause)> sleep = {};  ///< Empty: the thread sleeps.
};

/// Sends `request`, which changes what a server holds. It is sent again only if nothing of it can
/// have been taken: after 429 and 503, by which a server says that it does not want it now, and if
/// nothing listens. A connection that breaks, no answer in time, and other statuses from 500 on
/// leave open what was taken. Redirects with 307 and 308 are followed; credentials go to the first
/// server only. The others, behind which the body would not be sent, are the answer.
Answer Post(http::HttpTransport& http, const http::HttpRequest& request,
            const PostOptions& options);

/// What `answer` to `request`, which is not a success, means to a person, and what to try.
api::Fault Explain(const http::HttpRequest& request, const Answer& answer);

}  // namespace check::push

#endif  // LIBCHECK_PUSH_POST_H_
