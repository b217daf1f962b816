#include "tools/compat/go_http.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "libcheck/base/ascii.h"
#include "libcheck/base/base64.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"
#include "libcheck/config/common/http_client_file.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/files/gunzip.h"
#include "libcheck/source/source_file.h"
#include "tools/compat/go_oauth2.h"

namespace tools::compat {
namespace {

using check::http::HttpFault;
using check::http::HttpRequest;
using Kind = HttpFault::Kind;

// The first of two variables of the environment that is set.
std::string FromEnvironment(const char* name, const char* other) {
  for (const char* each : {name, other}) {
    if (const char* value = std::getenv(each); value != nullptr && *value != '\0') return value;
  }
  return {};
}

// Go: the environment names no proxy for the machine itself. libcurl looks at names in other
// cases, so it is told.
void SetProxyOfEnvironment(const check::Url& url, HttpRequest& request) {
  request.proxy_from_environment = false;
  const std::string host = url.host.substr(0, url.host.rfind(':'));
  if (host == "localhost" || host.starts_with("127.") || host == "[::1]") return;
  request.proxy_url = url.scheme == "https" ? FromEnvironment("HTTPS_PROXY", "https_proxy")
                                            : FromEnvironment("HTTP_PROXY", "http_proxy");
  request.no_proxy = FromEnvironment("NO_PROXY", "no_proxy");
}

// Why a secret cannot be read; nothing if it can.
std::optional<std::string> SecretProblem(const check::http::Secret& secret, std::string_view what) {
  if (!secret.text.empty() || secret.file.empty()) return std::nullopt;
  const auto error = check::OpenError(check::Disk(), secret.file);
  if (!error) return std::nullopt;
  return fmt::format("unable to read {}: unable to read file {}: {}", what, secret.file, *error);
}

// RFC 9110, section 5.6.2: what names of headers are made of.
bool IsToken(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return check::IsAlphanumeric(c) ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

std::string InvalidName(std::string_view name) {
  return fmt::format("net/http: invalid header field name {}", check::GoQuote(name));
}

// Prometheus: secrets are read when the first request is made.
std::optional<std::string> SecretsProblem(const check::http::ClientSettings& settings) {
  const struct {
    const check::http::Secret& secret;
    std::string_view what;
  } kSecrets[] = {{settings.user, "basic auth username"},
                  {settings.password, "basic auth password"},
                  {settings.credentials, "authorization credentials"}};
  for (const auto& [secret, what] : kSecrets) {
    if (auto problem = SecretProblem(secret, what)) return problem;
  }
  for (const auto& [name, secret] : settings.headers) {
    if (!IsToken(name)) return InvalidName(name);
    if (!secret.text.empty() || secret.file.empty()) continue;
    if (const auto error = check::OpenError(check::Disk(), secret.file)) {
      return fmt::format("unable to read headers file {}: {}", secret.file, *error);
    }
  }
  return std::nullopt;
}

// The text of what a secret holds; empty if it cannot be read, which has been looked at.
std::string TextOf(const check::http::Secret& secret) {
  if (secret.file.empty() || !secret.text.empty()) return secret.text;
  check::Result<std::string> text = check::Disk().Read(secret.file);
  return text ? std::move(*text) : std::string();
}

// Prometheus: what stands around the text of a file does not count.
check::http::Secret Inline(const check::http::Secret& secret) {
  if (secret.file.empty() || !secret.text.empty()) return secret;
  return {.text = std::string(check::TrimSpace(TextOf(secret)))};
}

std::string Describe(const check::http::Secret& secret) {
  return secret.file.empty() || !secret.text.empty() ? "inline" : "file " + secret.file;
}

bool IsGiven(const check::http::Secret& secret) {
  return !secret.text.empty() || !secret.file.empty();
}

// Why settings cannot be used, before any connection is made.
std::optional<std::string> TlsProblem(const check::http::TlsSettings& tls) {
  using check::http::TlsVersion;
  if (tls.min_version != TlsVersion::kDefault && tls.max_version != TlsVersion::kDefault &&
      tls.max_version < tls.min_version) {
    return "tls_config.max_version must be greater than or equal to tls_config.min_version if both "
           "are specified";
  }
  if (auto problem = TlsFilesProblem(tls)) return problem;
  const auto has_pem = [](const check::http::Secret& secret) {
    return TextOf(secret).find("-----BEGIN ") != std::string::npos;
  };
  if (IsGiven(tls.ca) && !has_pem(tls.ca)) {
    return fmt::format("unable to use specified CA cert {}", Describe(tls.ca));
  }
  for (const auto& [secret, what] :
       {std::pair(&tls.cert, "certificate"), std::pair(&tls.key, "key")}) {
    if (!IsGiven(*secret) || has_pem(*secret)) continue;
    return fmt::format(
        "unable to use specified client cert ({}) & key ({}): tls: failed to find any PEM data in "
        "{} input",
        Describe(tls.cert), Describe(tls.key), what);
  }
  return std::nullopt;
}

bool HasHeader(const GoHttp::Headers& headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const auto& header) { return CanonicalHeader(header.first) == name; });
}

std::optional<std::string> ValueProblem(std::string_view name, std::string_view value) {
  const auto is_control = [](char c) {
    return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f';
  };
  if (std::none_of(value.begin(), value.end(), is_control)) return std::nullopt;
  return fmt::format("net/http: invalid header field value for {}", check::GoQuote(name));
}

std::optional<std::string> HeaderProblem(const GoHttp::Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (!IsToken(name)) return InvalidName(name);
    if (auto problem = ValueProblem(name, value)) return problem;
  }
  return std::nullopt;
}

