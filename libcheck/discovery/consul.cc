#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/text.h"
#include "libcheck/config/common/client_settings.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/fetch_all.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kConsulSdConfig;

std::vector<std::string> TextsOf(const schema::Values& section, std::string_view field) {
  std::vector<std::string> texts;
  for (const yaml::Node& item : section.Items(field)) texts.emplace_back(section.TextOf(item));
  return texts;
}

bool Has(const std::vector<std::string>& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

// Prometheus: the worst of all checks, of which it knows three outcomes.
std::string Health(const Json& checks) {
  bool maintenance = false, critical = false, warning = false;
  for (const Json& check : ItemsOf(checks)) {
    const std::string id = TextOf(At(check, "CheckID"));
    const std::string status = TextOf(At(check, "Status"));
    if (id == "_node_maintenance" || id.starts_with("_service_maintenance:")) {
      maintenance = true;
    } else if (status == "critical") {
      critical = true;
    } else if (status == "warning") {
      warning = true;
    } else if (status != "passing") {
      return {};
    }
  }
  return maintenance ? "maintenance" : critical ? "critical" : warning ? "warning" : "passing";
}

class Consul {
 public:
  Consul(const schema::Values& section, const Context& context)
      : section_(section),
        context_(context),
        tags_(TextsOf(section, "tags")),
        separator_(section.Text("tag_separator", kConsulSdConfig)) {}

  Result<Found> Run() {
    if (auto failure = SetUp()) return *failure;
    datacenter_ = section_.Text("datacenter");
    if (datacenter_.empty()) {
      const Result<Json> agent = FetchJson(context_, To("/v1/agent/self", {}));
      if (!agent) return agent.error();
      const Json& name = At(*agent, "Config", "Datacenter");
      if (!name.is_string()) {
        return Error{fmt::format("cannot read `{}`: the agent does not report its datacenter",
                                 http::PublicUrl(base_ + "/v1/agent/self"))};
      }
      datacenter_ = TextOf(name);
    }
    const Result<std::vector<std::string>> services = Services();
    if (!services) return services.error();

    std::vector<http::HttpRequest> requests;
    for (const std::string& service : *services) {
      Query query = ForTargets(section_.Text("health_filter"));
      for (const std::string& tag : tags_) query.emplace("tag", tag);
      requests.push_back(To("/v1/health/service/" + PathEncode(service), std::move(query)));
    }
    const std::vector<Result<Json>> answers = FetchAll(context_, requests);
    Found found;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (!answers[i]) {
        found.warnings.push_back(answers[i].error().message);
        continue;
      }
      if (!IsListOfInstances(*answers[i])) {
        found.warnings.push_back(
            fmt::format("cannot read `{}`: the response is not a list of instances",
                        http::PublicUrl(requests[i].url)));
        continue;
      }
      found.groups.push_back(GroupOf((*services)[i], *answers[i]));
    }
    // If there is nothing at all, that is not for want of targets.
    if (found.groups.empty() && !found.warnings.empty()) return Error{found.warnings.front()};
    return found;
  }

 private:
  using Query = std::multimap<std::string, std::string>;

  std::optional<Error> SetUp() {
    std::string server(section_.Text("server", kConsulSdConfig));
    std::string scheme(section_.Text("scheme"));
    if (scheme.empty()) scheme = "http";
    std::string prefix(section_.Text("path_prefix"));
    std::string socket;
    if (const std::size_t at = server.find("://"); at != std::string::npos) {
      const std::string written = server.substr(0, at);
      server.erase(0, at + 3);
      if (written == "unix") {
        socket = std::exchange(server, "localhost");
      } else if (written == "https") {
        scheme = "https";
      } else if (written != "http") {
        return Error{fmt::format("invalid scheme `{}` for Consul", written)};
      }
      if (const std::size_t slash = server.find('/'); slash != std::string::npos) {
        prefix = server.substr(slash);
        server.erase(slash);
      }
    }
    base_ = fmt::format("{}://{}{}", scheme, server, prefix);
    http::ClientSettings settings = config::ReadClientSettings(section_, context_.folder);
    if (section_.IsSet("username") || section_.IsSet("password")) {
      settings.user.text = section_.Text("username");
      settings.password.text = section_.Text("password");
    }
    Result<http::HttpRequest> made =
        http::MakeRequest(settings, base_, context_.files, context_.http, TimeLeft(context_));
    if (!made) return made.error();
    common_ = std::move(*made);
    common_.unix_socket = socket;
    if (!socket.empty()) common_.proxy_from_environment = false;
    if (section_.IsSet("token")) {
      common_.headers.push_back(fmt::format("X-Consul-Token: {}", section_.Text("token")));
    }
    return std::nullopt;
  }

  http::HttpRequest To(std::string_view path, Query query) const {
    const auto add = [&](const char* name, std::string_view field) {
      if (section_.IsSet(field)) query.emplace(name, section_.Text(field));
    };
    add("dc", "datacenter");
    add("ns", "namespace");
    add("partition", "partition");
    http::HttpRequest request = common_;
    request.url = base_ + std::string(path);
    char before = '?';
    for (const auto& [name, value] : query) {
      request.url += before + name + "=" + FormEncode(value);
      before = '&';
    }
    return request;
  }

  Query ForTargets(std::string_view filter) const {
    Query query;
    if (section_.Bool("allow_stale", kConsulSdConfig)) query.emplace("stale", "");
    if (!filter.empty()) query.emplace("filter", filter);
    const schema::Values meta = section_.Sub("node_meta");
    for (const yaml::Entry& entry : meta.entries()) {
      query.emplace("node-meta",
                    fmt::format("{}:{}", meta.TextOf(entry.key), meta.TextOf(entry.value)));
    }
    return query;
  }

  // Those that are named, unless the catalog has to be asked which there are.
  Result<std::vector<std::string>> Services() const {
    std::vector<std::string> named = TextsOf(section_, "services");
    const std::string_view filter = section_.Text("filter");
    if (!named.empty() && tags_.empty() && filter.empty()) return named;
    const Result<Json> catalog =
        FetchJson(context_, To("/v1/catalog/services", ForTargets(filter)));
    if (!catalog) return catalog.error();
    std::vector<std::string> services;
    for (const auto& [service, tags] : MembersOf(*catalog)) {
      if (!named.empty() && !Has(named, service)) continue;
      const std::vector<std::string> its = discovery::TextsOf(tags);
      const bool has_all = std::all_of(tags_.begin(), tags_.end(),
                                       [&](const std::string& tag) { return Has(its, tag); });
      if (has_all) services.push_back(service);
    }
    return services;
  }

  static bool IsListOfInstances(const Json& entries) {
    return entries.is_null() ||
           (entries.is_array() &&
            std::all_of(entries.begin(), entries.end(), [](const Json& entry) {
              return At(entry, "Node").is_object() && At(entry, "Service").is_object();
            }));
  }

  TargetGroup GroupOf(const std::string& service, const Json& entries) const {
    TargetGroup group;
    group.source = service;
    group.labels = {{"__meta_consul_service", service}, {"__meta_consul_dc", datacenter_}};
    for (const Json& entry : ItemsOf(entries)) {
      group.targets.push_back(
          TargetOf(At(entry, "Node"), At(entry, "Service"), At(entry, "Checks")));
    }
    return group;
  }

  // Prometheus: without tags, both separators all the same.
  std::string TagsOf(const Json& service) const {
    const std::vector<std::string> tags = discovery::TextsOf(At(service, "Tags"));
    return fmt::format("{0}{1}{0}", separator_, fmt::join(tags, separator_));
  }

  Labels TargetOf(const Json& node, const Json& service, const Json& checks) const {
    const std::string node_address = TextOf(At(node, "Address"));
    const std::string own_address = TextOf(At(service, "Address"));
    const std::int64_t port = IntegerOf(At(service, "Port"));
    // A service may be registered by another node than the one that it runs on.
    Labels labels = {
        {"__address__", HostPort(own_address.empty() ? node_address : own_address, port)},
        {"__meta_consul_address", node_address},
        {"__meta_consul_node", TextOf(At(node, "Node"))},
        {"__meta_consul_namespace", TextOf(At(service, "Namespace"))},
        {"__meta_consul_partition", TextOf(At(service, "Partition"))},
        {"__meta_consul_tags", TagsOf(service)},
        {"__meta_consul_service_address", own_address},
        {"__meta_consul_service_port", std::to_string(port)},
        {"__meta_consul_service_id", TextOf(At(service, "ID"))},
        {"__meta_consul_health", Health(checks)},
    };
    AddMembers("__meta_consul_metadata_", At(node, "Meta"), labels);
    AddMembers("__meta_consul_service_metadata_", At(service, "Meta"), labels);
    AddMembers("__meta_consul_tagged_address_", At(node, "TaggedAddresses"), labels);
    return labels;
  }

  const schema::Values& section_;
  const Context& context_;
  std::vector<std::string> tags_;
  std::string separator_;
  std::string base_;
  std::string datacenter_;
  http::HttpRequest common_;
};

Result<Found> Discover(const schema::Values& section, const Context& context) {
  return Consul(section, context).Run();
}

}  // namespace

const Mechanism kConsul = {Discover};

}  // namespace check::discovery
