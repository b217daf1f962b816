#include <fmt/format.h>

#include <map>

#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

// The ports of an application, each with its labels.
struct Port {
  std::int64_t number = 0;  // 0: which one it is depends on the task.
  const Json* labels = nullptr;
};

struct Ports {
  std::vector<Port> ports;
  std::string_view prefix;  // Of the labels.
};

bool IsOnContainerNet(const Json& app) {
  const Json::array_t& networks = ItemsOf(At(app, "networks"));
  return !networks.empty() && TextOf(At(networks.front(), "mode")) == "container";
}

Ports PortsOf(const Json& app) {
  Ports found;
  const Json& container = At(app, "container");
  const Json* mappings = &At(container, "portMappings");
  if (ItemsOf(*mappings).empty()) mappings = &At(container, "docker", "portMappings");
  if (!ItemsOf(*mappings).empty()) {
    found.prefix = "__meta_marathon_port_mapping_label_";
    const char* const field = IsOnContainerNet(app) ? "containerPort" : "hostPort";
    for (const Json& mapping : ItemsOf(*mappings)) {
      found.ports.push_back({IntegerOf(At(mapping, field)), &At(mapping, "labels")});
    }
    return found;
  }
  found.prefix = "__meta_marathon_port_definition_label_";
  const bool fixed = BoolOf(At(app, "requirePorts"));
  for (const Json& definition : ItemsOf(At(app, "portDefinitions"))) {
    found.ports.push_back(
        {fixed ? IntegerOf(At(definition, "port")) : 0, &At(definition, "labels")});
  }
  return found;
}

std::string HostOf(const Json& app, const Json& task) {
  const Json::array_t& addresses = ItemsOf(At(task, "ipAddresses"));
  return IsOnContainerNet(app) && !addresses.empty() ? TextOf(At(addresses.front(), "ipAddress"))
                                                     : TextOf(At(task, "host"));
}

std::vector<Labels> TargetsOf(const Json& app) {
  std::vector<Labels> targets;
  Ports known = PortsOf(app);
  for (const Json& task : ItemsOf(At(app, "tasks"))) {
    const Json::array_t& own = ItemsOf(At(task, "ports"));
    // Prometheus: where the application has none, those of the first task stand for all tasks.
    if (known.ports.empty()) {
      for (const Json& number : own) known.ports.push_back({IntegerOf(number), nullptr});
    }
    for (std::size_t i = 0; i < known.ports.size(); ++i) {
      const Port& port = known.ports[i];
      std::int64_t number = port.number;
      if (number == 0 && own.size() == known.ports.size()) number = IntegerOf(own[i]);
      Labels labels = {
          {"__address__", HostPort(HostOf(app, task), number)},
          {"__meta_marathon_task", TextOf(At(task, "id"))},
          {"__meta_marathon_port_index", std::to_string(i)},
      };
      if (port.labels != nullptr) AddMembers(known.prefix, *port.labels, labels);
      targets.push_back(std::move(labels));
    }
  }
  return targets;
}

Found GroupsOf(const Json& answer) {
  std::map<std::string, TargetGroup> groups;
  for (const Json& app : ItemsOf(At(answer, "apps"))) {
    TargetGroup group;
    group.source = TextOf(At(app, "id"));
    group.targets = TargetsOf(app);
    group.labels = {
        {"__meta_marathon_app", group.source},
        {"__meta_marathon_image", TextOf(At(app, "container", "docker", "image"))},
    };
    AddMembers("__meta_marathon_app_label_", At(app, "labels"), group.labels);
    groups[group.source] = std::move(group);
  }
  Found found;
  for (auto& [source, group] : groups) found.groups.push_back(std::move(group));
  return found;
}

// Prometheus asks any one of the servers; here the first that answers is enough.
Result<Found> Discover(const schema::Values& section, const Context& context) {
  Client client(section, context);
  http::ClientSettings& settings = client.settings();
  if (section.IsSet("auth_token") || section.IsSet("auth_token_file")) {
    settings.headers.emplace_back(
        "Authorization", http::Secret{.text = std::string(section.Text("auth_token")),
                                      .file = PathIn(context, section.Text("auth_token_file"))});
  }
  Found found;
  Error last;
  for (const yaml::Node& server : section.Items("servers")) {
    const Result<Json> answer =
        client.Get(fmt::format("{}/v2/apps/?embed=apps.tasks", section.TextOf(server)));
    if (answer) {
      std::vector<std::string> warnings = std::move(found.warnings);
      found = GroupsOf(*answer);
      found.warnings = std::move(warnings);
      return found;
    }
    last = answer.error();
    found.warnings.push_back(last.message);
  }
  return last;
}

}  // namespace

const Mechanism kMarathon = {Discover};

}  // namespace check::discovery