// Go: some headers are not for callers to set, and an empty User-Agent is not sent.
void AddHeader(std::string_view name, std::string_view value, std::vector<std::string>& headers) {
  const std::string canonical = CanonicalHeader(name);
  for (const std::string_view own : {"Host", "Content-Length", "Transfer-Encoding", "Trailer"}) {
    if (canonical == own) return;
  }
  if (!value.empty()) {
    headers.push_back(fmt::format("{}: {}", canonical, value));
  } else {
    headers.push_back(canonical + (canonical == "User-Agent" ? ":" : ";"));
  }
}

// Go's words for why there is no secure connection.
std::string TlsReason(std::string_view why) {
  const auto says = [&](std::string_view part) { return why.find(part) != why.npos; };
  if (says("unknown issuer") || says("self-signed")) {
    return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
  }
  if (says("does not speak TLS")) return "tls: first record does not look like a TLS handshake";
  if (says("expired") || says("not valid yet")) {
    return "tls: failed to verify certificate: x509: certificate has expired or is not yet valid";
  }
  if (says("another host")) {
    return "tls: failed to verify certificate: x509: certificate is valid for another host";
  }
  return fmt::format("tls: {}", why);
}

std::string Reason(const HttpFault& fault, const HttpRequest& request) {
  const std::string proxy = request.proxy_url.empty() ? "" : "proxyconnect tcp: ";
  switch (fault.kind) {
    case Kind::kRefused:
    case Kind::kUnreachable: {
      // Go takes names of the machine itself from /etc/hosts, in its order.
      std::string address = fault.address;
      if (address.starts_with("[::1]:") && fault.url.find("//localhost") != std::string::npos) {
        address.replace(0, 5, "127.0.0.1");
      }
      return fmt::format("{}dial tcp {}: connect: {}", proxy, address, fault.why);
    }
    case Kind::kNoHost: {
      const auto url = check::ParseUrl(proxy.empty() ? fault.url : request.proxy_url);
      const std::string host = url ? url->host : std::string();
      return fmt::format("{}dial tcp: lookup {}: no such host", proxy,
                         host.substr(0, host.rfind(':')));
    }
    case Kind::kTimedOut:
      return "context deadline exceeded";
    case Kind::kTls:
      return TlsReason(fault.why);
    case Kind::kClosed:
      return "EOF";
    case Kind::kCutShort:
      return "unexpected EOF";
    case Kind::kEncoding:
      return "gzip: invalid header";
    case Kind::kRedirects:
      return fmt::format("stopped after {} redirects", request.most_redirects + 1);
    case Kind::kProtocol:
      return "net/http: HTTP/1.x transport connection broken: malformed HTTP response";
    default:
      return fault.why;
  }
}

