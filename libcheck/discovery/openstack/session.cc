#include "libcheck/discovery/openstack/session.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"
#include "libcheck/config/prometheus/discovery/discovery.h"

namespace check::discovery::openstack {
namespace {

std::string WithSlash(std::string url) {
  if (!url.ends_with('/')) url += '/';
  return url;
}

// The URL without query, up to the version in its path such as `v2.1/`, or with it.
std::string UpToVersion(std::string_view url, bool with_version) {
  const std::string whole(url.substr(0, url.find_first_of("?#")));
  const std::size_t scheme = whole.find("://");
  const std::size_t host = scheme == whole.npos ? 0 : scheme + 3;
  constexpr std::string_view kDigits = "0123456789.";
  for (std::size_t at = std::min(whole.find('/', host), whole.size()); at < whole.size(); ++at) {
    if (whole[at] != 'v') continue;
    std::size_t end = std::min(whole.find_first_not_of(kDigits, at + 1), whole.size());
    if (end == at + 1) continue;
    if (end < whole.size() && whole[end] == '/') ++end;
    return whole.substr(0, with_version ? end : at);
  }
  return whole;
}

// The major number of a version such as `v2.1`; nothing if it is none.
std::string MajorOf(std::string_view version) {
  if (version.starts_with('v')) version.remove_prefix(1);
  const std::string_view major = version.substr(0, version.find('.'));
  return std::all_of(major.begin(), major.end(), IsDigit) ? std::string(major) : std::string();
}

// The URL of version 3 of the identity service, which `endpoint` may leave open.
Result<std::string> IdentityUrl(const std::string& endpoint, Client& client) {
  const std::string url = WithSlash(endpoint);
  if (url.ends_with("/v3/")) return url;
  const auto too_old = [&] {
    return Error{fmt::format(
        "cannot read `{}`: it is version 2.0 of the identity service, but version 3 is required",
        http::PublicUrl(url))};
  };
  if (url.ends_with("/v2.0/")) return too_old();
  const std::string base = WithSlash(UpToVersion(endpoint, false));
  // 300 Multiple Choices is what it answers.
  const Result<http::HttpRequest> request = client.Request(base);
  if (!request) return request.error();
  Result<Answer> answer = Fetch(client.context(), *request);
  if (!answer) return answer.error();
  if (answer->head.status == 300) answer->head.status = 200;
  const Result<Json> versions = JsonOf(*answer, *request);
  if (!versions) return versions.error();
  bool is_old = false;
  for (const Json& version : ItemsOf(At(*versions, "versions", "values"))) {
    const std::string id = TextOf(At(version, "id"));
    const std::string status = ToLower(TextOf(At(version, "status")));
    if (status != "current" && status != "supported" && status != "stable") continue;
    is_old = is_old || id.find("v2.0") != id.npos;
    if (id.find("v3") == id.npos) continue;
    for (const Json& link : ItemsOf(At(version, "links"))) {
      if (TextOf(At(link, "rel")) == "self") return WithSlash(TextOf(At(link, "href")));
    }
  }
  if (is_old) return too_old();
  return Error{fmt::format("cannot read `{}`: the response names no supported version",
                           http::PublicUrl(base))};
}

}  // namespace

Result<Session> Session::Begin(const schema::Values& section, const Context& context) {
  const Identity identity = ReadIdentity(section);
  if (identity.endpoint.empty()) {
    return Error{"`identity_endpoint` is not set, nor is OS_AUTH_URL in the environment"};
  }
  const Result<Json> body = TokenRequest(identity);
  if (!body) return body.error();
  Session session(section, context);
  session.region_ = section.Text("region");
  session.availability_ = section.Text("availability", config::prometheus::kOpenstackSdConfig);
  const Result<std::string> url = IdentityUrl(identity.endpoint, session.client_);
  if (!url) return url.error();
  Result<http::HttpRequest> request = session.client_.Request(*url + "auth/tokens");
  if (!request) return request.error();
  request->method = "POST";
  request->headers = {"Content-Type: application/json", "Accept: application/json"};
  request->body = body->dump(-1, ' ', false, Json::error_handler_t::replace);
  const Result<Answer> answer = Fetch(context, *request);
  if (!answer) return answer.error();
  Result<Json> token = JsonOf(*answer, *request);
  if (!token) return token.error();
  session.token_ = answer->head.Header("x-subject-token");
  if (session.token_.empty()) {
    return Error{fmt::format("cannot read `{}`: the response contains no token",
                             http::PublicUrl(request->url))};
  }
  session.catalog_ = At(*token, "token", "catalog");
  return session;
}

Result<Json> Session::Get(std::string url) {
  Result<http::HttpRequest> request = client_.Request(std::move(url));
  if (!request) return request.error();
  request->headers.push_back("X-Auth-Token: " + token_);
  return FetchJson(client_.context(), *request);
}

// The URL tells, or else the service lists its versions.
Result<bool> Session::HasVersion2(const std::string& endpoint) {
  std::string base = UpToVersion(endpoint, true);
  const std::string_view path = std::string_view(base).substr(0, base.find_last_not_of('/') + 1);
  const std::string major = MajorOf(path.substr(path.rfind('/') + 1));
  if (!major.empty()) return major == "2";
  Result<http::HttpRequest> request = client_.Request(base);
  if (!request) return request.error();
  request->headers.push_back("X-Auth-Token: " + token_);
  Result<Answer> answer = Fetch(client_.context(), *request);
  if (!answer) return answer.error();
  if (answer->head.status == 300) answer->head.status = 200;
  const Result<Json> versions = JsonOf(*answer, *request);
  if (!versions) return versions.error();
  const Json::array_t& list = ItemsOf(At(*versions, "versions"));
  return std::any_of(list.begin(), list.end(),
                     [](const Json& version) { return MajorOf(TextOf(At(version, "id"))) == "2"; });
}

Result<std::string> Session::Endpoint(std::string_view service) {
  for (const Json& entry : ItemsOf(catalog_)) {
    if (TextOf(At(entry, "type")) != service) continue;
    for (const Json& endpoint : ItemsOf(At(entry, "endpoints"))) {
      const bool is_here =
          TextOf(At(endpoint, "region")) == region_ || TextOf(At(endpoint, "region_id")) == region_;
      if (!is_here || TextOf(At(endpoint, "interface")) != availability_) continue;
      std::string url = WithSlash(TextOf(At(endpoint, "url")));
      const Result<bool> fits = HasVersion2(url);
      if (!fits) return fits.error();
      if (*fits) return url;
    }
  }
  return Error{fmt::format("the region `{}` has no {} endpoint of version 2 of the service `{}`",
                           region_, availability_, service)};
}

Result<Json::array_t> Session::List(std::string url, const std::string& name) {
  Json::array_t all;
  for (int page = 0; page < kMostPages; ++page) {
    const Result<Json> answer = Get(url);
    if (!answer) return answer.error();
    const Json::array_t& items = ItemsOf(At(*answer, name));
    if (items.empty()) return all;
    all.insert(all.end(), items.begin(), items.end());
    std::string next;
    for (const Json& link : ItemsOf(At(*answer, name + "_links"))) {
      if (TextOf(At(link, "rel")) == "next") next = TextOf(At(link, "href"));
    }
    if (next.empty()) return all;
    url = std::move(next);
  }
  return TooManyPages(url);
}

}  // namespace check::discovery::openstack
