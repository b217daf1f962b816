#include "libcheck/api/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "libcheck/api/faults.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"
#include "libcheck/base/url.h"
#include "libcheck/base/utf8.h"

namespace check::api {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kFirstPause = milliseconds(100);
constexpr std::size_t kMostOfFault = std::size_t{64} << 10;

std::string EncodeForm(const Form& form) {
  std::string text;
  for (const auto& [name, value] : form) {
    if (!text.empty()) text += '&';
    text += FormEncode(name) + "=" + FormEncode(value);
  }
  return text;
}

std::string HeaderName(std::string_view header) {
  return ToLower(header.substr(0, header.find_first_of(":;")));
}

// Sets a header in place of those of the same name. Values are not quoted: they may be secret.
std::optional<Error> SetHeader(const std::string& header, http::HttpRequest& request) {
  const std::size_t colon = header.find(':');
  const std::string_view name = std::string_view(header).substr(0, colon);
  const auto is_token = [](char c) { return c > ' ' && c < '\x7f'; };
  if (colon == header.npos) {
    return Error{"invalid header: expected `Name: value`, and there is no colon"};
  }
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_token)) {
    return Error{"invalid header: its name is empty or has a character that cannot be sent"};
  }
  const std::string_view value = TrimSpace(std::string_view(header).substr(colon + 1));
  const auto is_plain = [](char c) { return (c >= ' ' && c != '\x7f') || c == '\t' || c < '\0'; };
  if (!std::all_of(value.begin(), value.end(), is_plain)) {
    return Error{fmt::format(
        "invalid header `{}`: its value has a line break or a control character", name)};
  }
  const std::string lower = ToLower(name);
  std::erase_if(request.headers, [&](const std::string& old) { return HeaderName(old) == lower; });
  if (lower == "authorization") request.user = request.password = request.bearer_token = "";
  // libcurl: a header without a value is written with a semicolon, or else not sent.
  request.headers.push_back(value.empty() ? fmt::format("{};", name)
                                          : fmt::format("{}: {}", name, value));
  return std::nullopt;
}

struct ServerUrl {
  std::string url;  // Without the person.
  std::string user, password;
};

Result<ServerUrl> ReadUrl(const ServerOptions& options) {
  std::string text(TrimSpace(options.url));
  if (text.empty() && !options.unix_socket.empty()) text = "localhost";
  if (text.empty()) return Error{"the server's URL is empty"};
  if (text.find("://") == text.npos) text.insert(0, "http://");
  const std::string shown = http::PublicUrl(text);
  Result<Url> parsed = ParseUrl(text);
  if (!parsed) return Error{fmt::format("invalid server URL `{}`", shown)};
  if (parsed->scheme != "http" && parsed->scheme != "https") {
    return Error{fmt::format("invalid server URL `{}`: expected http or https", shown)};
  }
  if (parsed->host.empty()) return Error{fmt::format("invalid server URL `{}`: no host", shown)};
  ServerUrl server = {.user = parsed->user, .password = parsed->password};
  parsed->has_user = parsed->has_password = false;
  server.url = parsed->ToString();
  return server;
}

// Packing costs both sides more than it saves where there is no wire between them.
bool IsOnThisMachine(const http::HttpRequest& request) {
  const Result<Url> url = ParseUrl(request.url);
  if (!url || !request.unix_socket.empty()) return true;
  const std::string_view host = url->host;
  const std::string_view name = host.substr(0, host.rfind(':'));
  return name == "localhost" || name.starts_with("127.") || host.starts_with("[::1]");
}

bool HasHeader(const http::HttpRequest& request, std::string_view lower_name) {
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [&](const std::string& header) { return HeaderName(header) == lower_name; });
}

// `url` with `path` behind its own and `query` behind its own.
std::string Below(std::string_view url, std::string_view path, std::string_view query) {
  const std::size_t mark = std::min(url.find('?'), url.size());
  std::string_view base = url.substr(0, mark);
  while (base.ends_with('/')) base.remove_suffix(1);
  std::string text = std::string(base) + std::string(path);
  std::string_view own = url.substr(mark);
  if (own.starts_with('?')) own.remove_prefix(1);
  if (!own.empty() || !query.empty()) text += '?';
  text += own;
  if (!own.empty() && !query.empty()) text += '&';
  return text + std::string(query);
}

// The beginning of an answer that is no success.
std::string ReadSome(ByteSource& body) {
  std::string text;
  char buffer[4096];
  while (text.size() < kMostOfFault) {
    const Result<std::size_t> got = body.Read(buffer, sizeof buffer);
    if (!got || *got == 0) break;
    text.append(buffer, *got);
  }
  return text;
}