// Whether an answer had begun, so that Go says nothing in front of the reason.
bool BreaksOff(const HttpFault& fault) {
  return fault.kind == Kind::kCutShort || fault.kind == Kind::kEncoding;
}

// No more than the transport would let through of a body that is not packed.
class Limited final : public check::ByteSource {
 public:
  explicit Limited(std::unique_ptr<check::ByteSource> source) : source_(std::move(source)) {}

  check::Result<std::size_t> Read(char* buffer, std::size_t size) override {
    check::Result<std::size_t> read = source_->Read(buffer, size);
    if (!read) return read;
    left_ -= std::min(left_, *read);
    if (left_ == 0) return check::Error{fmt::format("is larger than {} bytes", kMost)};
    return read;
  }

 private:
  static constexpr std::size_t kMost = std::size_t{1} << 30;
  std::unique_ptr<check::ByteSource> source_;
  std::size_t left_ = kMost;
};

// Go's words for what cannot be unpacked.
std::string GzipReason(std::string_view packed, const check::Error& error) {
  if (!check::LooksLikeGzip(packed)) return "gzip: invalid header";
  if (error.message.find("early") != std::string::npos) return "unexpected EOF";
  if (error.message.find("larger") != std::string::npos) return error.message;
  return "gzip: invalid checksum";
}

// What Go writes in front of the reason: `Post "http://h/x": `.
std::string Operation(const GoHttp::Request& request, std::string_view url) {
  std::string name = check::LowerAscii(request.method);
  name[0] = check::UpperAscii(name[0]);
  return fmt::format("{} {}: ", name, check::GoQuote(url));
}

}  // namespace

std::string CanonicalHeader(std::string_view name) {
  std::string canonical = check::LowerAscii(name);
  bool first = true;
  for (char& c : canonical) {
    if (check::IsSpace(c)) return std::string(name);
    if (first) c = check::UpperAscii(c);
    first = c == '-';
  }
  return canonical;
}

std::optional<std::string> TlsFilesProblem(const check::http::TlsSettings& tls) {
  const struct {
    const check::http::Secret& from;
    std::string_view what;
  } kFiles[] = {
      {tls.ca, "CA cert"}, {tls.cert, "specified client cert"}, {tls.key, "specified client key"}};
  for (const auto& [from, what] : kFiles) {
    if (auto problem = SecretProblem(from, what)) return problem;
  }
  return std::nullopt;
}

GoHttp::GoHttp() : transport_(check::http::LazyCurlTransport()) {}

check::Result<GoHttp> GoHttp::From(const Parsed& parsed, const check::Url& server,
                                   const HttpCaller& caller) {
  GoHttp http;
  http.user_agent_ = caller.user_agent;
  const std::string path = parsed.Text("http.config.file");
  if (path.empty()) return http;
  if (!server.user.empty()) {
    return check::Error{
        "Cannot set base auth in the server URL and use a http.config.file at the same time"};
  }
  const auto unloadable = [&](std::string_view why) {
    return check::Error{fmt::format("{}: {}", caller.unloadable, why)};
  };
  check::Result<std::string> text = check::Disk().Read(path);
  if (!text) return unloadable(text.error().message);
  const check::SourceBuffer file(path, std::move(*text));
  check::UpstreamTexts texts;
  check::Diagnostics diagnostics(&texts);
  check::config::HttpClientFile read = check::config::ReadHttpClientFile(file, diagnostics);
  if (!read.upstream_error.empty()) return unloadable(read.upstream_error);
  http.settings_ = std::move(read.settings);
  http.has_settings_ = true;
  http.asks_for_gzip_ = false;
  const auto unusable = [&](std::string_view why) {
    return check::Error{fmt::format("{}: {}", caller.unusable, why)};
  };
  if (const auto problem = TlsProblem(http.settings_.tls)) return unusable(*problem);
  return http;
}

