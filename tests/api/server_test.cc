#include "libcheck/api/server.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/prometheus.h"
#include "tests/support/http_server.h"
#include "tests/support/temporary.h"

namespace check::api {
namespace {

using std::chrono::milliseconds;
using test::HttpServer;
using test::SeenRequest;

constexpr std::string_view kOne =
    R"({"status":"success","data":{"resultType":"scalar","result":[1,"1"]}})";

std::string Json(std::string_view body, std::string_view status = "200 OK",
                 std::string_view headers = {}) {
  return HttpServer::Answer(status, "application/json", body, headers);
}

// What asking a server for a scalar comes to: its value, or the fault with its notes.
std::string Ask(ServerOptions options) {
  const auto http = http::LazyCurlTransport();
  const Result<Server> server = Server::Make(options, NoFiles(), *http);
  if (!server) return "error: " + server.error().message;
  model::LabelTable labels;
  const Reply<promql::Value> reply = QueryInstant(*server, {.query = "1"}, labels);
  if (reply) return promql::ToString(*reply);
  std::string text = reply.fault.message;
  for (const std::string& note : reply.fault.notes) text += "\nnote: " + note;
  return text;
}

std::string AskAt(std::string url, milliseconds timeout = milliseconds(5000)) {
  return Ask({.url = std::move(url), .timeout = timeout, .most_retries = 0});
}

TEST_CASE("a query is a form, below the path of the server, with what says who asks") {
  std::vector<SeenRequest> seen;
  const HttpServer server([&](const SeenRequest& request) {
    seen.push_back(request);
    return Json(kOne);
  });
  const auto http = http::LazyCurlTransport();
  ServerOptions options;
  options.url = "me:p%40ss@" + server.Address() + "/prometheus//?token=abc";
  options.headers = {"X-Custom: a b", "X-Empty:"};
  options.tenant = "team-a";
  const Result<Server> made = Server::Make(options, NoFiles(), *http);
  REQUIRE(made.ok());
  CHECK(made->name() == server.Url("/prometheus//?token=***"));
  model::LabelTable labels;
  CHECK(QueryInstant(*made, {.query = "a{b=\"c d\"}", .time = 1500, .limits = {.timeout = 2000}},
                     labels));
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].method == "POST");
  CHECK(seen[0].target == "/prometheus/api/v1/query?token=abc");
  CHECK(seen[0].body == "query=a%7Bb%3D%22c+d%22%7D&time=1.5&timeout=2");
  CHECK(seen[0].Header("content-type") == "application/x-www-form-urlencoded");
  CHECK(seen[0].Header("authorization") == "Basic bWU6cEBzcw==");
  CHECK(seen[0].Header("x-custom") == "a b");
  CHECK(seen[0].head.find("\r\nX-Empty:") != std::string::npos);
  CHECK(seen[0].Header("x-scope-orgid") == "team-a");
}

TEST_CASE("headers that are given take the place of the client's own") {
  std::vector<SeenRequest> seen;
  const HttpServer server([&](const SeenRequest& request) {
    seen.push_back(request);
    return Json(kOne);
  });
  ServerOptions options;
  options.url = "http://me:secret@" + server.Address();
  options.headers = {"authorization: Bearer abc", "X-Scope-OrgID: a", "X-Scope-OrgID: b"};
  CHECK(Ask(options) == "scalar: 1 @[1000]");
  CHECK(seen[0].Header("authorization") == "Bearer abc");
  CHECK(seen[0].Header("x-scope-orgid") == "b");
  CHECK(seen[0].Headers().size() == 7);
}

TEST_CASE("options that cannot be sent are errors, without what is secret in them") {
  CHECK(Ask({}) == "error: the server's URL is empty");
  CHECK(Ask({.url = "ftp://me:secret@a"}) ==
        "error: invalid server URL `ftp://***@a`: expected http or https");
  CHECK(Ask({.url = "http://"}) == "error: invalid server URL `http://`: no host");
  CHECK(Ask({.url = "http://[::1"}) == "error: invalid server URL `http://[::1`");
  CHECK(Ask({.url = "a", .headers = {"secret"}}) ==
        "error: invalid header: expected `Name: value`, and there is no colon");
  CHECK(Ask({.url = "a", .headers = {"X-A: secret\nHost: b"}}) ==
        "error: invalid header `X-A`: its value has a line break or a control character");
  CHECK(Ask({.url = "a", .headers = {"X A: secret"}}) ==
        "error: invalid header: its name is empty or has a character that cannot be sent");
  CHECK(Ask({.url = "a", .tenant = "x\r\ny"}) ==
        "error: invalid header `X-Scope-OrgID`: its value has a line break or a control character");
}

