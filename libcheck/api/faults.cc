#include "libcheck/api/faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "libcheck/api/envelope.h"
#include "libcheck/api/json_stream.h"
#include "libcheck/api/page_text.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/utf8.h"
#include "libcheck/source/secret_text.h"

namespace check::api {
namespace {

using http::HttpFault;
using Connection = HttpFault::Kind;

// "http://localhost:9090" of any URL there.
std::string Origin(std::string_view url) {
  const std::size_t host = std::min(url.find("://"), url.size() - 3) + 3;
  return http::PublicUrl(url.substr(0, url.find_first_of("/?#", host)));
}

std::string WithoutQuery(std::string_view url) {
  return http::PublicUrl(url.substr(0, url.find_first_of("?#")));
}

std::string HeaderName(std::string_view header) {
  return std::string(header.substr(0, header.find_first_of(":;")));
}

// Not what it is, but of which kind.
std::string Credentials(const http::HttpRequest& request) {
  std::vector<std::string> sent;
  if (!request.user.empty() || !request.password.empty()) {
    sent.emplace_back("a user name and a password");
  }
  if (!request.bearer_token.empty()) sent.emplace_back("a bearer token");
  if (!request.cert.empty() || !request.cert_file.empty()) {
    sent.emplace_back("a client certificate");
  }
  for (const std::string& header : request.headers) {
    const std::string name = HeaderName(header);
    const std::string lower = ToLower(name);
    if (lower == "content-type" || lower == "accept") continue;
    sent.push_back(fmt::format("the header `{}`", name));
  }
  return sent.empty() ? "no credentials" : fmt::format("{}", fmt::join(sent, ", "));
}

// `text` without what was sent to the server to tell who asks, which some servers repeat.
std::string WithoutSent(std::string text, const http::HttpRequest& request) {
  std::vector<std::string> secrets = {request.password, request.bearer_token};
  for (const std::string& header : request.headers) {
    const std::string name = ToLower(HeaderName(header));
    if (name == "content-type" || name == "accept" || name == "x-scope-orgid") continue;
    if (header.size() > name.size() + 2) secrets.push_back(header.substr(name.size() + 2));
    const std::size_t word = header.rfind(' ');
    if (word != header.npos) secrets.push_back(header.substr(word + 1));
  }
  std::erase_if(secrets, [](const std::string& secret) { return secret.size() < 3; });
  return HideTexts(std::move(text), secrets);
}

std::vector<std::string> ConnectionNotes(const HttpFault& fault, const std::string& origin,
                                         const ApiKind& api) {
  switch (fault.kind) {
    case Connection::kRefused:
      return {fmt::format("nothing listens on `{}`: is the server running, and is the port right?",
                          fault.address.empty() ? origin : fault.address)};
    case Connection::kNoHost:
      return {"check the spelling of the host name, and whether DNS on this machine knows it"};
    case Connection::kUnreachable:
      return {"check the network, VPN and firewall between this machine and the server"};
    case Connection::kTls: {
      std::vector<std::string> notes;
      if (!fault.certificate.empty()) notes.push_back("the certificate is " + fault.certificate);
      constexpr std::pair<std::string_view, std::string_view> kAdvice[] = {
          {"unknown issuer", "name the CA in `tls_config.ca_file` of the HTTP configuration file"},
          {"self-signed",
           "name the certificate in `tls_config.ca_file` of the HTTP configuration file"},
          {"another host",
           "use a host name that the certificate covers, or set `tls_config.server_name`"},
          {"not speak TLS", "use `http://` in the URL, or check the port"},
          {"client certificate", "set `tls_config.cert_file` and `tls_config.key_file`"},
          {"expired", "renew the server's certificate, and check the clock of this machine"},
          {"not valid yet", "check the clock of this machine"},
      };
      for (const auto& [part, advice] : kAdvice) {
        if (fault.why.find(part) != fault.why.npos) notes.emplace_back(advice);
      }
      return notes;
    }
    case Connection::kClosed:
      if (origin.starts_with("http://")) {
        return {
            "the server, or a proxy in front of it, ended the connection; if it speaks TLS, use "
            "`https://`"};
      }
      return {"the server, or a proxy in front of it, ended the connection"};
    case Connection::kCutShort:
      return {"the server, or a proxy in front of it, ended the connection; its log may show why"};
    case Connection::kTimedOut:
      return {fmt::format("allow more time, or {}", api.ask_less)};
    case Connection::kTooLarge:
      return {std::string(api.ask_less)};
    case Connection::kRedirects:
      return {fmt::format("the last redirect leads to `{}`", OneLine(http::PublicUrl(fault.url)))};
    case Connection::kProtocol:
      return {"check the port: the server behind it does not speak HTTP"};
    case Connection::kEncoding:
    case Connection::kOther:
    case Connection::kNone:
      return {};
  }
  return {};
}

std::vector<std::string> StatusNotes(const http::HttpRequest& request,
                                     const http::HttpResponse& response, std::string_view body,
                                     const ApiKind& api) {
  const std::string origin = Origin(response.url);
  switch (response.status) {
    case 401:
    case 403: {
      std::vector<std::string> notes;
      if (body.find("no org id") != body.npos) {
        notes.emplace_back("the server requires a tenant: send the header `X-Scope-OrgID`");
      } else if (origin != Origin(request.url)) {
        notes.push_back(
            fmt::format("`{}` redirects to `{}`, and credentials are not sent to another server",
                        Origin(request.url), origin));
      } else {
        notes.push_back("sent: " + Credentials(request));
      }
      return notes;
    }
    case 404:
      return {std::string(api.not_here)};
    case 400:
      if (body.find("HTTP request to an HTTPS") != body.npos ||
          body.find("HTTP request was sent to HTTPS") != body.npos) {
        return {"the server speaks TLS: use `https://` in the URL"};
      }
      return {};
    case 407:
      return {"the proxy requires credentials: put them into its URL"};
    case 413:
    case 414:
    case 431:
      return {"the query is too long for the server or a proxy in front of it"};
    case 429: {
      const std::string_view after = response.Header("retry-after");
      if (after.empty()) return {"the server limits the rate of requests: try again later"};
      return {fmt::format("the server requests a retry after `{}`", PageText(after)) +
              (after.find_first_not_of("0123456789") == after.npos ? " seconds" : "")};
    }
    case 502:
    case 504:
      return {"the proxy cannot reach the server behind it, or waits too long for it"};
    case 503:
      return {"the server is starting, overloaded or shut down: try again later"};
    default:
      if (response.status / 100 == 3) {
        return {fmt::format("it redirects to `{}`",
                            http::PublicUrl(PageText(response.Header("location"))))};
      }
      return {};
  }
}

// `{"status": "error", "errorType": ..., "error": ...}`, if `body` is that.
bool ReadPrometheusError(std::string_view body, Fault& fault) {
  const std::unique_ptr<ByteSource> source = FromMemory(body);
  JsonStream json(*source);
  Envelope envelope;
  ReadEnvelope(
      json, [&] { return json.Skip(); }, envelope);
  fault.error_type = envelope.fault.error_type;
  fault.error = envelope.fault.error;
  return envelope.fault.kind == Fault::Kind::kApi;
}

std::string PrometheusErrorText(const Fault& fault) {
  return fmt::format("{}: {}", OneLine(fault.error_type), OneLine(fault.error, 2000));
}

// `"at least one label pair required"`; `{"code": 602, "message": "endsAt in body is required"}` of
// what does not fit the API's description; and nothing of silences that are not there.
bool ReadAlertmanagerError(std::string_view body, Fault& fault) {
  if (fault.status == 404 && body.empty()) {
    fault.error = "not found";
    return true;
  }
  const std::unique_ptr<ByteSource> source = FromMemory(body);
  JsonStream json(*source);
  if (json.Peek() == '"') return json.Text(fault.error) && json.End();
  if (json.Peek() != '{') return false;
  const bool ok = json.Object([&](std::string_view key) {
    if (key == "message") return json.Text(fault.error);
    return json.Skip();
  });
  return ok && json.End() && !fault.error.empty();
}

std::string AlertmanagerErrorText(const Fault& fault) {
  if (fault.status == 404 && fault.error == "not found") return http::StatusText(fault.status);
  return fmt::format("{}: {}", http::StatusText(fault.status), OneLine(fault.error, 2000));
}

}  // namespace

extern const ApiKind kPrometheusApi = {
    .name = "the Prometheus API",
    .not_here =
        "is a path prefix missing in the URL? Mimir: `/prometheus`; VictoriaMetrics cluster: "
        "`/select/0/prometheus`; Prometheus: the path of its `--web.external-url`",
    .ask_less = "query less: fewer series, a shorter range, a larger step",
    .read_error = ReadPrometheusError,
    .error_text = PrometheusErrorText,
};

extern const ApiKind kAlertmanagerApi = {
    .name = "the Alertmanager API",
    .not_here =
        "is a path prefix missing in the URL? Mimir: `/alertmanager`; Alertmanager: the path of "
        "its `--web.external-url`",
    .ask_less = "query less: add matchers",
    .read_error = ReadAlertmanagerError,
    .error_text = AlertmanagerErrorText,
};

Fault ConnectionFault(const http::HttpRequest& request, const Error& error,
                      std::chrono::milliseconds timeout, const ApiKind& api) {
  Fault fault;
  fault.kind = Fault::Kind::kConnection;
  if (request.fault != nullptr) fault.connection = *request.fault;
  HttpFault& connection = fault.connection;
  // Of a transport that says no more.
  if (connection.why.empty()) connection.why = std::string(error.why());
  const std::string& url = connection.kind == Connection::kRedirects || connection.url.empty()
                               ? request.url
                               : connection.url;
  const std::string origin = Origin(url);
  std::string name = fmt::format("`{}`", origin);
  if (origin != Origin(request.url)) {
    name += fmt::format(", to which `{}` redirects", Origin(request.url));
  }
  switch (connection.kind) {
    case Connection::kTimedOut:
      fault.message =
          fmt::format("no response from {} within {}", name, FormatPrometheusDuration(timeout));
      if (connection.why.starts_with("the answer")) {
        fault.message = fmt::format("the response from {} was not complete within {}", name,
                                    FormatPrometheusDuration(timeout));
      }
      break;
    case Connection::kCutShort:
    case Connection::kEncoding:
    case Connection::kTooLarge:
      fault.message = fmt::format("cannot read the response from {}: {}", name, connection.why);
      break;
    default:
      fault.message = fmt::format("cannot reach {}: {}", name, connection.why);
  }
  fault.notes = ConnectionNotes(connection, origin, api);
  return fault;
}

Fault StatusFault(const http::HttpRequest& request, const http::HttpResponse& response,
                  std::string_view body, const ApiKind& api) {
  Fault fault;
  fault.status = response.status;
  const std::string url = WithoutQuery(response.url.empty() ? request.url : response.url);
  const bool who = response.status == 401 || response.status == 403;
  if (api.read_error(body, fault)) {
    fault.kind = who ? Fault::Kind::kRefused : Fault::Kind::kApi;
    fault.message =
        fmt::format("`{}` responds with {}", url, WithoutSent(api.error_text(fault), request));
    if (response.status != 404) fault.notes = StatusNotes(request, response, body, api);
    return fault;
  }
  fault.kind = who ? Fault::Kind::kRefused : Fault::Kind::kStatus;
  fault.message = fmt::format("`{}` responds with {}", url, http::StatusText(response.status));
  const std::string text = WithoutSent(PageText(body), request);
  if (!text.empty()) fault.message += fmt::format(": `{}`", text);
  fault.notes = StatusNotes(request, response, body, api);
  return fault;
}

Fault NotTheApi(std::string_view url, std::string_view why, std::string_view body,
                const ApiKind& api) {
  Fault fault;
  fault.kind = Fault::Kind::kNotTheApi;
  fault.status = 200;
  fault.message = fmt::format("cannot read the response from `{}`: {}", WithoutQuery(url), why);
  if (IsHtml(body)) {
    fault.message = fmt::format("`{}` responds with a web page instead of {}: `{}`",
                                WithoutQuery(url), api.name, PageText(body));
    fault.notes.emplace_back(
        "a proxy or a login page may be in between, or a path prefix is missing in the URL");
  }
  return fault;
}

}  // namespace check::api
