#include "libcheck/discovery/kubernetes/cluster.h"

#include <fmt/format.h>

#include <utility>

#include "libcheck/base/text.h"

namespace check::discovery::kubernetes {
namespace {

// What picks among the objects of a kind, as parameters of a query.
std::string SelectorOf(const Kind& kind, const schema::Values& section) {
  std::string query;
  for (const yaml::Node& item : section.Items("selectors")) {
    const schema::Values selector = section.Of(item);
    if (kind.role.empty() || selector.Text("role") != kind.role) continue;
    const std::string_view field = selector.Text("field");
    const std::string_view label = selector.Text("label");
    if (!field.empty()) query += "&fieldSelector=" + FormEncode(field);
    if (!label.empty()) query += "&labelSelector=" + FormEncode(label);
  }
  return query;
}

}  // namespace

Cluster::Cluster(Access access, const schema::Values& section, const Context& context)
    : client_(std::move(access.settings), context),
      server_(std::move(access.server)),
      section_(section) {
  while (server_.ends_with('/')) server_.pop_back();
  if (server_.find("://") == std::string::npos) server_.insert(0, "https://");
}

Result<std::vector<Json>> Cluster::List(const Kind& kind, const std::string& name_space) {
  const std::string place =
      name_space.empty() ? std::string() : fmt::format("namespaces/{}/", PathEncode(name_space));
  const std::string url = fmt::format("{}/{}/{}{}?limit=500{}", server_, kind.api, place,
                                      kind.resource, SelectorOf(kind, section_));
  std::vector<Json> all;
  std::string next;
  for (int page = 0; page < kMostPages; ++page) {
    Result<Json> answer =
        client_.Get(next.empty() ? url : fmt::format("{}&continue={}", url, FormEncode(next)));
    if (!answer) return answer.error();
    if (!At(*answer, "items").is_array() && !At(*answer, "items").is_null()) {
      return Error{
          fmt::format("cannot read `{}`: the response is not a list", http::PublicUrl(url))};
    }
    for (const Json& object : ItemsOf(At(*answer, "items"))) all.push_back(object);
    next = TextOf(At(*answer, "metadata", "continue"));
    if (next.empty()) return all;
  }
  return TooManyPages(url);
}

Result<Store> Cluster::Load(const Kind& kind, const std::string& name_space) {
  Result<std::vector<Json>> objects = List(kind, name_space);
  if (!objects) return objects.error();
  Store store;
  for (Json& object : *objects) {
    const std::string place = NamespaceOf(object);
    std::string key = place.empty() ? NameOf(object) : KeyOf(place, NameOf(object));
    store[std::move(key)] = std::move(object);
  }
  return store;
}

std::string NameOf(const Json& object) { return TextOf(At(object, "metadata", "name")); }

std::string NamespaceOf(const Json& object) { return TextOf(At(object, "metadata", "namespace")); }

std::string KeyOf(std::string_view name_space, std::string_view name) {
  return fmt::format("{}/{}", name_space, name);
}

const Json& Lookup(const Store& store, std::string_view key) {
  static const Json null;
  const auto found = store.find(key);
  return found == store.end() ? null : found->second;
}

const Json& ControllerOf(const Json& object) {
  static const Json null;
  for (const Json& owner : ItemsOf(At(object, "metadata", "ownerReferences"))) {
    if (BoolOf(At(owner, "controller"))) return owner;
  }
  return null;
}

}  // namespace check::discovery::kubernetes
