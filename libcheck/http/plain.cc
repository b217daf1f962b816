#include "libcheck/http/plain.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"
#include "libcheck/base/url.h"
#include "libcheck/http/plain_connection.h"

namespace check::http {
namespace {

using Kind = HttpFault::Kind;

constexpr std::size_t kMostOfHeads = std::size_t{256} << 10;

// What a URL says about where to ask.
struct Target {
  sockaddr_storage address = {};
  std::string shown;  // "127.0.0.1:9093"
  std::string host;   // As the URL has it.
  std::string path;   // And query.
};

bool ReadAddress(const std::string& host, int port, sockaddr_storage& address) {
  sockaddr_in in4 = {};
  in4.sin_family = AF_INET;
  in4.sin_port = htons(static_cast<std::uint16_t>(port));
  const std::string name = host == "localhost" ? "127.0.0.1" : host;
  if (::inet_pton(AF_INET, name.c_str(), &in4.sin_addr) == 1) {
    std::memcpy(&address, &in4, sizeof in4);
    return true;
  }
  if (!host.starts_with('[') || !host.ends_with(']')) return false;
  sockaddr_in6 in6 = {};
  in6.sin6_family = AF_INET6;
  in6.sin6_port = htons(static_cast<std::uint16_t>(port));
  if (::inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &in6.sin6_addr) != 1) {
    return false;
  }
  std::memcpy(&address, &in6, sizeof in6);
  return true;
}

// Nothing if the request is not for this transport.
std::optional<Target> TargetOf(const HttpRequest& request) {
  constexpr std::string_view kScheme = "http://";
  if (!request.url.starts_with(kScheme) || !request.proxy_url.empty() ||
      request.proxy_from_environment || !request.unix_socket.empty() || !request.user.empty() ||
      !request.password.empty() || !request.bearer_token.empty()) {
    return std::nullopt;
  }
  const std::string_view rest = std::string_view(request.url).substr(kScheme.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  Target target;
  target.host = rest.substr(0, slash);
  target.path = rest.substr(slash);
  const std::size_t colon = target.host.rfind(':');
  std::string host = target.host;
  std::int64_t port = 80;
  if (colon != std::string::npos && !host.ends_with(']')) {
    port = ParseGoInt(std::string_view(host).substr(colon + 1), 10).value_or(0);
    host.resize(colon);
  }
  constexpr std::int64_t kMostPort = 65535;
  if (target.path.empty() || port < 1 || port > kMostPort ||
      !ReadAddress(host, static_cast<int>(port), target.address)) {
    return std::nullopt;
  }
  target.shown = fmt::format("{}:{}", host == "localhost" ? "127.0.0.1" : host, port);
  return target;
}

std::string TextOf(const HttpRequest& request, const Target& target) {
  std::string text =
      fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", request.method, target.path, target.host);
  if (!request.user_agent.empty()) text += fmt::format("User-Agent: {}\r\n", request.user_agent);
  for (const std::string& header : request.headers) {
    const std::size_t end = header.find_first_of(":;");
    if (end + 1 < header.size()) {
      text += header + "\r\n";
    } else if (header.ends_with(';')) {
      text += header.substr(0, end) + ":\r\n";
    }
  }
  if (!request.body.empty()) text += fmt::format("Content-Length: {}\r\n", request.body.size());
  return text + "\r\n" + request.body;
}

// Connections that are kept open, by their servers.
class Idle {
 public:
  PlainConnection Take(const std::string& server) {
    const std::scoped_lock lock(mutex_);
    std::vector<PlainConnection>& idle = idle_[server];
    while (!idle.empty()) {
      PlainConnection connection = std::move(idle.back());
      idle.pop_back();
      if (connection.IsIdle()) return connection;
    }
    return {};
  }

  void Keep(const std::string& server, PlainConnection connection) {
    const std::scoped_lock lock(mutex_);
    idle_[server].push_back(std::move(connection));
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::vector<PlainConnection>> idle_;
};

// What went wrong with a request.
Error Explain(const HttpRequest& request, const Target& target, HttpFault fault) {
  fault.url = request.url;
  fault.address = target.shown;
  Error error{fmt::format("cannot read `{}`: ", PublicUrl(request.url))};
  error.why_begins = error.message.size();
  error.message += fault.why;
  if (request.fault != nullptr) *request.fault = std::move(fault);
  return error;
}

enum class Framing { kNone, kLength, kChunks, kUntilClosed };

class Body final : public ByteSource {
 public:
  Body(const HttpRequest& request, Target target, PlainConnection connection,
       std::shared_ptr<Idle> idle, Framing framing, std::size_t size, bool is_kept)
      : url_(request.url),
        fault_(request.fault),
        most_(request.most_bytes),
        target_(std::move(target)),
        connection_(std::move(connection)),
        idle_(std::move(idle)),
        framing_(framing),
        left_(size),
        is_kept_(is_kept) {
    if (framing_ == Framing::kNone || (framing_ == Framing::kLength && left_ == 0)) Finish();
  }

  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    if (is_over_) return std::size_t{0};
    if (framing_ == Framing::kChunks && left_ == 0 && !BeginChunk()) return Fail();
    if (is_over_) return std::size_t{0};
    if (framing_ != Framing::kUntilClosed) size = std::min(size, left_);
    std::size_t count = 0;
    if (!connection_.Read(buffer, size, count)) return Fail();
    received_ += count;
    if (received_ > most_) {
      return Fail(Kind::kTooLarge, fmt::format("is larger than {} bytes", most_));
    }
    if (framing_ == Framing::kUntilClosed) {
      is_over_ = count == 0;
      return count;
    }
    if (count == 0) return Fail(Kind::kCutShort, kCut);
    left_ -= count;
    if (left_ == 0 && framing_ == Framing::kLength) Finish();
    return count;
  }

 private:
  static constexpr std::string_view kCut = "the connection was closed in the middle of the answer";

  Error Fail() {
    const HttpFault fault = connection_.fault();
    if (fault.kind == Kind::kNone) return Fail(Kind::kProtocol, "a chunk of it has no size");
    return Fail(fault.kind, fault.why);
  }
  Error Fail(Kind kind, std::string_view why) {
    is_over_ = true;
    connection_ = {};
    HttpRequest request;
    request.url = url_;
    request.fault = fault_;
    // What is missing behind the head of an answer has been cut off.
    if (kind == Kind::kClosed) kind = Kind::kCutShort;
    return Explain(request, target_, {.kind = kind, .why = std::string(why)});
  }

  void Finish() {
    is_over_ = true;
    if (is_kept_) idle_->Keep(target_.host, std::move(connection_));
  }

  // RFC 9112, section 7.1: the size in hexadecimal digits, then what nobody needs.
  bool BeginChunk() {
    constexpr std::size_t kMostOfLine = 16384;
    std::string_view line;
    if (has_chunk_ && !connection_.ReadLine(line, kMostOfLine)) return false;
    has_chunk_ = true;
    if (!connection_.ReadLine(line, kMostOfLine)) return false;
    const std::string digits(line.substr(0, line.find_first_not_of("0123456789abcdefABCDEF")));
    constexpr std::size_t kMostDigits = 15;
    if (digits.empty() || digits.size() > kMostDigits) return false;
    left_ = std::strtoull(digits.c_str(), nullptr, 16);
    if (left_ > 0) return true;
    do {
      if (!connection_.ReadLine(line, kMostOfLine)) return false;
    } while (!line.empty());
    Finish();
    return true;
  }

  std::string url_;
  std::shared_ptr<HttpFault> fault_;
  std::size_t most_;
  Target target_;
  PlainConnection connection_;
  std::shared_ptr<Idle> idle_;
  Framing framing_;
  std::size_t left_;  // Of the body, or of the chunk.
  std::size_t received_ = 0;
  bool is_kept_;
  bool has_chunk_ = false;
  bool is_over_ = false;
};

// Reads the head of an answer. Nothing: the connection's fault says why, or it is no HTTP.
std::optional<HttpResponse> ReadHead(PlainConnection& connection) {
  HttpResponse response;
  std::size_t size = 0;
  std::string_view line;
  do {
    response.headers.clear();
    if (!connection.ReadLine(line, kMostOfHeads)) return std::nullopt;
    if (!line.starts_with("HTTP/1.") || line.size() < 12) return std::nullopt;
    response.status = static_cast<int>(ParseGoInt(line.substr(9, 3), 10).value_or(0));
    response.reason = line.size() > 13 ? line.substr(13) : std::string_view();
    if (response.status < 100) return std::nullopt;
    for (;;) {
      if (!connection.ReadLine(line, kMostOfHeads)) return std::nullopt;
      if (line.empty()) break;
      size += line.size();
      const std::size_t colon = line.find(':');
      if (size > kMostOfHeads || colon == std::string_view::npos) return std::nullopt;
      response.headers.emplace_back(line.substr(0, colon), TrimSpace(line.substr(colon + 1)));
    }
  } while (response.status / 100 == 1);
  response.content_type = response.Header("content-type");
  return response;
}

bool IsRedirect(const HttpResponse& response) {
  const int status = response.status;
  return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) &&
         !response.Header("location").empty();
}

class Transport final : public HttpTransport {
 public:
  explicit Transport(std::unique_ptr<HttpTransport> others) : others_(std::move(others)) {}

