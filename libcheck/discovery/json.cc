#include "libcheck/discovery/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "libcheck/config/common/client_settings.h"
#include "libcheck/http/client_settings.h"

namespace check::discovery {
namespace {

// So deep that no server means it, and that reading it would need far more memory than it has
// bytes.
bool IsNestedTooDeeply(std::string_view json) {
  constexpr int kMostDepth = 256;
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      if (c == '\\') ++i;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMostDepth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

// What an answer in JSON says of an error: most APIs have one of these.
std::string MessageIn(std::string_view body) {
  if (IsNestedTooDeeply(body)) return {};
  const Json json = Json::parse(body, nullptr, false);
  for (const char* name : {"message", "error", "msg", "detail", "reason"}) {
    const Json& value = At(json, name);
    if (value.is_string()) return value.get<std::string>();
    if (At(value, "message").is_string()) return At(value, "message").get<std::string>();
  }
  return std::string(body);
}

// An explanation in an answer that is an error, short enough to be read.
std::string Excerpt(std::string_view body) {
  constexpr std::size_t kMost = 200;
  const std::string text = MessageIn(body);
  std::string line = text.substr(0, std::min(text.find_first_of("\r\n"), kMost));
  const bool printable = std::all_of(line.begin(), line.end(), [](char c) { return c >= ' '; });
  return printable ? line : std::string();
}

// Whether a server gives back what it was sent in confidence.
bool ShowsSecrets(std::string_view text, const http::HttpRequest& request) {
  constexpr std::size_t kLeast = 4;
  const auto shows = [&](std::string_view secret) {
    return secret.size() >= kLeast && text.find(secret) != text.npos;
  };
  if (shows(request.password) || shows(request.bearer_token)) return true;
  for (const std::string_view header : request.headers) {
    const std::size_t colon = std::min(header.find(": "), header.size());
    if (header.substr(0, colon) == "Accept" || header.substr(0, colon) == "Content-Type") continue;
    // The last word of `Authorization: Bearer ...` alone gives it away.
    if (shows(header.substr(header.rfind(' ') + 1))) return true;
  }
  return false;
}

std::optional<Error> Refusal(const Answer& answer, const http::HttpRequest& request) {
  if (answer.head.status / 100 == 2) return std::nullopt;
  std::string why = Excerpt(answer.body);
  if (ShowsSecrets(why, request)) why.clear();
  return Error{fmt::format("cannot read `{}`: the server responds with {}{}{}",
                           http::PublicUrl(request.url), http::StatusText(answer.head.status),
                           why.empty() ? "" : ": ", why)};
}

}  // namespace

Result<http::HttpRequest> RequestFor(const schema::Values& section, std::string url,
                                     const Context& context) {
  return http::MakeRequest(config::ReadClientSettings(section, context.folder), std::move(url),
                           context.files, context.http, TimeLeft(context));
}

std::chrono::milliseconds TimeLeft(const Context& context) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      context.deadline - std::chrono::steady_clock::now());
  return std::max(left, std::chrono::milliseconds(1));
}

Result<Answer> Fetch(const Context& context, const http::HttpRequest& request) {
  constexpr std::size_t kMostBytes = std::size_t{128} << 20;
  http::HttpRequest timed = request;
  timed.timeout = TimeLeft(context);
  timed.most_bytes = std::min(timed.most_bytes, kMostBytes);
  Answer answer;
  Result<http::HttpResponse> response = context.http.Send(timed);
  if (!response) return response.error();
  Result<std::string> body = http::ReadBody(*response->body);
  if (!body) return body.error();
  answer.body = std::move(*body);
  answer.head = std::move(*response);
  return answer;
}

Result<std::string> FetchText(const Context& context, const http::HttpRequest& request) {
  Result<Answer> answer = Fetch(context, request);
  if (!answer) return answer.error();
  if (std::optional<Error> refusal = Refusal(*answer, request)) return *refusal;
  return std::move(answer->body);
}

Result<Json> FetchJson(const Context& context, const http::HttpRequest& request) {
  const Result<Answer> answer = Fetch(context, request);
  if (!answer) return answer.error();
  return JsonOf(*answer, request);
}

Result<Json> JsonOf(const Answer& answer, const http::HttpRequest& request) {
  if (std::optional<Error> refusal = Refusal(answer, request)) return *refusal;
  if (IsNestedTooDeeply(answer.body)) {
    return Error{fmt::format("cannot read `{}`: the response is nested too deeply",
                             http::PublicUrl(request.url))};
  }
  Json json = Json::parse(answer.body, nullptr, false);
  if (json.is_discarded()) {
    return Error{
        fmt::format("cannot read `{}`: the response is not JSON", http::PublicUrl(request.url))};
  }
  return json;
}

const Json& At(const Json& object, std::string_view name) {
  static const Json null;
  if (!object.is_object()) return null;
  const auto found = object.find(std::string(name));
  return found == object.end() ? null : *found;
}

std::string TextOf(const Json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  return {};
}

std::int64_t IntegerOf(const Json& value, std::int64_t absent) {
  return value.is_number_integer() ? value.get<std::int64_t>() : absent;
}

bool BoolOf(const Json& value) { return value.is_boolean() && value.get<bool>(); }

const Json::array_t& ItemsOf(const Json& value) {
  static const Json::array_t none;
  return value.is_array() ? value.get_ref<const Json::array_t&>() : none;
}

const Json::object_t& MembersOf(const Json& value) {
  static const Json::object_t none;
  return value.is_object() ? value.get_ref<const Json::object_t&>() : none;
}

}  // namespace check::discovery
