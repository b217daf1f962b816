#include "libcheck/http/client_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "libcheck/base/text.h"
#include "libcheck/http/bearer_token.h"

namespace check::http {
namespace {

using Failure = std::optional<Error>;

// `what` says whose value it is: "the password".
Result<std::string> Reveal(const Secret& secret, const FileSystem& files, std::string_view what) {
  if (!secret.text.empty()) return secret.text;
  if (!secret.file.empty()) {
    const Result<std::string> text = files.Read(secret.file);
    if (!text) {
      return Error{
          fmt::format("cannot read {} from `{}`: {}", what, secret.file, text.error().why())};
    }
    return std::string(TrimSpace(*text));
  }
  if (!secret.ref.empty()) {
    return Error{fmt::format("{} refers to secret `{}`, but no secret manager is available", what,
                             secret.ref)};
  }
  return std::string();
}

// What goes into a header, or before it is packed for one: a file with several lines is another
// file than was meant.
Result<std::string> RevealLine(const Secret& secret, const FileSystem& files,
                               std::string_view what) {
  Result<std::string> text = Reveal(secret, files, what);
  if (text && secret.text.empty() && text->find_first_of("\n\r") != text->npos) {
    return Error{fmt::format("`{}` has several lines, expected only {}", secret.file, what)};
  }
  return text;
}

// A line break would begin another header, and the server sees nothing after a null byte.
bool IsPlain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) >= ' ' && c != '\x7f') || c == '\t';
  });
}

Error CannotBeSent(std::string_view what) {
  return Error{
      fmt::format("{} cannot be sent: it contains a line break or a control character", what)};
}

Failure AddHeader(std::string_view name, std::string_view value, std::string_view what,
                  std::vector<std::string>& headers) {
  if (!IsPlain(name) || name.find(':') != name.npos) {
    return Error{fmt::format("invalid header name in {}", what)};
  }
  if (!IsPlain(value)) return CannotBeSent(what);
  // libcurl: a header without a value is written with a semicolon, or else not sent.
  headers.push_back(value.empty() ? fmt::format("{};", name) : fmt::format("{}: {}", name, value));
  return std::nullopt;
}

Failure SetTls(const TlsSettings& tls, const FileSystem& files, HttpRequest& request) {
  struct Part {
    const Secret& from;
    std::string_view what;
    std::string& text;
    std::string& file;
  };
  const Part parts[] = {
      {tls.ca, "the CA certificates", request.ca, request.ca_file},
      {tls.cert, "the client certificate", request.cert, request.cert_file},
      {tls.key, "the client key", request.key, request.key_file},
  };
  for (const Part& part : parts) {
    const Result<std::string> pem = Reveal(part.from, files, part.what);
    if (!pem) return pem.error();
    // libcurl reads files of more kinds than it takes texts.
    if (part.from.text.empty()) {
      part.file = part.from.file;
    } else {
      part.text = *pem;
    }
  }
  request.server_name = tls.server_name;
  request.verify_tls = !tls.insecure_skip_verify;
  request.min_tls = tls.min_version;
  request.max_tls = tls.max_version;
  return std::nullopt;
}

Failure SetProxy(const ProxySettings& proxy, HttpRequest& request) {
  request.proxy_url = proxy.url;
  request.no_proxy = proxy.no_proxy;
  request.proxy_from_environment = proxy.from_environment;
  for (const auto& [name, value] : proxy.connect_headers) {
    if (Failure failure = AddHeader(name, value, "a header for the proxy", request.proxy_headers)) {
      return failure;
    }
  }
  return std::nullopt;
}

void AddParameter(std::string_view name, std::string_view value, std::string& form) {
  if (!form.empty()) form += '&';
  form += FormEncode(name) + "=" + FormEncode(value);
}

struct TokenAnswer {
  int status = 0;
  std::string token;
};

Result<TokenAnswer> AskForToken(const HttpRequest& request, HttpTransport& http) {
  const Result<HttpResponse> response = http.Send(request);
  if (!response) return response.error();
  const Result<std::string> body = ReadBody(*response->body);
  if (!body) return body.error();
  const nlohmann::json json = nlohmann::json::parse(*body, nullptr, false);
  TokenAnswer answer;
  answer.status = response->status;
  if (response->status / 100 == 2 && json.is_object()) {
    const auto token = json.find("access_token");
    if (token != json.end() && token->is_string()) answer.token = token->get<std::string>();
  }
  return answer;
}

