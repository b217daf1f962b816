#include "libcheck/http/http.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "tests/support/fake_http.h"
#include "tests/support/http_server.h"

namespace check::http {
namespace {

std::string ReadAll(ByteSource& source) {
  std::string text;
  char buffer[1000];
  for (;;) {
    const auto got = source.Read(buffer, sizeof buffer);
    if (!got) return "error: " + got.error().message;
    if (*got == 0) return text;
    text.append(buffer, *got);
  }
}

// What reading a URL gives: its text, or "error: ...".
std::string Fetch(HttpTransport& transport, const HttpRequest& request) {
  std::string type;
  const auto body = OpenUrl(transport, request, type);
  return body ? type + ": " + ReadAll(**body) : "error: " + body.error().message;
}

TEST_CASE("URLs are shown without what is secret in them") {
  CHECK(PublicUrl("http://localhost:9100/metrics") == "http://localhost:9100/metrics");
  CHECK(PublicUrl("https://me:pass@host/metrics?a=b") == "https://***@host/metrics?a=b");
  CHECK(PublicUrl("https://me:p@ss@host") == "https://***@host");
  CHECK(PublicUrl("http://h/m?module=x&api_token=abc&y=1#z") ==
        "http://h/m?module=x&api_token=***&y=1#z");
  CHECK(PublicUrl("http://h?Password=abc") == "http://h?Password=***");
  CHECK(PublicUrl("http://h/a@b") == "http://h/a@b");
  CHECK(PublicUrl("").empty());
}

TEST_CASE("only http and https make a URL") {
  CHECK(IsHttpUrl("http://a"));
  CHECK(IsHttpUrl("https://a"));
  CHECK_FALSE(IsHttpUrl("file:///etc/passwd"));
  CHECK_FALSE(IsHttpUrl("metrics.prom"));
}

TEST_CASE("an answer with another status than 200 is an error") {
  test::FakeHttp http;
  http.answers["http://a"] = {.status = 200, .content_type = "text/plain", .body = "up 1\n"};
  http.answers["http://me:secret@b"] = {.status = 404};
  http.answers["http://c"] = {.status = 599};
  CHECK(Fetch(http, {.url = "http://a"}) == "text/plain: up 1\n");
  CHECK(Fetch(http, {.url = "http://me:secret@b"}) ==
        "error: cannot read `http://***@b`: the server responds with 404 Not Found");
  CHECK(Fetch(http, {.url = "http://c"}) ==
        "error: cannot read `http://c`: the server responds with 599");
  CHECK(Fetch(http, {.url = "http://d"}) == "error: cannot read `http://d`: connection refused");
}

TEST_CASE("libcurl reads what a server sends, with what was asked to be sent to it") {
  auto transport = CurlTransport();
  REQUIRE_MESSAGE(transport.ok(), "libcurl is needed for this test");
  std::string seen;
  const std::string large(std::size_t{3} << 20, 'x');
  const test::HttpServer server([&](std::string_view request) {
    seen = request;
    const std::string_view path = request.substr(4, request.find(' ', 4) - 4);
    if (path == "/metrics") return test::HttpServer::Answer("200 OK", "text/plain", "up 1\n");
    if (path == "/large") return test::HttpServer::Answer("200 OK", "text/plain", large);
    if (path == "/moved") {
      return std::string(
          "HTTP/1.1 302 Found\r\nLocation: /metrics\r\nContent-Length: 0\r\n"
          "Connection: close\r\n\r\n");
    }
    if (path == "/loop") {
      return std::string(
          "HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n"
          "Connection: close\r\n\r\n");
    }
    if (path == "/file") {
      return std::string(
          "HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\n"
          "Content-Length: 0\r\nConnection: close\r\n\r\n");
    }
    if (path == "/cut") {
      return std::string("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nup");
    }
    if (path == "/slow") return std::string();
    return test::HttpServer::Answer("404 Not Found", "text/html", "<p>no");
  });
  const auto fetch = [&](std::string_view path) {
    return Fetch(**transport, {.url = server.Url(path)});
  };

  CHECK(fetch("/metrics") == "text/plain: up 1\n");
  CHECK(fetch("/moved") == "text/plain: up 1\n");
  CHECK(fetch("/large") == "text/plain: " + large);
  CHECK(fetch("/none") ==
        "error: cannot read `" + server.Url("/none") + "`: the server responds with 404 Not Found");
  CHECK(fetch("/loop") == "error: cannot read `" + server.Url("/loop") + "`: too many redirects");
  CHECK(fetch("/file").starts_with("error: cannot read `" + server.Url("/file") + "`: "));
  CHECK(fetch("/cut").find("error: cannot read `" + server.Url("/cut") + "`: ") !=
        std::string::npos);

  CHECK(
      Fetch(**transport, {.url = server.Url("/slow"), .timeout = std::chrono::milliseconds(50)}) ==
      "error: cannot read `" + server.Url("/slow") + "`: timeout");
  CHECK(Fetch(**transport, {.url = server.Url("/large"), .most_bytes = 1 << 20})
            .ends_with("error: cannot read `" + server.Url("/large") +
                       "`: is larger than 1048576 bytes"));

  CHECK(Fetch(**transport, {.url = server.Url("/metrics"),
                            .headers = {"Accept: text/plain", "X-Scope-OrgID: me"},
                            .bearer_token = "t0ken"}) == "text/plain: up 1\n");
  CHECK(seen.find("\r\nAccept: text/plain\r\n") != std::string::npos);
  CHECK(seen.find("\r\nX-Scope-OrgID: me\r\n") != std::string::npos);
  CHECK(seen.find("\r\nAuthorization: Bearer t0ken\r\n") != std::string::npos);
}

TEST_CASE("libcurl says why a server cannot be reached, and shows no password") {
  auto transport = CurlTransport();
  REQUIRE(transport.ok());
  std::string url;
  {
    const test::HttpServer server([](std::string_view) { return std::string(); });
    url = server.Url("/metrics");
  }
  CHECK(Fetch(**transport, {.url = url}) == "error: cannot read `" + url + "`: connection refused");
  url.insert(7, "me:secret@");
  CHECK(Fetch(**transport, {.url = url}).find("secret") == std::string::npos);
  CHECK(Fetch(**transport, {.url = "ftp://127.0.0.1/x"})
            .starts_with("error: cannot read `ftp://127.0.0.1/x`: "));
}

}  // namespace
}  // namespace check::http
