#include "tools/compat/go_oauth2.h"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <utility>

#include "libcheck/api/json_iterator.h"
#include "libcheck/base/ascii.h"
#include "libcheck/base/base64.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"
#include "libcheck/base/url.h"
#include "libcheck/http/http.h"

namespace tools::compat {
namespace {

using check::Result;
using Fields = std::map<std::string, std::string>;

std::string Encode(const Fields& form) {
  std::string text;
  for (const auto& [name, value] : form) {
    if (!text.empty()) text += '&';
    text += check::FormEncode(name) + "=" + check::FormEncode(value);
  }
  return text;
}

// What an answer says: a form or, most often, JSON. The error has encoding/json's words.
Result<Fields> ReadFields(const GoHttp::Answer& answer) {
  std::string type;
  for (const auto& [name, value] : answer.headers) {
    if (check::IsInAnyCase(name, "content-type")) type = check::LowerAscii(value);
  }
  type = check::TrimSpace(type.substr(0, type.find(';')));
  if (type == "application/x-www-form-urlencoded" || type == "text/plain") {
    const auto form = check::ParseForm(answer.body);
    // The first of each name counts.
    return Fields(form.begin(), form.end());
  }
  const std::string_view text = check::TrimSpace(answer.body);
  if (text.empty()) return check::Error{"unexpected end of JSON input"};
  if (text[0] != '{') {
    return check::Error{
        fmt::format("invalid character '{}' looking for beginning of value", text.substr(0, 1))};
  }
  Fields fields;
  constexpr std::string_view kNames[] = {"access_token", "token_type", "error", "error_description",
                                         "error_uri"};
  check::api::JsonIterator json(text);
  json.ReadStruct(
      "", {{kNames[0], ""}, {kNames[1], ""}, {kNames[2], ""}, {kNames[3], ""}, {kNames[4], ""}},
      [&](std::size_t i) { fields[std::string(kNames[i])] = json.ReadString(); });
  json.End();
  if (json.failed()) return check::Error{json.error()};
  return fields;
}

// token.Type() of Go's oauth2.
std::string TokenType(const std::string& type) {
  for (const std::string_view known : {"Bearer", "MAC", "Basic"}) {
    if (check::LowerAscii(type) == check::LowerAscii(known)) return std::string(known);
  }
  return type.empty() ? "Bearer" : type;
}

Result<std::string> ReadToken(const GoHttp::Answer& answer) {
  if (answer.broke_off) return check::Error{"oauth2: cannot fetch token: " + answer.error};
  if (!answer.error.empty()) return check::Error{answer.error};
  const bool failed = answer.status / 100 != 2;
  Result<Fields> fields = ReadFields(answer);
  if (!fields && !failed)
    return check::Error{"oauth2: cannot parse json: " + fields.error().message};
  if (!fields) fields = Fields();
  Fields& said = *fields;
  if (!said["error"].empty()) {
    std::string message = "oauth2: " + check::GoQuote(said["error"]);
    for (const char* more : {"error_description", "error_uri"}) {
      if (!said[more].empty()) message += " " + check::GoQuote(said[more]);
    }
    return check::Error{message};
  }
  if (failed) {
    return check::Error{fmt::format("oauth2: cannot fetch token: {}\nResponse: {}",
                                    check::http::StatusText(answer.status), answer.body)};
  }
  if (said["access_token"].empty()) {
    return check::Error{"oauth2: server response missing access_token"};
  }
  return TokenType(said["token_type"]) + " " + said["access_token"];
}

}  // namespace

Result<std::string> FetchGoToken(
    const check::http::ClientSettings::OAuth2& oauth2, const std::string& secret,
    const std::function<GoHttp::Answer(const GoHttp::Request&)>& send) {
  Fields form = {{"grant_type", "client_credentials"}};
  if (!oauth2.scopes.empty()) form["scope"] = fmt::format("{}", fmt::join(oauth2.scopes, " "));
  for (const auto& [name, value] : oauth2.endpoint_params) {
    if (name == "scope" && form.contains(name)) {
      return check::Error{
          fmt::format("oauth2: cannot overwrite parameter {}", check::GoQuote(name))};
    }
    form[name] = value;
  }
  Result<check::Url> url = check::ParseUrl(oauth2.token_url);
  if (!url) return url.error();
  GoHttp::Request request = {.method = "POST",
                             .url = std::move(*url),
                             .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                             .body = Encode(form)};
  // Servers differ in where they look for the secret: in a header, or else in the form.
  GoHttp::Request first = request;
  first.headers.emplace_back(
      "Authorization", "Basic " + check::EncodeBase64(check::FormEncode(oauth2.client_id) + ":" +
                                                      check::FormEncode(secret)));
  Result<std::string> token = ReadToken(send(first));
  if (token) return token;
  if (!oauth2.client_id.empty()) form["client_id"] = oauth2.client_id;
  if (!secret.empty()) form["client_secret"] = secret;
  request.body = Encode(form);
  return ReadToken(send(request));
}

}  // namespace tools::compat