std::unique_ptr<check::ByteSource> GoHttp::Answer::Open() const {
  std::unique_ptr<check::ByteSource> source = check::FromMemory(body);
  if (!is_packed) return source;
  return std::make_unique<Limited>(check::Gunzip(std::move(source)));
}

void GoHttp::Answer::Unpack() {
  if (!is_packed) return;
  check::Result<std::string> text = check::http::ReadBody(*Open());
  broke_off = !text;
  if (!text) error = GzipReason(body, text.error());
  body = text ? std::move(*text) : std::string();
  is_packed = false;
}

check::Result<HttpRequest> GoHttp::Prepare(const Request& request) const {
  if (request.url.scheme != "http" && request.url.scheme != "https") {
    return check::Error{
        fmt::format("unsupported protocol scheme {}", check::GoQuote(request.url.scheme))};
  }
  if (const auto problem = HeaderProblem(request.headers)) return check::Error{*problem};
  if (request.url.host.empty()) return check::Error{"http: no Host in request URL"};
  if (const auto problem = SecretsProblem(settings_)) {
    return check::Error{*problem};
  }
  check::Url url = request.url;
  url.has_user = url.has_password = false;
  check::http::ClientSettings settings = settings_;
  settings.oauth2.clear();
  // Go: line breaks in a password are packed like everything else in it.
  settings.user = Inline(settings.user);
  settings.password = Inline(settings.password);
  settings.credentials = Inline(settings.credentials);
  auto invalid = ValueProblem("Authorization", settings.credentials.text);
  for (auto& [name, secret] : settings.headers) {
    secret = Inline(secret);
    if (!invalid) invalid = ValueProblem(CanonicalHeader(name), secret.text);
  }
  if (invalid) return check::Error{*invalid};
  check::Result<HttpRequest> made = check::http::MakeRequest(
      settings, fmt::format("{}://{}{}", url.scheme, url.host, url.RequestTarget()), check::Disk(),
      *transport_, request.timeout);
  if (!made) return made.error();
  using check::http::TlsVersion;
  // Go: nothing before TLS 1.2, unless it is asked for.
  const TlsVersion least = made->min_tls == TlsVersion::kDefault ? TlsVersion::k12 : made->min_tls;
  if (url.scheme == "https" && made->max_tls != TlsVersion::kDefault && made->max_tls < least) {
    return check::Error{"tls: no supported versions satisfy MinVersion and MaxVersion"};
  }
  for (std::string& line : made->headers) {
    const std::size_t end = std::min(line.find_first_of(":;"), line.size());
    line.replace(0, end, CanonicalHeader(line.substr(0, end)));
  }
  made->method = request.method;
  made->body = request.body;
  // Go: as many requests, the first one included. That the file switches redirects off is not
  // looked at.
  made->most_redirects = 9;
  made->http2 = has_settings_ && settings_.http2;
  made->accept_encoding = !asks_for_gzip_ || request.keeps_packed ? "identity" : "gzip";
  const bool is_chosen = HasHeader(request.headers, "Accept-Encoding");
  if (is_chosen) made->accept_encoding = "identity";
  if (asks_for_gzip_ && request.keeps_packed && !is_chosen) {
    made->headers.emplace_back("Accept-Encoding: gzip");
  }
  made->user_agent = has_settings_ ? std::string(user_agent_) : std::string("Go-http-client/1.1");
  if (!has_settings_ || made->proxy_from_environment) SetProxyOfEnvironment(request.url, *made);

  // Who asks: the command line, the URL, the file.
  std::string authorization;
  if (!made->user.empty() || !made->password.empty()) {
    authorization = "Basic " + check::EncodeBase64(made->user + ":" + made->password);
  }
  if (request.url.has_user) {
    authorization = "Basic " + check::EncodeBase64(request.url.user + ":" + request.url.password);
  }
  made->user.clear();
  made->password.clear();
  bool is_given = HasHeader(request.headers, "Authorization");
  if (!settings_.oauth2.empty()) {
    const check::Result<std::string> token = Token();
    if (!token) return token.error();
    authorization = *token;
    is_given = false;
  }
  if (is_given || !authorization.empty()) {
    std::erase_if(made->headers,
                  [](const std::string& line) { return line.starts_with("Authorization:"); });
  }
  // Go: what the URL says is sent beside what the command line says.
  if ((!is_given || request.url.has_user) && !authorization.empty()) {
    made->headers.push_back("Authorization: " + authorization);
  }
  for (const auto& [name, value] : request.headers) {
    if (!settings_.oauth2.empty() && CanonicalHeader(name) == "Authorization") continue;
    AddHeader(name, value, made->headers);
  }
  made->headers.emplace_back("Accept:");
  made->headers.emplace_back("Proxy-Connection:");
  return made;
}