TEST_CASE("a server that takes no POST is asked with GET") {
  for (const std::string_view status :
       {"403 Forbidden", "405 Method Not Allowed", "501 Not Implemented"}) {
    std::vector<std::string> seen;
    const HttpServer server([&](const SeenRequest& request) {
      seen.push_back(request.method + " " + request.target);
      return request.method == "POST" ? HttpServer::Answer(status, "text/plain", "no") : Json(kOne);
    });
    CHECK(AskAt(server.Address()) == "scalar: 1 @[1000]");
    CHECK(seen == std::vector<std::string>{"POST /api/v1/query", "GET /api/v1/query?query=1"});
  }
}

TEST_CASE("what may pass is tried again, and what the query is to blame for is not") {
  const auto times = [](std::string_view status, std::string_view body,
                        std::string_view headers = {}) {
    int count = 0;
    const HttpServer server([&](const SeenRequest&) {
      return ++count == 2 ? Json(kOne) : Json(body, status, headers);
    });
    CHECK(Ask({.url = server.Address(), .timeout = milliseconds(1500), .most_retries = 1}).size() >
          0);
    return count;
  };
  CHECK(times("503 Service Unavailable", "busy") == 2);
  CHECK(times("502 Bad Gateway", "") == 2);
  CHECK(times("504 Gateway Timeout", "") == 2);
  CHECK(times("429 Too Many Requests", "", "Retry-After: 0\r\n") == 2);
  CHECK(times("429 Too Many Requests", "", "Retry-After: 60\r\n") == 1);
  CHECK(times("500 Internal Server Error", "") == 1);
  CHECK(times("400 Bad Request", "") == 1);
  CHECK(times("503 Service Unavailable",
              R"({"status":"error","errorType":"timeout","error":"query timed out"})") == 1);
  CHECK(times("503 Service Unavailable",
              R"({"status":"error","errorType":"unavailable","error":"starting"})") == 2);
}

TEST_CASE("the last fault counts, and no more than the time that was given is spent") {
  int count = 0;
  const HttpServer server([&](const SeenRequest&) {
    ++count;
    return HttpServer::Answer("503 Service Unavailable", "text/plain", "busy");
  });
  const auto begin = std::chrono::steady_clock::now();
  CHECK(Ask({.url = server.Address(), .timeout = milliseconds(500)}) ==
        "`" + server.Url("/api/v1/query") +
            "` responds with 503 Service Unavailable: `busy`\nnote: the server is starting, "
            "overloaded "
            "or shut down: try again later");
  CHECK(count == 3);
  CHECK(std::chrono::steady_clock::now() - begin < milliseconds(500));
}

TEST_CASE("a server behind a socket in a file is asked") {
  const test::TemporaryFolder folder;
  const std::string path = folder.path("socket");
  const HttpServer server([](const SeenRequest&) { return Json(kOne); }, path);
  CHECK(Ask({.unix_socket = path}) == "scalar: 1 @[1000]");
  CHECK(Ask({.url = "http://prometheus/x", .unix_socket = path}) == "scalar: 1 @[1000]");
}

