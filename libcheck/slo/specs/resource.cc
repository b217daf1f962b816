#include "libcheck/slo/specs/resource.h"

#include <map>

namespace check::slo {
namespace {

bool Says(const yaml::Node& root, std::string_view field, std::string_view value) {
  const yaml::Node* node = root.Find(field);
  return node != nullptr && node->scalar() == value;
}

}  // namespace

bool IsResource(const yaml::Node& root, std::string_view api_version, std::string_view kind) {
  return Says(root, "apiVersion", api_version) && Says(root, "kind", kind);
}

std::vector<std::pair<std::string, std::string>> ReadPairs(const schema::Values& mapping) {
  std::map<std::string, std::string> pairs;
  for (const yaml::Entry& entry : mapping.entries()) {
    pairs.insert_or_assign(std::string(mapping.TextOf(entry.key)),
                           std::string(mapping.TextOf(entry.value)));
  }
  return {pairs.begin(), pairs.end()};
}

ResourceMeta ReadResourceMeta(const schema::Values& metadata) {
  return {.name = std::string(metadata.Text("name")),
          .name_space = std::string(metadata.Text("namespace")),
          .labels = ReadPairs(metadata.Sub("labels")),
          .annotations = ReadPairs(metadata.Sub("annotations"))};
}

}  // namespace check::slo
