#ifndef LIBCHECK_SLO_SPECS_RESOURCE_H_
#define LIBCHECK_SLO_SPECS_RESOURCE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/schema/reader.h"
#include "libcheck/slo/slo.h"
#include "libcheck/yaml/node.h"

/// Specifications that are Kubernetes objects.
namespace check::slo {

/// Whether a document says of itself that it is an object of that kind.
bool IsResource(const yaml::Node& root, std::string_view api_version, std::string_view kind);

/// The texts of a mapping, sorted by name; of a name that comes twice, the last one.
std::vector<std::pair<std::string, std::string>> ReadPairs(const schema::Values& mapping);

ResourceMeta ReadResourceMeta(const schema::Values& metadata);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_RESOURCE_H_