// The server has looked at the question itself, and will find the same the next time.
bool IsFinal(const Fault& fault) {
  return fault.kind == Fault::Kind::kApi && fault.status != 429 &&
         fault.error_type != "unavailable";
}

bool MayPass(const Fault& fault, Repeat repeat) {
  if (fault.kind == Fault::Kind::kConnection) {
    return fault.connection.kind == http::HttpFault::Kind::kRefused;
  }
  // A proxy says the other ones, also of what it has passed on.
  if (repeat == Repeat::kUnsafe) return fault.status == 429;
  return !IsFinal(fault) && (fault.status == 429 || (fault.status >= 502 && fault.status <= 504));
}

}  // namespace

Result<Server> Server::Make(const ServerOptions& options, const FileSystem& files,
                            http::HttpTransport& http) {
  Result<ServerUrl> url = ReadUrl(options);
  if (!url) return url.error();
  Result<http::HttpRequest> base =
      http::MakeRequest(options.client, url->url, files, http, options.timeout);
  if (!base) return base.error();
  if (base->user.empty() && base->password.empty() && !HasHeader(*base, "authorization")) {
    base->user = url->user;
    base->password = url->password;
  }
  for (const std::string& header : options.headers) {
    if (std::optional<Error> error = SetHeader(header, *base)) return *error;
  }
  if (!options.tenant.empty()) {
    if (std::optional<Error> error = SetHeader("X-Scope-OrgID: " + options.tenant, *base)) {
      return *error;
    }
  }
  base->unix_socket = options.unix_socket;
  base->most_bytes = options.most_bytes;
  if (IsOnThisMachine(*base)) base->accept_encoding = "identity";
  return Server(std::move(*base), options, http);
}

Server::Server(http::HttpRequest base, const ServerOptions& options, http::HttpTransport& http)
    : http_(&http),
      base_(std::move(base)),
      name_(http::PublicUrl(base_.url)),
      most_retries_(options.most_retries),
      api_(options.api) {}

http::HttpRequest Server::Request(std::string_view path) const {
  http::HttpRequest request = base_;
  request.url = Below(base_.url, path, {});
  request.fault = std::make_shared<http::HttpFault>();
  return request;
}

Reply<http::HttpResponse> Server::Post(std::string_view path, const Form& form) const {
  http::HttpRequest request = Request(path);
  request.method = "POST";
  request.headers.emplace_back("Content-Type: application/x-www-form-urlencoded");
  request.body = EncodeForm(form);
  Reply<http::HttpResponse> reply = Ask(std::move(request));
  const int status = reply.fault.status;
  if (reply || (status != 403 && status != 405 && status != 501)) return reply;
  return Get(path, form);
}

Reply<http::HttpResponse> Server::Get(std::string_view path, const Form& form) const {
  http::HttpRequest request = Request(path);
  request.url = Below(base_.url, path, EncodeForm(form));
  return Ask(std::move(request));
}

Reply<http::HttpResponse> Server::PostJson(std::string_view path, std::string json,
                                           Repeat repeat) const {
  http::HttpRequest request = Request(path);
  request.method = "POST";
  request.headers.emplace_back("Content-Type: application/json");
  request.body = std::move(json);
  request.most_redirects = 0;
  return Ask(std::move(request), repeat);
}

Reply<http::HttpResponse> Server::Delete(std::string_view path) const {
  http::HttpRequest request = Request(path);
  request.method = "DELETE";
  request.most_redirects = 0;
  return Ask(std::move(request));
}

// All attempts together take no longer than one may.
Reply<http::HttpResponse> Server::Ask(http::HttpRequest request, Repeat repeat) const {
  const milliseconds timeout = request.timeout;
  const Clock::time_point deadline = Clock::now() + timeout;
  milliseconds pause = kFirstPause;
  for (int retries = 0;; ++retries) {
    *request.fault = {};
    Result<http::HttpResponse> response = http_->Send(request);
    if (response && response->url.empty()) response->url = request.url;
    if (response && response->status / 100 == 2) return std::move(*response);
    Fault fault = response ? StatusFault(request, *response, ReadSome(*response->body), *api_)
                           : ConnectionFault(request, response.error(), timeout, *api_);
    if (retries == most_retries_ || !MayPass(fault, repeat)) return fault;
    milliseconds wait = pause;
    if (response) {
      const auto seconds = ParseGoInt(response->Header("retry-after"), 10);
      if (seconds && *seconds >= 0)
        wait = std::chrono::seconds(std::min<std::int64_t>(*seconds, 1 << 20));
      response->body.reset();
    }
    const auto left = std::chrono::floor<milliseconds>(deadline - Clock::now());
    if (wait >= left) return fault;
    std::this_thread::sleep_for(wait);
    request.timeout = std::chrono::floor<milliseconds>(deadline - Clock::now());
    pause *= 2;
  }
}

}  // namespace check::api