  Result<HttpResponse> Send(const HttpRequest& request) override {
    const std::optional<Target> target = TargetOf(request);
    if (!target) return others_->Send(request);
    const auto deadline = PlainConnection::Clock::now() + request.timeout;
    const std::string text = TextOf(request, *target);
    PlainConnection connection = idle_->Take(target->host);
    for (bool is_new = !connection.is_open();; is_new = true) {
      if (is_new) connection = PlainConnection::To(target->address, deadline);
      // It knows what to say, and nothing has been sent.
      if (!connection.is_open()) return others_->Send(request);
      connection.set_deadline(deadline);
      auto response = connection.Write(text) ? ReadHead(connection) : std::nullopt;
      if (response) return Finish(request, *target, std::move(connection), *std::move(response));
      const bool is_closed = connection.fault().kind == Kind::kClosed;
      const bool changes = request.method != "GET" && request.method != "HEAD";
      if (is_closed && !is_new && !changes) continue;
      if (connection.fault().kind != Kind::kNone) {
        return Explain(request, *target, connection.fault());
      }
      return Explain(request, *target, {.kind = Kind::kProtocol, .why = "the answer is not HTTP"});
    }
  }

 private:
  Result<HttpResponse> Finish(const HttpRequest& request, const Target& target,
                              PlainConnection connection, HttpResponse response) {
    // A server that redirects has done nothing.
    if (request.most_redirects > 0 && IsRedirect(response)) return others_->Send(request);
    Framing framing = Framing::kUntilClosed;
    std::size_t size = 0;
    const std::string_view length = response.Header("content-length");
    if (response.status == 204 || response.status == 304 || request.method == "HEAD") {
      framing = Framing::kNone;
    } else if (LowerAscii(response.Header("transfer-encoding")) == "chunked") {
      framing = Framing::kChunks;
    } else if (const auto number = ParseGoInt(length, 10); number && *number >= 0) {
      framing = Framing::kLength;
      size = static_cast<std::size_t>(*number);
    }
    const bool is_kept =
        framing != Framing::kUntilClosed && LowerAscii(response.Header("connection")) != "close";
    response.url = request.url;
    response.fault = request.fault;
    response.body = std::make_unique<Body>(request, target, std::move(connection), idle_, framing,
                                           size, is_kept);
    return response;
  }

  std::unique_ptr<HttpTransport> others_;
  std::shared_ptr<Idle> idle_ = std::make_shared<Idle>();
};

}  // namespace

std::unique_ptr<HttpTransport> PlainTransport(std::unique_ptr<HttpTransport> others) {
  return std::make_unique<Transport>(std::move(others));
}

}  // namespace check::http
