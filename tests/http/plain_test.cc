#include "libcheck/http/plain.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/raw_server.h"

namespace check::http {
namespace {

using std::chrono::milliseconds;
using test::RawServer;
using Kind = HttpFault::Kind;

// What the plain transport leaves to others.
class Others final : public HttpTransport {
 public:
  explicit Others(std::vector<std::string>& asked) : asked_(asked) {}

  Result<HttpResponse> Send(const HttpRequest& request) override {
    asked_.push_back(request.method + " " + request.url);
    return Error{"left to others"};
  }

 private:
  std::vector<std::string>& asked_;
};

struct Client {
  std::vector<std::string> left;
  std::unique_ptr<HttpTransport> transport = PlainTransport(std::make_unique<Others>(left));

  // "200 text/plain: body", or "KIND: why" of the fault.
  std::string Ask(HttpRequest request) {
    request.fault = std::make_shared<HttpFault>();
    request.proxy_from_environment = false;
    Result<HttpResponse> response = transport->Send(request);
    const auto fault = [&](const Error& error) {
      if (request.fault->kind == Kind::kNone) return error.message;
      CHECK(error.why() == request.fault->why);
      return fmt::format("{}: {}", static_cast<int>(request.fault->kind), request.fault->why);
    };
    if (!response) return fault(response.error());
    const Result<std::string> body = ReadBody(*response->body);
    if (!body) return fault(body.error());
    return fmt::format("{} {}: {}", response->status, response->content_type, *body);
  }
};

std::string FaultText(Kind kind, std::string_view why) {
  return fmt::format("{}: {}", static_cast<int>(kind), why);
}

// What a client gets of a server that answers like that and then closes the connection.
std::string Facing(std::string_view answer, HttpRequest request = {}) {
  const RawServer server([&](const RawServer::Connection& connection) {
    if (!connection.Receive().empty()) connection.Send(answer);
  });
  request.url = server.Url("/x");
  Client client;
  std::string got = client.Ask(request);
  for (const std::string& left : client.left) {
    CHECK(left == request.method + " " + request.url);
  }
  return got;
}

TEST_CASE("plain requests are sent as they are given") {
  std::string seen;
  const RawServer server([&](const RawServer::Connection& connection) {
    seen = connection.Receive();
    connection.Send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok");
  });
  Client client;
  CHECK(client.Ask({.method = "POST",
                    .url = server.Url("/a%2Fb/..?c=d"),
                    .body = "{}",
                    .headers = {"Accept: x", "Proxy-Connection:", "Empty;"},
                    .user_agent = "me"}) == "200 text/plain: ok");
  const std::string host = server.Url().substr(7);
  CHECK(seen == "POST /a%2Fb/..?c=d HTTP/1.1\r\nHost: " + host +
                    "\r\nUser-Agent: me\r\nAccept: x\r\nEmpty:\r\nContent-Length: 2\r\n\r\n{}");
}

TEST_CASE("bodies end where they say") {
  CHECK(Facing("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalf and more") == "200 : half");
  CHECK(Facing("HTTP/1.0 200\r\n\r\nall of it") == "200 : all of it");
  CHECK(
      Facing("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n4\r\nhalf\r\nA;x=y\r\n0123456789"
             "\r\n0\r\nTrailer: x\r\n\r\n") == "200 : half0123456789");
  CHECK(Facing("HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n") == "204 : ");
  CHECK(Facing("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") ==
        "200 : ok");
  CHECK(Facing("HTTP/1.1 404 Not Found\nContent-Length: 2\n\nno") == "404 : no");
}

TEST_CASE("answers that are no answers are faults") {
  const std::string closed =
      FaultText(Kind::kClosed, "the connection was closed without an answer");
  const std::string cut =
      FaultText(Kind::kCutShort, "the connection was closed in the middle of the answer");
  const std::string not_http = FaultText(Kind::kProtocol, "the answer is not HTTP");
  CHECK(Facing("") == closed);
  CHECK(Facing("HTTP/1.1 200 OK\r\nContent-") == cut);
  CHECK(Facing("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") == cut);
  CHECK(Facing("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n") == cut);
  CHECK(Facing("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n") ==
        FaultText(Kind::kProtocol, "a chunk of it has no size"));
  CHECK(Facing("220 mail.example ESMTP\r\n") == not_http);
  CHECK(Facing("HTTP/1.1 200 OK\r\nno header\r\n\r\n") == not_http);
  CHECK(Facing("HTTP/1.1 200 OK\r\nA: " + std::string(300'000, 'x')) ==
        FaultText(Kind::kTooLarge, "the head of the answer is larger than 262144 bytes"));
  CHECK(Facing("HTTP/1.1 200 OK\r\n\r\n0123456789", {.most_bytes = 9}) ==
        FaultText(Kind::kTooLarge, "is larger than 9 bytes"));
}

TEST_CASE("a server that stalls is left by a plain request when the time is over") {
  const std::string late = FaultText(Kind::kTimedOut, "no answer in time");
  for (const std::string_view first :
       {"", "HTTP/1.1 200 OK\r\nCont", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"}) {
    const RawServer server([&](const RawServer::Connection& connection) {
      connection.Receive();
      connection.Send(first);
      connection.Stall();
    });
    Client client;
    CHECK(client.Ask({.url = server.Url("/"), .timeout = milliseconds(100)}) == late);
  }
}

TEST_CASE("connections are kept, and a change is not asked for twice") {
  const RawServer server([&](const RawServer::Connection& connection) {
    // Two answers, then none.
    for (int i = 0; i < 2; ++i) {
      if (connection.Receive().empty()) return;
      connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
    connection.Receive();
  });
  Client client;
  for (int i = 0; i < 2; ++i) CHECK(client.Ask({.url = server.Url("/")}) == "200 : ok");
  CHECK(server.connections() == 1);
  // The third one is closed without an answer: what only asks does so again.
  CHECK(client.Ask({.url = server.Url("/")}) == "200 : ok");
  CHECK(server.connections() == 2);
  CHECK(client.Ask({.method = "DELETE", .url = server.Url("/")}) == "200 : ok");
  CHECK(client.Ask({.method = "DELETE", .url = server.Url("/")}) ==
        FaultText(Kind::kClosed, "the connection was closed without an answer"));
  CHECK(server.connections() == 2);
}

TEST_CASE("what is not plain is left to others") {
  CHECK(Facing("HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n") ==
        "left to others");
  CHECK(Facing("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n") == "302 : ");
  Client client;
  for (const HttpRequest& request :
       {HttpRequest{.url = "https://127.0.0.1:1/"}, HttpRequest{.url = "http://example.com/"},
        HttpRequest{.url = "http://127.0.0.1:1/"}, HttpRequest{.url = "http://127.0.0.1:99999/"},
        HttpRequest{.url = "http://127.0.0.1:1"}, HttpRequest{.url = "http://[::1]:1/"},
        HttpRequest{.url = "http://127.0.0.1/", .user = "me"},
        HttpRequest{.url = "http://127.0.0.1/", .bearer_token = "t"},
        HttpRequest{.url = "http://127.0.0.1/", .proxy_url = "http://127.0.0.1:2"}}) {
    CHECK(client.Ask(request) == "left to others");
  }
  CHECK(client.left.size() == 9);
}

}  // namespace
}  // namespace check::http