TEST_CASE("faults say in a sentence what is wrong, and what to do") {
  std::string answer;
  const HttpServer server([&](const SeenRequest&) { return answer; });
  const std::string url = server.Url("");
  const std::string call = server.Url("/api/v1/query");
  const auto fault = [&](std::string_view status, std::string_view type, std::string_view body) {
    answer = HttpServer::Answer(status, type, body);
    return AskAt(url);
  };
  CHECK(AskAt("127.0.0.1:1") ==
        "cannot reach `http://127.0.0.1:1`: connection refused\n"
        "note: nothing listens on `127.0.0.1:1`: is the server running, and is the port right?");
  CHECK(fault("400 Bad Request", "application/json",
              R"({"status":"error","errorType":"bad_data","error":"1:3: parse `error`"})") ==
        "`" + call + "` responds with bad_data: 1:3: parse ?error?");
  CHECK(fault("404 Not Found", "text/plain", "404 page not found\n") ==
        "`" + call +
            "` responds with 404 Not Found: `404 page not found`\n"
            "note: is a path prefix missing in the URL? Mimir: `/prometheus`; VictoriaMetrics "
            "cluster: `/select/0/prometheus`; Prometheus: the path of its `--web.external-url`");
  CHECK(fault("401 Unauthorized", "text/plain", "Unauthorized\n") ==
        "`" + call +
            "` responds with 401 Unauthorized: `Unauthorized`\nnote: sent: no credentials");
  CHECK(fault("401 Unauthorized", "text/plain", "no org id") ==
        "`" + call +
            "` responds with 401 Unauthorized: `no org id`\n"
            "note: the server requires a tenant: send the header `X-Scope-OrgID`");
  CHECK(fault("503 Service Unavailable", "text/html",
              "<!DOCTYPE html>\n<html><head><title>We are\n  down &amp; out</title></head>"
              "<body><h1>x</h1></body></html>")
            .starts_with("`" + call +
                         "` responds with 503 Service Unavailable: `We are down & out`\nnote: "));
  CHECK(fault("500 Internal Server Error", "text/html",
              "<html><style>b{}</style><body><script>x</script><p>password=hunter2 "
              "http://u:hunter2@h/</p>\x1b[31m</body></html>")
            .find("hunter2") == std::string::npos);
  CHECK(fault("200 OK", "text/html", "<html><title>Log in</title></html>") ==
        "`" + call +
            "` responds with a web page instead of the Prometheus API: `Log in`\nnote: a proxy or "
            "a login page may be in between, or a path prefix is missing in the URL");
  CHECK(fault("200 OK", "application/json", R"({"status":"success","data":{"resultType":"vec)") ==
        "cannot read the response from `" + call + "`: it ends in the middle of the JSON");
  CHECK(fault("200 OK", "application/json", R"({"hits":[]})") ==
        "cannot read the response from `" + call +
            "`: it has no `status`, so it is not from the Prometheus API");
  CHECK(fault("200 OK", "application/json",
              R"({"status":"error","errorType":"execution","error":"boom"})") ==
        "`" + url + "` responds with execution: boom");
  CHECK(fault("400 Bad Request", "text/plain", "Client sent an HTTP request to an HTTPS server.\n")
            .ends_with("note: the server speaks TLS: use `https://` in the URL"));
  answer = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"status\":";
  CHECK(AskAt(url) ==
        "cannot read the response from `" + url +
            "`: the connection was closed in the middle of the response\nnote: the server, or a "
            "proxy in front of it, ended the connection; its log may show why");
  answer =
      "HTTP/1.1 302 Found\r\nLocation: http://me:secret@a\x1b[31m/\r\nContent-Length: 0\r\n\r\n";
  CHECK(AskAt(url) == "cannot reach `" + url +
                          "`: it redirects to a URL that is not http or https\n"
                          "note: the last redirect leads to `http://***@a?[31m/`");
  answer = "";
  CHECK(AskAt(url, milliseconds(50)) ==
        "no response from `" + url +
            "` within 50ms\n"
            "note: allow more time, or query less: fewer series, a shorter range, a larger step");
}

TEST_CASE("an answer that repeats what was sent shows no secret") {
  const HttpServer server([](const SeenRequest& request) {
    return HttpServer::Answer(
        "403 Forbidden", "text/plain",
        "you are " + request.Header("authorization") + " " + request.Header("x-api"));
  });
  const std::string fault =
      Ask({.url = "http://me:hunter2@" + server.Address(), .headers = {"X-Api: hunter3"}});
  CHECK(fault.find("hunter") == std::string::npos);
  CHECK(fault.find("bWU6aHVudGVyMg") == std::string::npos);
  CHECK(fault.ends_with("note: sent: a user name and a password, the header `X-Api`"));
}

}  // namespace
}  // namespace check::api
