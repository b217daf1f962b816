#ifndef TESTS_SUPPORT_FAKE_HTTP_H_
#define TESTS_SUPPORT_FAKE_HTTP_H_

#include <map>
#include <string>
#include <vector>

#include "libcheck/http/http.h"

namespace check::test {

/// Answers requests from a table, and remembers them.
class FakeHttp final : public http::HttpTransport {
 public:
  struct Answer {
    int status = 200;
    std::string content_type;
    std::string body;
  };

  std::map<std::string, Answer> answers;    ///< By URL; any other refuses the connection.
  std::vector<http::HttpRequest> requests;  ///< In their order.

  Result<http::HttpResponse> Send(const http::HttpRequest& request) override {
    requests.push_back(request);
    const auto found = answers.find(request.url);
    if (found == answers.end()) {
      return Error{"cannot read `" + http::PublicUrl(request.url) + "`: connection refused"};
    }
    http::HttpResponse response;
    response.status = found->second.status;
    response.content_type = found->second.content_type;
    response.body = FromMemory(found->second.body);
    return response;
  }
};

}  // namespace check::test

#endif  // TESTS_SUPPORT_FAKE_HTTP_H_
