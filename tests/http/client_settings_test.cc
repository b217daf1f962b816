#include "libcheck/http/client_settings.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/config/common/client_settings.h"
#include "libcheck/files/memory_files.h"
#include "libcheck/http/bearer_token.h"
#include "libcheck/yaml/parse.h"
#include "tests/support/fake_http.h"
#include "tests/support/http_server.h"
#include "tests/support/temporary.h"

namespace check::http {
namespace {

constexpr auto kTime = std::chrono::seconds(5);

ClientSettings Read(std::string_view yaml, std::string_view folder = {}) {
  const SourceBuffer file("http.yml", std::string(yaml));
  Arena arena;
  Diagnostics diagnostics;
  const yaml::Stream stream = yaml::Parse(file, arena, diagnostics);
  REQUIRE_FALSE(diagnostics.HasErrors());
  const schema::Input input{file, stream, arena};
  return config::ReadClientSettings({*stream.documents[0].root, input, yaml::Dialect::kGoYamlV2},
                                    folder);
}

std::string Join(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "|";
  return text;
}

HttpRequest Make(const ClientSettings& settings, const FileSystem& files = NoFiles()) {
  test::FakeHttp http;
  const auto request = MakeRequest(settings, "http://a", files, http, kTime);
  REQUIRE_MESSAGE(request.ok(), (request.ok() ? "" : request.error().message));
  return *request;
}

std::string ErrorOf(const ClientSettings& settings) {
  test::FakeHttp http;
  const auto request = MakeRequest(settings, "http://a", NoFiles(), http, kTime);
  return request.ok() ? "" : request.error().message;
}

TEST_CASE("a request without settings follows redirects and asks no environment for a proxy") {
  const HttpRequest request = Make(Read("{}"));
  CHECK(request.url == "http://a");
  CHECK(request.headers.empty());
  CHECK(request.most_redirects == 10);
  CHECK_FALSE(request.proxy_from_environment);
  CHECK(request.verify_tls);
  CHECK(request.http2);
  CHECK(request.timeout == kTime);
}

TEST_CASE("settings for HTTP are read with all of their fields") {
  const MemoryFiles files = {
      {"/f/ca.pem", "CA"}, {"/f/key.pem", "KEY"}, {"/f/header", " from a file \n"}};
  const HttpRequest request = Make(Read(R"(
basic_auth: {username: me, password: s3cret}
tls_config:
  ca_file: ca.pem
  cert: CERT
  key_file: key.pem
  server_name: other
  insecure_skip_verify: true
  min_version: TLS12
  max_version: TLS13
proxy_url: http://proxy:3128
no_proxy: localhost
proxy_connect_header: {X-Via: [a, b]}
follow_redirects: false
enable_http2: false
http_headers:
  X-One: {values: [a, b], secrets: [c], files: [header]}
  X-None: {values: [""]}
)",
                                        "/f"),
                                   files);
  CHECK(request.user == "me");
  CHECK(request.password == "s3cret");
  CHECK(request.ca_file == "/f/ca.pem");
  CHECK(request.cert == "CERT");
  CHECK(request.key_file == "/f/key.pem");
  CHECK(request.server_name == "other");
  CHECK_FALSE(request.verify_tls);
  CHECK(request.min_tls == TlsVersion::k12);
  CHECK(request.max_tls == TlsVersion::k13);
  CHECK(request.proxy_url == "http://proxy:3128");
  CHECK(request.no_proxy == "localhost");
  CHECK(Join(request.proxy_headers) == "X-Via: a|X-Via: b|");
  CHECK(request.most_redirects == 0);
  CHECK_FALSE(request.http2);
  CHECK(Join(request.headers) == "X-One: a|X-One: b|X-One: c|X-One: from a file|X-None;|");
}

TEST_CASE("credentials come from the file, in the old spelling too") {
  const MemoryFiles files = {{"/f/token", "t0ken\n"}, {"/f/user", "me\n"}};
  CHECK(Join(Make(Read("authorization: {credentials_file: token}", "/f"), files).headers) ==
        "Authorization: Bearer t0ken|");
  CHECK(Join(Make(Read("authorization: {type: ' Token ', credentials: a}")).headers) ==
        "Authorization: Token a|");
  CHECK(Join(Make(Read("authorization: {}")).headers) == "Authorization: Bearer|");
  CHECK(Join(Make(Read("bearer_token: a")).headers) == "Authorization: Bearer a|");
  CHECK(Join(Make(Read("bearer_token_file: token", "/f"), files).headers) ==
        "Authorization: Bearer t0ken|");
  CHECK(Make(Read("basic_auth: {username_file: user}", "/f"), files).user == "me");
}

TEST_CASE("what keeps a request from being made is said without secrets") {
  CHECK(ErrorOf(Read("authorization: {credentials_file: /nonexistent/token}")) ==
        "cannot read the credentials from `/nonexistent/token`: no such file or directory");
  CHECK(ErrorOf(Read("basic_auth: {password_ref: vault}")) ==
        "the password refers to secret `vault`, but no secret manager is available");
  CHECK(ErrorOf(Read("authorization: {credentials: \"s3cret\\nX-Evil: 1\"}")) ==
        "the value of `authorization` cannot be sent: it contains a line break or a control "
        "character");
  CHECK(ErrorOf(Read("http_headers: {X-A: {secrets: [\"s3cret\\r\\n\"]}}")) ==
        "the header `X-A` cannot be sent: it contains a line break or a control character");
  CHECK(ErrorOf(Read("tls_config: {ca_file: /nonexistent/ca}")) ==
        "cannot read the CA certificates from `/nonexistent/ca`: no such file or directory");
  CHECK(ErrorOf(Read("oauth2: {client_id: a, token_url: 'http://a?token=s3cret'}")) ==
        "cannot read `http://a?token=***`: connection refused");
  CHECK(ErrorOf(Read("oauth2: {client_id: a, token_url: 'http://a', grant_type: x}")) ==
        "grant type `x` needs signed assertions, which are not supported");
}

TEST_CASE("a file with several lines holds no credentials") {
  MemoryFiles files;
  files.Write("two", "s3cret\nX-Evil: 1\n");
  files.Write("one", " s3cret\r\n");
  files.Write("escape", "s3cret\x1b");
  test::FakeHttp http;
  for (const auto& [yaml, what] : {
           std::pair{"authorization: {credentials_file: two}", "the credentials"},
           std::pair{"bearer_token_file: two", "the credentials"},
           std::pair{"basic_auth: {username: me, password_file: two}", "the password"},
           std::pair{"http_headers: {X-A: {files: [two]}}", "the header `X-A`"},
       }) {
    const auto request = MakeRequest(Read(yaml), "http://a", files, http, kTime);
    REQUIRE_FALSE(request.ok());
    CHECK(request.error().message == std::string("`two` has several lines, expected only ") + what);
  }
  HttpRequest request;
  CHECK_FALSE(SetBearerToken("one", files, request).has_value());
  CHECK(request.bearer_token == "s3cret");
  auto error = SetBearerToken("two", files, request);
  REQUIRE(error.has_value());
  CHECK(error->message == "`two` has several lines, expected only the bearer token");
  error = SetBearerToken("escape", files, request);
  REQUIRE(error.has_value());
  CHECK(error->message ==
        "the bearer token cannot be sent: it contains a line break or a control character");
}

TEST_CASE("a token is asked for with the client's secret in a header, or else in the form") {
  auto transport = CurlTransport();
  REQUIRE(transport.ok());
  bool takes_header = true;
  std::string token = R"({"access_token": "t0ken"})";
  std::vector<std::string> seen;
  const test::HttpServer server(test::HttpServer::Handler([&](const test::SeenRequest& request) {
    seen.push_back(request.method + " " + request.target + " " + request.Header("authorization") +
                   " " + request.body);
    const bool right = takes_header || request.body.find("client_secret") != std::string::npos;
    return test::HttpServer::Answer(right ? "200 OK" : "401 Unauthorized", "application/json",
                                    right ? token : "{}");
  }));
  const ClientSettings settings =
      Read("oauth2: {client_id: 'me&', client_secret: s3cret, scopes: [a, b], token_url: '" +
           server.Url("/token") + "', endpoint_params: {who: me}}");
  const auto make = [&]() -> std::string {
    const auto request = MakeRequest(settings, "http://a", NoFiles(), **transport, kTime);
    return request ? Join(request->headers) : request.error().message;
  };
  CHECK(make() == "Authorization: Bearer t0ken|");
  CHECK(Join(std::exchange(seen, {})) ==
        "POST /token Basic bWUlMjY6czNjcmV0 grant_type=client_credentials&scope=a+b&who=me|");
  takes_header = false;
  CHECK(make() == "Authorization: Bearer t0ken|");
  CHECK(Join(std::exchange(seen, {})) ==
        "POST /token Basic bWUlMjY6czNjcmV0 grant_type=client_credentials&scope=a+b&who=me|"
        "POST /token  grant_type=client_credentials&scope=a+b&who=me&client_id=me%26"
        "&client_secret=s3cret|");
  token = "[]";
  CHECK(make() == "cannot get a token from `" + server.Url("/token") +
                      "`: no `access_token` in the response");
}

TEST_CASE("libcurl sends bodies and methods, reads headers, and speaks to sockets in a folder") {
  auto transport = CurlTransport();
  REQUIRE(transport.ok());
  const test::TemporaryFolder folder;
  const std::string socket = folder.path("socket");
  const auto echo = [](const test::SeenRequest& request) {
    return test::HttpServer::Answer("201 Created", "text/plain",
                                    request.method + " " + request.target + " " +
                                        request.Parameter("b") + " " + request.Header("x-empty") +
                                        "[" + request.body + "]",
                                    "X-Subject-Token:  t0ken \r\n");
  };
  const test::HttpServer server{test::HttpServer::Handler(echo)};
  const test::HttpServer local(test::HttpServer::Handler(echo), socket);
  const auto send = [&](const HttpRequest& request) -> std::string {
    const auto response = (*transport)->Send(request);
    if (!response) return response.error().message;
    const auto body = ReadBody(*response->body);
    return std::to_string(response->status) + " " + response->reason + " " +
           std::string(response->Header("x-subject-token")) + " " +
           (body ? *body : body.error().message);
  };
  CHECK(send({.url = server.Url("/x?a=1&b=2&c")}) == "201 Created t0ken GET /x?a=1&b=2&c 2 []");
  CHECK(send({.method = "POST", .url = server.Url("/x"), .body = "{}"}) ==
        "201 Created t0ken POST /x  [{}]");
  CHECK(send({.url = "http://localhost/containers", .unix_socket = socket}) ==
        "201 Created t0ken GET /containers  []");
  CHECK(send({.url = "http://localhost/", .unix_socket = folder.path("none")}) ==
        "cannot read `http://localhost/`: no such file or directory");
}

}  // namespace
}  // namespace check::http
