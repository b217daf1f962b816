#ifndef LIBCHECK_YAML_DIALECT_H_
#define LIBCHECK_YAML_DIALECT_H_

#include <cstdint>

namespace check::yaml {

/// Whose reading of scalars and merge keys counts. Both split text into trees alike.
enum class Dialect : std::uint8_t {
  kGoYamlV3,  ///< Rule files.
  kGoYamlV2,  ///< Configuration and test files, and what Kubernetes' tools read.
};

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_DIALECT_H_
