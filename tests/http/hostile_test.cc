#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "libcheck/http/http.h"
#include "tests/support/http_server.h"
#include "tests/support/raw_server.h"

namespace check::http {
namespace {

using std::chrono::milliseconds;
using test::HttpServer;
using test::RawServer;
using test::SeenRequest;
using Kind = HttpFault::Kind;

// What came of a request: how much was read, or why not.
struct Outcome {
  int status = 0;
  std::string url;
  std::size_t bytes = 0;
  HttpFault fault;
  std::string error;
};

Outcome Send(HttpTransport& transport, HttpRequest request) {
  Outcome outcome;
  request.fault = std::make_shared<HttpFault>();
  const Result<HttpResponse> response = transport.Send(request);
  if (response) {
    outcome.status = response->status;
    outcome.url = response->url;
    char buffer[1 << 16];
    for (;;) {
      const Result<std::size_t> got = response->body->Read(buffer, sizeof buffer);
      if (!got) outcome.error = got.error().message;
      if (!got || *got == 0) break;
      outcome.bytes += *got;
    }
  } else {
    outcome.error = response.error().message;
  }
  outcome.fault = *request.fault;
  return outcome;
}

Outcome Send(HttpRequest request) { return Send(*LazyCurlTransport(), std::move(request)); }

// What a server that does this with a connection leads to.
Outcome Facing(const RawServer::Serve& serve, milliseconds timeout = milliseconds(10000)) {
  const RawServer server([&](const RawServer::Connection& connection) {
    if (!connection.Receive().empty()) serve(connection);
  });
  return Send({.url = server.Url("/x"), .timeout = timeout});
}

// Kilobytes that a large answer may take. The address sanitizer keeps what was freed for a while.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kSlack = 800000;
#else
constexpr std::size_t kSlack = 80000;
#endif

// Kilobytes that this process has had at most since the last call.
std::size_t PeakMemory() {
  std::size_t kilobytes = 0;
  std::FILE* const file = std::fopen("/proc/self/status", "r");
  char line[200];
  while (file != nullptr && std::fgets(line, sizeof line, file) != nullptr) {
    std::sscanf(line, "VmHWM: %zu", &kilobytes);
  }
  if (file != nullptr) std::fclose(file);
  if (std::FILE* const reset = std::fopen("/proc/self/clear_refs", "w")) {
    std::fputs("5", reset);
    std::fclose(reset);
  }
  return kilobytes;
}

std::string Redirect(std::string_view to, std::string_view status = "302 Found") {
  return "HTTP/1.1 " + std::string(status) + "\r\nLocation: " + std::string(to) +
         "\r\nContent-Length: 0\r\n\r\n";
}

TEST_CASE("a server that drops, stalls or lies is a fault that says so") {
  Outcome outcome = Facing([](const RawServer::Connection&) {});
  CHECK(outcome.fault.kind == Kind::kClosed);
  CHECK(outcome.fault.why == "the connection was closed without a response");

  outcome = Facing([](const RawServer::Connection& connection) {
    connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  });
  CHECK(outcome.fault.kind == Kind::kCutShort);
  CHECK(outcome.fault.why == "the connection was closed in the middle of the response");

  outcome = Facing([](const RawServer::Connection& connection) {
    connection.Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n10\r\nx");
  });
  CHECK(outcome.fault.kind == Kind::kCutShort);

  // More than was announced is not read.
  outcome = Facing([](const RawServer::Connection& connection) {
    connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalf and more");
  });
  CHECK(outcome.fault.kind == Kind::kNone);
  CHECK(outcome.bytes == 4);

  outcome = Facing([](const RawServer::Connection& connection) {
    connection.Send("220 mail.example ESMTP\r\n");
  });
  CHECK(outcome.fault.kind == Kind::kProtocol);
  CHECK(outcome.fault.why == "the response is not HTTP");

  outcome = Facing([](const RawServer::Connection& connection) {
    connection.Send(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!");
  });
  CHECK(outcome.fault.kind == Kind::kEncoding);
  CHECK(outcome.fault.why == "the response cannot be decompressed");
}

TEST_CASE("a server that stalls is left when the time is over") {
  const auto begin = std::chrono::steady_clock::now();
  const auto stall = [](std::string_view first) {
    return Facing(
        [first](const RawServer::Connection& connection) {
          connection.Send(first);
          connection.Stall();
        },
        milliseconds(100));
  };
  CHECK(stall("").fault.kind == Kind::kTimedOut);
  CHECK(stall("HTTP/1.1 200 OK\r\nX-A: b").fault.why == "timeout");
  CHECK(stall("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf").fault.why ==
        "timeout: the response is not complete");
  // A byte now and then does not help.
  const Outcome outcome = Facing(
      [](const RawServer::Connection& connection) {
        connection.Send("HTTP/1.1 200 OK\r\n\r\n");
        while (connection.Send(" ")) std::this_thread::sleep_for(milliseconds(20));
      },
      milliseconds(200));
  CHECK(outcome.fault.kind == Kind::kTimedOut);
  // Nor do redirects, each in time.
  const Outcome redirected = Facing(
      [](const RawServer::Connection& connection) {
        std::this_thread::sleep_for(milliseconds(60));
        connection.Send(Redirect("/y"));
      },
      milliseconds(150));
  CHECK(redirected.fault.kind == Kind::kTimedOut);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("floods are read as they come, and no further than was asked for") {
  PeakMemory();
  const std::size_t before = PeakMemory();
  const std::string block(1 << 20, 'x');
  const auto flood = [&](std::string first) {
    const RawServer server([&, first](const RawServer::Connection& connection) {
      if (connection.Receive().empty() || !connection.Send(first)) return;
      while (connection.Send(block)) {
      }
    });
    return Send({.url = server.Url("/x"),
                 .timeout = std::chrono::minutes(1),
                 .most_bytes = std::size_t{200} << 20});
  };
  Outcome outcome = flood("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
  CHECK(outcome.fault.kind == Kind::kTooLarge);
  CHECK(outcome.fault.why == "is larger than 209715200 bytes");
  CHECK(outcome.bytes <= std::size_t{200} << 20);
  CHECK(outcome.bytes >= std::size_t{198} << 20);
  // A header without end, and headers without end.
  CHECK(flood("HTTP/1.1 200 OK\r\nX-A: ").fault.kind != Kind::kNone);
  std::string headers = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 200000; ++i) headers += "X-Another-Header: xxxxxxxxxxxxxxxxxxx\r\n";
  outcome = flood(headers);
  CHECK(outcome.fault.kind == Kind::kTooLarge);
  CHECK(outcome.fault.why == "the response headers are larger than 262144 bytes");
  std::string interim;
  for (int i = 0; i < 200000; ++i) interim += "HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n";
  CHECK(flood(interim).fault.kind == Kind::kTooLarge);
  // The redirect counts, not the page with it.
  CHECK(flood("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: "
              "1073741824\r\n\r\n")
            .fault.kind == Kind::kRefused);
  CHECK(PeakMemory() < before + kSlack);
}

TEST_CASE("what is unpacked is limited, too") {
  // 120 MB of zeros.
  std::string bomb;
  z_stream stream = {};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string zeros(1 << 20, '\0');
  std::string packed(1 << 20, '\0');
  for (int i = 0; i < 120; ++i) {
    stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
    stream.avail_in = static_cast<uInt>(zeros.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, i == 119 ? Z_FINISH : Z_NO_FLUSH);
    bomb.append(packed, 0, packed.size() - stream.avail_out);
  }
  deflateEnd(&stream);
  const RawServer server([&](const RawServer::Connection& connection) {
    if (connection.Receive().empty()) return;
    connection.Send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                    std::to_string(bomb.size()) + "\r\n\r\n" + bomb);
  });
  PeakMemory();
  const std::size_t before = PeakMemory();
  Outcome outcome = Send({.url = server.Url("/x"), .most_bytes = std::size_t{50} << 20});
  CHECK(outcome.fault.kind == Kind::kTooLarge);
  outcome = Send({.url = server.Url("/x"), .timeout = std::chrono::minutes(1)});
  CHECK(outcome.fault.kind == Kind::kNone);
  CHECK(outcome.bytes == std::size_t{120} << 20);
  CHECK(PeakMemory() < before + kSlack);
  // Who asks for nothing to be packed gets it as it is.
  outcome = Send({.url = server.Url("/x"), .accept_encoding = "identity"});
  CHECK(outcome.bytes == bomb.size());
}

TEST_CASE("connections are used again, by one request at a time") {
  std::mutex mutex;
  std::vector<std::string> heads;
  const RawServer server([&](const RawServer::Connection& connection) {
    for (std::string head = connection.Receive(); !head.empty(); head = connection.Receive()) {
      const std::lock_guard lock(mutex);
      heads.push_back(head);
      if (head.starts_with("GET /drop")) return;
      connection.Send(head.starts_with("GET /moved")
                          ? Redirect("/x")
                          : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
  });
  const auto transport = LazyCurlTransport();
  for (int i = 0; i < 3; ++i) CHECK(Send(*transport, {.url = server.Url("/x")}).bytes == 2);
  CHECK(Send(*transport, {.url = server.Url("/moved")}).bytes == 2);
  CHECK(server.connections() == 1);
  CHECK(heads.size() == 5);
  // One that the server has closed is not the end.
  CHECK(Send(*transport, {.url = server.Url("/drop")}).fault.kind == Kind::kClosed);
  CHECK(Send(*transport, {.url = server.Url("/x")}).bytes == 2);

  std::atomic<int> done = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 20; ++j) {
        if (Send(*transport, {.url = server.Url("/x")}).bytes == 2) ++done;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(done == 80);
  CHECK(server.connections() < 12);
}

TEST_CASE("redirects are followed as Go and curl do, as far as was asked for") {
  std::vector<SeenRequest> seen;
  std::string first;
  const HttpServer server([&](const SeenRequest& request) {
    seen.push_back(request);
    if (request.target == "/loop") return Redirect("/loop");
    if (request.target == "/a") return first;
    return HttpServer::Answer("200 OK", "text/plain", "ok");
  });
  const auto post = [&](std::string_view status) {
    seen.clear();
    first = Redirect("b?c=d", status);
    const Outcome outcome = Send({.method = "POST",
                                  .url = server.Url("/a"),
                                  .body = "x=y",
                                  .headers = {"Content-Type: text/x", "X-A: b"}});
    CHECK(outcome.url == server.Url("/b?c=d"));
    return seen.back().method + " " + seen.back().body + " " + seen.back().Header("content-type") +
           " " + seen.back().Header("x-a");
  };
  CHECK(post("301 Moved Permanently") == "GET   b");
  CHECK(post("302 Found") == "GET   b");
  CHECK(post("303 See Other") == "GET   b");
  CHECK(post("307 Temporary Redirect") == "POST x=y text/x b");
  CHECK(post("308 Permanent Redirect") == "POST x=y text/x b");
  CHECK(seen.back().Header("referer") == server.Url("/a"));

  seen.clear();
  Outcome outcome = Send({.url = server.Url("/loop"), .most_redirects = 9});
  CHECK(seen.size() == 10);
  CHECK(outcome.fault.kind == Kind::kRedirects);
  CHECK(outcome.fault.url == "/loop");
  CHECK(outcome.error == "cannot read `" + server.Url("/loop") + "`: too many redirects");
  outcome = Send({.url = server.Url("/loop"), .most_redirects = 0});
  CHECK(outcome.status == 302);
  for (const std::string_view to :
       {"file:///etc/passwd", "ftp://127.0.0.1/", "http://[", "gopher:x"}) {
    first = Redirect(to);
    CHECK(Send({.url = server.Url("/a")}).fault.kind == Kind::kRedirects);
  }
  first = "HTTP/1.1 302 Found\r\nContent-Length: 2\r\n\r\nno";
  CHECK(Send({.url = server.Url("/a")}).status == 302);
}

TEST_CASE("no other server learns who asks, not even on the way back") {
  std::vector<SeenRequest> abroad, home;
  std::string back;
  const HttpServer other([&](const SeenRequest& request) {
    abroad.push_back(request);
    return Redirect(back, "307 Temporary Redirect");
  });
  const HttpServer server([&](const SeenRequest& request) {
    home.push_back(request);
    return request.target == "/end" ? HttpServer::Answer("200 OK", "text/plain", "ok")
                                    : Redirect(other.Url("/"), "307 Temporary Redirect");
  });
  back = server.Url("/end");
  const auto ask = [&](HttpRequest request) {
    abroad.clear();
    home.clear();
    request.url = server.Url("/?token=hunter2");
    request.headers = {"Cookie: hunter2", "X-Scope-OrgID: hunter2", "X-Custom: hunter2",
                       "Authorization: hunter2", "Accept: text/x"};
    const Outcome outcome = Send(std::move(request));
    CHECK(outcome.status == 200);
    REQUIRE(abroad.size() == 1);
    REQUIRE(home.size() == 2);
    CHECK(home[0].head.find("hunter2") != std::string::npos);
    CHECK(home[1].head.find("hunter2") == std::string::npos);
    CHECK(abroad[0].head.find("hunter2") == std::string::npos);
    CHECK(home[1].Header("authorization").empty());
    CHECK(abroad[0].Header("authorization").empty());
    CHECK(abroad[0].Header("accept") == "text/x");
  };
  ask({.user = "me", .password = "hunter2"});
  ask({.bearer_token = "hunter2"});
}

TEST_CASE("a proxy that refuses is not taken for the server") {
  const HttpServer proxy([](const SeenRequest&) {
    return HttpServer::Answer("407 Proxy Authentication Required", "text/plain", "no");
  });
  const Outcome outcome = Send({.url = "https://server.example/", .proxy_url = proxy.Url("")});
  CHECK(outcome.fault.kind == Kind::kOther);
  CHECK(outcome.fault.why.starts_with("the proxy refuses: "));
  CHECK(outcome.fault.why.find("407") != std::string::npos);
}

// openssl's server, which shows a certificate of testdata/http/tls.
class TlsServer {
 public:
  explicit TlsServer(const std::string& certificate, const std::vector<std::string>& more = {}) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    const std::string folder = PRONOIA_SOURCE_DIR "/testdata/http/tls/";
    std::vector<std::string> words = {"openssl",
                                      "s_server",
                                      "-accept",
                                      "127.0.0.1:0",
                                      "-www",
                                      "-cert",
                                      folder + certificate + ".pem",
                                      "-key",
                                      folder + "key.pem"};
    words.insert(words.end(), more.begin(), more.end());
    child_ = ::fork();
    if (child_ == 0) {
      std::vector<char*> arguments;
      for (std::string& word : words) arguments.push_back(word.data());
      arguments.push_back(nullptr);
      ::dup2(ends[1], 1);
      ::dup2(::open("/dev/null", O_WRONLY), 2);
      ::execvp(arguments[0], arguments.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    // "ACCEPT 127.0.0.1:43211"
    std::string said;
    char buffer[256];
    while (said.find("ACCEPT 127.0.0.1:") == std::string::npos || said.back() != '\n') {
      const ssize_t got = ::read(ends[0], buffer, sizeof buffer);
      if (got <= 0) break;
      said.append(buffer, static_cast<std::size_t>(got));
    }
    out_ = ends[0];
    const std::size_t at = said.find("ACCEPT 127.0.0.1:");
    if (at != std::string::npos) port_ = std::atoi(said.c_str() + at + 17);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    ::close(out_);
  }

  std::string Url(std::string_view host = "127.0.0.1", std::string_view scheme = "https") const {
    return std::string(scheme) + "://" + std::string(host) + ":" + std::to_string(port_) + "/";
  }

 private:
  pid_t child_ = -1;
  int out_ = -1;
  int port_ = 0;
};

TEST_CASE("of bad TLS it is told what is wrong with which certificate") {
  const std::string ca = PRONOIA_SOURCE_DIR "/testdata/http/tls/ca.pem";
  {
    const TlsServer server("good");
    CHECK(Send({.url = server.Url(), .ca_file = ca}).status == 200);
    Outcome outcome = Send({.url = server.Url()});
    CHECK(outcome.fault.kind == Kind::kTls);
    CHECK(outcome.fault.why == "the server's certificate has an unknown issuer");
    CHECK(outcome.fault.certificate ==
          "`CN = localhost` for `DNS:localhost, IP Address:127.0.0.1`, issued by `CN = Test CA`, "
          "valid from Jan  1 00:00:00 2020 GMT until Jan  1 00:00:00 2120 GMT");
    CHECK(Send({.url = server.Url(), .verify_tls = false}).status == 200);
    outcome = Send({.url = server.Url("127.0.0.1", "http")});
    CHECK(outcome.fault.kind == Kind::kClosed);
    outcome = Send({.url = server.Url(), .ca_file = "/nowhere.pem"});
    CHECK(outcome.fault.kind == Kind::kTls);
  }
  {
    const TlsServer server("ca");
    CHECK(Send({.url = server.Url()}).fault.why == "the server's certificate is self-signed");
  }
  {
    const TlsServer server("expired");
    const Outcome outcome = Send({.url = server.Url(), .ca_file = ca});
    CHECK(outcome.fault.why == "the server's certificate has expired");
    CHECK(outcome.fault.certificate.ends_with("until Jan  1 00:00:00 2021 GMT"));
  }
  {
    const TlsServer server("other");
    CHECK(Send({.url = server.Url(), .ca_file = ca}).fault.why ==
          "the server's certificate is for another host");
    CHECK(Send({.url = server.Url(), .ca_file = ca, .server_name = "other.example"}).status == 200);
  }
  {
    const TlsServer server("good", {"-Verify", "1", "-verify_return_error"});
    const Outcome outcome = Send({.url = server.Url(), .ca_file = ca});
    CHECK(outcome.fault.kind == Kind::kTls);
    CHECK(outcome.fault.why == "the server requires a client certificate");
  }
  {
    const TlsServer server("good", {"-tls1_2"});
    const Outcome outcome = Send({.url = server.Url(), .ca_file = ca, .min_tls = TlsVersion::k13});
    CHECK(outcome.fault.why == "no TLS version that both sides accept");
  }
  const RawServer plain([](const RawServer::Connection& connection) {
    connection.Send("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  std::string url = plain.Url();
  url.insert(4, "s");
  CHECK(Send({.url = url}).fault.why == "the server does not speak TLS");
}

}  // namespace
}  // namespace check::http
