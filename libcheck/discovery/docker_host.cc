#include "libcheck/discovery/docker_host.h"

#include <fmt/format.h>

#include <utility>

#include "libcheck/base/text.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"

namespace check::discovery {
namespace {

// {"name": {"value": true}}; nothing if there are no filters.
std::string FiltersOf(const schema::Values& section) {
  Json filters = Json::object();
  for (const yaml::Node& item : section.Items("filters")) {
    const schema::Values filter = section.Of(item);
    for (const yaml::Node& value : filter.Items("values")) {
      filters[std::string(filter.Text("name"))][std::string(filter.TextOf(value))] = true;
    }
  }
  return filters.empty() ? std::string()
                         : FormEncode(filters.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

Result<DockerHost> DockerHost::From(const schema::Values& section, const Context& context) {
  DockerHost host(context);
  host.filters_ = FiltersOf(section);
  const std::string written(section.Text("host"));
  const std::size_t separator = written.find("://");
  const std::string scheme = separator == std::string::npos ? "" : written.substr(0, separator);
  const std::string rest = separator == std::string::npos ? "" : written.substr(separator + 3);
  if (scheme == "http" || scheme == "https") {
    Result<http::HttpRequest> request = RequestFor(section, written, context);
    if (!request) return request.error();
    host.request_ = std::move(*request);
    host.base_ = written;
  } else if (scheme == "tcp") {
    // Prometheus: settings of the HTTP client are for URLs only.
    host.request_.proxy_from_environment = false;
    host.base_ = "http://" + rest;
  } else if (scheme == "unix") {
    host.request_.proxy_from_environment = false;
    host.request_.unix_socket = rest;
    host.base_ = "http://docker";
  } else {
    return Error{fmt::format("cannot query `{}`: expected unix://, tcp://, http:// or https://",
                             http::PublicUrl(written))};
  }
  while (host.base_.ends_with('/')) host.base_.pop_back();
  return host;
}

Result<Json> DockerHost::Get(std::string_view path, bool filtered) const {
  http::HttpRequest request = request_;
  request.url = fmt::format("{}{}", base_, path);
  if (filtered && !filters_.empty()) request.url += "?filters=" + filters_;
  Result<Json> answer = FetchJson(*context_, request);
  if (answer || request_.unix_socket.empty()) return answer;
  // The URL says nothing of where that was.
  return Error{fmt::format("{} (through `{}`)", answer.error().message, request_.unix_socket)};
}

Result<std::map<std::string, Labels>> DockerHost::NetworkLabels(std::string_view prefix) const {
  constexpr JsonLabel kLabels[] = {
      {"id", "Id"},
      {"name", "Name"},
      {"scope", "Scope"},
      {"internal", "Internal", JsonKind::kBool},
      {"ingress", "Ingress", JsonKind::kBool},
  };
  const Result<Json> networks = Get("/networks");
  if (!networks) return networks.error();
  std::map<std::string, Labels> all;
  for (const Json& network : ItemsOf(*networks)) {
    Labels labels;
    AddLabels(fmt::format("{}network_", prefix), kLabels, network, labels);
    AddMembers(fmt::format("{}network_label_", prefix), At(network, "Labels"), labels);
    all[TextOf(At(network, "Id"))] = std::move(labels);
  }
  return all;
}

}  // namespace check::discovery
