#include "libcheck/discovery/client.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "libcheck/config/common/client_settings.h"
#include "libcheck/files/go_paths.h"

namespace check::discovery {
Client::Client(const schema::Values& section, const Context& context)
    : Client(config::ReadClientSettings(section, context.folder), context) {}

Result<http::HttpRequest> Client::Request(std::string url) {
  using std::chrono::milliseconds;
  const auto left = std::chrono::duration_cast<milliseconds>(context_.deadline -
                                                             std::chrono::steady_clock::now());
  if (left <= milliseconds::zero()) {
    return Error{fmt::format("cannot read `{}`: timeout", http::PublicUrl(url))};
  }
  if (!has_request_) {
    Result<http::HttpRequest> made =
        http::MakeRequest(settings_, url, context_.files, context_.http, left);
    if (!made) return made.error();
    request_ = std::move(*made);
    has_request_ = true;
  }
  http::HttpRequest request = request_;
  request.url = std::move(url);
  request.timeout = left;
  return request;
}

Result<Json> Client::Get(std::string url) {
  Result<http::HttpRequest> request = Request(std::move(url));
  if (!request) return request.error();
  request->headers.emplace_back("Accept: application/json");
  return FetchJson(context_, *request);
}

Error TooManyPages(std::string_view url) {
  return Error{fmt::format("cannot read `{}`: its list has more than {} pages",
                           http::PublicUrl(url), kMostPages)};
}

Found OneGroup(std::string source, std::vector<Labels> targets) {
  Found found;
  found.groups.push_back(
      {.source = std::move(source), .targets = std::move(targets), .labels = {}});
  return found;
}

std::string PathIn(const Context& context, std::string_view path) {
  return PathBeside(context.folder.empty() ? "-" : context.folder + "/-", path);
}

std::string WithPath(std::string_view url, std::string_view more) {
  const std::size_t scheme = url.find("://");
  const std::size_t host = scheme == url.npos ? 0 : scheme + 3;
  const std::size_t begin = std::min(url.find_first_of("/?#", host), url.size());
  const std::size_t end = std::min(url.find_first_of("?#", begin), url.size());
  const std::string path = fmt::format("{}/{}", url.substr(begin, end - begin), more);
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view part = std::string_view(path).substr(at, slash - at);
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
    at = slash + 1;
  }
  return fmt::format("{}/{}{}", url.substr(0, begin), fmt::join(parts, "/"), url.substr(end));
}

}  // namespace check::discovery
