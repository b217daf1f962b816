#ifndef LIBCHECK_YAML_ALIAS_BOMB_H_
#define LIBCHECK_YAML_ALIAS_BOMB_H_

#include <cstdint>

#include "libcheck/yaml/node.h"

namespace check::yaml {

/// Whether go-yaml would refuse to decode `root` because too much of it comes from aliases.
/// `aliased` is at least the number of values behind its aliases, `weight` the number of all its
/// values; they only serve to say no quickly.
bool IsAliasBomb(const Node& root, std::uint64_t aliased, std::uint64_t weight);

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_ALIAS_BOMB_H_