std::string GoHttp::Failure(const Request& request, const HttpRequest& made,
                            const HttpFault& fault) {
  if (BreaksOff(fault)) return Reason(fault, made);
  // The URL that was asked went out without its user.
  const std::string url = fault.url == made.url ? request.url.Redacted() : fault.url;
  return Operation(request, url) + Reason(fault, made);
}

// Fetched in the way that the settings say of tokens, and kept for the next request.
check::Result<std::string> GoHttp::Token() const {
  const std::scoped_lock lock(*fetching_);
  if (!token_.empty()) return token_;
  const check::http::ClientSettings::OAuth2& oauth2 = settings_.oauth2.front();
  if (const auto problem = SecretProblem(oauth2.client_secret, "oauth2 client secret")) {
    return check::Error{*problem};
  }
  if (const auto problem = TlsProblem(oauth2.tls)) return check::Error{*problem};
  GoHttp http;
  http.has_settings_ = true;
  http.settings_.tls = oauth2.tls;
  http.settings_.proxy = oauth2.proxy;
  check::Result<std::string> token =
      FetchGoToken(oauth2, std::string(check::TrimSpace(TextOf(oauth2.client_secret))),
                   [&](const Request& request) { return http.Send(request); });
  if (token) token_ = *token;
  return token;
}

GoHttp::Answer GoHttp::Send(const Request& request) const {
  Answer answer;
  check::Result<HttpRequest> made = Prepare(request);
  if (!made) {
    answer.error = Operation(request, request.url.Redacted()) + made.error().message;
    return answer;
  }
  made->fault = std::make_shared<HttpFault>();
  check::Result<check::http::HttpResponse> response = transport_->Send(*made);
  if (!response) {
    const HttpFault& fault = *made->fault;
    answer.broke_off = BreaksOff(fault);
    answer.error =
        fault.kind == Kind::kNone ? response.error().message : Failure(request, *made, fault);
    return answer;
  }
  answer.status = response->status;
  answer.headers = response->headers;
  check::Result<std::string> body = check::http::ReadBody(*response->body);
  if (body) {
    answer.body = std::move(*body);
    answer.is_packed = asks_for_gzip_ && request.keeps_packed &&
                       !HasHeader(request.headers, "Accept-Encoding") &&
                       check::LowerAscii(response->Header("Content-Encoding")) == "gzip";
  } else {
    answer.broke_off = true;
    answer.error =
        made->fault->kind == Kind::kNone ? body.error().message : Reason(*made->fault, *made);
  }
  return answer;
}

}  // namespace tools::compat