Result<std::string> FetchToken(const ClientSettings::OAuth2& oauth2, const FileSystem& files,
                               HttpTransport& http, std::chrono::milliseconds timeout) {
  if (!oauth2.grant_type.empty() && oauth2.grant_type != "client_credentials") {
    return Error{fmt::format("grant type `{}` needs signed assertions, which are not supported",
                             oauth2.grant_type)};
  }
  const Result<std::string> secret = RevealLine(oauth2.client_secret, files, "`client_secret`");
  if (!secret) return secret.error();
  HttpRequest request;
  request.method = "POST";
  request.url = oauth2.token_url;
  request.timeout = timeout;
  request.most_bytes = std::size_t{1} << 20;
  request.headers = {"Content-Type: application/x-www-form-urlencoded"};
  if (Failure failure = SetTls(oauth2.tls, files, request)) return *failure;
  if (Failure failure = SetProxy(oauth2.proxy, request)) return *failure;
  std::string form;
  AddParameter("grant_type", "client_credentials", form);
  if (!oauth2.scopes.empty()) {
    AddParameter("scope", fmt::format("{}", fmt::join(oauth2.scopes, " ")), form);
  }
  for (const auto& [name, value] : oauth2.endpoint_params) AddParameter(name, value, form);

  // Prometheus: the client's name and secret go into a header, or else into the form, since
  // servers differ.
  HttpRequest first = request;
  first.body = form;
  first.user = FormEncode(oauth2.client_id);
  first.password = FormEncode(*secret);
  Result<TokenAnswer> answer = AskForToken(first, http);
  if (!answer) return answer.error();
  if (answer->token.empty()) {
    AddParameter("client_id", oauth2.client_id, form);
    if (!secret->empty()) AddParameter("client_secret", *secret, form);
    request.body = form;
    answer = AskForToken(request, http);
    if (!answer) return answer.error();
  }
  if (answer->token.empty()) {
    const std::string url = PublicUrl(oauth2.token_url);
    return Error{
        answer->status / 100 == 2
            ? fmt::format("cannot get a token from `{}`: no `access_token` in the response", url)
            : fmt::format("cannot get a token from `{}`: the server responds with {}", url,
                          StatusText(answer->status))};
  }
  return answer->token;
}

Failure SetAuthorization(const ClientSettings& settings, const FileSystem& files,
                         HttpTransport& http, HttpRequest& request) {
  if (!settings.authorization_type.empty()) {
    const Result<std::string> credentials =
        RevealLine(settings.credentials, files, "the credentials");
    if (!credentials) return credentials.error();
    std::string value = settings.authorization_type;
    if (!credentials->empty()) value += " " + *credentials;
    return AddHeader("Authorization", value, "the value of `authorization`", request.headers);
  }
  if (!settings.oauth2.empty()) {
    const Result<std::string> token =
        FetchToken(settings.oauth2.front(), files, http, request.timeout);
    if (!token) return token.error();
    return AddHeader("Authorization", "Bearer " + *token, "the token", request.headers);
  }
  const Result<std::string> user = RevealLine(settings.user, files, "the user name");
  if (!user) return user.error();
  const Result<std::string> password = RevealLine(settings.password, files, "the password");
  if (!password) return password.error();
  request.user = *user;
  request.password = *password;
  return std::nullopt;
}

}  // namespace

std::optional<Error> SetBearerToken(const std::string& file, const FileSystem& files,
                                    HttpRequest& request) {
  const Result<std::string> token = RevealLine({.file = file}, files, "the bearer token");
  if (!token) return token.error();
  if (!IsPlain(*token)) return CannotBeSent("the bearer token");
  request.bearer_token = *token;
  return std::nullopt;
}

Result<HttpRequest> MakeRequest(const ClientSettings& settings, std::string url,
                                const FileSystem& files, HttpTransport& http,
                                std::chrono::milliseconds timeout) {
  HttpRequest request;
  request.url = std::move(url);
  request.timeout = timeout;
  request.http2 = settings.http2;
  if (!settings.follow_redirects) request.most_redirects = 0;
  if (Failure failure = SetTls(settings.tls, files, request)) return *failure;
  if (Failure failure = SetProxy(settings.proxy, request)) return *failure;
  if (Failure failure = SetAuthorization(settings, files, http, request)) return *failure;
  for (const auto& [name, secret] : settings.headers) {
    const std::string what = fmt::format("the header `{}`", name);
    const Result<std::string> value = RevealLine(secret, files, what);
    if (!value) return value.error();
    if (Failure failure = AddHeader(name, *value, what, request.headers)) return *failure;
  }
  return request;
}

}  // namespace check::http
