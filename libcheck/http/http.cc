#include "libcheck/http/http.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/utf8.h"

namespace check::http {
namespace {

struct Status {
  int number;
  std::string_view text;
};
constexpr Status kStatuses[] = {
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {413, "Payload Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
};

bool SoundsSecret(std::string_view name) {
  const std::string lower = ToLower(name);
  for (const std::string_view word :
       {"token", "secret", "password", "passwd", "key", "sig", "auth"}) {
    if (lower.find(word) != lower.npos) return true;
  }
  return false;
}

}  // namespace

std::string_view HttpResponse::Header(std::string_view name) const {
  const std::string lower = ToLower(name);
  for (const auto& [header, value] : headers) {
    if (ToLower(header) == lower) return value;
  }
  return {};
}

Result<std::string> ReadBody(ByteSource& body, std::size_t most) {
  std::string text;
  char buffer[16384];
  for (;;) {
    const Result<std::size_t> read = body.Read(buffer, sizeof buffer);
    if (!read) return read.error();
    if (*read == 0) return text;
    text.append(buffer, *read);
    if (text.size() > most) return Error{fmt::format("the response is larger than {} bytes", most)};
  }
}

bool IsHttpUrl(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

std::string StatusText(int status) {
  for (const Status& known : kStatuses) {
    if (known.number == status) return fmt::format("{} {}", status, known.text);
  }
  return std::to_string(status);
}

std::string PublicUrl(std::string_view url) {
  std::string shown;
  const std::size_t scheme = url.find("://");
  std::size_t at = scheme == url.npos ? 0 : scheme + 3;
  shown = url.substr(0, at);
  const std::size_t host_end = std::min(url.find_first_of("/?#", at), url.size());
  // The last @ ends what stands for a person.
  const std::size_t person = url.substr(at, host_end - at).rfind('@');
  if (person != url.npos) {
    shown += "***@";
    at += person + 1;
  }
  const std::size_t query = std::min(url.find('?', at), url.size());
  shown += url.substr(at, query - at);
  for (at = query; at < url.size();) {
    const std::size_t end = std::min(url.find_first_of("&#", at + 1), url.size());
    const std::string_view part = url.substr(at, end - at);
    const std::size_t equals = part.find('=');
    if (equals != part.npos && SoundsSecret(part.substr(0, equals))) {
      shown += part.substr(0, equals + 1);
      shown += "***";
    } else {
      shown += part;
    }
    at = end;
  }
  return shown;
}

Result<std::unique_ptr<ByteSource>> OpenUrl(HttpTransport& transport, const HttpRequest& request,
                                            std::string& content_type) {
  Result<HttpResponse> response = transport.Send(request);
  if (!response) return response.error();
  if (response->status != 200) {
    return Error{fmt::format("cannot read `{}`: the server responds with {}",
                             PublicUrl(request.url), StatusText(response->status))};
  }
  content_type = std::move(response->content_type);
  return std::move(response->body);
}

}  // namespace check::http
